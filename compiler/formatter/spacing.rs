//! Where a blank stands between two tokens of a line.

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
