//! Words for messages: an expression as it was written, the path to a value, an example of a type.

pub(crate) mod show;

use program::{Expr, SelfPart, Ty, Type};
use values::{ExprId, RecordId, Slice, Value};

use crate::fields::holders::{HolderId, Whose};
use crate::machine::{Machine, Poisoned, Segment, Unit};
use crate::problem::Problem;
use crate::words::show::{is_word, quote};

impl Machine<'_> {
    /// An expression in the language's spelling; what has no short one is `…`.
    pub(crate) fn spell(&mut self, id: ExprId) -> String {
        let program = self.program;
        match program.exprs.get(id) {
            Expr::Value(value) => self.brief(value),
            Expr::Whole(of) | Expr::Widen(of) | Expr::Text(of) => self.spell(of),
            Expr::Let(binding) => self.owned(program.binding(binding).name),
            Expr::Input(input) => self.owned(program.input(input).name),
            Expr::Instance(decl) => self.owned(program.instance(decl).name),
            Expr::Keyed(decl, key) => format!("{}[{}]", program.text(program.instance(decl).name), self.spell(key)),
            Expr::App(name) => format!("app.{}", program.text(name)),
            Expr::EnvironmentName => "environment.name".to_owned(),
            Expr::Local(local) => {
                let value = self.local(self.frame, local);
                self.brief(value)
            }
            Expr::Get(of, field) => self.spell_get(of, field, "."),
            Expr::TryGet(of, field) => self.spell_get(of, field, "?."),
            Expr::Member(of, name) | Expr::Ask(of, name) => match program.exprs.get(of) {
                Expr::SelfPart(SelfPart::Owner) => self.owned(name),
                _ => format!("{}.{}", self.spell(of), program.text(name)),
            },
            Expr::TryMember(of, name) => format!("{}?.{}", self.spell(of), program.text(name)),
            Expr::Index(of, index) => format!("{}[{}]", self.spell(of), self.spell(index)),
            Expr::SelfPart(part) => self_part(part).to_owned(),
            Expr::SelfField(field) => self.self_word(field),
            Expr::Setting(field) => {
                let record = self.frame.near.map(|near| self.holder(near).record);
                self.field_word(record, field)
            }
            Expr::Call(function, args) => {
                format!("{}({})", program.text(program.function(function).name), self.spell_args(args))
            }
            Expr::Builtin(builtin, args) => format!("{}({})", crate::builtins::name(builtin), self.spell_args(args)),
            Expr::Unary(op, of) => format!("{}{}", crate::expr::prefix(op), self.spell(of)),
            Expr::Binary(op, left, right) => {
                format!("{} {} {}", self.spell(left), crate::expr::symbol(op), self.spell(right))
            }
            Expr::As(of, unit) => format!("{} as {}", self.spell(of), program::unit(unit).name),
            _ => "…".to_owned(),
        }
    }

    fn spell_args(&mut self, args: Slice) -> String {
        let args = self.program.exprs.list(args);
        let args: Vec<String> = args.iter().map(|arg| self.spell(*arg)).collect();
        args.join(", ")
    }

    fn self_word(&self, field: u16) -> String {
        let record = self.frame.me.map(|me| self.program.component(self.instance(me).component).fields);
        self.field_word(record, field)
    }

    fn field_word(&self, record: Option<RecordId>, field: u16) -> String {
        let field = record.and_then(|record| self.program.record(record).fields.get(usize::from(field)));
        field.map_or_else(|| "…".to_owned(), |field| self.owned(field.name))
    }

    /// The name of a field is known from the value that has it.
    fn spell_get(&mut self, of: ExprId, field: u16, dot: &str) -> String {
        let name = match self.try_quietly(|machine| machine.eval(of, machine.frame)) {
            Some(Value::Record { record, .. }) => self.field_word(Some(record), field),
            Some(Value::Case { union, case, .. }) => {
                self.field_word(self.program.union(union).case(case).record, field)
            }
            Some(Value::Range(_)) => if field == 0 { "min" } else { "max" }.to_owned(),
            Some(Value::Window(_) | Value::WeeklyWindow(_)) => if field == 0 { "start" } else { "end" }.to_owned(),
            _ => "…".to_owned(),
        };
        format!("{}{dot}{name}", self.spell(of))
    }

    /// Evaluates for a message; what goes wrong on the way is not reported.
    pub(crate) fn try_quietly<T>(&mut self, run: impl FnOnce(&mut Self) -> Result<T, Poisoned>) -> Option<T> {
        let reported = self.diagnostics.len();
        let result = run(self);
        self.diagnostics.truncate(reported);
        result.ok()
    }

    /// Where the value that is being checked stands: `db.backup.retain`.
    pub(crate) fn spell_path(&self) -> String {
        let is_start = |segment: &Segment| matches!(segment, Segment::Root(_) | Segment::Literal);
        let start = self.path.iter().rposition(is_start).unwrap_or(0);
        let mut text = String::new();
        for segment in self.path.iter().skip(start) {
            match *segment {
                Segment::Root(holder) => text.push_str(&self.holder_name(holder)),
                Segment::Literal => {}
                Segment::Field(name) => push_step(&mut text, self.name(name)),
                Segment::Key(key) => push_key(&mut text, self.name(key)),
                Segment::Index(at) => text.push_str(&format!("[{at}]")),
            }
        }
        text
    }

    /// What a holder is called: an instance's path, a target's name.
    pub(crate) fn holder_name(&self, id: HolderId) -> String {
        match self.holder(id).whose {
            Whose::Instance(instance) => self.owned(self.instance(instance).path),
            Whose::Target(at) => self.targets.get(usize::from(at)).map_or(String::new(), |slot| self.owned(slot.name)),
            Whose::Entry(entry) => self.entry_run(entry).map_or(String::new(), |run| self.owned(run.name)),
            Whose::Settings(instance, target) => {
                let target = self.program.text(self.program.target(target).name);
                format!("{} on {target}", self.name(self.instance(instance).path))
            }
        }
    }

    /// What a unit is called.
    pub(crate) fn unit_name(&self, unit: Unit) -> String {
        match unit {
            Unit::Field(holder, field) => {
                let record = self.holder(holder).record;
                format!("{}.{}", self.holder_name(holder), self.field_word(Some(record), field))
            }
            Unit::Let(id, _) => self.owned(self.program.binding(id).name),
            Unit::Input(at) => self.owned(self.program.input(program::InputId(at)).name),
            Unit::Out(id, output) => {
                let instance = self.instance(id);
                let out = self.program.component(instance.component).out(output).name;
                format!("{}.{}", self.name(instance.path), self.program.text(out))
            }
            Unit::App(name) => format!("app.{}", self.name(name)),
            Unit::Shown(instance, _) => format!("what `{}` shows", self.name(self.instance(instance).path)),
        }
    }

    /// Reports that a unit depends on itself, with each read on the way.
    pub(crate) fn report_cycle(&mut self, unit: Unit, read: source::Span) -> Poisoned {
        let start = self.stack.iter().rposition(|step| step.unit == unit).unwrap_or(0);
        let steps: Vec<_> = self.stack.iter().skip(start).copied().collect();
        let names: Vec<String> = steps.iter().map(|step| self.unit_name(step.unit)).collect();
        let reads = steps.iter().skip(1).map(|step| step.read).chain([read]);
        let next = names.iter().skip(1).chain(names.first());
        let edges = names.iter().zip(next).zip(reads).map(|((from, to), span)| (from.clone(), to.clone(), span));
        let edges = edges.collect();
        self.report(Problem::Cycle { edges })
    }

    /// A value that a type would take, as an example.
    pub(crate) fn example(&self, ty: Ty) -> Option<String> {
        Some(match self.program.types.of(ty) {
            Type::Bool => "true".to_owned(),
            Type::Int => "1".to_owned(),
            Type::Number => "0.5".to_owned(),
            Type::String | Type::Text => "\"…\"".to_owned(),
            Type::Clock => "03:00".to_owned(),
            Type::Window => "03:00..04:00".to_owned(),
            Type::WeeklyWindow => "sun 04:00..05:00".to_owned(),
            Type::Port => "8080".to_owned(),
            Type::Cidr => "\"10.0.0.0/16\"".to_owned(),
            Type::Domain => "\"example.com\"".to_owned(),
            Type::Url => "\"https://example.com\"".to_owned(),
            Type::Path => "\"./folder\"".to_owned(),
            Type::List(_) => "[…]".to_owned(),
            Type::Map(_) | Type::Record(_) => "{ … }".to_owned(),
            Type::Optional(of) => return self.example(of),
            Type::Union(union) => self.owned(self.program.union(union).cases.first()?.name),
            other => other.quantity()?.example().to_owned(),
        })
    }
}

fn self_part(part: SelfPart) -> &'static str {
    match part {
        SelfPart::Whole | SelfPart::Owner => "self",
        SelfPart::Name => "self.name",
        SelfPart::Path => "self.path",
        SelfPart::Key => "self.key",
        SelfPart::Doc => "self.doc",
    }
}

/// Appends a field to a path.
pub(crate) fn push_step(text: &mut String, name: &str) {
    if !text.is_empty() {
        text.push('.');
    }
    text.push_str(name);
}

/// Appends a key to a path: behind a dot where it is a word, else in brackets.
pub(crate) fn push_key(text: &mut String, key: &str) {
    if is_word(key) {
        return push_step(text, key);
    }
    text.push('[');
    quote(text, key);
    text.push(']');
}
