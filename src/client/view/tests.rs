//! What a client may believe, step by step.

use std::borrow::Cow;

use super::*;
use crate::syntax::types::*;

fn command(view: &mut View, tag: &str, body: CommandBody<'_>) {
    let tag = tag.as_bytes();
    view.command(Some(tag), Some(&Command { tag: tag.into(), body }), false);
}

fn untagged(view: &mut View, untagged: Untagged<'_>) -> Change {
    view.response(&Response::Untagged(untagged))
}

fn status(view: &mut View, code: Code<'_>) -> Change {
    let text = RespText { code: Some(code), text: Cow::Borrowed(b"x") };
    untagged(view, Untagged::Status(Status::Ok, text))
}

fn tagged(view: &mut View, tag: &str, status: Status, code: Option<Code<'_>>) -> Change {
    let text = RespText { code, text: Cow::Borrowed(b"x") };
    view.response(&Response::Tagged(Tagged { tag: tag.as_bytes().into(), status, text }))
}

fn inbox() -> Mailbox<'static> {
    Mailbox(Cow::Borrowed(b"INBOX"))
}

fn login() -> CommandBody<'static> {
    CommandBody::Login { user: b"a".into(), password: b"b".into() }
}

fn selected() -> View {
    let mut view = View::new();
    untagged(&mut view, Untagged::Status(Status::Ok, RespText::default()));
    command(&mut view, "1", login());
    tagged(&mut view, "1", Status::Ok, None);
    command(&mut view, "2", CommandBody::Select(inbox(), vec![]));
    untagged(&mut view, Untagged::Exists(3));
    status(&mut view, Code::UidNext(40));
    tagged(&mut view, "2", Status::Ok, Some(Code::ReadWrite));
    view
}

#[test]
fn from_greeting_to_logout() {
    let mut view = View::new();
    assert_eq!(view.state(), State::Greeting);
    status(&mut view, Code::Capability(vec![Capability(b"IMAP4rev1".into())]));
    assert_eq!(view.state(), State::NotAuthenticated);
    assert!(view.has("imap4REV1") && !view.rev2());
    command(&mut view, "1", login());
    tagged(&mut view, "1", Status::No, None);
    assert!(view.state() == State::NotAuthenticated && view.capabilities().is_some());
    command(&mut view, "2", login());
    tagged(&mut view, "2", Status::Ok, None);
    assert!(view.state() == State::Authenticated && view.capabilities().is_none());
    command(&mut view, "3", CommandBody::Logout);
    untagged(&mut view, Untagged::Bye(RespText::default()));
    assert!(view.bye() && view.state() == State::Authenticated);
    tagged(&mut view, "3", Status::Ok, None);
    assert_eq!(view.state(), State::Logout);
}

#[test]
fn capabilities_told_while_logging_in_stay() {
    let mut view = View::new();
    untagged(&mut view, Untagged::Status(Status::Ok, RespText::default()));
    command(&mut view, "1", login());
    untagged(&mut view, Untagged::Capability(vec![Capability(b"IDLE".into())]));
    tagged(&mut view, "1", Status::Ok, None);
    assert!(view.has("IDLE"));
}

#[test]
fn a_selected_mailbox_is_what_was_told() {
    let mut view = selected();
    assert_eq!(view.state(), State::Selected);
    untagged(&mut view, Untagged::Fetch(3, vec![MsgAtt::Uid(39), MsgAtt::ModSeq(7)]));
    let gone = untagged(&mut view, Untagged::Expunge(1)).gone;
    assert_eq!(gone.len(), 1);
    let mailbox = view.selected().unwrap();
    assert_eq!((mailbox.exists, mailbox.uid_next, mailbox.read_only), (Some(2), Some(40), false));
    assert_eq!(mailbox.message(2).and_then(|m| m.uid), Some(39));
}

#[test]
fn a_refused_select_leaves_nothing_selected_and_a_bad_one_doubt() {
    let mut view = selected();
    command(&mut view, "3", CommandBody::Select(inbox(), vec![]));
    assert!(tagged(&mut view, "3", Status::No, None).closed.is_some());
    assert!(view.selected().is_none() && view.state() == State::Authenticated);
    let mut view = selected();
    command(&mut view, "3", CommandBody::Select(inbox(), vec![]));
    tagged(&mut view, "3", Status::Bad, None);
    assert!(view.uncertain() && view.selected().unwrap().doubtful);
}

#[test]
fn closed_parts_the_old_mailbox_from_the_new() {
    let mut view = selected();
    command(&mut view, "3", CommandBody::Examine(inbox(), vec![]));
    untagged(&mut view, Untagged::Expunge(3));
    let change = status(&mut view, Code::Closed);
    assert_eq!(change.closed.unwrap().exists, Some(3));
    untagged(&mut view, Untagged::Exists(9));
    assert!(tagged(&mut view, "3", Status::Ok, None).opened);
    let mailbox = view.selected().unwrap();
    assert!(mailbox.exists == Some(9) && mailbox.read_only && !mailbox.doubtful);
}

#[test]
fn pipelined_selects_open_one_after_the_other() {
    let mut view = selected();
    command(&mut view, "3", CommandBody::Select(inbox(), vec![]));
    command(&mut view, "4", CommandBody::Examine(inbox(), vec![]));
    assert!(view.pending().iter().all(|p| p.pipelined) && view.alone().is_none());
    untagged(&mut view, Untagged::Exists(1));
    tagged(&mut view, "3", Status::Ok, None);
    assert_eq!(view.selected().unwrap().exists, Some(1));
    untagged(&mut view, Untagged::Exists(2));
    tagged(&mut view, "4", Status::Ok, None);
    assert!(view.selected().unwrap().exists == Some(2) && view.selected().unwrap().read_only);
}

#[test]
fn idle_begins_with_its_continuation_and_ends_with_done() {
    let mut view = selected();
    command(&mut view, "3", CommandBody::Idle);
    assert!(!view.idling());
    view.response(&Response::Continuation(Continuation::Text(RespText::default())));
    assert!(view.idling());
    view.line(b"done\r\n");
    assert!(!view.idling() && !view.muddled() && view.pending().len() == 1);
    tagged(&mut view, "3", Status::Ok, None);
    assert!(view.pending().is_empty());
    view.line(b"what\r\n");
    assert!(view.muddled());
}

#[test]
fn a_literal_that_is_refused_ends_its_command() {
    let mut view = selected();
    view.announced(Some(b"3"));
    assert!(view.pending_tag(b"3").is_some_and(|p| p.may_be_continued()));
    tagged(&mut view, "3", Status::No, None);
    view.command(Some(b"3"), None, true);
    assert!(view.pending().is_empty() && !view.muddled());
}

#[test]
fn what_cannot_be_parsed_still_ends_its_command() {
    let mut view = selected();
    command(&mut view, "3", CommandBody::Noop);
    let change = view.unparsed(b"3 ok \r\n");
    assert_eq!(change.completed.map(|(p, s)| (p.tag, s)), Some((b"3".to_vec(), Status::Ok)));
    view.unparsed(b"* 3 EXPUNGE \r\n");
    assert!(view.selected().unwrap().doubtful);
}

#[test]
fn condstore_is_enabled_by_the_commands_that_enable_it() {
    let mut view = selected();
    assert!(!view.condstore());
    let items = vec![FetchAtt::ModSeq];
    let set = SequenceSet::one(1);
    command(&mut view, "3", CommandBody::Fetch { uid: false, set, items, modifiers: vec![] });
    tagged(&mut view, "3", Status::Ok, None);
    assert!(view.condstore());
}
