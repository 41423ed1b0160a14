//! STATUS (RFC 9051 §6.3.11; RFC 7162 §3.1.7; RFC 7889; RFC 8438; RFC 8474; RFC 9208).

use super::auth::enable_cond_store;
use crate::reference::answer::{Answer, Handled};
use crate::reference::circumstance;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::{MailboxId, Right};
use crate::syntax::types::{self as ast, Flag, StatusAtt, StatusItem, Untagged};

pub(super) fn status(cx: &mut Cx<'_>, mailbox: &ast::Mailbox<'_>, items: &[StatusAtt]) -> Handled {
    let id = cx.find(mailbox)?;
    cx.need(id, Right::Read)?;
    if items.contains(&StatusAtt::HighestModSeq) && !cx.has(Defect::StatusNotEnabling) {
        enable_cond_store(cx);
    }
    let name = cx.name(mailbox)?;
    say(cx, &name, id, items);
    Ok(Answer::ok("STATUS completed"))
}

/// Sends one STATUS response.
pub(super) fn say(cx: &mut Cx<'_>, name: &str, id: MailboxId, items: &[StatusAtt]) {
    let mut values: Vec<StatusItem<'static>> =
        items.iter().filter_map(|item| value(cx, id, item)).collect();
    cx.session.liberty.shuffle(&mut values);
    let spelt = cx.spell(name);
    cx.say(Untagged::MailboxStatus(spelt, values));
}

/// One item as it is now.
pub(crate) fn value(
    cx: &mut Cx<'_>,
    id: MailboxId,
    item: &StatusAtt,
) -> Option<StatusItem<'static>> {
    let stale = cx.has(Defect::StatusStale);
    let stale = cx.session.selected.as_ref().filter(|s| stale && s.mailbox == id);
    let known = stale.map(|s| s.exists());
    let selected = cx.session.selected.as_ref().filter(|s| s.mailbox == id);
    let entered = selected.map(|s| s.entered.uid_next);
    let limit = cx.options.append_limit;
    if matches!(item, StatusAtt::Recent) && cx.has(Defect::StatusClaimsRecent) {
        let mailbox = cx.store.mailbox_mut(id)?;
        let recent = mailbox.messages.iter().filter(|m| m.recent).count();
        mailbox.messages.iter_mut().for_each(|m| m.recent = false);
        return Some(StatusItem::Recent(count(recent)));
    }
    let mailbox = cx.store.mailbox(id)?;
    let child = mailbox.name.as_ref().is_some_and(|name| name.contains('/'));
    let deleted = mailbox.messages.iter().filter(|m| m.flags.contains(&Flag::Deleted));
    Some(match item {
        StatusAtt::Messages => {
            StatusItem::Messages(known.unwrap_or_else(|| count(mailbox.messages.len())))
        }
        StatusAtt::Recent => {
            StatusItem::Recent(count(mailbox.messages.iter().filter(|m| m.recent).count()))
        }
        StatusAtt::UidNext => {
            let last = mailbox.messages.last().map_or(0, |m| m.uid);
            StatusItem::UidNext(match () {
                () if cx.has(Defect::StatusUidNextBehind) => last.max(1),
                () if cx.has(Defect::UidNextBack) => last.saturating_add(1),
                () if cx.has(Defect::StatusSelectedNext) => entered.unwrap_or(mailbox.uid_next),
                () => mailbox.uid_next,
            })
        }
        StatusAtt::UidValidity => StatusItem::UidValidity(mailbox.uid_validity),
        StatusAtt::Unseen if cx.has(Defect::StatusChildUnseen) && child => StatusItem::Unseen(0),
        StatusAtt::Unseen if cx.has(Defect::StatusUnseenFirst) => {
            let unseen = mailbox.messages.iter().filter(|m| !m.first_flags.contains(&Flag::Seen));
            StatusItem::Unseen(count(unseen.count()))
        }
        StatusAtt::Unseen => {
            let unseen = mailbox.count(&Flag::Seen, cx.has(Defect::StatusUnseenSeen));
            let most = cx.options.message_limit.filter(|_| cx.has(Defect::MessageLimitStatus));
            StatusItem::Unseen(most.map_or(unseen, |most| unseen.min(most)))
        }
        StatusAtt::Deleted => StatusItem::Deleted(count(deleted.count())),
        StatusAtt::Size => {
            let last = mailbox.messages.last().filter(|_| cx.has(Defect::StatusSizeLast));
            let last = last.map_or(0, |m| m.content.size());
            StatusItem::Size(mailbox.size().saturating_sub(last))
        }
        StatusAtt::HighestModSeq => StatusItem::HighestModSeq(mailbox.highest_mod_sequence),
        StatusAtt::AppendLimit => StatusItem::AppendLimit(Some(limit)),
        StatusAtt::MailboxId => StatusItem::MailboxId(circumstance::object_id(cx, id).into()),
        StatusAtt::DeletedStorage => {
            let deleted = deleted.map(|m| m.content.size()).sum();
            let all = cx.has(Defect::DeletedStorageAll);
            StatusItem::DeletedStorage(if all { mailbox.size() } else { deleted })
        }
    })
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
