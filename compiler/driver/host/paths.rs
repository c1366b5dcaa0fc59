//! Paths as text: absolute, with `/` between their parts, without `.` and `..`.

/// `path` as it stands in `base`, its dots resolved.
pub(crate) fn join(base: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{base}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    format!("/{}", parts.join("/"))
}

/// The folder that something lies in; none for the uppermost.
pub(crate) fn parent(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/')?;
    match (folder, name) {
        ("", "") => None,
        ("", _) => Some("/"),
        _ => Some(folder),
    }
}

/// `path` as people in `base` would write it; absolute when it lies far away.
pub(crate) fn relative(base: &str, path: &str) -> String {
    const FAR: usize = 4;
    let (common, up, _) = apart(base, path);
    if up > FAR || (common == 0 && up > 0) { path.to_owned() } else { way(base, path) }
}

/// The way from `base` to `path`, however far it is.
pub(crate) fn way(base: &str, path: &str) -> String {
    let (_, up, down) = apart(base, path);
    let parts: Vec<&str> = std::iter::repeat_n("..", up).chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// How many parts two paths have in common, how many go up from there, and those that go down.
fn apart<'p>(base: &str, path: &'p str) -> (usize, usize, Vec<&'p str>) {
    let from: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    (common, from.len() - common, to.into_iter().skip(common).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_climb_and_shorten() {
        assert_eq!(join("/a/b", "../c/./d"), "/a/c/d");
        assert_eq!(join("/a", "/x"), "/x");
        assert_eq!(parent("/a/b"), Some("/a"));
        assert_eq!((parent("/a"), parent("/")), (Some("/"), None));
        assert_eq!(relative("/a/b", "/a/b/app.infra"), "app.infra");
        assert_eq!(relative("/a/b/c", "/a/b/app.infra"), "../app.infra");
        assert_eq!(relative("/a/b", "/a/b"), ".");
        assert_eq!(relative("/a/b", "/tmp/x"), "/tmp/x");
        assert_eq!((way("/a/b", "/tmp/x"), way("/a", "/a/x")), ("../../tmp/x".to_owned(), "x".to_owned()));
    }
}
