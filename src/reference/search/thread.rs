//! THREAD (RFC 5256 §3): ORDEREDSUBJECT; REFERENCES is in `references`.

use super::Record;
use super::collation::casemap;
use super::references;
use super::sort::sent;
use super::subject::{BaseSubject, base_subject};
use crate::reference::message::Message;
use crate::syntax::types::Thread;

/// Branches within branches beyond this depth become siblings: no client reads deeper.
pub const DEPTH: usize = 90;

/// A threading algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// `ORDEREDSUBJECT`
    OrderedSubject,
    /// `REFERENCES`
    References,
}

impl Algorithm {
    /// The algorithm of that name (ASCII, any case).
    pub fn named(name: &[u8]) -> Option<Self> {
        match name.to_ascii_uppercase().as_slice() {
            b"ORDEREDSUBJECT" => Some(Self::OrderedSubject),
            b"REFERENCES" => Some(Self::References),
            _ => None,
        }
    }
}

/// The threads of the records, which are in mailbox order; in UIDs if `uid`.
pub fn thread(algorithm: Algorithm, records: &[Record<'_>], uid: bool) -> Vec<Thread> {
    let entries: Vec<Entry> = records.iter().map(|record| Entry::new(record, uid)).collect();
    match algorithm {
        Algorithm::OrderedSubject => ordered_subject(&entries),
        Algorithm::References => references::threads(&entries),
    }
}

/// What threading looks at in a message.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// What the answer calls it.
    pub(super) number: u32,
    /// Sent date.
    pub(super) sent: i64,
    /// Base subject, ready to be compared.
    pub(super) subject: Vec<u8>,
    /// Whether the subject says that it is a reply or forward.
    pub(super) reply: bool,
    /// Normalised Message-ID.
    pub(super) id: Option<Vec<u8>>,
    /// Its ancestors, oldest first.
    pub(super) references: Vec<Vec<u8>>,
}

impl Entry {
    fn new(record: &Record<'_>, uid: bool) -> Self {
        let message = Message::parse(record.octets);
        let header = message.header();
        let ids = |name| message_ids(&header.text(name).unwrap_or_default());
        let BaseSubject { text, reply } = base_subject(&header.text("Subject").unwrap_or_default());
        let mut references = ids("References");
        if references.is_empty() {
            references = ids("In-Reply-To");
            references.truncate(1);
        }
        Self {
            number: if uid { record.uid } else { record.number },
            sent: sent(record, &message),
            subject: casemap(text.as_bytes()),
            reply,
            id: ids("Message-ID").into_iter().next(),
            references,
        }
    }
}

/// The valid message ids of a field, quoting removed so that all ways to write one are the
/// same.
fn message_ids(text: &[u8]) -> Vec<Vec<u8>> {
    let mut ids = Vec::new();
    let mut rest = text;
    while let Some(start) = memchr::memchr(b'<', rest) {
        rest = rest.get(start + 1..).unwrap_or_default();
        let (id, length) = message_id(rest);
        // What is no id may yet hold the beginning of one.
        if let Some(id) = id {
            rest = rest.get(length..).unwrap_or_default();
            ids.push(id);
        }
    }
    ids
}

/// The id before the next `>`, and the octets read.
fn message_id(text: &[u8]) -> (Option<Vec<u8>>, usize) {
    let mut id = Vec::new();
    let mut quoted = false;
    let mut at_sign = None;
    let mut octets = text.iter().enumerate();
    while let Some((at, &octet)) = octets.next() {
        match octet {
            b'"' => quoted = !quoted,
            b'\\' if quoted => id.extend(octets.next().map(|(_, &octet)| octet)),
            b'>' if !quoted => {
                let valid = at_sign.is_some_and(|sign| sign > 0 && sign + 1 < id.len());
                return (valid.then_some(id), at + 1);
            }
            b'<' | b' ' | b'\t' if !quoted => return (None, at),
            _ => {
                if octet == b'@' && !quoted {
                    at_sign = at_sign.or(Some(id.len()));
                }
                id.push(octet);
            }
        }
    }
    (None, text.len())
}

fn ordered_subject(entries: &[Entry]) -> Vec<Thread> {
    let mut order: Vec<(usize, &Entry)> = entries.iter().enumerate().collect();
    // Stable: the mailbox order decides between equals.
    order.sort_by(|(_, a), (_, b)| (&a.subject, a.sent).cmp(&(&b.subject, b.sent)));
    let mut threads: Vec<&[(usize, &Entry)]> =
        order.chunk_by(|(_, a), (_, b)| a.subject == b.subject).collect();
    threads.sort_by_key(|thread| thread.first().map(|(place, first)| (first.sent, *place)));
    threads.into_iter().map(flat_thread).collect()
}

/// The first message, and all others its children.
fn flat_thread(thread: &[(usize, &Entry)]) -> Thread {
    let chain =
        |(_, entry): &(usize, &Entry)| Thread { chain: vec![entry.number], branches: Vec::new() };
    match thread {
        [first, rest @ ..] if rest.len() > 1 => {
            Thread { chain: vec![first.1.number], branches: rest.iter().map(chain).collect() }
        }
        one_or_two => Thread {
            chain: one_or_two.iter().map(|(_, entry)| entry.number).collect(),
            branches: Vec::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_normalised() {
        let ids = |text: &str| -> Vec<String> {
            let found = message_ids(text.as_bytes());
            found.into_iter().map(|id| String::from_utf8(id).unwrap()).collect()
        };
        assert_eq!(ids("<\"01KF\"@x.com> <01KF@x.com>"), ["01KF@x.com", "01KF@x.com"]);
        assert_eq!(ids("Your message of Friday <a@b> and u@v <c@d>"), ["a@b", "c@d"]);
        assert_eq!(ids("<no at> <@x> <x@> <<a@b> <\"q \\\"> r\"@c>"), ["a@b", "q \"> r@c"]);
        assert_eq!(ids("<unclosed@x"), [""; 0]);
    }
}
