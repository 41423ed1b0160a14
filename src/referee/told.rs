//! What a response must hold by itself, whatever was asked.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Judge, Scene, show};
use crate::client::view::Change;
use crate::syntax::types::Untagged;

rules! { "told":
    ID_TWICE "id-twice" Must ["2971#3.3"]
        "An ID response names no field twice, in whichever case.";
    VIRTUAL_RIGHTS "virtual-rights" Must ["4314#2.1.1"]
        "ACL and MYRIGHTS have the virtual right c beside k, and d beside e or t, for clients of RFC 2086.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Told)
}

struct Told;

impl Judge for Told {
    fn after(&mut self, scene: &Scene<'_>, _: &Change, bench: &mut Bench) {
        match scene.untagged() {
            Some(Untagged::Id(Some(fields))) => {
                let twice = fields.iter().enumerate().find(|(i, (name, _))| {
                    fields.iter().take(*i).any(|(before, _)| before.eq_ignore_ascii_case(name))
                });
                if let Some((_, (name, _))) = twice {
                    bench.broken(
                        scene,
                        &ID_TWICE,
                        format!("\"{}\" stands there twice", show(name)),
                    );
                }
            }
            Some(Untagged::Acl(_, entries)) => {
                for (who, rights) in entries {
                    virtual_rights(scene, bench, rights, &format!(" of {}", show(who)));
                }
            }
            Some(Untagged::MyRights(_, rights)) => virtual_rights(scene, bench, rights, ""),
            _ => {}
        }
    }
}

/// `x` may belong to c or to d (§2.1.1), so it asks for neither.
fn virtual_rights(scene: &Scene<'_>, bench: &mut Bench, rights: &[u8], whose: &str) {
    for (right, members) in [(b'c', &b"k"[..]), (b'd', b"et")] {
        if !rights.contains(&right)
            && let Some(&member) = rights.iter().find(|right| members.contains(right))
        {
            bench.broken(
                scene,
                &VIRTUAL_RIGHTS,
                format!(
                    "the rights{whose} have {} and not {}",
                    char::from(member),
                    char::from(right)
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in};

    #[test]
    fn id_names_a_field_once() {
        let id = |fields: &str| logged_in(&format!("C: 1 ID NIL\nS: * ID {fields}\nS: 1 OK x"));
        breaks("told-id-twice", id("(\"name\" \"a\" \"NAME\" \"b\")"));
        keeps(id("(\"name\" \"a\" \"version\" \"a\")"));
        keeps(id("NIL"));
    }

    #[test]
    fn virtual_rights_stand_beside_their_members() {
        let acl = |rights: &str| {
            logged_in(&format!("C: 1 GETACL x\nS: * ACL x al lr bo {rights}\nS: 1 OK x"))
        };
        breaks("told-virtual-rights", acl("lrk"));
        breaks("told-virtual-rights", acl("lrtec"));
        keeps(acl("lrkctd"));
        // Either c or d has x.
        keeps(acl("lrxd"));
        keeps(acl("lrswipa"));
        let mine = |rights: &str| {
            logged_in(&format!("C: 1 MYRIGHTS x\nS: * MYRIGHTS x {rights}\nS: 1 OK x"))
        };
        breaks("told-virtual-rights", mine("lre"));
        keeps(mine("lred"));
    }
}
