//! NOTIFY (RFC 5465), and the choice of mailboxes that RFC 7377 takes from it.

use std::borrow::Cow;

use super::fetch::fetch_att;
use crate::syntax::dialect::Extension;
use crate::syntax::parse::core::{atom, is_name_char, octet, paren_list1, sp, sp_list1, upper};
use crate::syntax::parse::input::{In, Res};
use crate::syntax::parse::strings::mailbox;
use crate::syntax::parse::words::{arg, fail_name};
use crate::syntax::types::{CommandBody, Event, EventGroup, FilterMailboxes, Mailbox, Notify};

/// ```abnf
/// notify           = "NOTIFY" SP (notify-set / notify-none)
/// notify-set       = "SET" [status-indicator] SP event-groups
/// notify-none      = "NONE"
/// status-indicator = SP "STATUS"
/// event-groups     = event-group *(SP event-group)
/// ```
pub fn notify<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, CommandBody<'a>> {
    let (i, ()) = sp(i, "notify")?;
    let (rest, word) = i.split(i.run(is_name_char));
    let i = match upper(word, &mut [0; 32]) {
        b"NONE" => return Ok((rest, CommandBody::Notify(Notify::None))),
        b"SET" => sp(rest, "notify-set")?.0,
        _ => return fail_name(i, word, &["NONE", "SET"], "notify", "SET or NONE"),
    };
    let (rest, word) = i.split(i.run(is_name_char));
    let status = match upper(word, &mut [0; 32]) {
        b"STATUS" => true,
        b"" => false,
        _ => return fail_name(i, word, &["STATUS"], "notify-set", "STATUS or \"(\""),
    };
    let i = if status { sp(rest, "notify-set")?.0 } else { i };
    let (i, groups) = sp_list1(i, event_group)?;
    Ok((i, CommandBody::Notify(Notify::Set { status, groups })))
}

/// ```abnf
/// event-group = "(" filter-mailboxes SP events ")"
/// events      = ( "(" event *(SP event) ")" ) / "NONE"
/// ```
fn event_group<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, EventGroup<'a>> {
    let (i, ()) = octet(b'(', "event-group")(i)?;
    let (i, mailboxes) = filter_mailboxes(i, false)?;
    let (i, ()) = sp(i, "event-group")?;
    let (i, events) = match i.at(b'(') {
        true => paren_list1(i, "events", event)?,
        false => {
            let (rest, word) = i.split(i.run(is_name_char));
            match upper(word, &mut [0; 32]) {
                b"NONE" => (rest, Vec::new()),
                _ => return fail_name(i, word, &["NONE"], "events", "\"(\" or NONE"),
            }
        }
    };
    let (i, ()) = octet(b')', "event-group")(i)?;
    Ok((i, EventGroup { mailboxes, events }))
}

const FILTERS: &[&str] = &[
    "SELECTED-DELAYED",
    "INBOXES",
    "MAILBOXES",
    "PERSONAL",
    "SELECTED",
    "SUBSCRIBED",
    "SUBTREE",
    "SUBTREE-ONE",
];

/// Those that ESEARCH takes: all but the first.
const SOURCES: &[&str] = FILTERS.split_at(1).1;

/// ```abnf
/// filter-mailboxes          = filter-mailboxes-selected / filter-mailboxes-other
/// filter-mailboxes-selected = "selected" / "selected-delayed"
/// filter-mailboxes-other    = "inboxes" / "personal" / "subscribed" /
///                             ( "subtree" SP one-or-more-mailbox ) /
///                             ( "mailboxes" SP one-or-more-mailbox )
/// filter-mailboxes-other    =/ ("subtree-one" SP one-or-more-mailbox)
/// ```
/// RFC 7377 brings subtree-one, and forbids selected-delayed as a source of ESEARCH.
pub fn filter_mailboxes<'a, 'c>(i: In<'a, 'c>, esearch: bool) -> Res<'a, 'c, FilterMailboxes<'a>> {
    const RULE: &str = "filter-mailboxes";
    const OTHER: &str = "filter-mailboxes-other";
    let (rest, word) = i.split(i.run(is_name_char));
    let found = match upper(word, &mut [0; 32]) {
        b"SELECTED" => FilterMailboxes::Selected,
        b"SELECTED-DELAYED" if esearch => {
            let expected = "selected: no selected-delayed in ESEARCH";
            return fail_name(i, word, SOURCES, "filter-mailboxes-selected", expected);
        }
        b"SELECTED-DELAYED" => FilterMailboxes::SelectedDelayed,
        b"INBOXES" => FilterMailboxes::Inboxes,
        b"PERSONAL" => FilterMailboxes::Personal,
        b"SUBSCRIBED" => FilterMailboxes::Subscribed,
        b"SUBTREE" => {
            return arg(rest, OTHER, one_or_more_mailbox)
                .map(|(i, names)| (i, FilterMailboxes::Subtree(names)));
        }
        b"SUBTREE-ONE" => {
            i.need(Extension::MultiSearch, OTHER)?;
            return arg(rest, OTHER, one_or_more_mailbox)
                .map(|(i, names)| (i, FilterMailboxes::SubtreeOne(names)));
        }
        b"MAILBOXES" => {
            return arg(rest, OTHER, one_or_more_mailbox)
                .map(|(i, names)| (i, FilterMailboxes::Mailboxes(names)));
        }
        _ => {
            let names = if esearch { SOURCES } else { FILTERS };
            return fail_name(i, word, names, RULE, "selected, inboxes, personal or the like");
        }
    };
    Ok((rest, found))
}

/// ```abnf
/// one-or-more-mailbox = mailbox / many-mailboxes
/// many-mailboxes      = "(" mailbox *(SP mailbox) ")"
/// ```
fn one_or_more_mailbox<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Vec<Mailbox<'a>>> {
    match i.at(b'(') {
        true => paren_list1(i, "many-mailboxes", mailbox),
        false => mailbox(i).map(|(i, name)| (i, vec![name])),
    }
}

/// ```abnf
/// event         = message-event / mailbox-event / user-event / event-ext
/// message-event = ( "MessageNew" [SP "(" fetch-att *(SP fetch-att) ")" ] ) / "MessageExpunge" /
///                 "FlagChange" / "AnnotationChange"
/// mailbox-event = "MailboxName" / "SubscriptionChange" / "MailboxMetadataChange"
/// user-event    = "ServerMetadataChange"
/// event-ext     = atom
/// ```
fn event<'a, 'c>(i: In<'a, 'c>) -> Res<'a, 'c, Event<'a>> {
    let (rest, word) = atom(i)?;
    let event = match upper(word, &mut [0; 32]) {
        b"MESSAGENEW" => match rest.octets {
            [b' ', b'(', ..] => {
                return paren_list1(rest.skip(1), "message-event", fetch_att)
                    .map(|(i, items)| (i, Event::MessageNew(items)));
            }
            _ => Event::MessageNew(Vec::new()),
        },
        b"MESSAGEEXPUNGE" => Event::MessageExpunge,
        b"FLAGCHANGE" => Event::FlagChange,
        b"ANNOTATIONCHANGE" => Event::AnnotationChange,
        b"MAILBOXNAME" => Event::MailboxName,
        b"SUBSCRIPTIONCHANGE" => Event::SubscriptionChange,
        b"MAILBOXMETADATACHANGE" => Event::MailboxMetadataChange,
        b"SERVERMETADATACHANGE" => Event::ServerMetadataChange,
        _ => Event::Extension(Cow::Borrowed(word)),
    };
    Ok((rest, event))
}
