//! Whether a text is well-formed XML, as far as pictures use it.

/// The names of all elements in the order they open, or what is wrong.
pub(crate) fn elements(text: &str) -> Result<Vec<String>, String> {
    let mut rest = text;
    let mut open: Vec<String> = Vec::new();
    let mut all = Vec::new();
    while let Some(start) = rest.find('<') {
        data(&rest[..start])?;
        let end = rest[start..].find('>').ok_or("a tag without end")? + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if open.is_empty() && !all.is_empty() {
            return Err(format!("a second root <{name}>"));
        }
        check_attributes(attributes)?;
        all.push(name.to_string());
        if !is_empty {
            open.push(name.to_string());
        }
    }
    data(rest)?;
    if open.is_empty() { Ok(all) } else { Err(format!("not closed: {open:?}")) }
}

fn check_attributes(text: &str) -> Result<(), String> {
    let mut rest = text.trim();
    let mut seen = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").ok_or_else(|| format!("no value in {rest}"))?;
        let (value, after) = after.split_once('"').ok_or_else(|| format!("no end of {name}"))?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_name || seen.contains(&name) {
            return Err(format!("a bad attribute {name}"));
        }
        seen.push(name);
        data(value)?;
        rest = after.trim_start();
    }
    Ok(())
}

fn data(text: &str) -> Result<(), String> {
    if let Some(c) =
        text.chars().find(|c| (c.is_control() && !"\t\n\r\u{7f}".contains(*c) && *c < '\u{80}') || *c == '>')
    {
        return Err(format!("{c:?} in text"));
    }
    for piece in text.split('&').skip(1) {
        let entity = piece.split_once(';').map(|(name, _)| name);
        if !matches!(entity, Some("amp" | "lt" | "gt" | "quot" | "#39")) {
            return Err(format!("a bare & before {piece:?}"));
        }
    }
    Ok(())
}

#[test]
fn finds_what_is_wrong() {
    assert_eq!(elements("<a x=\"1\"><b/>&lt;</a>").map(|all| all.len()), Ok(2));
    for wrong in ["<a>", "<a></b>", "<a x=1/>", "<a/><b/>", "<a>&x;</a>", "<a>\u{1}</a>", "<a x=\"1\" x=\"2\"/>", "<a"]
    {
        assert!(elements(wrong).is_err(), "{wrong}");
    }
}
