//! A message that is copied, moved or appended brings its flags with it.
//!
//! Judged only while nobody can have changed flags since, by whichever session is told of them.

use std::collections::{BTreeMap, BTreeSet};

use bounded_static::ToBoundedStatic;

use super::Setting;
use super::bench::Bench;
use super::data::{flags_of, is_lasting, uid_of};
use super::effect::Effect;
use super::rule::{Rule, rules};
use super::scene::{Judge, Scene};
use crate::client::view::{Change, Selected};
use crate::syntax::types::{Code, CommandBody, Flag, MsgAtt, Untagged};

rules! { "brought":
    COPIED "copied" Should ["9051#6.4.7", "9051#6.4.8", "3501#6.4.7"]
        "A copied or moved message has the flags that its source had.";
    APPENDED "appended" Should ["9051#6.3.12", "3501#6.3.11", "3502#6.3.11"]
        "An appended message has the flags that were given with it.";
}

pub(super) fn judge(_: &Setting) -> Box<dyn Judge> {
    Box::new(Brought::default())
}

/// Account, mailbox, UIDVALIDITY, UID.
type Name = (String, Vec<u8>, u32, u32);

#[derive(Default)]
struct Brought {
    /// Flags as they were last told, and when.
    told: BTreeMap<Name, (BTreeSet<Flag<'static>>, u64)>,
    came: BTreeMap<Name, Came>,
}

/// A message that has come into a mailbox.
struct Came {
    flags: BTreeSet<Flag<'static>>,
    rule: &'static Rule,
    /// It has these flags from here on, unless somebody changes them.
    since: u64,
}

impl Judge for Brought {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        match scene.untagged() {
            Some(Untagged::Fetch(number, items)) => {
                let known = || scene.mailbox()?.message(*number)?.uid;
                if let Some(uid) = uid_of(items).or_else(known) {
                    self.told(scene, bench, uid, items);
                }
            }
            Some(Untagged::UidFetch(uid, items)) => self.told(scene, bench, *uid, items),
            _ => {}
        }
        match scene.code() {
            Some(Code::CopyUid { uid_validity, source, destination }) => {
                if let (Some(from), Some(to)) = (source.in_order(), destination.in_order()) {
                    self.copied(scene, *uid_validity, &from, &to);
                }
            }
            Some(Code::AppendUid { uid_validity, uids }) => {
                if let Some(uids) = uids.in_order() {
                    self.appended(scene, *uid_validity, &uids);
                }
            }
            _ => {}
        }
    }

    fn after(&mut self, _: &Scene<'_>, _: &Change, _: &mut Bench) {}
}

impl Brought {
    fn told(&mut self, scene: &Scene<'_>, bench: &mut Bench, uid: u32, items: &[MsgAtt<'_>]) {
        let (Some(name), Some(mailbox), Some(flags)) =
            (selected(scene, uid), scene.mailbox(), flags_of(items))
        else {
            return;
        };
        let flags: BTreeSet<Flag<'static>> = flags.iter().map(ToBoundedStatic::to_static).collect();
        if let Some(came) = self.came.get(&name) {
            if untouched(scene, mailbox, came.since) {
                compare(scene, bench, mailbox, uid, came, &flags);
            } else {
                self.came.remove(&name);
            }
        }
        self.told.insert(name, (flags, scene.world.now()));
    }

    fn copied(&mut self, scene: &Scene<'_>, validity: u32, from: &[u32], to: &[u32]) {
        let (Some(alone), Some(source)) = (scene.view.alone(), scene.mailbox()) else { return };
        let Some(CommandBody::Copy { mailbox, .. } | CommandBody::Move { mailbox, .. }) =
            alone.body()
        else {
            return;
        };
        if from.len() != to.len() || scene.nonsense() {
            return;
        }
        let (account, name) = scene.name(mailbox);
        for (&from, &to) in from.iter().zip(to) {
            let Some((flags, at)) = selected(scene, from).and_then(|name| self.told.get(&name))
            else {
                continue;
            };
            if untouched(scene, source, *at) {
                let since = scene.world.now();
                let came = Came { flags: flags.clone(), rule: &COPIED, since };
                self.came.insert((account.clone(), name.clone(), validity, to), came);
            }
        }
    }

    fn appended(&mut self, scene: &Scene<'_>, validity: u32, uids: &[u32]) {
        let pending = scene.tagged().and_then(|tagged| scene.view.pending_tag(&tagged.tag));
        let Some(pending) = pending else { return };
        let Some(CommandBody::Append { mailbox, messages }) = pending.body() else { return };
        let Some(began) = scene.ledger.began(pending.serial) else { return };
        if messages.len() != uids.len() || scene.nonsense() {
            return;
        }
        let (account, name) = scene.name(mailbox);
        for (message, &uid) in messages.iter().zip(uids) {
            let flags = message.flags.iter().map(ToBoundedStatic::to_static).collect();
            let came = Came { flags, rule: &APPENDED, since: began.tick };
            self.came.insert((account.clone(), name.clone(), validity, uid), came);
        }
    }
}

/// A message of the selected mailbox.
fn selected(scene: &Scene<'_>, uid: u32) -> Option<Name> {
    let mailbox = scene.mailbox().filter(|m| !m.uid_not_sticky)?;
    if scene.nonsense() || scene.view.opening().is_some() {
        return None;
    }
    let (account, name) = scene.name(mailbox.mailbox.as_ref()?);
    Some((account, name, mailbox.uid_validity?, uid)).filter(|(account, ..)| !account.is_empty())
}

/// Whether nobody can have changed flags from this tick on. Who may bring which flags is up to
/// rights (RFC 4314 §4): where some were set, that is not known.
fn untouched(scene: &Scene<'_>, mailbox: &Selected, since: u64) -> bool {
    let nobody = (String::new(), u32::MAX);
    let name = mailbox.mailbox.as_ref();
    !scene.world.rights_changed() && !scene.world.others(&nobody, name, since, Effect::FLAGS)
}

fn compare(
    scene: &Scene<'_>,
    bench: &mut Bench,
    mailbox: &Selected,
    uid: u32,
    came: &Came,
    flags: &BTreeSet<Flag<'static>>,
) {
    // EXAMINE may say that nothing is permanent; keywords may not be known here.
    let keeps = |flag: &&Flag<'static>| match flag {
        Flag::Recent => false,
        Flag::Keyword(_) => mailbox.permanent_flags.is_some() && is_lasting(mailbox, flag),
        _ => mailbox.read_only || is_lasting(mailbox, flag),
    };
    if let Some(flag) = came.flags.symmetric_difference(flags).find(keeps) {
        let what = if flags.contains(flag) { "has" } else { "has not" };
        bench
            .broken(scene, came.rule, format!("UID {uid} {what} {flag}, otherwise than it came"))
            .at(scene.bytes(), "FLAGS");
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, enters, keeps, play};

    const KNOWN: &str =
        "a C: 1 FETCH 1 (UID FLAGS)\na S: * 1 FETCH (UID 4 FLAGS (\\Flagged))\na S: 1 OK x\n";

    /// The flags of what came into `n`, as another session is told them.
    fn arrived(
        between: &str,
        code: &str,
        command: &str,
        flags: &str,
    ) -> Vec<crate::finding::Finding> {
        let (a, b) = (enters("a"), enters("b").replace("SELECT m", "SELECT n"));
        play(&format!(
            "{a}{KNOWN}a C: 2 {command}\na S: 2 OK [{code}] x\n{between}{b}b C: 1 FETCH 1 (UID FLAGS)\nb S: * 1 FETCH (UID 4 FLAGS ({flags}))\nb S: 1 OK x"
        ))
    }

    #[test]
    fn what_comes_brings_its_flags() {
        for (code, command, rule) in [
            ("COPYUID 7 4 4", "UID COPY 4 n", "brought-copied"),
            ("APPENDUID 7 4", "APPEND n (\\Flagged) {1+}\\r\\nx", "brought-appended"),
        ] {
            keeps(arrived("", code, command, "\\Flagged \\Recent"));
            breaks(rule, arrived("", code, command, ""));
            breaks(rule, arrived("", code, command, "\\Flagged \\Seen"));
            let other = enters("c").replace("SELECT m", "SELECT n")
                + "c C: 1 STORE 1 FLAGS.SILENT ()\nc S: 1 OK x\n";
            keeps(arrived(&other, code, command, ""));
        }
    }
}
