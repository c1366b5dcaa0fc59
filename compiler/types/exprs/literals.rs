//! Literals: numbers, quantities, times, `true`, `false`, `none`, and text with its holes.

use program::{Expr, Labels, Ty, Type};
use source::Span;
use syntax::{LiteralExpr, StringExpr, StringPart, SyntaxKind, TokenRef};
use values::{Clock, Decimal, ExprId, Quantity, QuantityKind, Value};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;

impl<'a> Checker<'a> {
    pub(crate) fn check_literal(&mut self, literal: LiteralExpr<'a>, hint: Option<Ty>) -> Typed {
        let Some(token) = literal.token() else { return Typed::UNKNOWN };
        match token.kind {
            SyntaxKind::Number => self.check_number(token, hint),
            SyntaxKind::Quantity | SyntaxKind::Percent => {
                self.check_quantity(token, values::parse_quantity(token.text))
            }
            SyntaxKind::Rate => self.check_quantity(token, values::parse_rate(token.text)),
            SyntaxKind::Clock => match Clock::parse(token.text) {
                Some(clock) => self.constant_expr(Value::Clock(clock), token.span, Type::Clock),
                None => {
                    let error = "a clock runs from 00:00 to 23:59".to_owned();
                    self.broken(Problem::BadLiteral { span: token.span, text: token.text.to_owned(), error })
                }
            },
            _ => match token.text {
                "true" => self.constant_expr(Value::Bool(true), token.span, Type::Bool),
                "false" => self.constant_expr(Value::Bool(false), token.span, Type::Bool),
                "none" => self.constant_expr(Value::None, token.span, Type::None),
                _ => Typed::UNKNOWN,
            },
        }
    }

    fn check_number(&mut self, token: TokenRef<'a>, hint: Option<Ty>) -> Typed {
        let Some(number) = Decimal::parse(token.text) else {
            let error = "it has more digits than a number can hold".to_owned();
            return self.broken(Problem::BadLiteral { span: token.span, text: token.text.to_owned(), error });
        };
        let wants_text = hint.is_some_and(|ty| self.wants_text(ty));
        if wants_text && number.to_string() != token.text {
            let (text, canonical) = (token.text.to_owned(), number.to_string());
            return self.broken(Problem::NotCanonical { span: token.span, text, canonical });
        }
        let ty = if number.to_int().is_some() { Type::Int } else { Type::Number };
        self.constant_expr(Value::from(number), token.span, ty)
    }

    fn check_quantity(&mut self, token: TokenRef<'a>, read: Result<Quantity, String>) -> Typed {
        match read {
            Ok(quantity) => {
                let ty = quantity_type(quantity.kind);
                self.constant_expr(Value::from(quantity), token.span, ty)
            }
            Err(error) => {
                let problem = match unit_hint(token.text) {
                    Some(better) => Problem::UnknownUnit { span: token.span, text: token.text.to_owned(), better },
                    None => Problem::BadLiteral { span: token.span, text: token.text.to_owned(), error },
                };
                self.broken(problem)
            }
        }
    }

    /// Text without holes is a constant; with holes it is as secret and as deferred as they are.
    pub(crate) fn check_string(&mut self, string: StringExpr<'a>) -> Typed {
        if let Some(plain) = string.plain() {
            self.lint_key(&plain, string.span());
            let symbol = self.intern(&plain);
            return self.constant_expr(Value::Str(symbol), string.span(), Type::String);
        }
        let (mut labels, mut is_name) = (Labels::NONE, false);
        let mut pieces: Vec<ExprId> = Vec::new();
        for part in string.parts() {
            match part {
                StringPart::Text(text, span) => {
                    let symbol = self.intern(&text);
                    pieces.push(self.constant_expr(Value::Str(symbol), span, Type::String).id);
                }
                StringPart::Hole(hole) => {
                    let (piece, found) = self.check_hole(hole);
                    labels = labels.and(found.labels);
                    is_name |= matches!(self.program.types.of(found), Type::Name);
                    pieces.push(piece);
                }
            }
        }
        let pieces = self.program.exprs.push_list(&pieces);
        // A text with a name in it is spelled by the rule of the place it stands in, as the name is.
        let ty = self.program.types.plain(if is_name { Type::Name } else { Type::String });
        self.push(Expr::Template(pieces), string.span(), Ty { labels, ..ty })
    }

    fn check_hole(&mut self, hole: syntax::Expr<'a>) -> (ExprId, Ty) {
        let text = self.program.types.plain(Type::Text);
        let is_literal = matches!(hole.inner(), Some(syntax::Expr::Literal(_)));
        let typed = self.check(hole, is_literal.then_some(text));
        if matches!(self.program.types.of(typed.ty), Type::Name) {
            return (typed.id, typed.ty);
        }
        let labels = typed.ty.labels;
        (self.convert(typed, Ty { labels, ..text }, hole.span()), typed.ty)
    }

    /// A constant that is text, for its spelling.
    pub(crate) fn constant_text(&self, id: ExprId) -> Option<&str> {
        match self.program.exprs.get(id) {
            Expr::Value(Value::Str(symbol)) => Some(self.program.text(symbol)),
            _ => None,
        }
    }

    /// Whether a constant has the form that a type gives its values; says what is wrong with it if not.
    pub(crate) fn has_form(&mut self, id: ExprId, ty: Type, span: Span) -> bool {
        if let Some(text) = self.constant_text(id) {
            let Some(error) = form_error(text, ty) else { return true };
            let text = text.to_owned();
            self.report(Problem::BadForm { span, text, error });
            return false;
        }
        match (ty, self.program.exprs.get(id)) {
            (Type::Port, Expr::Value(Value::Int(port))) if !(1..=65_535).contains(&port) => {
                let error = "a port lies between 1 and 65535".to_owned();
                self.report(Problem::BadLiteral { span, text: port.to_string(), error });
                false
            }
            _ => true,
        }
    }
}

/// The type of a quantity.
pub(crate) fn quantity_type(kind: QuantityKind) -> Type {
    match kind {
        QuantityKind::Size => Type::Size,
        QuantityKind::Duration => Type::Duration,
        QuantityKind::Cpu => Type::Cpu,
        QuantityKind::Percent => Type::Percent,
        QuantityKind::Rate(_) => Type::Rate,
    }
}

/// The literal that was meant where a unit is spelt as elsewhere.
fn unit_hint(text: &str) -> Option<String> {
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (digits, unit) = text.split_at(split);
    let better = match unit {
        "Mi" | "mi" | "mib" => "MiB",
        "Gi" | "gi" | "gib" => "GiB",
        "Ki" | "ki" | "kib" => "KiB",
        "Ti" | "ti" => "TiB",
        "kb" | "K" | "k" => "KB",
        "mb" | "M" => "MB",
        "gb" | "G" | "g" => "GB",
        "tb" | "T" => "TB",
        "sec" | "secs" | "seconds" | "second" => "s",
        "minute" | "minutes" | "mins" => "min",
        "hour" | "hours" | "hr" | "hrs" => "h",
        "day" | "days" => "d",
        "millis" | "msec" => "ms",
        "cores" | "core" | "vcpu" | "cpus" => "cpu",
        _ => {
            let known = values::Unit::ALL.into_iter().filter(|unit| unit.literal).map(|unit| unit.name);
            // What has a known unit is wrong for another reason.
            source::nearest(unit, known).filter(|near| *near != unit)?
        }
    };
    Some(format!("{digits}{better}"))
}

/// What is wrong with a text that a type gives a form to.
fn form_error(text: &str, ty: Type) -> Option<&'static str> {
    match ty {
        Type::Domain if !values::is_domain(text) => {
            Some("a domain is labels of letters, digits and `-`, joined by dots, such as `api.example.com`")
        }
        Type::Url if !values::is_url(text) => Some("a URL has a scheme and a host, such as `https://example.com/path`"),
        Type::Cidr if !values::is_cidr(text) => {
            Some("a CIDR block is an address and a prefix without host bits, such as `10.0.0.0/16`")
        }
        Type::Path if text.is_empty() || text.contains('\0') => Some("a path is not empty"),
        _ => None,
    }
}
