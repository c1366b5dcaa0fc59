//! Which turn runs left of which, in a zone between two columns: few crossings, and no two on top of each other.

/// Lines that turn together: one upright stretch, with ends at the left and at the right.
#[derive(Clone, Debug, Default)]
pub(super) struct Net {
    /// Heights at which lines come from the left.
    left: Vec<i32>,
    /// Heights at which lines go on to the right.
    right: Vec<i32>,
    /// Where its upright starts.
    top: i32,
    /// Where it ends.
    bottom: i32,
    /// Its upright's place, counted from the left.
    pub(super) track: usize,
}

/// Uprights on one track keep this distance.
const CLEAR: i32 = 8;
/// What it costs when two lines run on top of each other, in crossings.
const OVERLAP: usize = 50;

impl Net {
    /// Adds a line.
    pub(super) fn join(&mut self, left: i32, right: i32) {
        if self.left.is_empty() {
            (self.top, self.bottom) = (left, left);
        }
        (self.top, self.bottom) = (self.top.min(left).min(right), self.bottom.max(left).max(right));
        self.left.push(left);
        self.right.push(right);
    }

    /// Whether it has an upright at all.
    pub(super) fn turns(&self) -> bool {
        self.top < self.bottom
    }

    fn meets(&self, other: &Net) -> bool {
        self.top <= other.bottom + CLEAR && other.top <= self.bottom + CLEAR
    }

    /// What it costs to have this one left of another.
    fn cost_before(&self, other: &Net) -> usize {
        if !self.meets(other) {
            return 0;
        }
        let below = |side: &[i32], y: i32| side.partition_point(|one| *one < y);
        let within = |side: &[i32], net: &Net| below(side, net.bottom) - below(side, net.top + 1);
        let near = |y: &&i32| {
            let next = other.left.partition_point(|other| *other <= **y - CLEAR / 2);
            other.left.get(next).is_some_and(|other| *other < **y + CLEAR / 2)
        };
        within(&self.right, other) + within(&other.left, self) + OVERLAP * self.right.iter().filter(near).count()
    }
}

/// Whether lines run on top of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// None do.
    Clear,
    /// Some do, in whatever order.
    Clash,
}

/// Gives each net that turns a track.
pub(super) fn assign(nets: &mut [Net]) -> Verdict {
    for net in nets.iter_mut() {
        for side in [&mut net.left, &mut net.right] {
            side.sort_unstable();
            side.dedup();
        }
    }
    let mut order: Vec<usize> = Vec::new();
    let mut verdict = Verdict::Clear;
    for (nth, net) in nets.iter().enumerate().filter(|(_, net)| net.turns()) {
        let (cost, place) = best_place(nets, &order, net);
        order.insert(place, nth);
        if cost >= OVERLAP as i64 {
            verdict = Verdict::Clash;
        }
    }
    for nth in 0..order.len() {
        let (earlier, net) = (&order[..nth], &nets[order[nth]]);
        let free = earlier.iter().filter(|other| nets[**other].meets(net)).map(|other| nets[*other].track + 1).max();
        nets[order[nth]].track = free.unwrap_or(0);
    }
    verdict
}

/// What a net costs at least, and where in the order.
fn best_place(nets: &[Net], order: &[usize], net: &Net) -> (i64, usize) {
    // All others are right of it at first; then one after the other moves to its left.
    let mut cost: i64 = order.iter().map(|other| net.cost_before(&nets[*other]) as i64).sum();
    let mut best = (cost, 0);
    for (nth, other) in order.iter().enumerate() {
        let other = &nets[*other];
        cost += other.cost_before(net) as i64 - net.cost_before(other) as i64;
        if cost < best.0 {
            best = (cost, nth + 1);
        }
    }
    best
}
