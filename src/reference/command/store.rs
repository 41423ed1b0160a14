//! STORE and UID STORE (RFC 9051 §6.4.6; RFC 7162 §3.1.3).

use super::auth::enable_cond_store;
use super::fetch;
use crate::reference::answer::{Answer, Handled};
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::liberty::Way;
use crate::reference::session::{say, updates};
use crate::reference::store::{FlagSet, MailboxId, Right};
use crate::syntax::types::{Code, Flag, MsgAtt, SequenceSet, StoreAction};

/// What a STORE asks for.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) uid: bool,
    pub(super) set: SequenceSet,
    pub(super) unchanged_since: Option<u64>,
    pub(super) action: StoreAction,
    pub(super) silent: bool,
    pub(super) flags: Vec<Flag<'a>>,
}

/// What came of it for one message.
enum Came {
    /// The flags are as asked; whether they were changed.
    Stored,
    /// The message has changed since (`UNCHANGEDSINCE`).
    Modified,
    /// It is gone.
    Gone,
}

pub(super) fn store(cx: &mut Cx<'_>, asked: &Asked<'_>) -> Handled {
    if asked.unchanged_since.is_some() {
        enable_cond_store(cx);
    }
    fetch::check_numbers(cx, asked.uid, &asked.set)?;
    let id = cx.selected()?.mailbox;
    if cx.selected()?.read_only {
        return Err(Answer::no("The mailbox is opened read-only"));
    }
    let mut given = permitted(cx, id, &asked.flags)?;
    circumstance::given(cx, id, asked.action, &asked.flags, &mut given);
    let mut places = fetch::places(cx, asked.uid, &asked.set)?;
    if cx.has(Defect::StoreSecondRange)
        && let SequenceSet::Ranges(ranges) = &asked.set
        && let Some(first) = ranges.first()
    {
        places = cx.selected()?.places(&SequenceSet::Ranges(vec![*first]), asked.uid);
    }
    if cx.has(Defect::StoreThirdSession) && cx.session.id.0.is_multiple_of(3) {
        return Ok(Answer::ok("STORE completed"));
    }
    let limited = fetch::limit(cx, &mut places)?;
    let mut modified: Vec<u32> = Vec::new();
    let mut gone = false;
    if cx.has(Defect::UnchangedSinceAll) && any_modified(cx, id, asked, &places)? {
        modified = names(cx, asked.uid, &places)?;
        places.clear();
    }
    // One change, one mod-sequence for all messages: as right as one for each (RFC 7162 §3.1).
    let mut shared = cx.may(2).then_some(None);
    for (nth, place) in places.into_iter().enumerate() {
        let since = circumstance::unchanged_since(cx, asked.unchanged_since, nth);
        match one(cx, id, (nth, place), since, asked, &given, &mut shared)? {
            Came::Stored => {}
            Came::Modified => {
                let uid = asked.uid && !cx.has(Defect::ModifiedNumbers);
                modified.extend(names(cx, uid, &[place])?);
            }
            Came::Gone => gone = true,
        }
    }
    if !modified.is_empty() && !cx.has(Defect::ModifiedMissing) {
        let code = Code::Modified(say::free_set(cx, modified));
        return Ok(Answer::ok("Some have changed since").with(code));
    }
    if gone && !asked.uid {
        return Err(Answer::refused(Code::ExpungeIssued, "Some of the messages are gone"));
    }
    let done = Answer::ok("STORE completed");
    Ok(match limited {
        Some(code) => done.with(code),
        None => done,
    })
}

/// Numbers or UIDs of places.
fn names(cx: &mut Cx<'_>, uid: bool, places: &[usize]) -> Result<Vec<u32>, Answer> {
    let selected = cx.selected()?;
    let name = |&place: &usize| match uid {
        true => selected.known.get(place).map(|k| k.uid()),
        false => u32::try_from(place + 1).ok(),
    };
    Ok(places.iter().filter_map(name).collect())
}

fn any_modified(
    cx: &mut Cx<'_>,
    id: MailboxId,
    asked: &Asked<'_>,
    places: &[usize],
) -> Result<bool, Answer> {
    let Some(since) = asked.unchanged_since else { return Ok(false) };
    let uids = names(cx, true, places)?;
    let Some(mailbox) = cx.store.mailbox(id) else { return Ok(false) };
    Ok(uids.iter().any(|&uid| mailbox.get(uid).is_some_and(|m| m.mod_sequence > since)))
}

/// The flags that may be set here by this user (RFC 4314 §4: the others are left out, unless none
/// is left).
fn permitted(cx: &Cx<'_>, id: MailboxId, flags: &[Flag<'_>]) -> Result<FlagSet, Answer> {
    check_flags(flags)?;
    let given: Vec<Flag<'_>> =
        flags.iter().filter(|f| cx.allows(id, Right::of_flag(f))).cloned().collect();
    if given.is_empty() && (!flags.is_empty() || !cx.allows(id, Right::Write)) {
        return Err(Answer::refused(Code::NoPerm, "You have no right to do that"));
    }
    let kept = |flag: &Flag<'_>| cx.options.keywords || !matches!(flag, Flag::Keyword(_));
    let given: Vec<Flag<'_>> = given.into_iter().filter(kept).collect();
    let given = FlagSet::new(&given);
    match cx.store.mailbox(id) {
        Some(mailbox) if !mailbox.can_learn(&given) => {
            Err(Answer::refused(Code::Limit, "Too many keywords"))
        }
        _ => Ok(given),
    }
}

/// Refuses flags that a client cannot set: `\Recent`, and those that no RFC defines.
pub(super) fn check_flags(flags: &[Flag<'_>]) -> Result<(), Answer> {
    for flag in flags {
        match flag {
            Flag::Recent | Flag::Wildcard => {
                return Err(Answer::bad("That flag is the server's alone"));
            }
            Flag::Extension(_) => {
                return Err(Answer::refused(Code::Cannot, "There is no such system flag"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn one(
    cx: &mut Cx<'_>,
    id: MailboxId,
    (nth, place): (usize, usize),
    since: Option<u64>,
    asked: &Asked<'_>,
    given: &FlagSet,
    shared: &mut Option<Option<u64>>,
) -> Result<Came, Answer> {
    let Some(known) = cx.selected()?.known.get(place).cloned() else { return Ok(Came::Gone) };
    let rights: Vec<Right> = [Right::Seen, Right::DeleteMessage, Right::Write]
        .into_iter()
        .filter(|&right| cx.allows(id, right))
        .collect();
    let defects = cx.defects();
    let skipped = cx
        .store
        .mailbox(id)
        .and_then(|m| m.get(known.uid()))
        .is_some_and(|m| circumstance::skips(cx, nth, m));
    let spurious = cx.keeps_to(Way::SpuriousModified);
    let always = cx.keeps_to(Way::StoreAlwaysChanges);
    let Some(mailbox) = cx.store.mailbox_mut(id) else { return Ok(Came::Gone) };
    let Some(message) = mailbox.get(known.uid()) else { return Ok(Came::Gone) };
    let ignore = defects.contains(Defect::UnchangedSinceIgnored);
    // RFC 7162 §3.1.12: to add or remove a flag, what became of others does not matter.
    let watched = asked.action == StoreAction::Replace || spurious;
    let modified = |since| match watched {
        true => message.mod_sequence > since,
        false => message.changed_since(given, since),
    };
    if since.is_some_and(modified) && !ignore {
        return Ok(Came::Modified);
    }
    let was_told = known.message.mod_sequence == message.mod_sequence;
    let old = match defects.contains(Defect::StoreRaceLost) {
        true => known.flags().clone(),
        false => message.flags.clone(),
    };
    let mut new = apply(&old, asked.action, given, &rights);
    if defects.contains(Defect::StoreAddReplaces) && asked.action == StoreAction::Add {
        new = given.clone();
    }
    if defects.contains(Defect::StoreRemoveIgnored) && asked.action == StoreAction::Remove {
        new = old.clone();
    }
    if defects.contains(Defect::StoreReplaceKeepsKeywords) && asked.action == StoreAction::Replace {
        old.iter().filter(|f| matches!(f, Flag::Keyword(_))).for_each(|f| {
            new.insert(f);
        });
    }
    circumstance::stored(defects, asked.action, given, &old, &mut new);
    if new != message.flags && !skipped {
        let before = message.mod_sequence;
        let keyword_only = {
            let system = |set: &FlagSet| {
                set.iter().filter(|f| !matches!(f, Flag::Keyword(_))).cloned().collect::<Vec<_>>()
            };
            system(&new) == system(&message.flags)
        };
        let mod_sequence =
            if defects.contains(Defect::ModSeqTies) && mailbox.highest_mod_sequence > 1 {
                mailbox.highest_mod_sequence
            } else if defects.contains(Defect::ModSeqKept) && keyword_only {
                before
            } else if defects.contains(Defect::ModSeqBack) && asked.action == StoreAction::Remove {
                before.saturating_sub(1).max(1)
            } else {
                match shared {
                    Some(Some(shared)) => *shared,
                    Some(none) => *none.insert(mailbox.next_mod_sequence()),
                    None => mailbox.next_mod_sequence(),
                }
            };
        mailbox.set_flags(known.uid(), new, mod_sequence);
    } else if always {
        mailbox.touch(known.uid());
    }
    let Some(message) = mailbox.get(known.uid()).cloned() else { return Ok(Came::Gone) };
    updates::keywords(cx);
    if let Some(known) = say::known_mut(cx, place) {
        known.message = message.clone();
    }
    if cx.has(Defect::StoreSilentTalks) && asked.silent {
        say::say_fetch(cx, place, vec![MsgAtt::Flags(old.as_slice().to_vec())]);
    } else if !asked.silent || !was_told {
        // What the client did not know is told, silent or not.
        answer(cx, place, asked.uid);
    } else if cx.session.enabled.cond_store && !cx.has(Defect::SilentModSeqMissing) {
        let old = defects.contains(Defect::SilentModSeqOld);
        let told = if old { known.message.mod_sequence } else { message.mod_sequence };
        let mut atts = vec![MsgAtt::ModSeq(told)];
        if (asked.uid || cx.tells_uid()) && !cx.session.enabled.uid_only {
            atts.insert(0, MsgAtt::Uid(message.uid));
        }
        say::say_fetch(cx, place, atts);
    }
    Ok(Came::Stored)
}

fn answer(cx: &mut Cx<'_>, place: usize, uid: bool) {
    if cx.has(Defect::StoreModSeqMissing) {
        let rev2 = cx.session.enabled.rev2;
        if let Some(known) = say::known_mut(cx, place) {
            let flags = say::flags_of(known, rev2);
            say::say_fetch(cx, place, vec![MsgAtt::Flags(flags)]);
        }
        return;
    }
    say::say_flags(cx, place, uid);
}

/// The flags after the change; those for which the user has no right stay as they are.
fn apply(old: &FlagSet, action: StoreAction, given: &FlagSet, rights: &[Right]) -> FlagSet {
    let mut new = old.clone();
    match action {
        StoreAction::Add => given.iter().for_each(|flag| {
            new.insert(flag);
        }),
        StoreAction::Remove => given.iter().for_each(|flag| {
            new.remove(flag);
        }),
        StoreAction::Replace => {
            new = given.clone();
            for flag in old.iter().filter(|flag| !rights.contains(&Right::of_flag(flag))) {
                new.insert(flag);
            }
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replace_leaves_what_the_user_may_not_touch() {
        let old = FlagSet::new(&[Flag::Seen, Flag::Deleted]);
        let given = FlagSet::new(&[Flag::Flagged]);
        let new = apply(&old, StoreAction::Replace, &given, &[Right::Write, Right::Seen]);
        assert_eq!(new, FlagSet::new(&[Flag::Flagged, Flag::Deleted]));
        let all = [Right::Write, Right::Seen, Right::DeleteMessage];
        assert_eq!(apply(&old, StoreAction::Replace, &given, &all), given);
        assert_eq!(apply(&old, StoreAction::Remove, &given, &all), old);
    }
}
