//! Ours against imap-codec and imap-proto. Where the verdicts differ, one of the
//! [`DIFFERENCES`] says why, by the RFC; any other difference is a finding, ours or theirs. Where
//! both accept, they mean the same.

use std::panic;

use imap_codec::decode::Decoder;
use imap_codec::encode::Encoder;
use imap_codec::{CommandCodec, ResponseCodec};
use imapspec::syntax::SyntaxError;
use imapspec::syntax::dialect::Dialect;
use imapspec::syntax::parse::{self, Parsed};
use imapspec::syntax::types::{Response, Untagged};

use super::differences::{DIFFERENCES, Frame, Ours, Peer};

/// Nesting up to which the peers are asked: they recurse, imap-proto without a bound, and a stack
/// that overflows can't be caught.
const DEPTH: usize = 6;

/// A response or a command: the same verdicts.
pub fn agree(data: &[u8]) {
    if nesting(data) > DEPTH {
        return;
    }
    let frame = Frame::new(data);
    let dialect = Dialect::everything();

    let ours = parse::response(data, &dialect);
    if let Some(again) = survives(|| {
        let (rest, message) = ResponseCodec::new().decode(data).ok()?;
        rest.is_empty().then(|| ResponseCodec::new().encode(&message).dump())
    }) {
        verdicts(Peer::CodecResponse, &frame, &ours, again.is_some());
        if let (Ok(ours), Some(again)) = (&ours, again) {
            same_meaning(data, &ours.value, &again);
        }
    }
    if let Some(theirs) = survives(|| {
        let (rest, message) = imap_proto::Response::parse(data).ok()?;
        rest.is_empty().then(|| message.into_owned())
    }) {
        verdicts(Peer::Proto, &frame, &ours, theirs.is_some());
        if let (Ok(ours), Some(theirs)) = (&ours, theirs) {
            same_numbers(data, &ours.value, &theirs);
        }
    }

    let ours = parse::command(data, &dialect);
    let theirs = survives(|| {
        let (rest, message) = CommandCodec::new().decode(data).ok()?;
        rest.is_empty().then(|| CommandCodec::new().encode(&message).dump())
    });
    if let Some(again) = theirs {
        verdicts(Peer::CodecCommand, &frame, &ours, again.is_some());
        if let (Ok(_), Some(again)) = (&ours, again) {
            let read = parse::command(&again, &dialect);
            assert!(read.is_ok(), "{read:?}: {} from {frame}", again.escape_ascii());
        }
    }
}

/// What a peer returns; `None` where it panics, which is its own matter (and known: imap-codec's
/// on octets that are no UTF-8, imap-proto's on `INTERNALDATE NIL` in older versions).
fn survives<T>(peer: impl FnOnce() -> T + panic::UnwindSafe) -> Option<T> {
    // libFuzzer's hook ends the process before a panic could be caught.
    let hook = cfg!(fuzzing).then(panic::take_hook);
    if hook.is_some() {
        panic::set_hook(Box::new(|_| {}));
    }
    let result = panic::catch_unwind(peer).ok();
    if let Some(hook) = hook {
        panic::set_hook(hook);
    }
    result
}

fn verdicts<T>(peer: Peer, frame: &Frame<'_>, ours: &Result<Parsed<T>, SyntaxError>, theirs: bool) {
    let known = |side: &Ours| match (side, ours) {
        (Ours::Accepts(when), Ok(_)) => when(frame),
        (Ours::Rejects(rules), Err(error)) => rules.contains(&error.rule),
        (Ours::RejectsWhen(when), Err(error)) => when(frame, error),
        _ => false,
    };
    match (ours, theirs) {
        (Ok(_), true) | (Err(_), false) => return,
        // A peer of IMAP4rev1 and of some extensions alone.
        (Ok(ours), false) if !ours.revisions.rev1 => return,
        (Ok(ours), false) if !ours.uses.without(peer.extensions()).is_empty() => return,
        _ => {}
    }
    let listed = DIFFERENCES.iter().any(|one| one.peer == peer && known(&one.ours));
    let verdict = ours.as_ref().map(|parsed| parsed.uses);
    assert!(listed, "{peer:?}: ours {verdict:?}, theirs {theirs}: {frame}");
}

/// What imap-codec read and wrote again is for us what was read at first.
fn same_meaning(data: &[u8], ours: &Response<'_>, again: &[u8]) {
    let read = parse::response(again, &Dialect::everything());
    let shown = data.escape_ascii();
    match read {
        Ok(read) => {
            let kinds = (std::mem::discriminant(ours), std::mem::discriminant(&read.value));
            assert_eq!(kinds.0, kinds.1, "{shown} as {}", again.escape_ascii());
        }
        Err(error) => panic!("{error:?} in {} from {shown}", again.escape_ascii()),
    }
}

/// The numbers of messages are the same.
fn same_numbers(data: &[u8], ours: &Response<'_>, theirs: &imap_proto::Response<'_>) {
    use imap_proto::{MailboxDatum, Response as Theirs};
    let Response::Untagged(ours) = ours else { return };
    let same = match (ours, theirs) {
        (Untagged::Expunge(n), Theirs::Expunge(m)) => n == m,
        (Untagged::Fetch(n, items), Theirs::Fetch(m, others)) => {
            n == m && items.len() == others.len()
        }
        (Untagged::Exists(n), Theirs::MailboxData(MailboxDatum::Exists(m))) => n == m,
        (Untagged::Recent(n), Theirs::MailboxData(MailboxDatum::Recent(m))) => n == m,
        (Untagged::Search(all, None), Theirs::MailboxData(MailboxDatum::Search(others))) => {
            all == others
        }
        (Untagged::Exists(_) | Untagged::Expunge(_) | Untagged::Fetch(..), _) => false,
        _ => true,
    };
    assert!(same, "{theirs:?} from {}", data.escape_ascii());
}

/// How deep parentheses, and the words that take a key, nest at the most.
fn nesting(data: &[u8]) -> usize {
    let mut depth = 0usize;
    let mut most = 0;
    for (at, octet) in data.iter().enumerate() {
        match octet {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'N' | b'n' | b'O' | b'o' => {
                let word = data.get(at..at + 4).unwrap_or_default();
                if word.eq_ignore_ascii_case(b"NOT ") || word.get(..3).is_some_and(is_or) {
                    depth += 1;
                }
            }
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

fn is_or(word: &[u8]) -> bool {
    word.eq_ignore_ascii_case(b"OR ")
}
