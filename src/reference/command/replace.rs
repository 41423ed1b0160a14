//! REPLACE and UID REPLACE (RFC 8508).

use super::{append, expunge};
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::store::Right;
use crate::syntax::types::{
    self as ast, AppendMessage, Code, Flag, SeqNumber, SeqRange, SequenceSet,
};

pub(super) fn replace(
    cx: &mut Cx<'_>,
    uid: bool,
    number: SeqNumber,
    mailbox: &ast::Mailbox<'_>,
    message: AppendMessage<'_>,
) -> Handled {
    let source = cx.selected()?.mailbox;
    if cx.selected()?.read_only {
        return Err(Answer::no("The mailbox is opened read-only"));
    }
    let set = SequenceSet::Ranges(vec![SeqRange { from: number, to: number }]);
    let selected = cx.selected()?;
    let old =
        selected.places(&set, uid).first().and_then(|&p| selected.known.get(p)).map(|k| k.uid());
    let there = |old: &u32| cx.store.mailbox(source).is_some_and(|m| m.get(*old).is_some());
    let Some(old) = old.filter(there) else {
        return Err(match uid {
            true => Answer::refused(Code::NonExistent, "There is no such message"),
            false => Answer::bad("There is no message of that number"),
        });
    };
    cx.need(source, Right::DeleteMessage)?;
    cx.need(source, Right::Expunge)?;
    let target = cx.find_target(mailbox)?;
    let mut message = message;
    if cx.has(Defect::ReplaceOldFlags)
        && let Some(old) = cx.store.mailbox(source).and_then(|m| m.get(old))
    {
        message.flags.extend(old.flags.iter().cloned());
    }
    if cx.has(Defect::ReplaceDropsKeywords) {
        message.flags.retain(|flag| !matches!(flag, Flag::Keyword(_)));
    }
    let uids = append::put(cx, target, vec![message])?;
    // The new message is named before the old one goes (RFC 8508 §3.3).
    if let Some(code) = append::append_uid(cx, target, uids) {
        cx.note(code, "Replacement message");
    }
    if target == source || !cx.has(Defect::ReplaceKeepsOld) {
        expunge::remove(cx, source, &[old]);
    }
    Ok(Answer::ok("REPLACE completed"))
}
