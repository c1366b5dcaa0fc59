//! dev
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let parse = syntax::parse(source::FileId(0), &text);
        print!("{}", infra_formatter::format(&parse, &text).unwrap_or_default());
    }
}
