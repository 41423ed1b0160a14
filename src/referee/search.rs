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
    CommandBody, DateTime, Esearch, EsearchItem, ReturnOption, Search, SearchKey, SortCriterion,
    SortKey, Thread, Untagged,
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

/// Whether the key is about mod-sequences.
pub(super) fn mod_seq_key(key: &SearchKey<'_>) -> bool {
    match key {
        SearchKey::ModSeq(..) => true,
        SearchKey::Not(key) | SearchKey::Fuzzy(key) => mod_seq_key(key),
        SearchKey::Or(a, b) => mod_seq_key(a) || mod_seq_key(b),
        SearchKey::And(keys) => keys.iter().any(mod_seq_key),
        _ => false,
    }
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
        results(scene, bench, answer);
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
fn results(scene: &Scene<'_>, bench: &mut Bench, answer: &Esearch<'_>) {
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
fn found(done: &Completed<'_>, search: &Search<'_>) -> Option<Vec<u32>> {
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

#[cfg(test)]
mod tests {
    use super::instant;
    use crate::referee::script::{breaks, keeps, logged_in, selected};
    use crate::syntax::types::{Date, DateTime};

    const FLAGS: &str = "C: 0 FETCH 1:3 (UID FLAGS RFC822.SIZE)\nS: * 1 FETCH (UID 2 FLAGS (\\Seen) RFC822.SIZE 30)\nS: * 2 FETCH (UID 4 FLAGS () RFC822.SIZE 10)\nS: * 3 FETCH (UID 5 FLAGS (x) RFC822.SIZE 20)\nS: 0 OK x\n";

    fn told(command: &str, answer: &str) -> Vec<crate::finding::Finding> {
        selected(&format!("{FLAGS}C: 1 {command}\nS: * {answer}\nS: 1 OK x"))
    }

    #[test]
    fn what_is_found_is_there_and_matches() {
        keeps(told("SEARCH UNSEEN", "SEARCH 2 3"));
        keeps(told("SEARCH TEXT x", "SEARCH 3"));
        keeps(told("UID SEARCH KEYWORD x SMALLER 25", "SEARCH 5"));
        breaks("search-range", told("SEARCH ALL", "SEARCH 1 2 3 4"));
        breaks("search-known", told("UID SEARCH ALL", "SEARCH 2 3 4 5"));
        breaks("search-twice", told("SEARCH ALL", "SEARCH 1 2 3 3"));
        breaks("search-match", told("SEARCH UNSEEN", "SEARCH 2"));
        breaks("search-match", told("SEARCH OR SEEN LARGER 20", "SEARCH 1 3"));
        breaks("search-match", told("UID SEARCH UID 4:*", "SEARCH 4"));
        breaks("search-match", told("THREAD REFERENCES UTF-8 ALL", "THREAD (1)(2)"));
    }

    #[test]
    fn silent_changes_leave_doubt() {
        let changed = "C: 1 STORE 2 +FLAGS.SILENT (\\Seen)\nS: 1 OK x\nC: 2 SEARCH UNSEEN\nS: * SEARCH 3\nS: 2 OK x";
        keeps(selected(&format!("{FLAGS}{changed}")));
    }

    #[test]
    fn sort_is_in_order() {
        keeps(told("SORT (SIZE) UTF-8 ALL", "SORT 2 3 1"));
        keeps(told("SORT (REVERSE SIZE) UTF-8 ALL", "SORT 1 3 2"));
        breaks("search-sorted", told("UID SORT (SIZE) UTF-8 ALL", "SORT 4 2 5"));
    }

    #[test]
    fn esearch_answers_what_was_asked() {
        let returned = |options: &str, answer: &str| {
            selected(&format!("C: 1 SEARCH RETURN ({options}) ALL\nS: * {answer}\nS: 1 OK x"))
        };
        keeps(returned("MIN MAX COUNT ALL", "ESEARCH (TAG \"1\") MIN 1 MAX 3 COUNT 3 ALL 1:3"));
        breaks("search-tag", returned("ALL", "ESEARCH (TAG \"2\") ALL 1:3"));
        breaks("search-form", returned("ALL", "SEARCH 1 2 3"));
        breaks("search-uid", returned("ALL", "ESEARCH (TAG \"1\") UID ALL 1:3"));
        breaks("search-missing", returned("COUNT", "ESEARCH (TAG \"1\")"));
        breaks("search-missing", returned("MIN COUNT", "ESEARCH (TAG \"1\") COUNT 3"));
        breaks("search-nothing", returned("MIN COUNT", "ESEARCH (TAG \"1\") MIN 1 COUNT 0"));
        breaks("search-results", returned("COUNT ALL", "ESEARCH (TAG \"1\") COUNT 2 ALL 1:3"));
        breaks("search-results", returned("MIN ALL", "ESEARCH (TAG \"1\") MIN 2 ALL 1:3"));
        breaks(
            "search-results",
            returned("MIN MAX COUNT", "ESEARCH (TAG \"1\") MIN 2 MAX 3 COUNT 3"),
        );
        keeps(returned("PARTIAL 1:2", "ESEARCH (TAG \"1\") PARTIAL (1:2 1:2)"));
        breaks("search-partial", returned("PARTIAL 1:2", "ESEARCH (TAG \"1\") PARTIAL (1:2 1:3)"));
        breaks(
            "search-single",
            returned("ALL COUNT", "ESEARCH (TAG \"1\") ALL 1:3\nS: * ESEARCH (TAG \"1\") COUNT 3"),
        );
    }

    #[test]
    fn the_form_is_the_revision_s() {
        let plain = "C: 1 SEARCH ALL\nS: * ESEARCH (TAG \"1\") ALL 1:3\nS: 1 OK x";
        let capable = |list: &str| format!("C: 0 CAPABILITY\nS: * CAPABILITY {list}\nS: 0 OK x\n");
        breaks("search-form", selected(&format!("{}{plain}", capable("IMAP4rev1 ESEARCH"))));
        keeps(selected(&format!("{}{plain}", capable("IMAP4rev2"))));
        let enable = "C: e ENABLE IMAP4rev2\nS: * ENABLED IMAP4rev2\nS: e OK x\n";
        breaks(
            "search-form",
            selected(&format!("{enable}C: 1 SEARCH ALL\nS: * SEARCH 1 2 3\nS: 1 OK x")),
        );
        keeps(logged_in(enable));
    }

    #[test]
    fn instants_know_zones_and_leap_days() {
        let at = |month, day, hour, zone| {
            let date = Date { year: 2024, month, day };
            instant(&DateTime { date, hour, minute: 0, second: 0, zone })
        };
        assert_eq!(at(3, 1, 0, 0) - at(2, 28, 0, 0), 2 * 86_400);
        assert_eq!(at(3, 1, 1, 60), at(3, 1, 0, 0));
    }
}
