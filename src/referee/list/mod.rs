//! LIST, LSUB and STATUS: names, attributes, numbers.
//!
//! - here: names and their attributes; `pattern`: whether a name fits; `status`: numbers.

pub(super) mod pattern;
mod status;

use std::collections::{BTreeMap, BTreeSet};

use self::pattern::matches;
use self::status::{asked_status, status};
use super::bench::Bench;
use super::rule::rules;
use super::scene::{Completed, Judge, Scene, show};
use crate::client::view::Change;
use crate::finding::Grade;
use crate::syntax::types::{
    CommandBody, ListData, ListReturn, ListSelect, Mailbox, Octets, StatusItem, Untagged,
};

rules! { "list":
    DELIMITER "delimiter" Must ["9051#7.3.1", "3501#7.2.2"]
        "All names of one top-level hierarchy have the same delimiter.";
    PATTERN "pattern" Must ["9051#6.3.9", "3501#6.3.8"]
        "LIST and LSUB give only names that match the pattern.";
    TWICE "twice" Should ["9051#6.3.9.3", "5258#3"]
        "LIST gives each name once.";
    CHILDREN "children" Must ["9051#7.3.1", "3348#3"]
        "A name has \\HasChildren or \\HasNoChildren, not both.";
    INFERIORS "noinferiors" Must ["9051#7.3.1", "9051#6.3.9.4", "3348#3"]
        "A name with \\Noinferiors has no \\HasChildren.";
    MARKED "marked" Must ["9051#7.3.1", "3501#7.2.2"]
        "A name has at most one of \\Marked, \\Unmarked and \\Noselect.";
    TRUE_CHILDREN "children-true" Must ["9051#7.3.1", "3348#3"]
        "A name with \\HasNoChildren has no child in the same answer.";
    ASKED_CHILDREN "return-children" Must ["9051#6.3.9.5", "5258#4"]
        "LIST with RETURN (CHILDREN) says of each mailbox whether it has children.";
    SUBSCRIBED "subscribed" Must ["9051#6.3.9.1", "5258#3.1"]
        "LIST (SUBSCRIBED) gives only names that are \\Subscribed, or have such children where RECURSIVEMATCH asks for it.";
    STATUS_SENT "return-status" Should ["9051#6.3.9.2", "5819#2"]
        "LIST with RETURN (STATUS …) gives a STATUS response for each mailbox that can be selected.";
    STATUS_MISSING "status-missing" Must ["9051#6.3.11", "3501#6.3.10"]
        "STATUS gives each item that was asked for.";
    STATUS_EXTRA "status-extra" Should ["9051#6.3.11", "9051#7.3.3"]
        "STATUS gives no items that were not asked for.";
    COUNTS "status-counts" Must ["9051#6.3.11", "3501#6.3.10"]
        "UNSEEN, RECENT and DELETED are not more than MESSAGES.";
    NEXT "status-uidnext" Must ["9051#2.3.1.1", "3501#2.3.1.1"]
        "UIDNEXT is greater than MESSAGES, since each message has a smaller UID of its own.";
    INBOX "inbox" Must ["9051#5.1", "3501#5.1"]
        "INBOX is listed once, in whichever case.";
}

pub(super) fn judge() -> Box<dyn Judge> {
    Box::new(Lists::default())
}

#[derive(Default)]
struct Lists {
    /// Top-level name → delimiter of the names in it, and one of these names.
    delimiters: BTreeMap<Vec<u8>, (char, Vec<u8>)>,
}

impl Judge for Lists {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        match scene.untagged() {
            Some(Untagged::List(data)) => {
                self.delimiter(scene, bench, data);
                attributes(scene, bench, data);
                listed(scene, bench, data, false);
            }
            Some(Untagged::Lsub(data)) => {
                self.delimiter(scene, bench, data);
                listed(scene, bench, data, true);
            }
            Some(Untagged::MailboxStatus(_, items)) => status(scene, bench, items),
            _ => {}
        }
    }

    fn after(&mut self, scene: &Scene<'_>, _: &Change, bench: &mut Bench) {
        let Some(done) = scene.completed() else { return };
        if !done.is_plain_ok() || scene.nonsense() {
            return;
        }
        match done.body {
            CommandBody::List { .. } => answered(scene, bench, &done),
            CommandBody::Status(mailbox, asked) => {
                let told = done.untagged().filter_map(|u| match u {
                    Untagged::MailboxStatus(of, items) if of.0.eq_ignore_ascii_case(&mailbox.0) => {
                        Some(items)
                    }
                    _ => None,
                });
                let told: Vec<&StatusItem<'_>> = told.flatten().collect();
                asked_status(scene, bench, asked, &told);
            }
            _ => {}
        }
    }
}

impl Lists {
    fn delimiter(&mut self, scene: &Scene<'_>, bench: &mut Bench, data: &ListData<'_>) {
        // NIL is for a flat name; the answer to an empty pattern is no mailbox.
        let Some(delimiter) = data.delimiter else { return };
        let name = &data.mailbox.0;
        // One beyond ASCII is in no name that the others split.
        let octet = octet(data);
        let top =
            name.split(|&b| Some(b) == octet).find(|part| !part.is_empty()).unwrap_or_default();
        if top.is_empty() {
            return;
        }
        let top = top.to_ascii_uppercase();
        match self.delimiters.get(&top) {
            Some((before, other)) if *before != delimiter => {
                bench.broken(
                    scene,
                    &DELIMITER,
                    format!(
                        "delimiter {} of {}, and {} of {}",
                        delimiter,
                        show(name),
                        before,
                        show(other)
                    ),
                );
            }
            Some(_) => {}
            None => {
                self.delimiters.insert(top, (delimiter, name.to_vec()));
            }
        }
    }
}

fn has(data: &ListData<'_>, attribute: &str) -> bool {
    data.attributes.iter().any(|a| a.eq_ignore_ascii_case(attribute.as_bytes()))
}

fn attributes(scene: &Scene<'_>, bench: &mut Bench, data: &ListData<'_>) {
    if has(data, "\\HasChildren") && has(data, "\\HasNoChildren") {
        bench.broken(scene, &CHILDREN, "\\HasChildren and \\HasNoChildren of one name");
    }
    if has(data, "\\HasChildren") && has(data, "\\Noinferiors") {
        bench.broken(scene, &INFERIORS, "\\HasChildren of a name with \\Noinferiors");
    }
    let marks = ["\\Marked", "\\Unmarked", "\\Noselect"];
    let both: Vec<&str> = marks.into_iter().filter(|mark| has(data, mark)).collect();
    if both.len() > 1 {
        let held = bench.broken(scene, &MARKED, format!("{} of one name", both.join(" and ")));
        // RFC 3501 §7.2.2: SHOULD NOT.
        if !scene.view.rev2() {
            held.graded(Grade::Should);
        }
    }
}

/// A name that LIST or LSUB gives, against the patterns asked for.
fn listed(scene: &Scene<'_>, bench: &mut Bench, data: &ListData<'_>, lsub: bool) {
    // Names may be told unasked: of another command, by NOTIFY, or as a name that was changed.
    if scene.nonsense() || scene.view.notify() || !data.extended.is_empty() {
        return;
    }
    let Some(body) = scene.view.alone().and_then(|p| p.body()) else { return };
    let (reference, patterns): (_, Vec<&Octets<'_>>) = match body {
        CommandBody::List { reference, patterns, .. } if !lsub => {
            (reference, patterns.iter().collect())
        }
        CommandBody::Lsub { reference, pattern } if lsub => (reference, vec![pattern]),
        _ => return,
    };
    // What a reference means is the server's to say; so is the other form of names beyond ASCII.
    let name = &data.mailbox.0;
    if !reference.0.is_empty()
        || patterns.iter().any(|p| p.is_empty() || !p.is_ascii())
        || !name.is_ascii()
    {
        return;
    }
    if !patterns.iter().any(|pattern| matches(pattern, name, octet(data))) {
        bench
            .broken(scene, &PATTERN, format!("{} does not match {}", show(name), show(patterns[0])))
            .at(scene.bytes(), &show(name));
    }
}

/// The delimiter, where it is one octet of a name.
fn octet(data: &ListData<'_>) -> Option<u8> {
    data.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()).filter(u8::is_ascii)
}

fn answered(scene: &Scene<'_>, bench: &mut Bench, done: &Completed<'_>) {
    let CommandBody::List { selection, returns, patterns, .. } = done.body else { return };
    let names: Vec<&ListData<'_>> = done
        .untagged()
        .filter_map(|u| match u {
            Untagged::List(data) => Some(data),
            _ => None,
        })
        .collect();
    if scene.view.notify() || patterns.iter().all(|p| p.is_empty()) {
        return;
    }
    let mut seen = BTreeSet::new();
    for data in &names {
        let inbox = data.mailbox.is_inbox();
        let key = if inbox { b"INBOX".to_vec() } else { data.mailbox.0.to_vec() };
        if !seen.insert(key) && data.extended.is_empty() {
            let rule = if inbox { &INBOX } else { &TWICE };
            bench.broken(scene, rule, format!("{} is listed twice", show(&data.mailbox.0)));
        }
    }
    // Between two names of one answer somebody may have made a child.
    let changing = scene.world.changed(done.began.tick, None);
    for data in names.iter().filter(|_| !changing) {
        let Some(delimiter) = octet(data) else { continue };
        let child = |other: &&&ListData<'_>| {
            let name = &other.mailbox.0;
            name.len() > data.mailbox.0.len() + 1
                && name.starts_with(&data.mailbox.0)
                && name.get(data.mailbox.0.len()) == Some(&delimiter)
                && !has(other, "\\NonExistent")
        };
        if let Some(child) = names.iter().find(child).filter(|_| has(data, "\\HasNoChildren")) {
            bench.broken(
                scene,
                &TRUE_CHILDREN,
                format!(
                    "{} has \\HasNoChildren, and {} is listed",
                    show(&data.mailbox.0),
                    show(&child.mailbox.0)
                ),
            );
        }
    }
    let recursive = selection.contains(&ListSelect::RecursiveMatch);
    if selection.contains(&ListSelect::Subscribed)
        && !recursive
        && let Some(data) = names.iter().find(|data| !has(data, "\\Subscribed"))
    {
        bench.broken(scene, &SUBSCRIBED, format!("{} without \\Subscribed", show(&data.mailbox.0)));
    }
    let Some(returns) = returns else { return };
    if returns.contains(&ListReturn::Children)
        && let Some(data) = names.iter().find(|data| {
            !["\\HasChildren", "\\HasNoChildren", "\\Noinferiors", "\\NonExistent"]
                .iter()
                .any(|a| has(data, a))
        })
    {
        bench.broken(
            scene,
            &ASKED_CHILDREN,
            format!("{} without \\HasChildren and \\HasNoChildren", show(&data.mailbox.0)),
        );
    }
    for option in returns {
        let ListReturn::Status(asked) = option else { continue };
        for data in &names {
            let closed = has(data, "\\Noselect") || has(data, "\\NonExistent");
            let told: Vec<&Vec<StatusItem<'_>>> = done
                .untagged()
                .filter_map(|u| match u {
                    Untagged::MailboxStatus(of, items) if same(of, &data.mailbox) => Some(items),
                    _ => None,
                })
                .collect();
            if told.is_empty() && !closed {
                // RFC 5819 §2: it MAY be dropped where something unexpected happens.
                bench.broken(
                    scene,
                    &STATUS_SENT,
                    format!("{} was listed without its STATUS", show(&data.mailbox.0)),
                );
            } else if !told.is_empty() {
                asked_status(scene, bench, asked, &told.into_iter().flatten().collect::<Vec<_>>());
            }
        }
    }
}

fn same(a: &Mailbox<'_>, b: &Mailbox<'_>) -> bool {
    a == b || a.is_inbox() && b.is_inbox()
}
