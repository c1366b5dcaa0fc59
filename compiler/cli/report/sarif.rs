//! SARIF 2.1.0, as code scanning reads it.

use driver::{Diagnostic, Fix, Label, Severity, Sources, Span};
use serde_json::{Value, json};

use super::place;

pub(super) fn render(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(sources, &codes, diagnostic)).collect();
    let tool = json!({ "driver": { "name": "infra", "version": env!("CARGO_PKG_VERSION"), "rules": rules } });
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": tool, "columnKind": "unicodeCodePoints", "results": results }],
    });
    format!("{document:#}\n")
}

fn rule(code: &str) -> Value {
    let mut rule = json!({ "id": code });
    if let Some(page) = driver::page(code) {
        let said = page.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or(code);
        rule["shortDescription"] = json!({ "text": said });
        rule["help"] = json!({ "text": page, "markdown": page });
    }
    rule
}

fn result(sources: &Sources, codes: &[&str], diagnostic: &Diagnostic) -> Value {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Lint => "note",
    };
    let text = match &diagnostic.help {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.code,
        "ruleIndex": codes.binary_search(&diagnostic.code).unwrap_or_default(),
        "level": level,
        "message": { "text": text },
        "locations": [location(sources, &diagnostic.primary)],
    });
    if !diagnostic.secondary.is_empty() {
        let related: Vec<Value> = diagnostic.secondary.iter().map(|label| location(sources, label)).collect();
        result["relatedLocations"] = json!(related);
    }
    if !diagnostic.fixes.is_empty() {
        let fixes: Vec<Value> = diagnostic.fixes.iter().map(|each| fix(sources, each)).collect();
        result["fixes"] = json!(fixes);
    }
    result
}

fn location(sources: &Sources, label: &Label) -> Value {
    let file = &sources.get(label.span.file).name;
    let physical = json!({ "artifactLocation": { "uri": uri(file) }, "region": region(sources, label.span) });
    match label.text.as_str() {
        "" => json!({ "physicalLocation": physical }),
        text => json!({ "physicalLocation": physical, "message": { "text": text } }),
    }
}

fn region(sources: &Sources, span: Span) -> Value {
    let at = place(sources, span);
    json!({ "startLine": at.start.0, "startColumn": at.start.1, "endLine": at.end.0, "endColumn": at.end.1 })
}

fn fix(sources: &Sources, fix: &Fix) -> Value {
    let change = |edit: &driver::Edit| {
        let file = &sources.get(edit.span.file).name;
        let inserted = json!({ "text": edit.text });
        let replacement = json!({ "deletedRegion": region(sources, edit.span), "insertedContent": inserted });
        json!({ "artifactLocation": { "uri": uri(file) }, "replacements": [replacement] })
    };
    let changes: Vec<Value> = fix.edits.iter().map(change).collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

/// A path as a relative reference: whatever isn't plain is escaped.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~');
    let escape = |byte: u8| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(escape).collect()
}
