//! Searches that are kept up to date (RFC 5267): UPDATE, CANCELUPDATE, ADDTO and REMOVEFROM.
//!
//! A context remembers what the client knows of its result, and tells the difference: what an
//! expunge takes out before the EXPUNGE ([`expunging`]), all else behind the EXISTS and FETCH
//! that caused it ([`tell`]).

use std::borrow::Cow;
use std::collections::HashSet;

use bounded_static::ToBoundedStatic;

use super::{fetch, search};
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::limits;
use crate::reference::search::{self as find, Query, Record};
use crate::reference::session::say;
use crate::syntax::types::{
    Code, Esearch, EsearchItem, FetchAtt, Octets, RespText, ReturnOption, Search, SearchKey,
    SequenceSet, SortCriterion, Status, Untagged,
};

/// A search whose result the client is kept informed of.
#[derive(Debug)]
pub(crate) struct Context {
    /// Tag of the search, which names the context.
    tag: Vec<u8>,
    /// Whether the updates name UIDs.
    uid: bool,
    query: Query,
    /// `None`: in the order of the mailbox.
    criteria: Option<Vec<SortCriterion>>,
    /// What to fetch of new messages that match (RFC 5465 §7).
    items: Vec<FetchAtt<'static>>,
    /// UIDs of the result that the client knows, in its order.
    result: Vec<u32>,
    /// The largest UID when the client was last told.
    last_uid: u32,
}

/// Opens a context if the search asks for UPDATE. `Some`: how the search is to be answered.
pub(super) fn open(
    cx: &mut Cx<'_>,
    uid: bool,
    search: &Search<'_>,
    criteria: Option<&[SortCriterion]>,
) -> Result<Option<Answer>, Answer> {
    let options = search.returns.as_deref().unwrap_or_default();
    let items = options.iter().find_map(|option| match option {
        ReturnOption::Update(items) => Some(items.iter().map(ToBoundedStatic::to_static).collect()),
        _ => None,
    });
    let Some(items) = items else { return Ok(None) };
    let tag = cx.tag.clone();
    let most = if cx.keeps_to(Way::OneContext) { 1 } else { limits::CONTEXTS };
    let selected = cx.selected()?;
    if selected.contexts.iter().any(|context| context.tag == tag) {
        return Err(Answer::bad("A search of that tag is kept up to date already"));
    }
    if selected.contexts.len() >= most {
        let code = Some(Code::NoUpdate(Cow::Owned(tag)));
        let text = RespText { code, text: say::text("Too many searches are kept up to date") };
        cx.say(Untagged::Status(Status::No, text));
        return Ok(Some(Answer::ok("Search completed, will not notify")));
    }
    let keys: Vec<SearchKey<'static>> =
        search.keys.iter().map(|key| fixed(cx, key)).collect::<Result<_, _>>()?;
    let fixed = Search { returns: None, charset: search.charset.clone(), keys };
    let query = search::query(cx, &fixed)?;
    let last_uid = cx.selected()?.largest_uid();
    let criteria = criteria.map(<[SortCriterion]>::to_vec);
    let mut context = Context { tag, uid, query, criteria, items, result: Vec::new(), last_uid };
    context.result = result(cx, &context)?;
    cx.selected()?.contexts.push(context);
    Ok(Some(Answer::ok("Search completed, will notify")))
}

/// A key whose sequence numbers have become UIDs: they mean the messages that had these numbers
/// when the command came (§4.3).
fn fixed(cx: &mut Cx<'_>, key: &SearchKey<'_>) -> Result<SearchKey<'static>, Answer> {
    use SearchKey as K;
    Ok(match key {
        K::SequenceSet(set) => uids(cx, set, false)?,
        K::Uid(SequenceSet::Saved) => uids(cx, &SequenceSet::Saved, true)?,
        K::Not(key) => K::Not(Box::new(fixed(cx, key)?)),
        K::Fuzzy(key) => fixed(cx, key)?,
        K::Or(a, b) => K::Or(Box::new(fixed(cx, a)?), Box::new(fixed(cx, b)?)),
        K::And(keys) => K::And(keys.iter().map(|key| fixed(cx, key)).collect::<Result<_, _>>()?),
        other => other.to_static(),
    })
}

fn uids(cx: &mut Cx<'_>, set: &SequenceSet, uid: bool) -> Result<SearchKey<'static>, Answer> {
    let selected = cx.selected()?;
    let places = selected.places(set, uid);
    let uids: Vec<u32> =
        places.iter().filter_map(|&place| selected.known.get(place)).map(|k| k.uid()).collect();
    Ok(match uids.is_empty() {
        true => SearchKey::Not(Box::new(SearchKey::All)),
        false => SearchKey::Uid(say::set_of(uids)),
    })
}

pub(super) fn cancel(cx: &mut Cx<'_>, tags: &[Octets<'_>]) -> Handled {
    let keeps = cx.has(Defect::ContextCancelIgnored);
    let all = cx.has(Defect::ContextCancelAll);
    let contexts = &mut cx.selected()?.contexts;
    if !keeps {
        contexts.retain(|context| !all && !tags.iter().any(|tag| **tag == *context.tag));
    }
    Ok(Answer::ok("CANCELUPDATE completed"))
}

/// UIDs that match now, in the order of the context.
fn result(cx: &mut Cx<'_>, context: &Context) -> Result<Vec<u32>, Answer> {
    let found = search::matching(cx, &context.query)?;
    let uids: Vec<u32> = found.iter().map(|candidate| candidate.known.uid()).collect();
    let Some(criteria) = &context.criteria else { return Ok(uids) };
    let records: Vec<Record<'_>> = found.iter().map(search::Candidate::record).collect();
    let order = find::sort(criteria, &records);
    Ok(order.into_iter().filter_map(|place| uids.get(place).copied()).collect())
}

/// Tells that messages leave the results, while their sequence numbers are still good (§4.3.4).
pub(crate) fn expunging(cx: &mut Cx<'_>, gone: &[u32]) {
    if cx.has(Defect::ContextExpungeUntold) {
        return;
    }
    each(cx, |cx, context| {
        let kept = context.result.iter().copied().filter(|uid| gone.binary_search(uid).is_err());
        let kept: Vec<u32> = kept.collect();
        differ(cx, context, kept);
    });
}

/// Tells what has changed in the results of the session's contexts.
pub(crate) fn tell(cx: &mut Cx<'_>) {
    each(cx, |cx, context| {
        let Ok(now) = result(cx, context) else { return };
        let fresh = |uid: &u32| *uid > context.last_uid && !context.items.is_empty();
        let new: Vec<u32> = now.iter().copied().filter(fresh).collect();
        for uid in new {
            let place = cx.session.selected.as_ref().and_then(|s| s.place(uid));
            if let Some(place) = place {
                fetch::send(cx, place, &context.items);
            }
        }
        context.last_uid = cx.session.selected.as_ref().map_or(0, |s| s.largest_uid());
        differ(cx, context, now);
    });
}

/// Does something with each context, the contexts taken out of the session meanwhile.
fn each(cx: &mut Cx<'_>, mut work: impl FnMut(&mut Cx<'_>, &mut Context)) {
    let Some(selected) = &mut cx.session.selected else { return };
    let mut contexts = std::mem::take(&mut selected.contexts);
    for context in &mut contexts {
        work(cx, context);
    }
    if let Some(selected) = &mut cx.session.selected {
        selected.contexts = contexts;
    }
}

/// Tells the way from the result that the client knows to this one.
fn differ(cx: &mut Cx<'_>, context: &mut Context, now: Vec<u32>) {
    let old = std::mem::take(&mut context.result);
    let before: HashSet<u32> = old.iter().copied().collect();
    let after: HashSet<u32> = now.iter().copied().collect();
    let removed = |uid: &u32| !after.contains(uid);
    let added = |uid: &u32| !before.contains(uid);
    let sorted = context.criteria.is_some();
    // From the end, so that no position is moved by a removal told before it.
    let mut removals: Vec<(u32, Vec<u32>)> = runs(&old, removed);
    removals.reverse();
    let mut additions = runs(&now, added);
    if !sorted {
        // Where the order is the mailbox's, 0 leaves it to the client (§4.3.3).
        removals = together(removals);
        additions = together(additions);
    }
    let mut items: Vec<EsearchItem<'static>> = Vec::new();
    if !removals.is_empty() && !cx.has(Defect::ContextRemoveUntold) {
        items.push(EsearchItem::RemoveFrom(named(cx, context, removals)));
    }
    if !additions.is_empty() && !cx.has(Defect::ContextAddUntold) {
        items.push(EsearchItem::AddTo(named(cx, context, additions)));
    }
    context.result = now;
    if items.is_empty() {
        return;
    }
    let tag = Some(Cow::Owned(context.tag.clone()));
    let uid = context.uid && !cx.has(Defect::ContextUidMissing);
    let (mailbox, uid_validity) = (None, None);
    cx.say(Untagged::Esearch(Esearch { tag, mailbox, uid_validity, uid, items }));
}

/// Runs of neighbours in a list that are wanted, each with its position from 1.
fn runs(list: &[u32], wanted: impl Fn(&u32) -> bool) -> Vec<(u32, Vec<u32>)> {
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    let mut open = false;
    for (position, uid) in (1..).zip(list) {
        let wants = wanted(uid);
        match runs.last_mut() {
            Some((_, run)) if wants && open => run.push(*uid),
            _ if wants => runs.push((position, vec![*uid])),
            _ => {}
        }
        open = wants;
    }
    runs
}

/// All runs in one, at position 0.
fn together(runs: Vec<(u32, Vec<u32>)>) -> Vec<(u32, Vec<u32>)> {
    let mut all: Vec<u32> = runs.into_iter().flat_map(|(_, run)| run).collect();
    all.sort_unstable();
    if all.is_empty() { Vec::new() } else { vec![(0, all)] }
}

/// The runs as the context names messages.
fn named(cx: &Cx<'_>, context: &Context, runs: Vec<(u32, Vec<u32>)>) -> Vec<(u32, SequenceSet)> {
    let selected = cx.session.selected.as_ref();
    let off = u32::from(cx.has(Defect::ContextPositionOff) && context.criteria.is_some());
    let uids = context.uid || cx.has(Defect::ContextNumbersUids);
    let name = |uid: u32| match uids {
        true => Some(uid),
        false => selected.and_then(|s| s.number(uid)),
    };
    let one = |(position, run): (u32, Vec<u32>)| {
        (position + off, say::set_of(run.into_iter().filter_map(name)))
    };
    runs.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_have_positions() {
        let list = [7, 3, 9, 4, 5];
        assert_eq!(runs(&list, |uid| *uid != 9), [(1, vec![7, 3]), (4, vec![4, 5])]);
        assert_eq!(runs(&list, |_| false), []);
        assert_eq!(together(runs(&list, |uid| *uid > 4)), [(0, vec![5, 7, 9])]);
    }
}
