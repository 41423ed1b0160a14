//! SEARCH, SORT, THREAD and their UID forms (RFC 9051 §6.4.4; RFC 4731, 5182, 5256, 5267, 9394).

use std::borrow::Cow;

use super::auth::enable_cond_store;
use super::{context, fetch, search_wrong};
use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::message::date;
use crate::reference::search::{self as find, Algorithm, Query, QueryError, Record};
use crate::reference::session::{Known, updates};
use crate::reference::store::MailboxId;
use crate::syntax::types::{
    Code, Esearch, EsearchItem, Flag, PartialRange, ReturnOption, Search, SearchKey, SortCriterion,
    Status, Untagged,
};

/// A message that a search looks at, as it is now.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) number: u32,
    pub(crate) known: Known,
    pub(super) flags: Vec<Flag<'static>>,
}

impl Candidate {
    /// As the keys look at it.
    pub(crate) fn record(&self) -> Record<'_> {
        let message = &self.known.message;
        let saved = i64::try_from(message.saved_ms / 1000).unwrap_or(0);
        Record {
            number: self.number,
            uid: message.uid,
            flags: &self.flags,
            mod_sequence: message.mod_sequence,
            internal_date: message.internal_date,
            save_date: Some(date::date_time(saved)),
            email_id: &message.content.email_id,
            thread_id: &message.content.thread_id,
            octets: &message.content.octets,
        }
    }
}

/// One message found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) number: u32,
    pub(super) uid: u32,
    pub(super) mod_sequence: u64,
}

pub(super) fn search(cx: &mut Cx<'_>, uid: bool, search: &Search<'_>) -> Handled {
    let answer = run(cx, uid, search, None);
    // RFC 9051 §6.4.4.1: a search that was to be saved and ends in NO leaves nothing saved; BAD
    // changes nothing.
    if answer.as_ref().is_err_and(|answer| answer.status == Some(Status::No))
        && asks(search, &ReturnOption::Save)
        && let Ok(selected) = cx.selected()
    {
        selected.saved.clear();
    }
    answer
}

pub(super) fn sort(
    cx: &mut Cx<'_>,
    uid: bool,
    criteria: &[SortCriterion],
    search: &Search<'_>,
) -> Handled {
    run(cx, uid, search, Some(criteria))
}

pub(super) fn thread(cx: &mut Cx<'_>, uid: bool, algorithm: &[u8], search: &Search<'_>) -> Handled {
    let Some(algorithm) = Algorithm::named(algorithm) else {
        return Err(Answer::bad("That threading algorithm is not known here"));
    };
    let query = query(cx, search)?;
    let found = matching(cx, &query)?;
    let altered = search_wrong::altered(cx, &found, search_wrong::threaded);
    let records = records(&found, &altered);
    let mut threads = find::thread(algorithm, &records, uid);
    if threads.len() > 1 && cx.has(Defect::ThreadLosesLast) {
        threads.pop();
    }
    cx.say(Untagged::Thread(threads));
    Ok(Answer::ok("THREAD completed"))
}

/// Makes the keys ready, or says why that cannot be.
pub(super) fn query(cx: &mut Cx<'_>, search: &Search<'_>) -> Result<Query, Answer> {
    if cx.session.enabled.uid_only && search.keys.iter().any(by_number) {
        return Err(Answer::bad("Only UIDs are spoken here").with(Code::UidRequired));
    }
    if find::asks_mod_sequence(&search.keys) {
        enable_cond_store(cx);
    }
    let enabled = cx.session.enabled;
    if search.charset.is_some() && enabled.utf8 && !enabled.rev2 {
        // RFC 6855 §3
        return Err(Answer::bad("UTF8=ACCEPT knows no CHARSET"));
    }
    let lax = cx.has(Defect::SearchBadCharset);
    let charset = search.charset.as_deref().filter(|_| !lax);
    let keys = search_wrong::misread(cx, &search.keys);
    Query::new(charset, &keys).map_err(|error| match error {
        QueryError::BadCharset => {
            let known = find::CHARSETS.iter().map(|name| Cow::Borrowed(name.as_bytes())).collect();
            let text = "That charset is not known here";
            Answer::refused(Code::BadCharset(known), text)
        }
        other => Answer::bad(other.to_string()),
    })
}

/// Whether a key speaks of sequence numbers.
fn by_number(key: &SearchKey<'_>) -> bool {
    match key {
        SearchKey::SequenceSet(crate::syntax::types::SequenceSet::Ranges(_)) => true,
        SearchKey::Not(key) | SearchKey::Fuzzy(key) => by_number(key),
        SearchKey::Or(a, b) => by_number(a) || by_number(b),
        SearchKey::And(keys) => keys.iter().any(by_number),
        _ => false,
    }
}

/// All messages that the session knows, as they are now.
pub(super) fn candidates(cx: &mut Cx<'_>) -> Result<Vec<Candidate>, Answer> {
    let stale = cx.has(Defect::SearchStale);
    let rev2 = cx.session.enabled.rev2;
    let id: MailboxId = cx.selected()?.mailbox;
    let Some(selected) = &cx.session.selected else { return Ok(Vec::new()) };
    let mailbox = cx.store.mailbox(id).filter(|_| !stale);
    let mut candidates = Vec::with_capacity(selected.known.len());
    for (number, known) in (1..).zip(&selected.known) {
        let mut known = known.clone();
        if let Some(now) = mailbox.and_then(|m| m.get(known.uid())) {
            known.message = now.clone();
        }
        let _ = rev2;
        let flags = updates::flags_of(&known, false);
        candidates.push(Candidate { number, known, flags });
    }
    Ok(candidates)
}

/// The messages that match, in the order of the mailbox.
pub(super) fn matching(cx: &mut Cx<'_>, query: &Query) -> Result<Vec<Candidate>, Answer> {
    let mut candidates = candidates(cx)?;
    let (now, defects) = (cx.now.seconds(), cx.options.defects);
    let selected = cx.selected()?;
    let context = find::Context {
        largest: selected.exists(),
        largest_uid: selected.largest_uid(),
        saved: &selected.saved,
        now,
    };
    candidates.retain(|candidate| {
        let record = candidate.record();
        match search_wrong::searched(defects, record.octets) {
            Some(octets) => query.matches(&Record { octets: &octets, ..record }, &context),
            None => query.matches(&record, &context),
        }
    });
    Ok(candidates)
}

/// Records of messages, with the octets that a server with a defect takes for theirs.
fn records<'c>(found: &'c [Candidate], altered: &'c [Option<Vec<u8>>]) -> Vec<Record<'c>> {
    let one = |(candidate, octets): (&'c Candidate, &'c Option<Vec<u8>>)| {
        let record = candidate.record();
        let octets = octets.as_deref().unwrap_or(record.octets);
        Record { octets, ..record }
    };
    found.iter().zip(altered).map(one).collect()
}

pub(super) fn asks(search: &Search<'_>, option: &ReturnOption<'_>) -> bool {
    search.returns.iter().flatten().any(|o| o == option)
}

fn run(
    cx: &mut Cx<'_>,
    uid: bool,
    search: &Search<'_>,
    criteria: Option<&[SortCriterion]>,
) -> Handled {
    check_returns(search)?;
    let query = query(cx, search)?;
    let mut found = matching(cx, &query)?;
    if cx.has(Defect::SearchCase) {
        found.retain(|c| search_wrong::spelled(&search.keys, &c.known.message.content.octets));
    }
    let mut places: Vec<usize> = (0..found.len()).collect();
    let limit = fetch::limit(cx, &mut places)?;
    found.drain(..found.len() - places.len());
    let hit = |c: &Candidate| Hit {
        number: c.number,
        uid: c.known.uid(),
        mod_sequence: c.known.message.mod_sequence,
    };
    let hits: Vec<Hit> = match criteria {
        None => found.iter().map(hit).collect(),
        Some(criteria) => {
            let altered = search_wrong::altered(cx, &found, search_wrong::sorted);
            let criteria = search_wrong::criteria(cx, criteria);
            let mut order = find::sort(&criteria, &records(&found, &altered));
            search_wrong::order(cx, &criteria, &mut order);
            order.into_iter().filter_map(|place| found.get(place)).map(hit).collect()
        }
    };
    let mod_sequence =
        find::asks_mod_sequence(&search.keys) && !cx.has(Defect::SearchModSeqMissing);
    save(cx, search, &hits)?;
    let mut done =
        Answer::ok(if criteria.is_some() { "SORT completed" } else { "SEARCH completed" });
    if let Some(Code::MessageLimit { limit, .. }) = limit {
        let uid = found.first().map(|c| c.known.uid());
        done = done.with(Code::MessageLimit { limit, uid });
    }
    match &search.returns {
        None => plain(cx, uid, &hits, mod_sequence, criteria.is_some()),
        Some(options) => {
            if let Some(answer) = context::open(cx, uid, search, criteria)? {
                extended(cx, uid, &hits, options, mod_sequence);
                return Ok(answer);
            }
            extended(cx, uid, &hits, options, mod_sequence);
        }
    }
    Ok(done)
}

pub(super) fn check_returns(search: &Search<'_>) -> Result<(), Answer> {
    let options = search.returns.as_deref().unwrap_or_default();
    let partial = options.iter().filter(|o| matches!(o, ReturnOption::Partial(_))).count();
    if partial > 1 || (partial == 1 && options.contains(&ReturnOption::All)) {
        return Err(Answer::bad("PARTIAL goes with neither ALL nor another PARTIAL"));
    }
    let unknown =
        |o: &ReturnOption<'_>| matches!(o, ReturnOption::Extension(..) | ReturnOption::Relevancy);
    if options.iter().any(unknown) {
        return Err(Answer::bad("Unknown return option"));
    }
    Ok(())
}

/// Keeps the result for `$` (RFC 5182 §2.1): all of it, or the ends if only they are asked for.
pub(super) fn save(cx: &mut Cx<'_>, search: &Search<'_>, hits: &[Hit]) -> Result<(), Answer> {
    if !asks(search, &ReturnOption::Save) {
        return Ok(());
    }
    let whole = [ReturnOption::All, ReturnOption::Count].iter().any(|o| asks(search, o));
    let (min, max) = (asks(search, &ReturnOption::Min), asks(search, &ReturnOption::Max));
    let partial = search.returns.iter().flatten().find_map(|option| match option {
        ReturnOption::Partial(range) => Some(*range),
        _ => None,
    });
    let mut uids: Vec<u32> = hits.iter().map(|hit| hit.uid).collect();
    uids.sort_unstable();
    if let Some(range) = partial.filter(|_| !whole) {
        // RFC 9394 §3.1: PARTIAL saves what it gives.
        uids = partial_of(&hits.iter().map(|hit| hit.uid).collect::<Vec<_>>(), range).to_vec();
        uids.sort_unstable();
    } else if (min || max) && !whole {
        let first = uids.first().copied().filter(|_| min);
        let last = uids.last().copied().filter(|_| max);
        uids = first.into_iter().chain(last).collect();
        uids.dedup();
    }
    if uids.is_empty() && cx.has(Defect::SearchResStale) {
        return Ok(());
    }
    cx.selected()?.saved = uids;
    Ok(())
}

/// `* SEARCH` or `* SORT`; ESEARCH for SEARCH in IMAP4rev2 (RFC 9051 §6.4.4).
fn plain(cx: &mut Cx<'_>, uid: bool, hits: &[Hit], mod_sequence: bool, sorted: bool) {
    if cx.session.enabled.rev2 && !sorted {
        return extended(cx, uid, hits, &[ReturnOption::All], mod_sequence);
    }
    let mut names: Vec<u32> = hits.iter().map(|hit| name(cx, uid, hit)).collect();
    let highest = hits.iter().map(|h| h.mod_sequence).max().filter(|_| mod_sequence);
    if sorted {
        return cx.say(Untagged::Sort(names, highest));
    }
    // A server with CONTEXT=SEARCH has promised the mailbox's order (RFC 5267 §4.1).
    if !cx.serves(Feature::Context) {
        cx.session.liberty.shuffle(&mut names);
    }
    cx.say(Untagged::Search(names, highest));
}

fn name(cx: &Cx<'_>, uid: bool, hit: &Hit) -> u32 {
    if uid && !cx.has(Defect::SearchUidsAsNumbers) { hit.uid } else { hit.number }
}

fn extended(
    cx: &mut Cx<'_>,
    uid: bool,
    hits: &[Hit],
    options: &[ReturnOption<'_>],
    mod_sequence: bool,
) {
    let Some(items) = items(cx, uid, hits, options, mod_sequence) else { return };
    let tag = (!cx.has(Defect::EsearchTagMissing)).then(|| Cow::Owned(cx.tag.clone()));
    let uid = uid && !cx.has(Defect::EsearchUidMissing);
    cx.say(Untagged::Esearch(Esearch { tag, mailbox: None, uid_validity: None, uid, items }));
}

/// What ESEARCH says of the hits; `None` where nothing is to be said.
pub(super) fn items(
    cx: &mut Cx<'_>,
    uid: bool,
    hits: &[Hit],
    options: &[ReturnOption<'_>],
    mod_sequence: bool,
) -> Option<Vec<EsearchItem<'static>>> {
    use ReturnOption as R;
    let names: Vec<u32> = hits.iter().map(|hit| name(cx, uid, hit)).collect();
    let says = |o: &R<'_>| matches!(o, R::Min | R::Max | R::All | R::Count | R::Partial(_));
    let silent = !options.is_empty() && !options.iter().any(says);
    if silent && options.contains(&R::Save) {
        return None;
    }
    let default = [R::All];
    let options = if silent || options.is_empty() { &default[..] } else { options };
    // MIN and MAX are the least and greatest in a SEARCH, the first and last of a SORT.
    let (mut first, mut last) = (names.first().copied(), names.last().copied());
    if cx.has(Defect::EsearchMinMax) {
        std::mem::swap(&mut first, &mut last);
    }
    let mut items: Vec<EsearchItem<'static>> = Vec::new();
    for option in options {
        match option {
            R::Min => items.extend(first.map(EsearchItem::Min)),
            R::Max => items.extend(last.map(EsearchItem::Max)),
            R::All if !names.is_empty() => {
                items.push(EsearchItem::All(updates::set_of(names.iter().copied())));
            }
            R::Count => {
                let off = u32::from(cx.has(Defect::EsearchCountPlus) && !names.is_empty());
                let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
                items.push(EsearchItem::Count(count.saturating_add(off)));
            }
            R::Partial(range) => {
                let part = search_wrong::part(cx, partial_of(&names, *range));
                let set = (!part.is_empty()).then(|| updates::set_of(part.iter().copied()));
                items.push(EsearchItem::Partial(*range, set));
            }
            _ => {}
        }
    }
    if mod_sequence {
        items.extend(highest(hits, options).map(EsearchItem::ModSeq));
    }
    cx.session.liberty.shuffle(&mut items);
    Some(items)
}

/// The highest mod-sequence of what is given (RFC 7162 §3.1.5): of the ends, where only they are.
fn highest(hits: &[Hit], options: &[ReturnOption<'_>]) -> Option<u64> {
    let only_ends = options
        .iter()
        .all(|o| matches!(o, ReturnOption::Min | ReturnOption::Max | ReturnOption::Save));
    if !only_ends {
        return hits.iter().map(|h| h.mod_sequence).max();
    }
    let first = hits.first().filter(|_| options.contains(&ReturnOption::Min));
    let last = hits.last().filter(|_| options.contains(&ReturnOption::Max));
    first.into_iter().chain(last).map(|h| h.mod_sequence).max()
}

/// The part of a result that a range names: from the first, or from the last (RFC 9394 §3.1).
pub(super) fn partial_of<T>(all: &[T], range: PartialRange) -> &[T] {
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let at = |n: i64| if n < 0 { count.saturating_add(n) } else { n.saturating_sub(1) };
    let (a, b) = (at(range.from), at(range.to));
    let (from, to) = (a.min(b).max(0), a.max(b).saturating_add(1).clamp(0, count));
    let place = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    all.get(place(from)..place(to)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_results() {
        let all = [1, 2, 3, 4, 5];
        let part = |from, to| partial_of(&all, PartialRange { from, to }).to_vec();
        assert_eq!(part(1, 2), [1, 2]);
        assert_eq!(part(4, 2), [2, 3, 4]);
        assert_eq!(part(5, 9), [5]);
        assert_eq!(part(-1, -2), [4, 5]);
        assert_eq!(part(-9, -4), [1, 2]);
        assert_eq!(part(6, 9), [0; 0]);
        assert_eq!(part(-6, -9), [0; 0]);
        assert_eq!(part(i64::MIN, i64::MIN), [0; 0]);
    }
}
