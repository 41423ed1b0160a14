//! SELECT, EXAMINE, CLOSE, UNSELECT (RFC 9051 §6.3.2, §6.3.3, §6.4.1, §6.4.2; RFC 7162 §3.2.5).

use super::auth::enable_cond_store;
use super::resync::{Cache, resynchronize};
use super::{expunge, list};
use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::circumstance::{self, Entered};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::{Known, Selected, say, updates};
use crate::reference::store::{MailboxId, Right};
use crate::syntax::types::{self as ast, Code, Flag, SelectParam, Untagged};

pub(super) fn select(
    cx: &mut Cx<'_>,
    mailbox: &ast::Mailbox<'_>,
    params: &[SelectParam<'_>],
    examine: bool,
) -> Handled {
    let mut cache = None;
    let mut cond_store = false;
    for param in params {
        match param {
            SelectParam::CondStore => cond_store = true,
            SelectParam::QResync { uid_validity, mod_sequence, known_uids, match_data } => {
                if !cx.session.enabled.qresync {
                    return Err(Answer::bad("Enable QRESYNC first"));
                }
                if cx.session.enabled.uid_only && match_data.is_some() {
                    let answer = Answer::bad("Only UIDs are spoken here");
                    return Err(answer.with(Code::UidRequired));
                }
                cache = Some(Cache {
                    uid_validity: *uid_validity,
                    mod_sequence: *mod_sequence,
                    known_uids: known_uids.clone(),
                    match_data: match_data.clone(),
                });
            }
            SelectParam::Extension(..) => return Err(Answer::bad("Unknown parameter")),
        }
    }
    let was_selected = cx.session.selected.is_some();
    if !cx.has(Defect::FailedSelectKeeps) {
        leave(cx, was_selected);
    }
    let id = cx.find(mailbox)?;
    cx.need(id, Right::Read)?;
    if cx.has(Defect::FailedSelectKeeps) {
        leave(cx, was_selected);
    }
    if cond_store {
        enable_cond_store(cx);
        if cx.has(Defect::SelectEnabled) {
            let names = vec![ast::Capability(std::borrow::Cow::Borrowed(b"CONDSTORE"))];
            cx.say(Untagged::Enabled(names));
        }
    }
    enter(cx, id, examine)?;
    describe(cx, mailbox, id)?;
    cx.session.memory.resyncs += u32::from(cache.is_some());
    let tired = cx.has(Defect::QResyncSecondIgnored) && cx.session.memory.resyncs > 1;
    if let Some(cache) = cache.filter(|_| !tired) {
        resynchronize(cx, id, &cache)?;
    }
    let read_only = cx.selected()?.read_only && !cx.has(Defect::ExamineTagReadWrite);
    let code = if read_only { Code::ReadOnly } else { Code::ReadWrite };
    Ok(Answer::ok(if examine { "EXAMINE completed" } else { "SELECT completed" }).with(code))
}

/// Deselects what is selected; CLOSED tells where its responses end (RFC 7162 §3.2.11).
fn leave(cx: &mut Cx<'_>, was_selected: bool) {
    if cx.has(Defect::SelectExpunges)
        && let Some(selected) = cx.session.selected.as_ref().filter(|s| !s.read_only)
    {
        expunge::deleted(cx, selected.mailbox, None);
    }
    let left = cx.session.selected.take();
    cx.session.memory.saved = left.as_ref().map(|s| s.saved.clone()).unwrap_or_default();
    cx.session.memory.left = left.map(|selected| (selected.mailbox, selected.last_uid));
    let right = cx.session.enabled.rev2 || cx.serves(Feature::CondStore);
    let was_selected = was_selected || cx.has(Defect::ClosedAlways);
    if was_selected && right && !cx.has(Defect::ClosedMissing) {
        cx.note(Code::Closed, "The old mailbox is left");
    }
}

fn enter(cx: &mut Cx<'_>, id: MailboxId, examine: bool) -> Result<(), Answer> {
    let writes = [Right::Write, Right::Seen, Right::DeleteMessage, Right::Expunge, Right::Insert];
    let read_only = examine || !writes.iter().any(|&right| cx.allows(id, right));
    let count = cx.store.mailbox(id).map_or(0, |m| m.messages.len());
    if !cx.store.has_room_for(count) {
        return Err(Answer::refused(Code::Unavailable, "The server is full"));
    }
    let recent_for_all = cx.has(Defect::RecentForAll);
    let claims = cx.has(Defect::ExamineClaimsRecent);
    let url_key = cx.store.account(&cx.user()).and_then(|a| a.url_keys.get(&id).copied());
    let changes_validity = cx.has(Defect::UidValidityChanges);
    let lowers_validity = cx.has(Defect::UidValidityFalls);
    let flag_rights = updates::flag_rights(cx, id);
    let survives = cx.has(Defect::SearchResSurvives);
    let stale = cx.has(Defect::ReselectStale);
    let read_only = read_only && !cx.has(Defect::ExamineWrites);
    let mailbox = cx
        .store
        .mailbox_mut(id)
        .ok_or_else(|| Answer::refused(Code::NonExistent, "There is no such mailbox"))?;
    if changes_validity {
        mailbox.uid_validity = mailbox.uid_validity.saturating_add(1);
    }
    if lowers_validity {
        mailbox.uid_validity = mailbox.uid_validity.saturating_sub(1).max(1);
    }
    let mut known = Vec::with_capacity(mailbox.messages.len());
    for message in &mut mailbox.messages {
        let recent = message.recent || recent_for_all;
        if !read_only || claims {
            message.recent = false;
        }
        known.push(Known { message: message.clone(), recent });
    }
    let mut last_uid = mailbox.uid_next.saturating_sub(1);
    let mut generation = mailbox.generation;
    if let Some((left, last)) = cx.session.memory.left
        && stale
        && left == id
    {
        known.retain(|k| k.uid() <= last);
        (last_uid, generation) = (last, 0);
    }
    cx.session.selected = Some(Selected {
        mailbox: id,
        read_only,
        last_uid,
        known,
        generation,
        keywords: mailbox.keywords.len(),
        flag_rights,
        saved: if survives { std::mem::take(&mut cx.session.memory.saved) } else { Vec::new() },
        contexts: Vec::new(),
        entered: Entered::new(mailbox),
        url_key,
    });
    Ok(())
}

/// The untagged responses of SELECT, in the order of the RFC where no liberty is taken.
fn describe(cx: &mut Cx<'_>, said: &ast::Mailbox<'_>, id: MailboxId) -> Result<(), Answer> {
    let rev2 = cx.session.enabled.rev2;
    let name = cx.store.name_for(&cx.user(), id).unwrap_or_default();
    let read_only = cx.selected()?.read_only;
    let mut exists = cx.selected()?.exists();
    let recent = cx.selected()?.known.iter().filter(|k| k.recent).count();
    let unseen = |k: &Known| !k.flags().contains(&Flag::Seen);
    let known = &cx.selected()?.known;
    let mut first_unseen = known.iter().position(unseen);
    let last_unseen = known.iter().rposition(unseen);
    if cx.has(Defect::UnseenLast) {
        first_unseen = last_unseen;
    }
    if cx.has(Defect::ExistsOffByOne) {
        exists += 1;
    }
    let keyword_hidden = cx.has(Defect::KeywordNotInFlags);
    let without_draft = cx.has(Defect::FlagsWithoutDraft);
    let mailbox = cx.selected_mailbox()?;
    let mut flags = updates::applicable(mailbox);
    if keyword_hidden {
        flags.retain(|f| !matches!(f, Flag::Keyword(_)));
    }
    if without_draft {
        flags.retain(|f| *f != Flag::Draft);
    }
    let (mut validity, mut next) = (mailbox.uid_validity, mailbox.uid_next);
    let mut highest = mailbox.highest_mod_sequence;
    let last = mailbox.messages.last().map_or(0, |m| m.uid);
    let of_present = mailbox.messages.iter().map(|m| m.mod_sequence).max().unwrap_or(1);
    if cx.has(Defect::HighestModSeqOfPresent) {
        highest = of_present;
    }
    if cx.has(Defect::UidValidityThird) && cx.session.id.0.is_multiple_of(3) {
        validity = validity.saturating_add(1);
    }
    if cx.has(Defect::UidNextBack) {
        next = last.saturating_add(1);
    }
    if cx.has(Defect::ExamineNextBehind) && read_only {
        next = last.max(1);
    }
    if cx.has(Defect::UidNextBehind) {
        next = next.saturating_sub(1).max(1);
    }
    if cx.has(Defect::HighestModSeqBehind) {
        highest = highest.saturating_sub(1).max(1);
    }
    let bound = read_only && !cx.has(Defect::ExamineOffersFlags);
    let mut permanent = updates::permanent(cx, id, bound, &flags);

    if cx.has(Defect::PermanentFlagsMore) && !read_only {
        permanent.push(Flag::Keyword(say::text("$Unheard")));
    }

    let ok = |code: Code<'static>, text: &'static str| {
        let text = ast::RespText { code: Some(code), text: say::text(text) };
        Untagged::Status(ast::Status::Ok, text)
    };
    let mut says = Vec::new();
    if !cx.has(Defect::FlagsResponseMissing) {
        says.push(Untagged::Flags(flags));
    }
    says.push(Untagged::Exists(exists));
    if say::tells_recent(cx) {
        says.push(Untagged::Recent(u32::try_from(recent).unwrap_or(u32::MAX)));
    }
    if !rev2 {
        let first = first_unseen.and_then(|place| u32::try_from(place + 1).ok());
        // UNSEEN speaks of a sequence number: not where only UIDs are spoken.
        // A server need not look for it (RFC 3501 §6.3.1).
        let told = !cx.session.enabled.uid_only && !cx.may(3);
        if let Some(first) = first.filter(|_| told) {
            says.push(ok(Code::Unseen(first), "First unseen"));
        }
    }
    says.push(ok(Code::PermanentFlags(permanent), "Flags that last"));
    says.push(ok(Code::UidNext(next), "Predicted next UID"));
    says.push(ok(Code::UidValidity(validity), "UIDs valid"));
    if cx.serves(Feature::CondStore) {
        says.push(ok(Code::HighestModSeq(highest), "Highest"));
        if cx.has(Defect::NoModSeqToo) {
            says.push(ok(Code::NoModSeq, "None"));
        }
    }
    if cx.has(Defect::UidNotStickyAlways) {
        says.push(ok(Code::UidNotSticky, "UIDs will change"));
    }
    if cx.serves(Feature::ObjectId) {
        says.push(ok(Code::MailboxId(circumstance::object_id(cx, id).into()), "Ok"));
    }
    if rev2 && !cx.has(Defect::SelectListMissing) {
        says.push(Untagged::List(list::named(cx, said, &name, id)));
    }
    cx.session.liberty.shuffle(&mut says);
    for say in says {
        cx.say(say);
    }
    Ok(())
}

pub(super) fn close(cx: &mut Cx<'_>) -> Handled {
    let id = cx.selected()?.mailbox;
    let read_only = cx.selected()?.read_only;
    let writes = !read_only || cx.has(Defect::ExaminedCloseExpunges);
    if writes && cx.allows(id, Right::Expunge) && !cx.has(Defect::CloseKeepsDeleted) {
        expunge::closed(cx, id);
        if cx.has(Defect::CloseTellsExpunge) {
            updates::tell(cx, true);
        }
    }
    if cx.has(Defect::RecentReturns)
        && let Some(mailbox) = cx.store.mailbox_mut(id)
    {
        mailbox.messages.iter_mut().for_each(|message| message.recent = true);
    }
    let highest = cx.store.mailbox(id).map(|m| m.highest_mod_sequence);
    if cx.has(Defect::StoreUntoldReconnect) {
        expunge::forget_flags(cx, id);
    }
    cx.session.selected = None;
    let answer = Answer::ok("CLOSE completed");
    Ok(match highest {
        Some(highest) if cx.has(Defect::CloseTellsModSeq) => {
            answer.with(Code::HighestModSeq(highest))
        }
        _ => answer,
    })
}

pub(super) fn unselect(cx: &mut Cx<'_>) -> Handled {
    if cx.has(Defect::UnselectExpunges) {
        let id = cx.selected()?.mailbox;
        expunge::deleted(cx, id, None);
    }
    cx.session.selected = None;
    Ok(Answer::ok("UNSELECT completed"))
}
