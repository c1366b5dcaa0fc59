//! What becomes of each file, as lines: what the last build wrote, what happened since, what the next one wants.

use driver::output::{Action, Edits, Fate, Scope, Step, plan};

use crate::memory::{Disk, Node, ROOT, outputs};

/// A disk on which `old` was built, and then changed: `a=x` writes, `-a` removes, `a@` makes a link, `a/` a folder.
fn disk(old: &str, since: &str) -> Disk {
    let mut disk = Disk::default();
    disk.build(&outputs(old));
    for change in since.split_whitespace() {
        if let Some(path) = change.strip_prefix('-') {
            let below = format!("{path}/");
            disk.nodes.retain(|other, _| other != path && !other.starts_with(&below));
        } else if let Some(path) = change.strip_suffix('@') {
            let below = format!("{path}/");
            disk.nodes.retain(|other, _| !other.starts_with(&below));
            disk.put(path, Node::Link);
        } else if let Some(path) = change.strip_suffix('/') {
            disk.put(path, Node::Folder);
        } else if let Some((path, text)) = change.split_once('=') {
            disk.put(path, Node::File(text.to_owned()));
        }
    }
    disk
}

/// The plan as `fate path` for all that isn't unchanged; `!` stands before what is refused.
fn planned(old: &str, since: &str, new: &str) -> String {
    let (disk, new) = (disk(old, since), outputs(new));
    let plan = disk.plan(&new, Edits::Refuse);
    let changed = plan.files.iter().filter(|file| file.fate != Fate::Unchanged);
    let shown = changed.map(|file| {
        let mark = if file.action == Action::Refuse { "!" } else { "" };
        let fate = format!("{:?}", file.fate).to_lowercase();
        format!("{mark}{} {}", fate.split('(').next().unwrap_or(""), file.path)
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[test]
fn each_file_has_its_fate() {
    let table = [
        // What was built, what happened since, what is wanted, what is planned.
        ("", "", "l/a=1 l/b=2", "missing l/a, missing l/b"),
        ("l/a=1 l/b=2", "", "l/a=1 l/b=2", ""),
        ("l/a=1 l/b=2", "", "l/a=1 l/b=3", "stale l/b"),
        ("l/a=1 l/b=2", "-l/b", "l/a=1 l/b=2", "missing l/b"),
        ("l/a=1 l/b=2", "", "l/a=1", "leftover l/b"),
        ("l/a=1 l/b=2", "-l/b", "l/a=1", ""),
        ("l/a=1", "l/a=hand", "l/a=1", "!edited l/a"),
        ("l/a=1", "l/a=hand", "l/a=2", "!edited l/a"),
        ("l/a=1", "l/a=2", "l/a=2", ""),
        ("l/a=1 l/b=1", "l/b=hand", "l/a=1", "!edited l/b"),
        ("l/a=1", "l/b=mine", "l/a=1 l/b=2", "!foreign l/b"),
        ("l/a=1", "l/b=2", "l/a=1 l/b=2", ""),
        ("l/a=1", "l/.env=secret l/.terraform/x=1", "l/a=1", ""),
        ("l/a=1", "-l/a l/a@", "l/a=1", "!link l/a"),
        ("l/a=1 l/b=1", "-l/b l/b@", "l/a=1", "!link l/b"),
        ("l/a=1", "-l l@", "l/a=1", "!blocked l/a"),
        ("l/t/a=1", "-l/t l/t@", "l/t/a=2", "!blocked l/t/a"),
        ("l/t/a=1", "-l/t l/t@", "l/b=2", "missing l/b"),
        ("l/a=1", "-l/a l/a/", "l/a=1", "!blocked l/a"),
        ("l/a=1", "-l/a l/a/x=1", "", ""),
        ("l/a=1", ".infra.new@", "l/a=2", "stale l/a, !blocked .infra.new"),
        // A file where a folder of generated files was, and the other way round.
        ("l/a/b=1 l/a/c/d=1", "", "l/a=1", "missing l/a, leftover l/a/b, leftover l/a/c/d"),
        ("l/a/b=1", "l/a/mine=1", "l/a=1", "!blocked l/a, leftover l/a/b"),
        ("l/a/b=1", "l/a/mine/", "l/a=1", "!blocked l/a, leftover l/a/b"),
        ("l/a/b=1", "-l/a/b", "l/a=1", "missing l/a"),
        ("l/a=1", "", "l/a/b=1", "leftover l/a, missing l/a/b"),
        ("l/a=1", "l/a=hand", "l/a/b=1", "!edited l/a, !blocked l/a/b"),
    ];
    for (old, since, new, expected) in table {
        assert_eq!(planned(old, since, new), expected, "built `{old}`, then `{since}`, wants `{new}`");
    }
}

#[test]
fn what_is_planned_is_done() {
    let table = [
        ("l/a=1 l/b=2", "l/.env=x", "l/a=2 p/c=1", "l/.env=x l/a=2 p/c=1"),
        ("l/a/b=1 l/a/c/d=1", "", "l/a=1", "l/a=1"),
        ("l/a=1", "", "l/a/b=1", "l/a/b=1"),
        ("l/a=1 old/x/y=1", "", "l/a=1", "l/a=1"),
        ("l/a=1 old/x/y=1", "old/x/mine=1", "l/a=1", "l/a=1 old/x/mine=1"),
        ("l/a=1 old/x/y=1", "-old/x/y", "l/a=1", "l/a=1"),
    ];
    for (old, since, new, expected) in table {
        let (mut disk, wanted) = (disk(old, since), outputs(new));
        disk.build(&wanted);
        let found: Vec<String> = disk.files().iter().map(|(path, text)| format!("{path}={text}")).collect();
        assert_eq!(found.join(" "), expected, "built `{old}`, then `{since}`, wants `{new}`");
        assert!(disk.plan(&wanted, Edits::Refuse).is_idle(), "a second build has nothing to do");
        let empty = disk.nodes.iter().filter(|(path, node)| {
            **node == Node::Folder && !disk.nodes.keys().any(|other| other.starts_with(&format!("{path}/")))
        });
        assert_eq!(empty.count(), 0, "no folder is left empty");
    }
}

#[test]
fn an_environment_comes_as_a_whole_where_nothing_stands() {
    let table = [
        ("", "", "l/a=1 p/b=1", &["l", "p"][..]),
        ("l/a=1", "", "l/a=2 p/b=1", &["p"]),
        ("l/a=1", "-l/a", "l/a=1", &[]),
        // Many file systems take these for one, and somebody else's file stays there.
        ("L/a=1", "L/mine=1", "l/a=1", &[]),
    ];
    for (old, since, new, expected) in table {
        let (disk, wanted) = (disk(old, since), outputs(new));
        let plan = disk.plan(&wanted, Edits::Refuse);
        let steps = plan.steps();
        let whole: Vec<&str> = steps
            .iter()
            .filter_map(|step| if let Step::Publish(folder) = step { Some(*folder) } else { None })
            .collect();
        assert_eq!(whole, expected, "built `{old}`, then `{since}`, wants `{new}`");
    }
}

#[test]
fn force_replaces_and_removes_but_moves_nothing_away() {
    let mut disk = disk("l/a=1 l/b=1 l/c=1", "l/a=hand l/b=hand l/x=mine -l/c l/c@");
    let wanted = outputs("l/a=2 l/c=2 l/x=2");
    let plan = disk.plan(&wanted, Edits::Replace);
    assert_eq!(plan.with(Action::Refuse).count(), 0);
    disk.take(&plan, usize::MAX, false);
    let found: Vec<(&str, &str)> = disk.files().into_iter().collect();
    assert_eq!(found, [("l/a", "2"), ("l/c", "2"), ("l/x", "2")]);
    let blocked = self::disk("l/a=1", "-l/a l/a/x=1");
    let wanted = outputs("l/a=1");
    assert_eq!(blocked.plan(&wanted, Edits::Replace).with(Action::Refuse).count(), 1);
}

#[test]
fn one_environment_leaves_the_others_alone() {
    let mut disk = disk("l/a=1 p/a=1 p-x/a=1", "p/a=hand -p-x/a");
    let wanted = outputs("l/a=2");
    let scope = Scope::One("l".to_owned());
    let plan_one = plan(&disk, ROOT, &wanted, &scope, Edits::Refuse).expect("it can be read");
    assert_eq!(plan_one.files.len(), 1, "the others aren't looked at: {:?}", plan_one.files);
    let mut after = disk.clone();
    after.take(&plan_one, usize::MAX, false);
    assert!(plan(&after, ROOT, &wanted, &scope, Edits::Refuse).expect("it can be read").is_idle());
    // Their entries are still there: what was edited is known to be.
    let all = outputs("l/a=2 p/a=1 p-x/a=1");
    let fates: Vec<Fate> = after.plan(&all, Edits::Refuse).files.into_iter().map(|file| file.fate).collect();
    assert_eq!(fates, [Fate::Unchanged, Fate::Missing, Fate::Edited]);
    let Some(Node::File(map)) = after.nodes.get("infra.map") else { panic!("the map is a file") };
    assert_eq!(map.matches("environment ").count(), 3, "{map}");
    // Those of a `for` are one scope: an element that is gone is removed, another environment isn't.
    let each = Scope::Each("p".to_owned());
    disk.put("p-x/a", Node::File("1".to_owned()));
    let none = plan(&disk, ROOT, &[], &each, Edits::Refuse).expect("it can be read");
    let gone: Vec<&str> = none.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(gone, ["p-x/a"]);
}

#[test]
fn a_broken_manifest_makes_files_foreign_and_harms_nothing() {
    const MARK: &str = "# Generated by infra\n";
    for text in ["", "\u{0}\u{1}", "00  ../../x\n", "<<<<<<< ours\n"] {
        let text = if text.is_empty() { String::new() } else { format!("{text}{MARK}") };
        let mut disk = disk("l/a=1 l/b=1", "");
        disk.put("infra.manifest", Node::File(text.clone()));
        let wanted = outputs("l/a=2 l/b=1");
        let plan = disk.plan(&wanted, Edits::Refuse);
        let fates: Vec<&Fate> = plan.files.iter().map(|file| &file.fate).collect();
        assert_eq!(fates, [&Fate::Foreign, &Fate::Unchanged], "{text:?}");
        assert_eq!(plan.manifest, Fate::Stale);
        let same = outputs("l/a=1 l/b=1");
        let plan = disk.plan(&same, Edits::Refuse);
        assert!(!plan.is_current(), "a manifest that says nothing is stale");
        let mut after = disk.clone();
        after.take(&plan, usize::MAX, false);
        assert!(after.plan(&same, Edits::Refuse).is_idle());
    }
}

#[test]
fn a_manifest_of_somebody_else_is_left_alone() {
    for text in ["no manifest", "\u{0}\u{1}", "<<<<<<< ours\n"] {
        let mut disk = disk("l/a=1 l/b=1", "");
        disk.put("infra.manifest", Node::File(text.to_owned()));
        let wanted = outputs("l/a=2 l/b=1");
        let refused = |edits| {
            let plan = disk.plan(&wanted, edits);
            plan.with(Action::Refuse).map(|file| file.path.clone()).collect::<Vec<String>>()
        };
        assert_eq!(refused(Edits::Refuse), ["l/a", "infra.manifest"], "{text:?}");
        assert!(refused(Edits::Replace).is_empty());
        let mut after = disk.clone();
        after.take(&disk.plan(&wanted, Edits::Replace), usize::MAX, false);
        assert!(after.plan(&wanted, Edits::Refuse).is_idle());
    }
}
