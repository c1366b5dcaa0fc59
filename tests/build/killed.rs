//! A build that is killed at any moment, and the builds after it.

use std::collections::BTreeMap;

use driver::output::{Action, Edits, Scope, Step, plan};

use crate::memory::{Disk, Node, ROOT, outputs};

const BEFORE: &str = "l/a=one l/b=two l/gone/x=three l/file=four p/d/e=five";
const KILLED: &str = "l/a=ONE l/b=two l/new/y=six l/file/z=seven p/d/e=FIVE n/x=ten n/f/g/y=eleven o/x=twelve";
const AFTER: &str = "l/a=first l/new/y=sixth l/gone/x=third p/d/e=five n/x=tenth";
const LAST: &str = "l/a=end l/new/y=end l/file=end p/d/e=end n/f/g/y=end o/x=end";

/// A folder that was built, with files of somebody else in it.
fn built() -> Disk {
    let mut disk = Disk::default();
    disk.build(&outputs(BEFORE));
    for path in ["l/.env", "l/.terraform/state", "l/gone/mine", "README"] {
        disk.put(path, Node::File("mine".to_owned()));
    }
    disk
}

fn texts(line: &str) -> BTreeMap<&str, &str> {
    line.split_whitespace().filter_map(|word| word.split_once('=')).collect()
}

/// What must be there when a build is through: its files and those of somebody else.
#[track_caller]
fn assert_through(disk: &Disk, line: &str, what: &str) {
    let mut expected = texts(line);
    expected.extend([("l/.env", "mine"), ("l/.terraform/state", "mine"), ("l/gone/mine", "mine"), ("README", "mine")]);
    assert_eq!(disk.files(), expected, "{what}");
    assert!(disk.plan(&outputs(line), Edits::Refuse).is_idle(), "{what}: a further build has nothing to do");
    assert!(!disk.nodes.keys().any(|path| path.starts_with(Step::STAGING)), "{what}: nothing stays staged");
}

/// Each file is whole: as one of the builds wrote it, or somebody else.
#[track_caller]
fn assert_whole(disk: &Disk, lines: &[&str], what: &str) {
    for (path, text) in disk.files() {
        let known = lines.iter().any(|line| texts(line).get(path) == Some(&text));
        assert!(known || text == "mine", "{what}: {path} is `{text}`");
    }
}

#[test]
fn a_kill_leaves_whole_files_and_the_next_build_finishes() {
    let wanted = outputs(KILLED);
    for backwards in [false, true] {
        let start = built();
        let first = start.plan(&wanted, Edits::Refuse);
        let all = Disk::count(&first);
        assert!(all > 20, "there is enough to be killed in: {all}");
        for most in 0..=all {
            let what = format!("killed after {most} of {all}");
            let mut disk = start.clone();
            disk.take(&first, most, backwards);
            assert_whole(&disk, &[BEFORE, KILLED], &what);
            // A check says so, but for what only has to be tidied up.
            let second = disk.plan(&wanted, Edits::Refuse);
            let is_done = disk.files() == {
                let mut done = start.clone();
                done.take(&first, all, false);
                done
            }
            .files();
            assert!(is_done || !second.is_current(), "{what}: a check must not pass");
            assert_eq!(second.with(Action::Refuse).count(), 0, "{what}: nothing looks edited");
            disk.take(&second, usize::MAX, backwards);
            assert_through(&disk, KILLED, &what);
        }
    }
}

#[test]
fn a_spec_that_changed_after_the_kill_is_built_as_well() {
    let (wanted, after, last) = (outputs(KILLED), outputs(AFTER), outputs(LAST));
    let start = built();
    let first = start.plan(&wanted, Edits::Refuse);
    for most in 0..=Disk::count(&first) {
        let mut once = start.clone();
        once.take(&first, most, false);
        let second = once.plan(&after, Edits::Refuse);
        for again in (0..=Disk::count(&second)).step_by(2) {
            let what = format!("killed after {most}, then after {again}");
            let mut twice = once.clone();
            twice.take(&second, again, true);
            assert_whole(&twice, &[BEFORE, KILLED, AFTER], &what);
            let third = twice.plan(&last, Edits::Refuse);
            let refused: Vec<&str> = third.with(Action::Refuse).map(|file| file.path.as_str()).collect();
            assert!(refused.is_empty(), "{what}: {refused:?} look edited");
            twice.take(&third, usize::MAX, false);
            assert_through(&twice, LAST, &what);
        }
    }
}

#[test]
fn a_build_of_one_environment_remembers_a_kill_in_another() {
    let (wanted, after) = (outputs(KILLED), outputs(AFTER));
    let start = built();
    let first = start.plan(&wanted, Edits::Refuse);
    let scope = Scope::One("l".to_owned());
    let local = outputs(AFTER.split(" p/").next().expect("the first environment"));
    for most in 0..=Disk::count(&first) {
        let mut disk = start.clone();
        disk.take(&first, most, false);
        let second = plan(&disk, ROOT, &local, &scope, Edits::Refuse).expect("it can be read");
        disk.take(&second, usize::MAX, false);
        let third = disk.plan(&after, Edits::Refuse);
        assert_eq!(third.with(Action::Refuse).count(), 0, "killed after {most}: nothing looks edited");
        disk.take(&third, usize::MAX, false);
        assert_through(&disk, AFTER, &format!("killed after {most}"));
    }
}

#[test]
fn what_was_edited_between_kill_and_build_is_still_refused() {
    let wanted = outputs(KILLED);
    let start = built();
    let first = start.plan(&wanted, Edits::Refuse);
    for most in 0..=Disk::count(&first) {
        let mut disk = start.clone();
        disk.take(&first, most, false);
        disk.put("l/a", Node::File("hand".to_owned()));
        let refused: Vec<String> =
            disk.plan(&wanted, Edits::Refuse).with(Action::Refuse).map(|file| file.path.clone()).collect();
        assert_eq!(refused, ["l/a"], "killed after {most}");
    }
}
