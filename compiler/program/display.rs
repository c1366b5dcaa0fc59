//! Types as messages name them.

use crate::{Labels, Program, Ty, Type, TypeId, TypeTable};

/// How many cases or fields are spelled out before the rest is left to the declaration.
const SHOWN: usize = 8;

impl Program {
    /// A type as its author would write it.
    pub fn type_name(&self, ty: Ty) -> String {
        let name = self.bare_name(ty.id);
        match ty.labels {
            Labels::NONE => name,
            labels if labels.is_ephemeral() => format!("ephemeral {name}"),
            labels => {
                let secret = if labels.is_secret() { "secret " } else { "" };
                let deferred = if labels.is_deferred() { "deferred " } else { "" };
                format!("{deferred}{secret}{name}")
            }
        }
    }

    fn bare_name(&self, id: TypeId) -> String {
        match self.types.get(id) {
            Type::Unknown => "unknown".to_owned(),
            Type::None => "none".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::Int => "int".to_owned(),
            Type::Number => "number".to_owned(),
            Type::String => "string".to_owned(),
            Type::Text => "text".to_owned(),
            Type::Size => "size".to_owned(),
            Type::Duration => "duration".to_owned(),
            Type::Cpu => "cpu".to_owned(),
            Type::Percent => "percent".to_owned(),
            Type::Rate => "rate".to_owned(),
            Type::Clock => "clock".to_owned(),
            Type::Window => "window".to_owned(),
            Type::WeeklyWindow => "weekly_window".to_owned(),
            Type::Weekday => "weekday".to_owned(),
            Type::Port => "port".to_owned(),
            Type::Cidr => "cidr".to_owned(),
            Type::Domain => "domain".to_owned(),
            Type::Url => "url".to_owned(),
            Type::Path => "path".to_owned(),
            Type::Name => "name".to_owned(),
            Type::Data => "data".to_owned(),
            Type::Instance => "instance".to_owned(),
            Type::TargetName => "target".to_owned(),
            Type::Use => "an instance or one of its capabilities".to_owned(),
            Type::Range(of) => format!("range({})", self.bare_name(of)),
            Type::Optional(of) => format!("{}?", self.type_name(of)),
            Type::List(of) if of.id == TypeTable::UNKNOWN.id => "list".to_owned(),
            Type::Map(of) if of.id == TypeTable::UNKNOWN.id => "map".to_owned(),
            Type::List(of) => format!("list({})", self.type_name(of)),
            Type::Map(of) => format!("map({})", self.type_name(of)),
            Type::Fields(component) => format!("fields({})", self.text(self.component(component).name)),
            Type::Record(record) => self.record_name(record),
            Type::Union(union) => self.union_name(union),
            Type::Component(id, asks) => self.asked(self.component(id).name, asks),
            Type::Interface(id, asks) => self.asked(self.interface(id).name, asks),
            Type::Target(id) => self.text(self.target(id).name).to_owned(),
            Type::Link(_) => "edge".to_owned(),
            Type::File => "file".to_owned(),
            Type::Shape(shape) => self.text(self.shapes.get(shape).name).to_owned(),
        }
    }

    fn asked(&self, name: values::Symbol, asks: Option<values::Symbol>) -> String {
        let name = self.text(name);
        asks.map_or_else(|| name.to_owned(), |asks| format!("{name}.{}", self.text(asks)))
    }

    fn record_name(&self, id: values::RecordId) -> String {
        let record = self.record(id);
        if let Some(name) = record.name {
            return self.text(name).to_owned();
        }
        let names: Vec<&str> = record.fields.iter().take(SHOWN).map(|field| self.text(field.name)).collect();
        let more = if record.fields.len() > SHOWN { ", …" } else { "" };
        format!("{{ {}{more} }}", names.join(", "))
    }

    fn union_name(&self, id: values::UnionId) -> String {
        let union = self.union(id);
        if let Some(name) = union.name {
            return self.text(name).to_owned();
        }
        let names: Vec<&str> = union.cases.iter().take(SHOWN).map(|case| self.text(case.name)).collect();
        let more = if union.cases.len() > SHOWN { " | …" } else { "" };
        format!("{}{more}", names.join(" | "))
    }
}
