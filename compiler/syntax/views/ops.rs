//! Operators as data.

use crate::{SyntaxKind, TokenRef};

/// What stands between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum BinaryOp {
    Mul,
    Div,
    Rem,
    Add,
    Sub,
    Range,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    And,
    Or,
    /// `??`
    Else,
}

/// What stands before an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum UnaryOp {
    Neg,
    Not,
}

impl BinaryOp {
    /// The operator of a token, if it is one.
    pub fn of(token: TokenRef<'_>) -> Option<Self> {
        Some(match token.kind {
            SyntaxKind::Star => Self::Mul,
            SyntaxKind::Slash => Self::Div,
            SyntaxKind::PercentSign => Self::Rem,
            SyntaxKind::Plus => Self::Add,
            SyntaxKind::Minus => Self::Sub,
            SyntaxKind::DotDot => Self::Range,
            SyntaxKind::EqualsEquals => Self::Eq,
            SyntaxKind::BangEquals => Self::Ne,
            SyntaxKind::Less => Self::Lt,
            SyntaxKind::LessEquals => Self::Le,
            SyntaxKind::Greater => Self::Gt,
            SyntaxKind::GreaterEquals => Self::Ge,
            SyntaxKind::AndAnd => Self::And,
            SyntaxKind::OrOr => Self::Or,
            SyntaxKind::DoubleQuestion => Self::Else,
            SyntaxKind::Word if token.text == "in" => Self::In,
            _ => return None,
        })
    }

    /// The operator as it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Mul => "*",
            Self::Div => "/",
            Self::Rem => "%",
            Self::Add => "+",
            Self::Sub => "-",
            Self::Range => "..",
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
            Self::In => "in",
            Self::And => "&&",
            Self::Or => "||",
            Self::Else => "??",
        }
    }

    /// Whether it compares: `== != < <= > >= in`.
    pub fn is_comparison(self) -> bool {
        self >= Self::Eq && self <= Self::In
    }
}

impl UnaryOp {
    /// The operator of a token, if it is one.
    pub fn of(token: TokenRef<'_>) -> Option<Self> {
        match token.kind {
            SyntaxKind::Minus => Some(Self::Neg),
            SyntaxKind::Bang => Some(Self::Not),
            _ => None,
        }
    }

    /// The operator as it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Neg => "-",
            Self::Not => "!",
        }
    }
}
