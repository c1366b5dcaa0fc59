//! How calls get from one target to another.

use source::Span;
use values::holds_cidr;

use crate::Crossing;

/// All addresses there are; who answers them answers whoever calls, from wherever.
const EVERYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// Blocks of addresses, and where somebody states them; none where nobody does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The blocks.
    pub blocks: Vec<String>,
    /// Where they are written.
    pub span: Option<Span>,
}

/// What keeps an instance from calling one on another target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// It answers nobody outside of its target.
    Closed,
    /// It lets in the addresses of who calls, and nobody says which these are.
    Unstated,
    /// It lets in others than this one.
    Refused(String),
    /// It is reached by this name, which the caller answers for, so the caller would call itself.
    Circle(String),
    /// The caller's target says which addresses it reaches, and this is another.
    OutOfReach(String),
}

/// What calls go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// The internet, since everybody is answered.
    Open,
    /// One network, whose block holds those who call.
    One(String),
    /// That of the other side, which something outside of the spec joins with that of who calls.
    Joined,
}

/// The way of what an edge between two targets asks, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The edge.
    pub crossing: Crossing,
    /// Where calls come from, as the caller's target states it.
    pub from: Stated,
    /// Where they go to, as the other target states it.
    pub to: Stated,
    /// Where calls from the caller's target may go; anywhere where it states nothing.
    pub reach: Stated,
    /// Whom the other side answers; those that the caller's target states where it doesn't say.
    pub answers: Option<Stated>,
    /// What is missing, if anything is.
    pub gap: Option<Gap>,
}

impl Passage {
    /// Whether whoever calls is answered, from wherever.
    pub fn is_open(&self) -> bool {
        let blocks = self.answers.iter().flat_map(|answers| &answers.blocks);
        blocks.into_iter().any(|block| EVERYWHERE.contains(&block.as_str()))
    }

    /// What calls go through, where they get through.
    pub fn network(&self) -> Network {
        if self.is_open() {
            return Network::Open;
        }
        let around = |outer: &&String| self.from.blocks.iter().all(|block| holds_cidr(outer, block));
        self.to.blocks.iter().find(around).map_or(Network::Joined, |outer| Network::One(outer.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(from: &[&str], to: &[&str], answers: Option<&[&str]>) -> Network {
        let stated = |blocks: &[&str]| {
            let blocks = blocks.iter().map(|block| (*block).to_owned()).collect();
            Stated { blocks, span: None }
        };
        let crossing = Crossing { edge: 0, from: 0, to: 1 };
        let answers = answers.map(stated);
        Passage { crossing, from: stated(from), to: stated(to), reach: Stated::default(), answers, gap: None }.network()
    }

    #[test]
    fn calls_go_through_one_network_or_through_what_joins_two() {
        let one = Network::One("10.0.0.0/16".to_owned());
        assert_eq!(network(&["10.0.64.0/18", "10.0.0.0/24"], &["10.9.0.0/16", "10.0.0.0/16"], None), one);
        assert_eq!(network(&["10.0.64.0/18", "10.8.0.0/16"], &["10.0.0.0/16"], None), Network::Joined);
        assert_eq!(network(&["10.0.64.0/18"], &[], Some(&["10.0.0.0/8"])), Network::Joined);
        assert_eq!(network(&["10.0.64.0/18"], &["10.0.0.0/16"], Some(&["10.0.0.0/8", "::/0"])), Network::Open);
    }
}
