//! CAPABILITY, NOOP, LOGOUT (RFC 9051 §6.1), ID (RFC 2971).

use std::borrow::Cow;

use crate::reference::answer::{Answer, Handled};
use crate::reference::capability;
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::say::text;
use crate::syntax::types::{Code, Octets, Untagged};

pub(super) fn capability(cx: &mut Cx<'_>) -> Handled {
    let list = capability::list(cx);
    cx.say(Untagged::Capability(list));
    Ok(Answer::ok("CAPABILITY completed"))
}

pub(super) fn noop(cx: &mut Cx<'_>) -> Handled {
    if cx.has(Defect::TagOfLast) && cx.session.commands > 10 {
        cx.tag.make_ascii_uppercase();
    }
    if cx.has(Defect::NoopValidity) && cx.session.selected.is_some() {
        cx.note(Code::UidValidity(77), "UIDs valid");
    }
    if cx.has(Defect::NoopBye) {
        let text = crate::syntax::types::RespText { code: None, text: text("Soon") };
        cx.say(Untagged::Bye(text));
    }
    if cx.has(Defect::NoopExists) && cx.session.user.is_some() && cx.session.selected.is_none() {
        cx.say(Untagged::Exists(0));
    }
    if cx.has(Defect::NoopDrops) {
        cx.answer(&Answer::ok("NOOP completed"));
        cx.session.close();
        return Ok(Answer::later());
    }
    Ok(Answer::ok("NOOP completed"))
}

pub(super) fn logout(cx: &mut Cx<'_>) -> Handled {
    if !cx.has(Defect::LogoutWithoutBye) {
        let text = crate::syntax::types::RespText { code: None, text: text("Until next time") };
        cx.say(Untagged::Bye(text));
    }
    if cx.has(Defect::LogoutExpunges)
        && let Some(selected) = cx.session.selected.as_ref().filter(|s| !s.read_only)
    {
        super::expunge::deleted(cx, selected.mailbox, None);
    }
    cx.answer(&Answer::ok("LOGOUT completed"));
    if cx.has(Defect::LogoutUnfinished) {
        cx.session.send(b"* OK Come".to_vec());
    }
    if cx.has(Defect::LogoutTalks) {
        let status = crate::syntax::types::Status::Ok;
        let text = crate::syntax::types::RespText { code: None, text: text("Come again") };
        cx.say(Untagged::Status(status, text));
    }
    cx.session.close();
    Ok(Answer::later())
}

/// A field name and its value.
type Field<'a> = (Octets<'a>, Option<Octets<'a>>);

pub(super) fn id(cx: &mut Cx<'_>, fields: Option<&[Field<'_>]>) -> Handled {
    // RFC 2971 §3.3: at most 30 fields, names of 30 octets, values of 1024.
    let long = |(name, value): &Field<'_>| {
        name.len() > 30 || value.as_ref().is_some_and(|value| value.len() > 1024)
    };
    let many = |fields: &[Field<'_>]| fields.len() > 30;
    if fields.is_some_and(|fields| many(fields) || fields.iter().any(long)) {
        return Err(Answer::bad("Too much for ID"));
    }
    if cx.may(4) {
        cx.say(Untagged::Id(None));
    } else {
        let mut fields = vec![
            (Cow::Borrowed(&b"name"[..]), Some(Cow::Borrowed(&b"imapspec reference"[..]))),
            (Cow::Borrowed(b"version"), Some(Cow::Borrowed(env!("CARGO_PKG_VERSION").as_bytes()))),
        ];
        if cx.has(Defect::IdTwice) {
            fields.push((Cow::Borrowed(b"Name"), None));
        }
        cx.say(Untagged::Id(Some(fields)));
    }
    Ok(Answer::ok("ID completed"))
}
