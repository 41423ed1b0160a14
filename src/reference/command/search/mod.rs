//! SEARCH, SORT, THREAD and their UID forms (RFC 9051 §6.4.4; RFC 4731, 5182, 5256, 5267, 9394).

mod told;
mod wrong;

use std::borrow::Cow;

use self::told::{extended, plain};
pub(super) use self::told::{items, partial_of};
use super::auth::enable_cond_store;
use super::{context, fetch};
use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::message::date;
use crate::reference::search::{self as find, Algorithm, Query, QueryError, Record};
use crate::reference::session::{Known, say};
use crate::reference::store::MailboxId;
use crate::syntax::types::{
    Code, Flag, ReturnOption, Search, SearchKey, SortCriterion, Status, Untagged,
};

/// A message that a search looks at, as it is now.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) number: u32,
    pub(crate) known: Known,
    pub(super) flags: Vec<Flag<'static>>,
    /// The server knows its thread (RFC 8474 §5.2).
    pub(super) threaded: bool,
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
            thread_id: if self.threaded { &message.content.thread_id } else { b"" },
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
    let altered = wrong::altered(cx, &found, wrong::threaded);
    let records = records(&found, &altered);
    let uid = uid && !cx.has(Defect::ThreadUidNumbers);
    let mut threads = find::thread(algorithm, &records, uid);
    if cx.has(Defect::ThreadByNumber) {
        threads.sort_by_key(|thread| thread.chain.first().copied());
    }
    if threads.len() > 1 && cx.has(Defect::ThreadLosesLast) {
        threads.pop();
    }
    cx.say(Untagged::Thread(threads));
    Ok(Answer::ok("THREAD completed"))
}

/// RFC 6855 §3: with UTF8=ACCEPT a SEARCH names no charset. SORT and THREAD have to name one
/// (RFC 5256 §3), so that they are free.
pub(super) fn check_charset(cx: &Cx<'_>, search: &Search<'_>) -> Result<(), Answer> {
    let enabled = cx.session.enabled;
    if search.charset.is_some() && enabled.utf8 && !enabled.rev2 {
        return Err(Answer::bad("UTF8=ACCEPT knows no CHARSET"));
    }
    Ok(())
}

/// Makes the keys ready, or says why that cannot be.
pub(super) fn query(cx: &mut Cx<'_>, search: &Search<'_>) -> Result<Query, Answer> {
    if cx.session.enabled.uid_only && search.keys.iter().any(by_number) {
        return Err(Answer::bad("Only UIDs are spoken here").with(Code::UidRequired));
    }
    if find::asks_mod_sequence(&search.keys) {
        enable_cond_store(cx);
    }
    if ascii_only(cx, search) {
        let known = vec![Cow::Borrowed(&b"US-ASCII"[..])];
        return Err(Answer::refused(Code::BadCharset(known), "Only US-ASCII is known here"));
    }
    let lax = cx.has(Defect::SearchBadCharset);
    let raw = cx.has(Defect::SearchCharsetRaw)
        && Query::new(search.charset.as_deref(), &search.keys).is_ok();
    let charset = search.charset.as_deref().filter(|_| !lax && !raw);
    let keys = wrong::misread(cx, &search.keys);
    Query::new(charset, &keys).map_err(|error| match error {
        QueryError::BadCharset => {
            let known = find::CHARSETS.iter().map(|name| Cow::Borrowed(name.as_bytes())).collect();
            let text = "That charset is not known here";
            Answer::refused(Code::BadCharset(known), text)
        }
        other => Answer::bad(other.to_string()),
    })
}

/// Whether the charset is refused for being another one than US-ASCII, which is all that IMAP4rev1
/// wants; SORT and THREAD want UTF-8 (RFC 5256 §3), as do the collations of RFC 5255.
fn ascii_only(cx: &Cx<'_>, search: &Search<'_>) -> bool {
    let wants_utf8 =
        [Feature::Rev2, Feature::Utf8Accept, Feature::Comparator, Feature::Sort, Feature::Thread];
    let other = |charset: &[u8]| !charset.eq_ignore_ascii_case(b"US-ASCII");
    search.charset.as_deref().is_some_and(other)
        && cx.keeps_to(Way::AsciiSearch)
        && !wants_utf8.iter().any(|&feature| cx.serves(feature))
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
    let id: MailboxId = cx.selected()?.mailbox;
    let Some(selected) = &cx.session.selected else { return Ok(Vec::new()) };
    let threaded = !cx.keeps_to(Way::NoThreadId);
    let mailbox = cx.store.mailbox(id);
    let mut candidates = Vec::with_capacity(selected.known.len());
    for (number, known) in (1..).zip(&selected.known) {
        let mut known = known.clone();
        if let Some(now) = mailbox.and_then(|m| m.get(known.uid())) {
            known.message = now.clone();
        }
        let flags = say::flags_of(&known, false);
        candidates.push(Candidate { number, known, flags, threaded });
    }
    Ok(candidates)
}

/// The messages that match, in the order of the mailbox.
pub(super) fn matching(cx: &mut Cx<'_>, query: &Query) -> Result<Vec<Candidate>, Answer> {
    let mut candidates = candidates(cx)?;
    let (now, defects) = (cx.now.seconds(), cx.defects());
    let selected = cx.selected()?;
    let context = find::Context {
        largest: selected.exists(),
        largest_uid: selected.largest_uid(),
        saved: &selected.saved,
        now,
    };
    candidates.retain(|candidate| {
        let mut record = candidate.record();
        let octets = match defects.is_empty() {
            true => None,
            false => circumstance::looks_at(defects, record.octets, &mut record),
        };
        match octets.or_else(|| wrong::searched(defects, record.octets)) {
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
    if criteria.is_none() {
        check_charset(cx, search)?;
    }
    let first = match criteria {
        Some(_) if cx.has(Defect::SortFirstKey) => {
            let keys = search.keys.first().cloned().into_iter().collect();
            Some(Search { keys, ..search.clone() })
        }
        _ => None,
    };
    let query = query(cx, first.as_ref().unwrap_or(search))?;
    let mut found = matching(cx, &query)?;
    if cx.has(Defect::SearchCase) {
        found.retain(|c| wrong::spelled(&search.keys, &c.known.message.content.octets));
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
            let altered = wrong::altered(cx, &found, wrong::sorted);
            let criteria = wrong::criteria(cx, criteria);
            let records = records(&found, &altered);
            let mut order = find::sort(&criteria, &records);
            wrong::order(cx, &criteria, &mut order);
            circumstance::order(cx, &criteria, &records, &mut order);
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
    let whole = [ReturnOption::All, ReturnOption::Count].iter().any(|o| asks(search, o))
        || cx.has(Defect::SearchResMinAll);
    let (min, max) = (asks(search, &ReturnOption::Min), asks(search, &ReturnOption::Max));
    let partial = search.returns.iter().flatten().find_map(|option| match option {
        ReturnOption::Partial(range) => Some(*range),
        _ => None,
    });
    // In the order in which they are told, so that MIN and MAX of a SORT are its ends.
    let numbers = cx.has(Defect::SearchResNumbers);
    let name = |hit: &Hit| if numbers { hit.number } else { hit.uid };
    let mut uids: Vec<u32> = hits.iter().map(name).collect();
    if !whole && (min || max || partial.is_some()) {
        // RFC 9394 §3.2: PARTIAL saves what it gives, and MIN and MAX theirs beside it.
        let part = partial.map(|range| partial_of(&uids, range).to_vec()).unwrap_or_default();
        let first = uids.first().copied().filter(|_| min);
        let last = uids.last().copied().filter(|_| max);
        uids = part.into_iter().chain(first).chain(last).collect();
    }
    uids.sort_unstable();
    uids.dedup();
    if uids.is_empty() && cx.has(Defect::SearchResStale) {
        return Ok(());
    }
    cx.selected()?.saved = uids;
    Ok(())
}
