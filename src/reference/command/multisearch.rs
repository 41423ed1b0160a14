//! ESEARCH over several mailboxes (RFC 7377).

use std::borrow::Cow;

use super::search::{self, Candidate, Hit};
use super::{context, filter};
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::search::{self as find, Query};
use crate::reference::session::Known;
use crate::reference::store::{MailboxId, Right};
use crate::syntax::types::{Esearch, FilterMailboxes, ReturnOption, Search, Untagged};

pub(super) fn esearch(
    cx: &mut Cx<'_>,
    sources: &[FilterMailboxes<'_>],
    search: &Search<'_>,
) -> Handled {
    if cx.session.pipelined == 0 {
        cx.session.memory.first_search = cx.tag.clone();
    }
    let only_selected = [FilterMailboxes::Selected];
    let sources = if sources.is_empty() { &only_selected[..] } else { sources };
    if sources.contains(&FilterMailboxes::SelectedDelayed) {
        return Err(Answer::bad("SELECTED-DELAYED is for NOTIFY"));
    }
    let selected = cx.session.selected.as_ref().map(|selected| selected.mailbox);
    let here = sources.contains(&FilterMailboxes::Selected);
    let options = search.returns.as_deref().unwrap_or_default();
    let updates = options.iter().any(|option| matches!(option, ReturnOption::Update(_)));
    if selected.is_none() && (here || updates) {
        return Err(Answer::bad("Select a mailbox first"));
    }
    let saves = search::asks(search, &ReturnOption::Save);
    if saves && (!here || sources.len() > 1) {
        return Err(Answer::bad("Only a search of the selected mailbox can be saved"));
    }
    search::check_returns(search)?;
    search::check_charset(cx, search)?;
    let query = search::query(cx, search)?;
    let mod_sequence = find::asks_mod_sequence(&search.keys);
    for (name, id) in mailboxes(cx, sources, selected) {
        let hits = match Some(id) == selected {
            true => hits(&search::matching(cx, &query)?),
            false => hits(&elsewhere(cx, id, &query)),
        };
        if Some(id) == selected && here {
            if saves {
                search::save(cx, search, &hits)?;
            }
            if updates {
                context::open(cx, true, search, None)?;
            }
        }
        if hits.is_empty() && !cx.has(Defect::MultiSearchEmpty) {
            continue;
        }
        say(cx, &name, id, &hits, options, mod_sequence);
    }
    Ok(Answer::ok("ESEARCH completed"))
}

/// The mailboxes to be searched, each with its name, none twice; those that the user may not
/// read are left out without a word (§2.2).
fn mailboxes(
    cx: &Cx<'_>,
    sources: &[FilterMailboxes<'_>],
    selected: Option<MailboxId>,
) -> Vec<(String, MailboxId)> {
    let mut found = filter::mailboxes(cx, sources);
    if let Some(id) = selected.filter(|_| sources.contains(&FilterMailboxes::Selected))
        && !found.iter().any(|(_, other)| *other == id)
    {
        // A mailbox that was deleted since is searched under no name; it is left out.
        found.extend(cx.store.name_for(&cx.user(), id).map(|name| (name, id)));
    }
    found.retain(|(_, id)| {
        (cx.allows(*id, Right::Read) || cx.has(Defect::MultiSearchUnreadable))
            && !(cx.has(Defect::MultiSearchSelectedOnly) && Some(*id) != selected)
    });
    found
}

/// The messages of a mailbox that is not selected. Their numbers are their places there.
fn elsewhere(cx: &mut Cx<'_>, id: MailboxId, query: &Query) -> Vec<Candidate> {
    let now = cx.now.seconds();
    let threaded = !cx.keeps_to(Way::NoThreadId);
    let Some(mailbox) = cx.store.mailbox(id) else { return Vec::new() };
    let context = find::Context {
        largest: u32::try_from(mailbox.messages.len()).unwrap_or(u32::MAX),
        largest_uid: mailbox.messages.last().map_or(0, |message| message.uid),
        saved: &[],
        now,
    };
    (1..)
        .zip(&mailbox.messages)
        .map(|(number, message)| Candidate {
            number,
            known: Known { message: message.clone(), recent: message.recent },
            flags: message.flags.as_slice().to_vec(),
            threaded,
        })
        .filter(|candidate| query.matches(&candidate.record(), &context))
        .collect()
}

fn hits(found: &[Candidate]) -> Vec<Hit> {
    let hit = |c: &Candidate| Hit {
        number: c.number,
        uid: c.known.uid(),
        mod_sequence: c.known.message.mod_sequence,
    };
    found.iter().map(hit).collect()
}

fn say(
    cx: &mut Cx<'_>,
    name: &str,
    id: MailboxId,
    hits: &[Hit],
    options: &[ReturnOption<'_>],
    mod_sequence: bool,
) {
    let uid = !cx.has(Defect::MultiSearchNumbers);
    let Some(items) = search::items(cx, uid, hits, options, mod_sequence) else { return };
    let tag = match cx.has(Defect::MultiSearchTagFirst) {
        true => cx.session.memory.first_search.clone(),
        false => cx.tag.clone(),
    };
    let tag = (!cx.has(Defect::MultiSearchTagMissing)).then_some(Cow::Owned(tag));
    let validity = cx.store.mailbox(id).map(|mailbox| mailbox.uid_validity);
    let uid_validity = validity.filter(|_| !cx.has(Defect::MultiSearchValidityMissing));
    let mailbox = Some(cx.spell(name));
    cx.say(Untagged::Esearch(Esearch { tag, mailbox, uid_validity, uid: true, items }));
}
