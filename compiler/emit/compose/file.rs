//! The project file: its name, then services, networks, volumes, configs and secrets.

use resources::Kind;

use super::text::STYLE;
use crate::out::Out;
use crate::output::Slot;
use crate::yaml;

/// The sections in the order people write them.
const SECTIONS: [(Kind, &str); 5] = [
    (Kind::Service, "services"),
    (Kind::Network, "networks"),
    (Kind::Volume, "volumes"),
    (Kind::Config, "configs"),
    (Kind::Secret, "secrets"),
];

/// Writes a project.
pub(super) fn file(slots: &[Slot<'_>], out: &mut Out) {
    let project = || slots.iter().filter(|slot| slot.is(Kind::Project));
    for is_name in [true, false] {
        for slot in project() {
            let at = slot.at();
            for one in slot.entries().iter().filter(|one| (at.str(one.key) == "name") == is_name) {
                yaml::entry(at, one, STYLE, out);
            }
        }
    }
    for (kind, heading) in SECTIONS {
        section(heading, slots.iter().filter(|slot| slot.is(kind)), out);
    }
}

/// Writes a section, with a blank line before it and between services.
fn section<'a>(heading: &str, slots: impl Iterator<Item = &'a Slot<'a>>, out: &mut Out) {
    for (at, slot) in slots.enumerate() {
        if at == 0 || heading == "services" {
            out.unmark();
            if at > 0 || out.buf.lines().nth(1).is_some() {
                out.buf.push('\n');
            }
        }
        if at == 0 {
            out.buf.extend([heading, ":\n"]);
        }
        let at = slot.at().inner();
        yaml::heading(at, slot.label(), out);
        yaml::entries(at.inner(), slot.resource.body, STYLE, out);
    }
}
