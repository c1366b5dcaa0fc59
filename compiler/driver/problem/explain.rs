//! The pages of `infra explain`, one for each code.

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// All pages: the code and its text in Markdown, by code.
pub fn pages() -> &'static [(&'static str, &'static str)] {
    PAGES
}

/// The page of a code.
pub fn page(code: &str) -> Option<&'static str> {
    let at = PAGES.binary_search_by(|(name, _)| name.cmp(&code)).ok()?;
    PAGES.get(at).map(|(_, text)| *text)
}

/// All codes that a run can report, by name.
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = [super::CODES, syntax::CODES, names::CODES, types::CODES].concat();
    codes.extend(
        eval::CODES.iter().chain(place::CODES).chain(verify::CODES).chain(realize::CODES).map(|(code, _)| *code),
    );
    codes.sort_unstable();
    codes.dedup();
    codes
}
