//! Mod-sequences, within one session; `searched`: those that SEARCH tells.

mod searched;

use std::collections::{BTreeSet, HashMap};

use self::searched::searched;
use super::bench::Bench;
use super::data::{flags_of, is_lasting, mod_seq_of, uid_of};
use super::effect::Effect;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene};
use crate::client::happening::What;
use crate::client::view::{Change, Numbers, Selected};
use crate::finding::Grade;
use crate::syntax::types::{
    Code, CommandBody, FetchModifier, Flag, MsgAtt, SequenceSet, StoreAction, Untagged,
};

rules! { "condstore":
    SHRINKS "shrinks" Must ["7162#3.1"]
        "The mod-sequence of a message never becomes smaller.";
    GROWS "grows" Must ["7162#3.1"]
        "Whenever the flags of a message change, its mod-sequence becomes greater.";
    HIGHEST "highest" Must ["7162#3.1.2.1"]
        "HIGHESTMODSEQ is not less than the mod-sequence of any message, unless something has changed since.";
    IN_FETCH "modseq" Must ["7162#3.1"]
        "Once CONDSTORE is enabled, FETCH responses that tell changed flags have MODSEQ.";
    UID "uid" Must ["7162#3.2.4"]
        "Once QRESYNC is enabled (and better, once CONDSTORE is), FETCH responses that tell changes have the UID.";
    SINCE "changedsince" Must ["7162#3.1.4.1"]
        "FETCH with CHANGEDSINCE tells only messages whose mod-sequence is greater.";
    MODIFIED "modified" Must ["7162#3.1.3"]
        "MODIFIED answers only a STORE with UNCHANGEDSINCE, and names messages of that STORE.";
    UNCHANGED "unchangedsince" Must ["7162#3.1.3"]
        "A STORE with UNCHANGEDSINCE tells the new MODSEQ of each message that it changed, or names it in MODIFIED.";
    SEARCHED "search" Must ["7162#3.1.5", "4731#3.2"]
        "SEARCH and SORT with MODSEQ that find something tell the highest mod-sequence found.";
    SEARCHED_VALUE "search-value" Must ["7162#3.1.5", "4731#3.2"]
        "The mod-sequence that SEARCH tells is not less than that of any message found.";
    EXPUNGED "expunge" Must ["7162#3.2.7", "7162#3.2.9", "6851#4.4"]
        "With QRESYNC enabled, EXPUNGE and MOVE that removed something tell HIGHESTMODSEQ.";
    CLOSED "close" Must ["7162#3.2.8"]
        "CLOSE does not tell HIGHESTMODSEQ in its OK.";
    BACK "earlier-back" Must ["7162#3.2.10.1"]
        "A message that VANISHED (EARLIER) named when the mailbox was opened is not in it.";
    NONE "none" Must ["7162#3.1.2.2"]
        "A mailbox with NOMODSEQ has no mod-sequences.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(CondStore::default())
}

#[derive(Default)]
struct CondStore {
    /// Flags and mod-sequence told together, by UID.
    told: HashMap<u32, (BTreeSet<Flag<'static>>, u64)>,
    earlier: Numbers,
}

impl Judge for CondStore {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if let What::Command { command: Some(command), .. } = &scene.happening.what
            && matches!(command.body, CommandBody::Select(..) | CommandBody::Examine(..))
        {
            self.earlier = Numbers::default();
        }
        if scene.nonsense() {
            return;
        }
        if let Some(Code::Modified(set)) = scene.code() {
            modified(scene, bench, set);
        }
        let Some(mailbox) = scene.mailbox() else { return };
        let opening = scene.view.opening().is_some();
        match scene.untagged() {
            Some(Untagged::Vanished { earlier: true, uids }) if opening => {
                for (first, last) in Numbers::of(uids, u32::MAX).ranges() {
                    self.earlier.insert(first, last);
                }
            }
            Some(Untagged::Fetch(number, items)) => {
                let uid = uid_of(items).or_else(|| mailbox.message(*number).and_then(|m| m.uid));
                if let Some(uid) = uid {
                    self.back(scene, bench, mailbox, uid);
                }
                if !(opening && scene.view.selected().is_some()) {
                    let known = mailbox.message(*number).and_then(|m| m.mod_seq);
                    self.mod_seq(scene, bench, mailbox, uid, known, items);
                }
                unasked(scene, bench, mailbox, items);
            }
            Some(Untagged::UidFetch(uid, items)) => {
                let known = mailbox.by_uid(*uid).and_then(|(_, m)| m.mod_seq);
                self.mod_seq(scene, bench, mailbox, Some(*uid), known, items);
            }
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, bench: &mut Bench) {
        if change.closed.is_some() {
            self.told.clear();
        }
        for gone in &change.gone {
            if let Some(uid) = gone.message.uid {
                self.told.remove(&uid);
            }
        }
        let Some(done) = scene.completed() else { return };
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        let told = matches!(done.text.code, Some(Code::HighestModSeq(_)));
        match done.body {
            CommandBody::Close if told => {
                bench
                    .broken(scene, &CLOSED, "HIGHESTMODSEQ in the OK of CLOSE")
                    .at(scene.bytes(), "HIGHESTMODSEQ");
            }
            CommandBody::Expunge(_) | CommandBody::Move { .. } => expunged(scene, bench, &done),
            CommandBody::Store { unchanged_since: Some(_), .. } => {
                self.conditional(scene, bench, &done)
            }
            CommandBody::Search { .. } | CommandBody::Sort { .. } => searched(scene, bench, &done),
            _ => {}
        }
    }
}

impl CondStore {
    fn back(&self, scene: &Scene<'_>, bench: &mut Bench, mailbox: &Selected, uid: u32) {
        // What has not been assigned yet may have been named by a server that keeps no record.
        let old = mailbox.uid_next.is_some_and(|next| uid < next);
        if old && self.earlier.contains(uid) {
            bench.broken(
                scene,
                &BACK,
                format!("UID {uid} is told, which VANISHED (EARLIER) had named"),
            );
        }
    }

    fn mod_seq(
        &mut self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        mailbox: &Selected,
        uid: Option<u32>,
        known: Option<u64>,
        items: &[MsgAtt<'_>],
    ) {
        let Some(value) = mod_seq_of(items) else { return };
        if let Some(known) = known.filter(|&known| value < known) {
            bench
                .broken(scene, &SHRINKS, format!("MODSEQ {value} of a message that had {known}"))
                .at(scene.bytes(), "MODSEQ");
        }
        if mailbox.no_mod_seq && value > 0 && scene.view.opening().is_none() {
            bench
                .broken(scene, &NONE, "MODSEQ of a message in a mailbox with NOMODSEQ")
                .at(scene.bytes(), "MODSEQ");
        }
        if let Some(highest) = mailbox.highest_mod_seq
            && value > highest
            && scene.view.opening().is_none()
            && !scene.world.changed(scene.world.opened(scene.key), mailbox.mailbox.as_ref())
        {
            bench.broken(scene, &HIGHEST, format!("MODSEQ {value} in a mailbox with HIGHESTMODSEQ {highest}, and nothing has changed"));
        }
        let (Some(uid), Some(flags)) = (uid, flags_of(items)) else { return };
        let flags = lasting(mailbox, flags);
        if let Some((before, then)) = self.told.get(&uid)
            && *before != flags
            && value <= *then
        {
            bench.broken(
                scene,
                &GROWS,
                format!(
                    "the flags of UID {uid} have changed, its MODSEQ {value} has not become greater"
                ),
            );
        }
        self.told.insert(uid, (flags, value));
        if let Some(alone) = scene.view.alone()
            && let Some(CommandBody::Fetch { modifiers, .. }) = alone.body()
            && let Some(since) = modifiers.iter().find_map(|m| match m {
                FetchModifier::ChangedSince(since) => Some(*since),
                _ => None,
            })
            && value <= since
            && !scene.world.changed(scene.world.opened(scene.key), mailbox.mailbox.as_ref())
        {
            bench.broken(
                scene,
                &SINCE,
                format!("MODSEQ {value} where only messages changed since {since} are asked"),
            );
        }
    }

    /// STORE with UNCHANGEDSINCE: what was changed is told.
    fn conditional(&self, scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
        let CommandBody::Store { uid: false, set, action, flags, .. } = done.body else { return };
        let (Some(numbers), Some(mailbox)) = (set.in_order(), scene.mailbox()) else { return };
        let failed = match &done.text.code {
            Some(Code::Modified(set)) => Numbers::of(set, u32::MAX),
            _ => Numbers::default(),
        };
        for number in numbers {
            if failed.contains(number) || done.began.exists.is_none_or(|exists| number > exists) {
                continue;
            }
            let told = done.has(|u| matches!(u, Untagged::Fetch(n, items) if *n == number && mod_seq_of(items).is_some()));
            // Whether anything was changed is known only where the flags were.
            let Some(uid) = mailbox.message(number).and_then(|m| m.uid) else { continue };
            let Some((before, _)) = self.told.get(&uid) else { continue };
            let changes = match action {
                StoreAction::Add => flags.iter().any(|flag| !before.contains(flag)),
                StoreAction::Remove => flags.iter().any(|flag| before.contains(flag)),
                StoreAction::Replace => false,
            };
            let stays = flags.iter().all(|flag| is_lasting(mailbox, flag));
            if changes && stays && !told {
                bench.broken(
                    scene,
                    &UNCHANGED,
                    format!("message {number} is neither told with MODSEQ nor named in MODIFIED"),
                );
            }
        }
    }
}

/// The flags that are stored for good: a session's own flags have no mod-sequence.
fn lasting(mailbox: &Selected, flags: &[Flag<'_>]) -> BTreeSet<Flag<'static>> {
    use bounded_static::ToBoundedStatic;
    flags.iter().filter(|flag| is_lasting(mailbox, flag)).map(ToBoundedStatic::to_static).collect()
}

/// A FETCH response that nobody asked for, or that STORE brought.
fn unasked(scene: &Scene<'_>, bench: &mut Bench, mailbox: &Selected, items: &[MsgAtt<'_>]) {
    let fetching = scene.view.pending().iter().any(|p| {
        matches!(p.body(), None | Some(CommandBody::Fetch { .. } | CommandBody::Extension(..)))
    });
    // Enabled by a command that was answered, for a mailbox that was opened since or then.
    if fetching || !scene.view.condstore() || mailbox.no_mod_seq || flags_of(items).is_none() {
        return;
    }
    let capable = scene.view.has("CONDSTORE") || scene.view.has("QRESYNC");
    if !capable || scene.view.opening().is_some() {
        return;
    }
    if mod_seq_of(items).is_none() {
        bench.broken(
            scene,
            &IN_FETCH,
            "FETCH with FLAGS but without MODSEQ, CONDSTORE being enabled",
        );
    }
    if uid_of(items).is_none() {
        let held =
            bench.broken(scene, &UID, "FETCH with FLAGS but without UID, CONDSTORE being enabled");
        // RFC 7162 §3.1.4.2 advises it to others; the examples of §3.1.3 have no UID.
        if !scene.view.is_enabled("QRESYNC") {
            held.graded(Grade::Should);
        }
    }
}

fn modified(scene: &Scene<'_>, bench: &mut Bench, set: &SequenceSet) {
    let Some(tagged) = scene.tagged() else { return };
    let Some(pending) = scene.view.pending_tag(&tagged.tag) else { return };
    match pending.body() {
        Some(CommandBody::Store { unchanged_since: Some(_), set: asked, .. }) => {
            let (Some(named), Some(_)) = (set.in_order(), asked.in_order()) else { return };
            if let Some(number) = named.iter().find(|&&number| !asked.contains(number, u32::MAX)) {
                bench.broken(
                    scene,
                    &MODIFIED,
                    format!("MODIFIED names {number}, which STORE did not"),
                );
            }
        }
        Some(CommandBody::Extension(..)) | None => {}
        Some(_) => {
            bench.broken(scene, &MODIFIED, "MODIFIED for a command without UNCHANGEDSINCE");
        }
    }
}

fn expunged(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
    let removed =
        done.has(|u| matches!(u, Untagged::Expunge(_) | Untagged::Vanished { earlier: false, .. }));
    let told = done.has_code(|c| matches!(c, Code::HighestModSeq(_)));
    let Some(mailbox) = scene.mailbox() else { return };
    // What others removed is no removal of this command.
    let others = scene.world.others(
        scene.key,
        mailbox.mailbox.as_ref(),
        scene.world.opened(scene.key),
        Effect::REMOVES,
    );
    if removed && !told && scene.view.is_enabled("QRESYNC") && !mailbox.no_mod_seq && !others {
        bench.broken(scene, &EXPUNGED, "OK without HIGHESTMODSEQ, although messages were removed");
    }
}
