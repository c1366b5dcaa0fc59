//! What Terraform itself takes in every resource, whatever its type.

use catalog::Family;
use program::{Entry, EntryKind, Expr, Exprs, FieldOp, Labels, Ty, Type};
use syntax::{Body, Expr as Syntax, Item};

use super::body::Object;
use super::fields::Slot;
use super::problem::ShapeProblem;
use crate::checker::{Checker, Typed};

/// The key whose body is known.
const LIFECYCLE: &str = "lifecycle";

/// Keys that every resource takes.
const META: [&str; 3] = ["depends_on", LIFECYCLE, "provider"];

/// What stands in a `lifecycle`.
const RULES: [(&str, Rule); 4] = [
    ("create_before_destroy", Rule::Switch),
    ("ignore_changes", Rule::Names),
    ("prevent_destroy", Rule::Switch),
    ("replace_triggered_by", Rule::Values),
];

/// Keys that the language says in another way.
const REPLACED: [(&str, &str); 4] = [
    ("connection", "a resource says what there is; what runs is an `init` or a job"),
    ("count", "`resource TYPE NAME for n in count(…) { … }` makes several, `if` after the name none"),
    ("for_each", "`resource TYPE NAME for x in list by x.key { … }` makes one a key"),
    ("provisioner", "a resource says what there is; what runs is an `init` or a job"),
];

#[derive(Clone, Copy)]
enum Rule {
    Switch,
    Names,
    Values,
}

impl<'a> Checker<'a> {
    /// What a key takes that no catalog names; nothing where it is no such key.
    pub(super) fn meta_slot(&mut self, object: &Object<'a>, name: &str) -> Option<Slot> {
        let is_meta = object.is_root && object.family == Family::Terraform && META.contains(&name);
        is_meta.then(|| Slot { ty: self.program.types.plain(Type::Data), required: false })
    }

    /// The value of a key that no catalog names, where it has a form of its own.
    pub(super) fn meta_value(&mut self, object: &Object<'a>, name: &str, value: Syntax<'a>) -> Option<Typed> {
        let is_own = object.is_root && object.family == Family::Terraform && name == LIFECYCLE;
        match value {
            Syntax::Body(body) if is_own && object.block.field(name).is_none() => Some(self.lifecycle(body)),
            _ => None,
        }
    }

    fn lifecycle(&mut self, body: Body<'a>) -> Typed {
        let mut entries: Vec<Entry> = Vec::new();
        for item in body.items() {
            let Item::Field(field) = item else { continue };
            let (Some(key), Some(value)) = (field.key(), field.value()) else { continue };
            let Some((_, rule)) = RULES.iter().find(|(name, _)| *name == key.text()) else {
                let (of, name) = (self.trail_text(), key.text().into_owned());
                let nearest = source::nearest(&name, RULES.iter().map(|(name, _)| *name)).map(str::to_owned);
                self.report_shape(ShapeProblem::UnknownAttribute { span: key.span(), name, of, nearest, help: None });
                continue;
            };
            let condition = field.condition().map(|condition| self.static_guard(condition, super::fields::STANDS));
            let ty = self.rule_type(*rule);
            let symbol = self.intern(&key.text());
            let value = self.check_against(value, ty);
            let (kind, condition) = (EntryKind::Key(symbol, FieldOp::Set), condition.and_then(Exprs::some));
            entries.push(Entry { kind, value, condition, span: key.span() });
        }
        let slice = self.program.exprs.push_entries(&entries);
        let ty = self.program.types.plain(Type::Data);
        self.push(Expr::Map(slice), body.span(), ty)
    }

    fn rule_type(&mut self, rule: Rule) -> Ty {
        match rule {
            Rule::Switch => self.program.types.plain(Type::Bool),
            Rule::Names => {
                let string = self.program.types.plain(Type::String);
                self.program.types.plain(Type::List(string))
            }
            Rule::Values => {
                let data = Ty { labels: Labels::DEFERRED, ..self.program.types.plain(Type::Data) };
                self.program.types.plain(Type::List(data))
            }
        }
    }
}

/// What to write in place of a key that Terraform takes in every resource and the language says otherwise.
pub(super) fn replaced(object: &Object<'_>, name: &str) -> Option<&'static str> {
    let is_here = object.is_root && object.family == Family::Terraform;
    REPLACED.iter().find(|(word, _)| is_here && *word == name).map(|(_, help)| *help)
}
