//! Tests: what must hold in an environment, and what must fail once something changes.

use names::Space;
use program::{InputValue, Override, Test, TestStep};
use syntax::{Body, ExpectItem, Expr as Syntax, Item, TestDecl};

use crate::checker::{Checker, Entry};
use crate::problem::Problem;
use crate::scope::{Context, Home};

impl<'a> Checker<'a> {
    /// A test, once for each environment that it names.
    pub(crate) fn check_test(&mut self, decl: TestDecl<'a>) {
        let Some(name) = decl.string().and_then(syntax::StringExpr::plain) else { return };
        let symbol = self.intern(&name);
        for path in decl.environments() {
            let name = path.text().into_owned();
            let found = self.names.find(names::PackageId(0), Space::Environments, &name);
            let Some(Entry::Environment(environment)) = found.map(|id| self.environment_entry(id)) else {
                let known = self.environment_names();
                self.report(Problem::UnknownEnvironment { span: path.span(), name, known });
                continue;
            };
            let context = Context { environment: Some(environment), ..Context::package(names::PackageId(0)) };
            let steps = self.within(context, |checker| {
                let items = decl.body().into_iter().flat_map(Body::items);
                items.filter_map(|item| checker.check_step(item)).collect()
            });
            self.program.tests.push(Test { name: symbol, environment, steps, span: decl.span() });
        }
    }

    fn check_step(&mut self, item: Item<'a>) -> Option<TestStep> {
        match item {
            Item::Assert(assert) => {
                let condition = assert.condition()?;
                let context = self.context.at(Home::Test);
                let check = |checker: &mut Self| checker.check_claim(condition, assert.message(), assert.span());
                Some(TestStep::Assert(self.within(context, check)))
            }
            Item::Expect(expect) => self.check_expect(expect),
            item => {
                let expected = "`assert condition` or `expect error code with { … }`";
                self.report(Problem::NotHere { span: item.span(), place: "a test", expected });
                None
            }
        }
    }

    fn check_expect(&mut self, expect: ExpectItem<'a>) -> Option<TestStep> {
        let code = expect.code()?;
        let code = self.intern(&code);
        let (mut overrides, mut inputs): (Vec<Override>, Vec<InputValue>) = (Vec::new(), Vec::new());
        for item in expect.body().into_iter().flat_map(Body::items) {
            match item {
                Item::Field(field) if matches!(field.value(), Some(Syntax::Body(_))) => {
                    overrides.extend(self.check_override(field));
                }
                Item::Field(field) => inputs.extend(self.check_test_input(field)),
                Item::KeyedField(keyed) => overrides.extend(self.check_keyed(keyed).into_iter().flatten()),
                item => {
                    let expected = "`input = value` or an override `instance { … }`";
                    self.report(Problem::NotHere { span: item.span(), place: "`with`", expected });
                }
            }
        }
        Some(TestStep::Expect { code, overrides, inputs, span: expect.span() })
    }

    fn check_test_input(&mut self, field: syntax::Field<'a>) -> Option<InputValue> {
        let (key, value) = (field.key()?, field.value()?);
        let id = self.names.find(self.context.package, Space::Values, &key.text());
        let Some(Entry::Input(input)) = id.map(|id| self.value_entry(id)) else {
            self.unknown_instance(&key.text(), key.span());
            return None;
        };
        let ty = self.program.input(input).ty;
        let value = self.check_against(value, ty);
        Some(InputValue { input, value, span: key.span() })
    }
}
