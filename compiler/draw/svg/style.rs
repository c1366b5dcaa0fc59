//! The style sheet: colours for light and for dark pages, under the picture's own class.

use std::fmt::Write;

/// How many colours there are for groups.
pub(super) const HUES: usize = 8;

/// The colour of a group on light and on dark pages.
const HUE: [(&str, &str); HUES] = [
    ("#2563eb", "#60a5fa"),
    ("#c2410c", "#fb923c"),
    ("#047857", "#34d399"),
    ("#7c3aed", "#a78bfa"),
    ("#be185d", "#f472b6"),
    ("#0e7490", "#22d3ee"),
    ("#4d7c0f", "#a3e635"),
    ("#a16207", "#facc15"),
];

const LIGHT: &str = "\
.infra{font-family:Inter,\"Helvetica Neue\",Helvetica,Arial,\"Liberation Sans\",sans-serif}
.infra .page{fill:#fff}
.infra .title{font-size:18px;font-weight:600;fill:#0f172a}
.infra .quiet{font-weight:400;fill:#64748b}
.infra .head{font-size:12px;font-weight:600;letter-spacing:.02em}
.infra .card{fill:#fff;stroke:#cbd5e1}
.infra .name{font-size:13px;font-weight:600;fill:#0f172a}
.infra .kind{font-size:12.5px;font-variant:small-caps;letter-spacing:.04em;fill:#64748b}
.infra .label{font-size:11px;fill:#475569;text-anchor:middle}
.infra .label.cut{font-weight:600;fill:#b91c1c}
.infra .key{font-size:11px;fill:#475569}
.infra .lock{fill:#475569;fill-rule:evenodd}
.infra .access,.infra .order,.infra .mention{fill:none;stroke:#64748b;stroke-width:1.25;stroke-linecap:round}
.infra .order{stroke-dasharray:5 4}
.infra .mention{stroke:#94a3b8;stroke-dasharray:.5 4}
.infra .arrow{fill:#64748b;stroke:none}
.infra .arrow.mention{fill:#94a3b8}
.infra .box{stroke-opacity:.35;fill-opacity:.05}
.infra .bar{stroke:none}
.infra .none{fill:#94a3b8}
.infra .whole{fill:none;stroke:#2563eb;stroke-width:7;stroke-opacity:0;stroke-linejoin:round}
.infra .edge:hover .whole{stroke-opacity:.3}
";

const DARK: &str = "\
.infra .page{fill:#0d1117}
.infra .title,.infra .name{fill:#e6edf3}
.infra .quiet,.infra .kind{fill:#94a3b8}
.infra .card{fill:#161b22;stroke:#3b4654}
.infra .label,.infra .key,.infra .lock{fill:#b6c2cf}
.infra .label.cut{fill:#f87171}
.infra .access,.infra .order{stroke:#8b98a8}
.infra .mention{stroke:#64748b}
.infra .arrow{fill:#8b98a8;stroke:none}
.infra .arrow.mention{fill:#64748b}
.infra .box{fill-opacity:.08}
.infra .whole{stroke:#60a5fa}
";

/// The sheet for a picture with so many groups.
pub(super) fn sheet(groups: usize) -> String {
    let mut out = LIGHT.to_string();
    let used = || HUE.iter().take(groups).enumerate();
    for (nth, (light, _)) in used() {
        let _ = writeln!(out, ".infra .h{nth}{{fill:{light};stroke:{light}}}.infra .t{nth}{{fill:{light}}}");
    }
    out.push_str("@media (prefers-color-scheme:dark){\n");
    out.push_str(DARK);
    for (nth, (_, dark)) in used() {
        let _ = writeln!(out, ".infra .h{nth}{{fill:{dark};stroke:{dark}}}.infra .t{nth}{{fill:{dark}}}");
    }
    out.push_str("}\n");
    out
}
