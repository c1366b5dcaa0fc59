//! Where a blank stands between two tokens of a line, and where the line may be broken.

use syntax::SyntaxKind;

/// A token, and the node that it stands in.
type Place = (SyntaxKind, SyntaxKind);

/// Whether a blank stands between two tokens that are neighbours.
pub(crate) fn is_spaced(before: Place, after: Place) -> bool {
    use SyntaxKind::{
        AppliedType, Arg, ArgList, At, Bang, Colon, Comma, Dot, DotDot, Ellipsis, ForEntry, IndexExpr, KeyedField,
        LBrace, LBracket, LParen, Minus, ParamList, Question, QuestionDot, RBrace, RBracket, RParen, UnaryExpr,
    };
    match (before, after) {
        ((LBrace, _), (RBrace, _)) => false,
        ((LParen | LBracket | Dot | QuestionDot | At | DotDot | Ellipsis, _), _) => false,
        ((Minus | Bang, UnaryExpr), _) => false,
        (_, (RParen | RBracket | Comma | Dot | QuestionDot | At | DotDot | Question, _)) => false,
        (_, (Colon, parent)) => matches!(parent, ForEntry | Arg),
        (_, (LParen, ArgList | AppliedType | ParamList)) => false,
        (_, (LBracket, IndexExpr | KeyedField)) => false,
        _ => true,
    }
}

/// How loosely a token joins what stands around it; nothing where no line may start with it.
pub(crate) fn joint(before: Option<Place>, (_, parent): Place, text: &str) -> Option<u8> {
    let is_message = matches!(parent, SyntaxKind::StringExpr)
        && matches!(before, Some((SyntaxKind::Comma, SyntaxKind::RequireDecl | SyntaxKind::AssertItem)));
    match (parent, text) {
        _ if is_message => Some(0),
        (SyntaxKind::UnionType, "|") => Some(0),
        (SyntaxKind::IfExpr, "else") => Some(1),
        (SyntaxKind::BinaryExpr, "??") => Some(2),
        (SyntaxKind::BinaryExpr, "||") => Some(3),
        (SyntaxKind::BinaryExpr, "&&") => Some(4),
        (SyntaxKind::BinaryExpr, "+") => Some(5),
        _ => None,
    }
}
