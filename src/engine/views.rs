//! Whether a client's view holds what the script says that it comes to hold.

use super::values::{ValueError, Values, compare};
use crate::client::session::Received;
use crate::client::view::{Message as Known, Selected, View};
use crate::scenario::{
    Compared, Comparison, Fact, FlagsPattern, Message, Part, Scenario, Span, Template, ViewItem,
    ViewPattern, Which,
};
use crate::syntax::types::{Code, Flag, Response, Untagged};

/// What of a view is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// In words, with what is there instead.
    pub message: String,
    /// Which part of the pattern.
    pub span: Span,
}

/// Nothing is wrong, or the first thing that is.
type Held = Option<Unseen>;

/// Holds a view against a pattern; what it captures is kept where all of it holds.
///
/// # Errors
/// When the script uses a value that is not known.
pub fn held(
    scenario: &Scenario,
    values: &mut Values,
    pattern: &ViewPattern,
    view: &View,
    inbox: &[Received],
) -> Result<Held, ValueError> {
    let mut trial = values.clone();
    for item in &pattern.items {
        if let Some(unseen) = one(scenario, &mut trial, item, view, inbox)? {
            return Ok(Some(unseen));
        }
    }
    *values = trial;
    Ok(None)
}

/// Whether the pattern asks for mod-sequences, so that `finds` must ask for them.
pub fn wants_mod_seq(pattern: &ViewPattern) -> bool {
    pattern.items.iter().any(|item| match item {
        ViewItem::Message(message) => message.facts.iter().any(|f| matches!(f, Fact::ModSeq(_))),
        _ => false,
    })
}

fn one(
    scenario: &Scenario,
    values: &mut Values,
    item: &ViewItem,
    view: &View,
    inbox: &[Received],
) -> Result<Held, ValueError> {
    let selected = match item {
        ViewItem::Alert(wanted, span) => {
            let message = if *wanted { "no ALERT was told" } else { "an ALERT was told" };
            let wrong = inbox.iter().any(is_alert) != *wanted;
            return Ok(wrong.then(|| Unseen { message: message.to_owned(), span: *span }));
        }
        _ => view.selected(),
    };
    let Some(selected) = selected else {
        let message = "no mailbox is selected".to_owned();
        return Ok(Some(Unseen { message, span: Span::default() }));
    };
    let number = |n: Option<u32>| n.map(u64::from);
    match item {
        ViewItem::Exists(c) => compared(scenario, values, c, number(selected.exists), "EXISTS"),
        ViewItem::Recent(c) => compared(scenario, values, c, number(selected.recent), "RECENT"),
        ViewItem::UidNext(c) => compared(scenario, values, c, number(selected.uid_next), "UIDNEXT"),
        ViewItem::UidValidity(c) => {
            compared(scenario, values, c, number(selected.uid_validity), "UIDVALIDITY")
        }
        ViewItem::HighestModSeq(c) => {
            compared(scenario, values, c, selected.highest_mod_seq, "HIGHESTMODSEQ")
        }
        ViewItem::Message(message) => one_message(scenario, values, message, selected),
        ViewItem::Gone(uids, span) => {
            for uid in uids {
                let text = values.text(scenario, uid)?;
                let uid: u32 =
                    text.trim().parse().map_err(|_| ValueError(format!("`{text}` is no UID")))?;
                if !selected.gone.contains(uid) {
                    let message = format!("UID {uid} was not told to be gone");
                    return Ok(Some(Unseen { message, span: *span }));
                }
            }
            Ok(None)
        }
        ViewItem::Alert(..) => Ok(None),
    }
}

fn one_message(
    scenario: &Scenario,
    values: &mut Values,
    wanted: &Message,
    selected: &Selected,
) -> Result<Held, ValueError> {
    let parse = |template: &Template, values: &Values| -> Result<u32, ValueError> {
        let text = values.text(scenario, template)?;
        text.trim().parse().map_err(|_| ValueError(format!("`{text}` is no message number")))
    };
    let (known, name, was_gone) = match &wanted.which {
        Which::Sequence(template) => {
            let n = parse(template, values)?;
            let gone = selected.exists.is_some_and(|exists| n > exists);
            (selected.message(n), format!("message {n}"), gone)
        }
        Which::Uid(template) => {
            let uid = parse(template, values)?;
            let known = selected.by_uid(uid).map(|(_, message)| message);
            (known, format!("the message with UID {uid}"), selected.gone.contains(uid))
        }
    };
    for fact in &wanted.facts {
        let found = match fact {
            Fact::Gone(gone, span) => {
                let message = match gone {
                    true => format!("{name} was not told to be gone"),
                    false => format!("{name} is gone"),
                };
                (*gone != was_gone).then_some(Unseen { message, span: *span })
            }
            Fact::Flags(flags) => flags_held(scenario, values, flags, known, &name)?,
            Fact::Uid(c) => {
                let uid = known.and_then(|m| m.uid).map(u64::from);
                compared(scenario, values, c, uid, &format!("UID of {name}"))?
            }
            Fact::ModSeq(c) => {
                let mod_seq = known.and_then(|m| m.mod_seq);
                compared(scenario, values, c, mod_seq, &format!("MODSEQ of {name}"))?
            }
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn flags_held(
    scenario: &Scenario,
    values: &Values,
    wanted: &FlagsPattern,
    known: Option<&Known>,
    name: &str,
) -> Result<Held, ValueError> {
    let unseen = |message: String| Ok(Some(Unseen { message, span: wanted.span }));
    let Some(flags) = known.and_then(|m| m.flags.as_ref()) else {
        return unseen(format!("flags of {name} were not told"));
    };
    let all: Vec<String> = flags.iter().map(ToString::to_string).collect();
    let has = format!("{name} has ({})", all.join(" "));
    let mut named = Vec::new();
    for pattern in &wanted.flags {
        let flag = Flag::from_octets(values.raw(scenario, &pattern.flag)?);
        if flags.contains(&flag) == pattern.absent {
            return unseen(has);
        }
        if !pattern.absent {
            named.push(flag);
        }
    }
    let other = flags.iter().find(|f| **f != Flag::Recent && !named.contains(f));
    match other {
        Some(_) if !wanted.open => unseen(has),
        _ => Ok(None),
    }
}

fn compared(
    scenario: &Scenario,
    values: &mut Values,
    wanted: &Compared,
    found: Option<u64>,
    name: &str,
) -> Result<Held, ValueError> {
    let unseen = |message: String| Ok(Some(Unseen { message, span: wanted.span }));
    let Some(found) = found else { return unseen(format!("{name} was not told")) };
    if let [piece] = wanted.value.pieces.as_slice() {
        match &piece.part {
            Part::Capture(capture) => {
                values.captured.insert(capture.clone(), found.to_string().into_bytes());
                return Ok(None);
            }
            Part::Text(any) if any == "_" => return Ok(None),
            _ => {}
        }
    }
    let right = values.text(scenario, &wanted.value)?;
    if compare(wanted.op, &found.to_string(), &right) {
        return Ok(None);
    }
    match wanted.op {
        Comparison::Equal => unseen(format!("{name} is {found}, not {right}")),
        op => unseen(format!("{name} is {found}, not {} {right}", op.symbol())),
    }
}

fn is_alert(received: &Received) -> bool {
    let Ok(parsed) = &received.parsed else { return false };
    let text = match &parsed.value {
        Response::Tagged(tagged) => &tagged.text,
        Response::Untagged(Untagged::Status(_, text)) => text,
        _ => return false,
    };
    matches!(text.code, Some(Code::Alert))
}
