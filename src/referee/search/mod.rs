//! SEARCH, SORT and THREAD: the form of the answer, and that it agrees with what was told.
//!
//! - here: what was found against what is known; `answer`: what an ESEARCH response says of itself;
//! - `found`: the numbers, out of whichever response.

mod answer;
mod found;

use std::collections::{BTreeSet, HashSet};

use self::answer::{results, returned};
pub(super) use self::found::found;
use super::bench::Bench;
use super::effect::Effect;
use super::keys::Known;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene, show};
use super::sure::Sure;
use crate::client::view::{Change, Message, Selected};
use crate::syntax::types::{
    CommandBody, Esearch, ReturnOption, Search, SortCriterion, SortKey, Status, Untagged,
};

rules! { "search":
    RANGE "range" Must ["9051#2.3.1.2", "9051#6.4.4", "3501#6.4.4"]
        "SEARCH, SORT and THREAD find message numbers that exist.";
    KNOWN "known" Must ["9051#2.3.1.1", "9051#6.4.4", "3501#6.4.8"]
        "UID SEARCH finds UIDs of messages that are in the mailbox.";
    TWICE "twice" Should ["9051#6.4.4", "5256#3", "3501#7.2.5"]
        "A message is found once.";
    TAG "tag" Must ["9051#7.3.4", "4466#2.6.2"]
        "The tag in an ESEARCH response is that of the command which it answers.";
    FORM "form" Must ["4731#3.1", "9051#6.4.4", "3501#6.4.4"]
        "SEARCH is answered by SEARCH in IMAP4rev1, and by ESEARCH with RETURN or in IMAP4rev2.";
    UID "uid" Must ["9051#6.4.9", "4731#3.1"]
        "ESEARCH has the UID indicator exactly when the command was a UID command.";
    SINGLE "single" Must ["4731#3.1", "9051#6.4.4"]
        "An extended SEARCH is answered by a single ESEARCH response.";
    MISSING "missing" Must ["4731#3.1", "9051#7.3.4"]
        "ESEARCH has each result that was asked for: COUNT always, MIN, MAX and ALL where something was found.";
    NOTHING "nothing" Must ["4731#3.1", "9051#7.3.4"]
        "Where nothing was found, ESEARCH has no MIN, MAX and ALL.";
    AGREE "results" Must ["4731#3.1", "9051#7.3.4"]
        "MIN, MAX, ALL and COUNT of one ESEARCH response agree with each other.";
    PARTIAL "partial" Must ["9394#3.1", "5267#4.4"]
        "PARTIAL answers the range that was asked for, with no more messages than that.";
    MATCH "match" Must ["9051#6.4.4", "3501#6.4.4"]
        "SEARCH finds the messages that match, by all that the server has told of them, and no others.";
    SORTED "sorted" Must ["5256#3"]
        "SORT by SIZE or ARRIVAL puts the messages in this order, by the sizes and dates that the server has told.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Searches::default())
}

#[derive(Default)]
struct Searches {
    /// Tags of searches whose result is kept up to date (RFC 5267).
    updated: HashSet<Vec<u8>>,
    sure: Sure,
}

impl Judge for Searches {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        if scene.nonsense() {
            return;
        }
        match scene.untagged() {
            Some(Untagged::Esearch(answer)) => self.esearch(scene, bench, answer),
            Some(Untagged::Search(..)) => {
                if let Some(alone) = scene.view.alone()
                    && let Some(CommandBody::Search { search, .. }) = alone.body()
                    && (search.returns.is_some() || scene.view.is_enabled("IMAP4rev2"))
                {
                    bench
                        .broken(scene, &FORM, "SEARCH where ESEARCH is to answer")
                        .accepts("* ESEARCH …");
                }
            }
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, change: &Change, bench: &mut Bench) {
        self.sure.after(scene, change);
        let Some(done) = scene.completed() else { return };
        if done.status == Status::Ok && is_kept_up(done.body) {
            self.updated.insert(done.pending.tag.clone());
        }
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        let (uid, search, criteria) = match done.body {
            CommandBody::Search { uid, search } => (*uid, search, None),
            CommandBody::Thread { uid, search, .. } => (*uid, search, None),
            CommandBody::Sort { uid, criteria, search } => (*uid, search, criteria.first()),
            _ => return,
        };
        returned(scene, bench, &done, search);
        // What was found before messages were told to be removed is about the old numbers.
        if done.has(|u| matches!(u, Untagged::Expunge(_) | Untagged::Vanished { .. })) {
            return;
        }
        let Some(mailbox) = scene.mailbox() else { return };
        let Some(found) = found(&done, search) else { return };
        self.found(scene, bench, &done, mailbox, (uid, search), &found);
        if let Some(criterion) = criteria {
            sorted(scene, bench, mailbox, uid, *criterion, &found);
        }
    }
}

/// Whether a command asks for a result that is told again as it changes (RFC 5267).
fn is_kept_up(body: &CommandBody<'_>) -> bool {
    let (CommandBody::Search { search, .. }
    | CommandBody::Sort { search, .. }
    | CommandBody::Thread { search, .. }
    | CommandBody::Esearch { search, .. }) = body
    else {
        return false;
    };
    let mut options = search.returns.iter().flatten();
    options.any(|o| matches!(o, ReturnOption::Update(_) | ReturnOption::Context))
}

impl Searches {
    fn esearch(&self, scene: &Scene<'_>, bench: &mut Bench, answer: &Esearch<'_>) {
        let view = scene.view;
        let pending = answer.tag.as_ref().and_then(|tag| view.pending_tag(tag));
        if let Some(tag) = &answer.tag
            && pending.is_none()
            && !self.updated.contains(tag.as_ref())
        {
            let shown = show(tag);
            bench
                .broken(
                    scene,
                    &TAG,
                    format!("ESEARCH with tag {shown}, but no such command is in progress"),
                )
                .at(scene.bytes(), &shown);
        }
        let body = pending.and_then(|p| p.body());
        if let Some(CommandBody::Search { uid, search }) = body {
            if search.returns.is_none() && view.capabilities().is_some() && !view.rev2() {
                bench
                    .broken(scene, &FORM, "ESEARCH where SEARCH is to answer")
                    .accepts("* SEARCH …");
            }
            if *uid != answer.uid {
                let what = if answer.uid { "with" } else { "without" };
                bench.broken(scene, &UID, format!("ESEARCH {what} the UID indicator"));
            }
        }
        // Of what is sorted, MIN and MAX are the first and the last message, whatever their numbers
        // (RFC 5267 §3.1).
        let sorted = matches!(body, Some(CommandBody::Sort { .. }));
        results(scene, bench, answer, sorted);
    }

    /// Numbers found, against what is known.
    fn found(
        &self,
        scene: &Scene<'_>,
        bench: &mut Bench,
        done: &Completed<'_>,
        mailbox: &Selected,
        (uid, search): (bool, &Search<'_>),
        found: &[u32],
    ) {
        let mut seen = BTreeSet::new();
        if let Some(twice) = found.iter().find(|&&number| !seen.insert(number)) {
            bench.broken(scene, &TWICE, format!("message {twice} is found twice"));
        }
        let Some(exists) = mailbox.exists else { return };
        let known = mailbox.all_uids_known();
        for &number in found {
            if !uid && (number == 0 || number > exists) {
                bench.broken(
                    scene,
                    &RANGE,
                    format!("message {number} is found where there are {exists}"),
                );
                return;
            }
            if uid && known && mailbox.by_uid(number).is_none() {
                bench.broken(
                    scene,
                    &KNOWN,
                    format!("UID {number} is found, which is not in the mailbox"),
                );
                return;
            }
        }
        let others = scene.world.others(
            scene.key,
            mailbox.mailbox.as_ref(),
            scene.world.opened(scene.key),
            Effect::ANY,
        );
        if others || search.returns.iter().flatten().any(|o| matches!(o, ReturnOption::Partial(_)))
        {
            return;
        }
        // What came while it was sought may be found or not.
        let before = done.began.exists.unwrap_or(0);
        for (number, message) in mailbox.messages().filter(|(number, _)| *number <= before) {
            let Some(as_told) = (if uid { message.uid } else { Some(number) }) else { continue };
            let fact = Known {
                mailbox,
                number,
                message,
                flags: self.sure.flags(),
                seen: self.sure.seen(),
            };
            match fact.all(&search.keys) {
                Some(true) if !seen.contains(&as_told) => {
                    bench.broken(
                        scene,
                        &MATCH,
                        format!("message {number} matches and is not found"),
                    );
                    return;
                }
                Some(false) if seen.contains(&as_told) => {
                    bench.broken(
                        scene,
                        &MATCH,
                        format!("message {number} does not match and is found"),
                    );
                    return;
                }
                _ => {}
            }
        }
    }
}

fn sorted(
    scene: &Scene<'_>,
    bench: &mut Bench,
    mailbox: &Selected,
    uid: bool,
    by: SortCriterion,
    found: &[u32],
) {
    let value = |message: &Message| match by.key {
        SortKey::Size => message.size.and_then(|size| i64::try_from(size).ok()),
        SortKey::Arrival => message.internal_date.map(|when| when.instant()),
        _ => None,
    };
    let message = |number: u32| {
        if uid { mailbox.by_uid(number).map(|(_, m)| m) } else { mailbox.message(number) }
    };
    for pair in found.windows(2) {
        let [a, b] = pair else { continue };
        let (Some(first), Some(second)) =
            (message(*a).and_then(value), message(*b).and_then(value))
        else {
            continue;
        };
        let (first, second) = if by.reverse { (second, first) } else { (first, second) };
        if first > second {
            bench.broken(scene, &SORTED, format!("message {a} stands before {b}"));
            return;
        }
    }
}
