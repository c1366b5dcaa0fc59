//! `why`: where a value comes from, layer by layer.

use program::{EnvironmentId, Member, Program, Ty, Type, TypeTable};
use source::{Span, did_you_mean};
use values::{InstanceId, LayerId, Origin, Slot, Value};

use crate::evaluate::machines;
use crate::fields::holders::{HolderId, Whose};
use crate::fields::layers::{DEFAULT, Extra};
use crate::machine::{Machine, Memo, Unit};
use crate::words::show::is_word;

/// What became of a value that a layer wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is the final value.
    Wins,
    /// A higher layer replaced it.
    Replaced,
    /// A higher layer changed parts of it.
    Merged,
}

/// What one layer said.
#[derive(Clone, Debug)]
pub struct TraceStep {
    /// The layer: `default`, `spec`, the name of an environment, `--set`.
    pub layer: String,
    /// Where it is written; a default nobody wrote has no place.
    pub span: Option<Span>,
    /// The value, as this layer leaves it.
    pub text: String,
    /// What became of it.
    pub effect: Effect,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The path that was asked for.
    pub path: String,
    /// The final value.
    pub value: String,
    /// Its type, where the path ends at something that is declared with one.
    pub ty: String,
    /// What the layers said, lowest first.
    pub steps: Vec<TraceStep>,
    /// Of an instance or a target as a whole: the fields that somebody wrote, each with the layer that counts.
    pub fields: Vec<(String, TraceStep)>,
}

/// The answer to `why`.
#[derive(Clone, Debug)]
pub enum Why {
    /// The value with its history.
    Found(Trace),
    /// There is no such value.
    Unknown {
        /// The part of the path that means nothing.
        part: String,
        /// The names it may have meant.
        help: Option<String>,
    },
}

/// Where the value at a path such as `db.storage`, `api.env.DATABASE_URL` or an input's name comes from. `name` says
/// which one is meant of an environment that is made for each element of a list.
pub fn trace(
    program: &Program,
    environment: Option<EnvironmentId>,
    extra: Option<EnvironmentId>,
    name: &str,
    path: &str,
) -> Why {
    let extra = extra.map(|id| Extra::environment(program, id));
    let mut machines = machines(program, environment, extra, &mut Vec::new());
    match machines.iter_mut().find(|(machine, _)| machine.name(machine.environment) == name) {
        Some((machine, _)) => machine.explain(path),
        None => Why::Unknown { part: path.to_owned(), help: Some("the environment has no element".to_owned()) },
    }
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    Key(String),
}

impl Machine<'_> {
    fn explain(&mut self, path: &str) -> Why {
        let steps = split(path);
        for count in (1..=steps.len()).rev() {
            let (head, rest) = steps.split_at(count);
            let Some(holder) = self.holder_named(&spell(head)) else { continue };
            return self.explain_in(holder, path, rest);
        }
        match steps.as_slice() {
            [Step::Name(name), rest @ ..] => self.explain_input(name, path, rest),
            _ => self.unknown(path, None),
        }
    }

    fn holder_named(&self, name: &str) -> Option<HolderId> {
        let symbol = self.symbols.find(name)?;
        let at = self.instances.iter().position(|instance| instance.path == symbol);
        let target = || self.targets.iter().position(|slot| slot.name == symbol);
        match at {
            Some(at) => Some(self.node(InstanceId(at as u32)).holder),
            None => self.target_holders.get(target()?).copied(),
        }
    }

    /// What stands at a path: an instance, alone or with the value of an output, of a field, or of something in it.
    pub(crate) fn value_at(&self, path: &str) -> Option<(InstanceId, Option<Value>)> {
        let steps = split(path);
        (1..=steps.len()).rev().find_map(|count| {
            let (head, rest) = steps.split_at(count);
            let holder = self.holder_named(&spell(head))?;
            let Whose::Instance(instance) = self.holder(holder).whose else { return None };
            let [Step::Name(name), rest @ ..] = rest else { return Some((instance, None)) };
            let symbol = self.symbols.find(name)?;
            let component = self.program.component(self.instance(instance).component);
            let value = match (self.program.record(component.fields).find(symbol), component.member(symbol)) {
                (Some(field), _) => {
                    let slot = self.field_slot(holder, field);
                    self.descend(slot, TypeTable::UNKNOWN, rest).ok()?.0.value
                }
                (None, Some(Member::Out(output))) => Value::Output { instance, output },
                _ => return None,
            };
            Some((instance, Some(value)))
        })
    }

    fn unknown(&self, part: &str, known: Option<Vec<String>>) -> Why {
        let known = known.unwrap_or_else(|| {
            let instances = self.instances.iter().map(|instance| self.owned(instance.path));
            let inputs = self.program.inputs.iter().map(|input| self.owned(input.name));
            instances.chain(inputs).chain(self.targets.iter().map(|slot| self.owned(slot.name))).collect()
        });
        Why::Unknown { part: part.to_owned(), help: did_you_mean(part, known.iter().map(String::as_str)) }
    }

    /// A field of a holder, or something in it.
    fn explain_in(&mut self, holder: HolderId, path: &str, rest: &[Step]) -> Why {
        let record = self.program.record(self.holder(holder).record);
        let [Step::Name(name), rest @ ..] = rest else {
            let ty = record.name.map_or(String::new(), |name| self.owned(name));
            let (value, fields) = (self.shown(self.holder_value(holder)), self.written_fields(holder));
            return Why::Found(Trace { path: path.to_owned(), value, ty, steps: Vec::new(), fields });
        };
        let symbol = self.symbols.find(name);
        let Some(field) = symbol.and_then(|symbol| record.find(symbol)) else {
            let out = symbol.and_then(|symbol| self.explain_out(holder, path, symbol));
            return out.unwrap_or_else(|| {
                let known = record.fields.iter().map(|field| self.owned(field.name)).collect();
                self.unknown(name, Some(known))
            });
        };
        let ty = record.fields.get(usize::from(field)).map_or(TypeTable::UNKNOWN, |field| field.ty);
        let slot = self.field_slot(holder, field);
        let Ok((end, ty)) = self.descend(slot, ty, rest) else { return self.unknown_part(slot, rest) };
        let steps = self.field_steps(holder, field, rest);
        Why::Found(self.told(path, end.value, ty, steps))
    }

    /// The fields that a layer above the defaults wrote.
    fn written_fields(&self, holder: HolderId) -> Vec<(String, TraceStep)> {
        let fields = self.program.record(self.holder(holder).record).fields.iter().enumerate();
        let slots = fields.map(|(at, field)| (field.name, self.field_slot(holder, at as u16)));
        let written = slots.filter(|(_, slot)| slot.origin.layer > DEFAULT && slot.origin != Origin::NONE);
        written.map(|(name, slot)| (self.owned(name), self.step(slot.origin.layer, slot))).collect()
    }

    fn told(&self, path: &str, value: Value, ty: Ty, steps: Vec<(TraceStep, Value)>) -> Trace {
        let ty = if ty == TypeTable::UNKNOWN { String::new() } else { self.program.type_name(ty) };
        let values: Vec<Value> = steps.iter().map(|(_, value)| *value).skip(1).collect();
        let mut steps: Vec<TraceStep> = steps.into_iter().map(|(step, _)| step).collect();
        for (step, above) in steps.iter_mut().zip(values) {
            let merges = matches!(above, Value::Record { .. } | Value::Map(_) | Value::Case { .. });
            let is_body = step.text.ends_with('}') && merges;
            step.effect = if is_body { Effect::Merged } else { Effect::Replaced };
        }
        Trace { path: path.to_owned(), value: self.shown(value), ty, steps, fields: Vec::new() }
    }

    fn unknown_part(&self, slot: Slot, rest: &[Step]) -> Why {
        let mut at = (slot, TypeTable::UNKNOWN);
        for step in rest {
            match self.child(at.0.value, at.1, step) {
                Some(next) => at = next,
                None => {
                    let (Step::Name(part) | Step::Key(part)) = step;
                    return self.unknown(part, Some(self.children(at.0.value)));
                }
            }
        }
        self.unknown(&spell(rest), Some(Vec::new()))
    }

    /// The value that some more steps lead to.
    fn descend(&self, slot: Slot, ty: Ty, rest: &[Step]) -> Result<(Slot, Ty), ()> {
        rest.iter().try_fold((slot, ty), |(slot, ty), step| self.child(slot.value, ty, step).ok_or(()))
    }

    fn child(&self, value: Value, ty: Ty, step: &Step) -> Option<(Slot, Ty)> {
        let (Step::Name(name) | Step::Key(name)) = step;
        let ty = match self.program.types.of(ty) {
            Type::Optional(of) => of,
            _ => ty,
        };
        let in_record = |record, start: u32| {
            let at = self.program.record(record).find(self.symbols.find(name)?)?;
            let field = self.program.record(record).fields.get(usize::from(at))?;
            Some((self.values.slot(start + u32::from(at)), field.ty))
        };
        let element = match self.program.types.of(ty) {
            Type::List(of) | Type::Map(of) => of,
            _ => TypeTable::UNKNOWN,
        };
        match value {
            Value::Record { record, start } => in_record(record, start),
            Value::Case { union, case, body } => in_record(self.program.union(union).case(case).record?, body),
            Value::Map(slice) => {
                let key = self.symbols.find(name)?;
                let entry = self.values.map(slice).iter().find(|entry| entry.key == key)?;
                Some((entry.slot, element))
            }
            Value::List(slice) => Some((*self.values.slice(slice).get(name.parse::<usize>().ok()?)?, element)),
            Value::Range(start) => {
                let at = ["min", "max"].iter().position(|end| end == name)?;
                let of = match self.program.types.of(ty) {
                    Type::Range(of) => Ty { id: of, labels: ty.labels },
                    _ => TypeTable::UNKNOWN,
                };
                Some((self.values.slot(start + at as u32), of))
            }
            _ => None,
        }
    }

    fn children(&self, value: Value) -> Vec<String> {
        let record = |record| self.program.record(record).fields.iter().map(|field| self.owned(field.name)).collect();
        match value {
            Value::Record { record: of, .. } => record(of),
            Value::Case { union, case, .. } => self.program.union(union).case(case).record.map_or(Vec::new(), record),
            Value::Map(slice) => self.values.map(slice).iter().map(|entry| self.owned(entry.key)).collect(),
            Value::Range(_) => vec!["min".to_owned(), "max".to_owned()],
            _ => Vec::new(),
        }
    }

    /// What the layers said of a field, or of something in it, each with the value it left.
    fn field_steps(&mut self, holder: HolderId, field: u16, rest: &[Step]) -> Vec<(TraceStep, Value)> {
        let mut steps: Vec<(TraceStep, Value)> = Vec::new();
        let mut before: Option<Origin> = None;
        for at in 0..self.layers.len() {
            let layer = LayerId(at as u16);
            let folded = self.try_quietly(|machine| {
                let slot = machine.fold(holder, field, layer)?;
                let path = machine.path.len();
                let finished = machine.finish_field(holder, field, slot);
                machine.path.truncate(path);
                finished
            });
            let Some(slot) = folded else { continue };
            let Ok((end, _)) = self.descend(slot, TypeTable::UNKNOWN, rest) else { continue };
            let is_said = before != Some(end.origin) && (layer > DEFAULT || end.value != Value::None);
            if is_said {
                steps.push((self.step(layer, end), end.value));
            }
            before = Some(end.origin);
        }
        steps
    }

    fn step(&self, layer: LayerId, slot: Slot) -> TraceStep {
        let layer = self.layers.get(usize::from(layer.0)).map_or(String::new(), |run| self.owned(run.name));
        let span = (slot.origin != Origin::NONE).then(|| self.span(slot.origin.expr));
        TraceStep { layer, span, text: self.shown(slot.value), effect: Effect::Wins }
    }

    /// An output: what its component says of it.
    fn explain_out(&mut self, holder: HolderId, path: &str, name: values::Symbol) -> Option<Why> {
        let Whose::Instance(instance) = self.holder(holder).whose else { return None };
        let component = self.program.component(self.instance(instance).component);
        let Some(Member::Out(output)) = component.member(name) else { return None };
        let out = component.out(output);
        let value = Value::Output { instance, output };
        let made = self.try_quietly(|machine| machine.out_default(instance, output, out.span)).flatten();
        let value = made.unwrap_or(value);
        let known = self.try_quietly(|machine| machine.settle(value)).unwrap_or(value);
        let step = TraceStep {
            layer: "default".to_owned(),
            span: Some(out.default.map_or(out.span, |default| self.span(default))),
            text: self.shown(known),
            effect: Effect::Wins,
        };
        Some(Why::Found(self.told(path, known, out.ty, vec![(step, known)])))
    }

    fn explain_input(&mut self, name: &str, path: &str, rest: &[Step]) -> Why {
        let symbol = self.symbols.find(name);
        let at = self.program.inputs.iter().position(|input| Some(input.name) == symbol);
        let Some((at, input)) = at.and_then(|at| Some((at, self.program.inputs.get(at)?))) else {
            return self.unknown(name, None);
        };
        let Some(Memo::Done(slot)) = self.inputs.get(at).copied() else { return self.unknown(path, None) };
        let Ok((end, ty)) = self.descend(slot, input.ty, rest) else { return self.unknown_part(slot, rest) };
        let mut steps = Vec::new();
        let id = program::InputId(at as u32);
        let default = input.default.map(|default| (DEFAULT, default));
        let set = self
            .layer_ids()
            .filter_map(|(layer, run)| Some((layer, run.inputs.iter().rev().find(|value| value.input == id)?.value)));
        let all: Vec<_> = default.into_iter().chain(set).collect();
        for (layer, value) in all {
            let frame = self.layer_frame(layer);
            let known = self.within(frame, |machine, frame| {
                machine.stack.push(crate::machine::Step { unit: Unit::Input(id.0), read: input.span });
                let value = machine.try_quietly(|machine| machine.eval(value, frame));
                machine.stack.pop();
                value
            });
            if let Some(known) = known {
                let slot = Slot { value: known, origin: Origin { expr: value, layer } };
                steps.push((self.step(layer, slot), known));
            }
        }
        Why::Found(self.told(path, end.value, ty, steps))
    }
}

/// The parts of `worker["mail"].env.X`.
fn split(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        rest = match rest.strip_prefix('[') {
            Some(inner) => {
                let (key, after) = inner.split_once(']').unwrap_or((inner, ""));
                steps.push(Step::Key(key.trim_matches('"').to_owned()));
                after
            }
            None => {
                let inner = rest.strip_prefix('.').unwrap_or(rest);
                let end = inner.find(['.', '[']).unwrap_or(inner.len());
                let (name, after) = inner.split_at(end);
                steps.push(Step::Name(name.to_owned()));
                after
            }
        };
    }
    steps
}

/// Parts as a path.
fn spell(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Name(name) => crate::words::push_step(&mut text, name),
            Step::Key(key) if is_word(key) || !key.is_empty() => {
                text.push('[');
                crate::words::show::quote(&mut text, key);
                text.push(']');
            }
            Step::Key(_) => {}
        }
    }
    text
}
