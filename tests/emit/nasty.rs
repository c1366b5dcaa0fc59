//! Texts and trees that writers get wrong, from a seed.

use serde_json::{Map, Value};

/// A small generator of numbers; the same seed gives the same.
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A text put together from pieces, sometimes of several lines, sometimes one of the fixed ones.
    pub(crate) fn text(&mut self) -> String {
        match self.below(8) {
            0 => self.pick(FIXED).to_string(),
            1 => self.lines(),
            2 => (0..1 + self.below(4)).map(|_| self.pick(NUMERIC)).collect(),
            _ => (0..1 + self.below(6)).map(|_| self.pick(PIECES)).collect(),
        }
    }

    fn lines(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..2 + self.below(4) {
            text += self.pick(&["", "", "", "  ", "\t", " "]);
            for _ in 0..self.below(4) {
                text += self.pick(PIECES);
            }
            text.push('\n');
        }
        if self.below(3) == 0 {
            text.pop();
        }
        text
    }

    /// A tree of plain data whose leaves and keys are nasty, `depth` levels deep at most.
    pub(crate) fn tree(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 9 }) {
            0 => Value::Bool(self.below(2) == 0),
            1 => Value::from(self.below(2000) as i64 - 1000),
            2 => Value::from([0.5, -0.25, 12.125, 1000000.5, -0.001][self.below(5)]),
            3..=5 => Value::String(self.text()),
            6 => (0..self.below(4)).map(|_| self.tree(depth - 1)).collect(),
            _ => self.map(depth - 1),
        }
    }

    /// A map of up to five entries.
    pub(crate) fn map(&mut self, depth: usize) -> Value {
        let entries = (0..self.below(6)).map(|_| (self.text(), self.tree(depth)));
        Value::Object(entries.collect::<Map<_, _>>())
    }
}

/// The fixed ones, then as many as asked for.
pub(crate) fn texts(seed: &mut Seed, more: usize) -> Vec<String> {
    let long = ["x".repeat(10_000), "key ".repeat(400), "\"".repeat(1_500), "é".repeat(700)];
    let fixed = FIXED.iter().chain(PIECES).chain(NUMERIC).map(|text| text.to_string()).chain(long);
    let more: Vec<_> = (0..more).map(|_| seed.text()).collect();
    let mut all: Vec<_> = fixed.chain(more).filter(|text| !text.contains('\0')).collect();
    all.sort();
    all.dedup();
    all
}

const FIXED: &[&str] = &[
    "",
    " ",
    "\n",
    "\n\n",
    "a\n",
    "a\n\n",
    "\na",
    "a\n\nb\n",
    "  a\nb\n",
    "\ta\nb\n",
    "a\n  \nb\n",
    "a \nb \n",
    "a\r\nb\r\n",
    "a\tb\nc",
    "yes",
    "Yes",
    "no",
    "NO",
    "on",
    "off",
    "y",
    "n",
    "Y",
    "true",
    "False",
    "null",
    "Null",
    "~",
    "none",
    "nan",
    ".nan",
    ".inf",
    "-.Inf",
    ".",
    "..",
    "...",
    "---",
    "-",
    "--",
    "- a",
    "-a",
    "?",
    "? a",
    ":",
    ": a",
    "a:",
    "a: b",
    "a :b",
    "a:b",
    "::",
    "#",
    "# a",
    "a #b",
    "a#b",
    "%",
    "%a",
    "@a",
    "`a`",
    "!a",
    "!!str a",
    "&a",
    "*a",
    "|",
    "|-",
    ">",
    ">-",
    "{",
    "}",
    "{a: b}",
    "[a, b]",
    "[",
    "]",
    ",",
    "a, b",
    "'",
    "''",
    "\"",
    "\"\"",
    "'a'",
    "\"a\"",
    "it's",
    "say \"hi\"",
    "\\",
    "\\n",
    "a\\",
    "=",
    "<<",
    "<",
    "<<: a",
    "0",
    "00",
    "08",
    "0777",
    "0o17",
    "0x1F",
    "0b101",
    "1_000",
    "_1",
    "1_",
    "_",
    "+1",
    "-1",
    "1.",
    ".5",
    "1.5",
    "1e3",
    "1E+3",
    "1.5e-3",
    "1:30",
    "12:30:45",
    "190:20:30",
    "2024-01-01",
    "2024-01-01T10:00:00Z",
    "2024-01-01 10:00:00 +1",
    "3.6.0",
    "1.2.3.4",
    "10.0.0.0/16",
    "12e4567",
    "1234567890123456789012345678901234567890",
    "${",
    "${a}",
    "$${a}",
    "$$${a}",
    "$",
    "$$",
    "$a",
    "a$",
    "%{",
    "%%{",
    "%{if}",
    "%%%{x}",
    "${a} $${b} %%{c}",
    "$%{x}",
    "%${x}",
    "{$}",
    "$(A)",
    "$$(A)",
    "#!/bin/sh\nset -e\necho ${HOME} %{x}\n",
    "EOT\nEOT\nEOT\n",
    "a\nEOT\nb\n",
    "a\n  EOT\nb",
    "\u{a0}a\nb\nc\n",
    "a\n\u{a0}b\nc\n",
    "a\n\u{200d}b\nc\n",
    "a\u{85}b",
    "a\u{2028}b\u{2029}c",
    "a\nb\u{2028}c\nd\n",
    "\u{feff}a",
    "a\u{feff}",
    "\u{7}",
    "\u{1b}[0m",
    "\u{7f}",
    "\u{80}",
    "\u{9f}",
    "\u{fffe}",
    "\u{1fffe}",
    "\u{10ffff}",
    "\u{e000}",
    "\u{202e}abc",
    "\u{200b}",
    "\u{ad}",
    "é",
    "Größe",
    "日本語",
    "日\n本\n語\n",
    "👩\u{200d}👩",
    "❤\u{fe0f}",
    "\u{1f1e9}\u{1f1ea}",
    "ก\u{e33}",
    "한국어",
    "한",
    "क\u{94d}ष",
    "ａ",
    "for",
    "in",
    "if",
    "null ",
    " true",
    "true ",
    "a.b",
    "a-b",
    "a b",
    "for a",
    "KEY=value",
    "KEY=\"a b\"",
    "export A=1",
    "#comment",
    "{{ .Values }}",
    "{% if %}",
    "<%= x %>",
    "a\u{b}b\u{c}c",
    "\u{1}\n\u{2}\n\u{3}\n",
];

const PIECES: &[&str] = &[
    "a", "b1", "Name", "_", " ", "  ", "\t", "\n", "\"", "'", "\\", "$", "${", "}", "%{", "%", "$$", "{", "[", "]",
    "(", ")", ":", ": ", " #", "#", ",", "-", "- ", "=", "?", "!", "&", "*", "|", ">", "<", "@", "`", "~", "/", ".",
    "é", "ü", "日", "\u{85}", "\u{2028}", "\u{a0}", "\u{feff}", "\u{7}", "\u{fffd}", "😀", "\r", "EOT", "<<-EOT", "1",
    "0x", "yes",
];

const NUMERIC: &[&str] =
    &["0", "1", "9", "8", "_", ".", ":", "-", "+", "e", "E", "x", "o", "b", " ", "T", "Z", "f", "/", "n", "y"];
