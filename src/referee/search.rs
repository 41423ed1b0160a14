//! SEARCH, SORT and THREAD: the form of the answer, and that it agrees with what was told.

use std::collections::{BTreeSet, HashSet};

use super::bench::Bench;
use super::copyuid::in_order;
use super::keys::Known;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene, show};
use super::sure::Sure;
use super::world::Effect;
use crate::client::view::{Change, Message, Numbers, Selected};
use crate::syntax::types::{
    CommandBody, DateTime, Esearch, EsearchItem, ReturnOption, Search, SortCriterion, SortKey,
    Thread, Untagged,
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
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        let (uid, search, criteria) = match done.body {
            CommandBody::Search { uid, search } => (*uid, search, None),
            CommandBody::Thread { uid, search, .. } => (*uid, search, None),
            CommandBody::Sort { uid, criteria, search } => (*uid, search, criteria.first()),
            _ => return,
        };
        if search
            .returns
            .iter()
            .flatten()
            .any(|o| matches!(o, ReturnOption::Update(_) | ReturnOption::Context))
        {
            self.updated.insert(done.pending.tag.clone());
        }
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

/// What one ESEARCH response says of itself.
fn results(scene: &Scene<'_>, bench: &mut Bench, answer: &Esearch<'_>, sorted: bool) {
    let (mut min, mut max, mut count, mut all) = (None, None, None, None);
    for item in &answer.items {
        match item {
            EsearchItem::Min(n) => min = Some(*n),
            EsearchItem::Max(n) => max = Some(*n),
            EsearchItem::Count(n) => count = Some(*n),
            EsearchItem::All(set) => all = Some(Numbers::of(set, u32::MAX)),
            _ => {}
        }
    }
    let found = min.is_some() || max.is_some() || all.is_some();
    if count == Some(0) && found {
        bench.broken(scene, &NOTHING, "MIN, MAX or ALL where COUNT is 0");
        return;
    }
    let mut wrong = |why: String| {
        bench.broken(scene, &AGREE, why);
    };
    if sorted {
        (min, max) = (None, None);
    }
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        wrong(format!("MIN {min} is greater than MAX {max}"));
    }
    if let Some(all) = &all {
        if let Some(count) = count
            && u64::from(count) != all.len()
        {
            wrong(format!("COUNT {count} where ALL has {}", all.len()));
        }
        for (name, value, edge) in [("MIN", min, all.first()), ("MAX", max, all.last())] {
            if let Some(value) = value
                && edge != Some(value)
            {
                wrong(format!("{name} {value} is not the end of ALL {all}"));
            }
        }
    } else if let (Some(count), Some(min), Some(max)) = (count, min, max) {
        let most = u64::from(max.saturating_sub(min)) + 1;
        let least = if min == max { 1 } else { 2 };
        if u64::from(count) > most || u64::from(count) < least {
            wrong(format!("COUNT {count} between MIN {min} and MAX {max}"));
        }
    }
}

/// Whether what was asked is there.
fn returned(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>, search: &Search<'_>) {
    let Some(options) = &search.returns else { return };
    let answers: Vec<&Esearch<'_>> = done
        .untagged()
        .filter_map(|u| match u {
            Untagged::Esearch(answer)
                if answer.tag.as_ref().is_none_or(|tag| *tag == done.pending.tag) =>
            {
                Some(answer)
            }
            _ => None,
        })
        .collect();
    let dynamic = options.iter().any(|o| {
        matches!(o, ReturnOption::Update(_) | ReturnOption::Context | ReturnOption::Extension(..))
    });
    if answers.len() > 1 && !dynamic {
        bench.broken(scene, &SINGLE, format!("{} ESEARCH responses to one command", answers.len()));
        return;
    }
    let [answer] = answers.as_slice() else { return };
    let count = answer.items.iter().find_map(|item| match item {
        EsearchItem::Count(n) => Some(*n),
        _ => None,
    });
    let has = |test: fn(&EsearchItem<'_>) -> bool| answer.items.iter().any(test);
    let min = has(|item| matches!(item, EsearchItem::Min(_)));
    let max = has(|item| matches!(item, EsearchItem::Max(_)));
    let all = has(|item| matches!(item, EsearchItem::All(_)));
    let something = min || max || all || count.is_some_and(|n| n > 0);
    for option in options {
        let missing = match option {
            ReturnOption::Count if count.is_none() => "COUNT",
            ReturnOption::Min if something && !min => "MIN",
            ReturnOption::Max if something && !max => "MAX",
            ReturnOption::All if something && !all => "ALL",
            ReturnOption::Partial(asked) => {
                partial(scene, bench, answer, *asked);
                continue;
            }
            _ => continue,
        };
        bench.broken(scene, &MISSING, format!("ESEARCH without {missing}, which was asked for"));
    }
}

fn partial(
    scene: &Scene<'_>,
    bench: &mut Bench,
    answer: &Esearch<'_>,
    asked: crate::syntax::types::PartialRange,
) {
    for item in &answer.items {
        let EsearchItem::Partial(range, set) = item else { continue };
        let ends = |r: crate::syntax::types::PartialRange| (r.from.min(r.to), r.from.max(r.to));
        let (first, last) = ends(asked);
        let most = last.abs_diff(first).saturating_add(1);
        let told = set.as_ref().map_or(0, |set| Numbers::of(set, u32::MAX).len());
        if ends(*range) != (first, last) {
            bench.broken(
                scene,
                &PARTIAL,
                format!(
                    "PARTIAL {}:{} where {}:{} was asked for",
                    range.from, range.to, asked.from, asked.to
                ),
            );
        } else if told > most {
            bench.broken(
                scene,
                &PARTIAL,
                format!("{told} messages where the range asked for holds {most}"),
            );
        }
    }
}

/// All that was found, in the order told; `None` where the answer does not say.
pub(super) fn found(done: &Completed<'_>, search: &Search<'_>) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    let mut answered = false;
    for untagged in done.untagged() {
        match untagged {
            Untagged::Search(numbers, _) | Untagged::Sort(numbers, _) => found.extend(numbers),
            Untagged::Thread(threads) => {
                threads.iter().for_each(|thread| flatten(thread, &mut found))
            }
            Untagged::Esearch(answer) => {
                if answer.mailbox.is_some() {
                    return None;
                }
                let all = answer.items.iter().find_map(|item| match item {
                    EsearchItem::All(set) => Some(in_order(set)),
                    _ => None,
                });
                match all {
                    Some(all) => found.extend(all?),
                    // Without ALL nothing was found, if ALL was asked for.
                    None if search
                        .returns
                        .as_ref()
                        .is_none_or(|o| o.is_empty() || o.contains(&ReturnOption::All)) => {}
                    None => return None,
                }
            }
            _ => continue,
        }
        answered = true;
    }
    answered.then_some(found)
}

fn flatten(thread: &Thread, into: &mut Vec<u32>) {
    into.extend(&thread.chain);
    for branch in &thread.branches {
        flatten(branch, into);
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
        SortKey::Arrival => message.internal_date.map(|when| instant(&when)),
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

/// Seconds since a day long ago, for comparison of two dates.
pub(super) fn instant(when: &DateTime) -> i64 {
    let (mut year, month) = (i64::from(when.date.year), i64::from(when.date.month));
    // Days of a year that begins in March.
    year -= i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(when.date.day) - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
    let minutes = i64::from(when.hour) * 60 + i64::from(when.minute) - i64::from(when.zone);
    days * 86_400 + minutes * 60 + i64::from(when.second)
}
