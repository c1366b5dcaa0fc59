//! Circles that only evaluation would run into: functions that call themselves, composites that contain themselves.

use program::{FnId, LetId};
use source::Span;
use values::ComponentId;

use crate::checker::{Checker, Need};
use crate::problem::Problem;

/// Something that needs another thing of its kind, and where it says so.
type Step = (usize, usize, Span);

impl Checker<'_> {
    /// Notes that the function or the let that is being looked at needs another one.
    pub(crate) fn note_need(&mut self, needed: Need, span: Span) {
        if let Some(caller) = self.caller {
            self.needs.push((caller, needed, span));
        }
    }

    /// Reports each circle once, where it closes.
    pub(crate) fn check_circles(&mut self) {
        // Functions come first, lets behind them.
        let functions = self.program.functions.len();
        let place = |need| match need {
            Need::Function(function) => FnId::index(function),
            Need::Let(known) => functions + LetId::index(known),
        };
        let needs = std::mem::take(&mut self.needs);
        let steps = needs.into_iter().map(|(from, to, span)| (place(from), place(to), span)).collect();
        for (_, needed, span) in closing(functions + self.program.lets.len(), steps) {
            let (name, declared) = match needed.checked_sub(functions) {
                None => {
                    let function = self.program.function(FnId(needed as u32));
                    (function.name, function.span)
                }
                Some(at) => {
                    let binding = self.program.binding(LetId(at as u32));
                    (binding.name, binding.span)
                }
            };
            let name = self.program.text(name).to_owned();
            self.report(Problem::LetCycle { span, name, declared });
        }
        let components = self.program.components.iter().enumerate();
        let parts: Vec<Step> = components
            .flat_map(|(at, component)| component.inner.instances.iter().map(move |inner| (at, *inner)))
            .map(|(at, inner)| (at, self.program.instance(inner)))
            .chain(self.program.instances.iter().filter_map(|inner| match inner.owner {
                program::Owner::Realization(id) => Some((self.program.realization(id).component.index(), inner)),
                _ => None,
            }))
            .map(|(at, inner)| (at, inner.component.index(), inner.span))
            .collect();
        for (_, part, span) in closing(self.program.components.len(), parts) {
            let name = self.program.text(self.program.component(ComponentId(part as u32)).name).to_owned();
            self.report(Problem::RecursiveComponent { span, name });
        }
    }
}

/// What closes a circle when all is followed in order, without recursion, since chains may be long.
fn closing(count: usize, mut needs: Vec<Step>) -> Vec<Step> {
    needs.sort_by_key(|need| need.0);
    let first_of = |at: usize| needs.partition_point(|need| need.0 < at);
    let (mut is_open, mut is_done) = (vec![false; count], vec![false; count]);
    let mut found = Vec::new();
    let mut path: Vec<(usize, usize)> = Vec::new();
    for start in 0..count {
        path.push((start, first_of(start)));
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let need = needs.get(*next).filter(|need| need.0 == at && !is_true(&is_done, at)).copied();
            *next += 1;
            mark(&mut is_open, at, true);
            match need {
                Some(need) if is_true(&is_open, need.1) => found.push(need),
                Some(need) => path.push((need.1, first_of(need.1))),
                None => {
                    mark(&mut is_open, at, false);
                    mark(&mut is_done, at, true);
                    path.pop();
                }
            }
        }
    }
    found
}

fn is_true(marks: &[bool], at: usize) -> bool {
    marks.get(at).copied().unwrap_or(false)
}

fn mark(marks: &mut [bool], at: usize, value: bool) {
    if let Some(place) = marks.get_mut(at) {
        *place = value;
    }
}
