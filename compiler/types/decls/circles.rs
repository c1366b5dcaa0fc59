//! Circles that only evaluation would run into: functions that call themselves, composites that contain themselves.

use program::FnId;
use source::Span;
use values::ComponentId;

use crate::checker::Checker;
use crate::problem::Problem;

/// Something that needs another thing of its kind, and where it says so.
type Need = (usize, usize, Span);

impl Checker<'_> {
    /// Notes that the function whose body is being looked at calls another one.
    pub(crate) fn note_call(&mut self, callee: FnId, span: Span) {
        if let Some(caller) = self.caller {
            self.calls.push((caller.index(), callee.index(), span));
        }
    }

    /// Reports each circle once, where it closes.
    pub(crate) fn check_circles(&mut self) {
        let calls = std::mem::take(&mut self.calls);
        for (_, callee, span) in closing(self.program.functions.len(), calls) {
            let function = self.program.function(FnId(callee as u32));
            let (name, declared) = (self.program.text(function.name).to_owned(), function.span);
            self.report(Problem::LetCycle { span, name, declared });
        }
        let components = self.program.components.iter().enumerate();
        let parts: Vec<Need> = components
            .flat_map(|(at, component)| component.inner.instances.iter().map(move |inner| (at, *inner)))
            .map(|(at, inner)| (at, self.program.instance(inner)))
            .map(|(at, inner)| (at, inner.component.index(), inner.span))
            .collect();
        for (_, part, span) in closing(self.program.components.len(), parts) {
            let name = self.program.text(self.program.component(ComponentId(part as u32)).name).to_owned();
            self.report(Problem::RecursiveComponent { span, name });
        }
    }
}

/// What closes a circle when all is followed in order, without recursion, since chains may be long.
fn closing(count: usize, mut needs: Vec<Need>) -> Vec<Need> {
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
