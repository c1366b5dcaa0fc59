//! What holds for any spec: the same input gives the same result, and nothing panics, whatever is missing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use source::FileId;

use crate::{Run, all_cases};

/// How many specs with a token less are checked.
const SAMPLE: usize = 600;

#[test]
fn the_same_spec_gives_the_same_result() {
    for (page, case) in all_cases().iter().step_by(3) {
        let (first, second) = (Run::new(case, |_| {}), Run::new(case, |_| {}));
        assert_eq!(first.checked.diagnostics, second.checked.diagnostics, "{page}, `{}`", case.name);
        let graphs = |run: &Run| format!("{:?}", run.checked.environments);
        assert_eq!(graphs(&first), graphs(&second), "{page}, `{}`", case.name);
    }
}

#[test]
fn no_spec_panics_when_a_token_is_missing() {
    let cases = all_cases();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    for _ in 0..SAMPLE {
        let Some((page, case)) = cases.get(random(cases.len())) else { return };
        let (file, token) = (random(case.files.len()), random(usize::MAX));
        let mut left = String::new();
        let run = catch_unwind(AssertUnwindSafe(|| Run::new(case, |files| left = without_token(files, file, token))));
        assert!(run.is_ok(), "{page}, `{}` panics without `{left}`", case.name);
    }
}

/// Takes a token out of a file, and gives it.
fn without_token(files: &mut [(String, String)], file: usize, token: usize) -> String {
    let Some((_, text)) = files.get_mut(file) else { return String::new() };
    let parse = syntax::parse(FileId(0), text);
    let at = (token % (parse.tree.token_count().max(1) as usize)) as u32;
    let Some(span) = parse.tree.token(text, at).map(|token| token.span) else { return String::new() };
    text.drain(span.start as usize..span.end as usize).collect()
}
