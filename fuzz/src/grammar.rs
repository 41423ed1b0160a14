//! Responses and commands: what the parsers say is consistent, whatever they read.
//!
//! To be sure of one frame takes half a dozen readings: by a smaller dialect, by the dialect that the
//! frame says it takes, of a prefix, with an octet more, of each frame in the input. The targets
//! read most inputs once, and do all this ([`responses`], [`commands`]) to those that
//! [`takes_all`](super::takes_all) picks. The unit tests do it to every seed.

use imapspec::syntax::dialect::{Dialect, ExtensionSet, Revision};
use imapspec::syntax::frame::{Framer, Limits, Sender};
use imapspec::syntax::parse::{self, Parsed};
use imapspec::syntax::types::{Command, Response, Untagged};
use imapspec::syntax::{SyntaxError, SyntaxErrorKind};

/// Whatever a server says, read once as what it looks like. What it takes is told, and a fault has a
/// place.
pub fn response(data: &[u8]) {
    once::<Responses>(data);
    // Nothing else can be a greeting.
    if data.starts_with(b"* ") && data.get(2).is_some_and(|b| b"OPBopb".contains(b)) {
        once::<Greetings>(data);
    }
}

/// Whatever a client says, read once, as [`response`] is.
pub fn command(data: &[u8]) {
    once::<Commands>(data);
}

fn once<G: Grammar>(octets: &[u8]) {
    match G::read(octets, &Dialect::everything()) {
        Ok(parsed) => assert!(!parsed.revisions.is_empty(), "{}", octets.escape_ascii()),
        Err(error) => placed(octets, &error),
    }
}

/// Whatever a server says.
pub fn responses(data: &[u8]) {
    each_frame(Sender::Server, data, |frame| {
        consistent::<Responses>(frame);
        consistent::<Greetings>(frame);
    });
}

/// Whatever a client says.
pub fn commands(data: &[u8]) {
    each_frame(Sender::Client, data, |frame| {
        consistent::<Commands>(frame);
        let _ = parse::auth_response(frame);
        let _ = parse::done(frame);
    });
}

/// A parser of whole frames.
trait Grammar {
    type Value<'a>: PartialEq + std::fmt::Debug;
    fn read<'a>(octets: &'a [u8], dialect: &Dialect) -> Read<Self::Value<'a>>;

    /// Whether it is data of any name (`search-ret-data-ext`), which a dialect that knows the name
    /// reads by the name's own rule: as another value, or not at all.
    fn generic(_: &Self::Value<'_>) -> bool {
        false
    }
}

type Read<T> = Result<Parsed<T>, SyntaxError>;

struct Responses;
struct Greetings;
struct Commands;

impl Grammar for Responses {
    type Value<'a> = Response<'a>;
    fn read<'a>(octets: &'a [u8], dialect: &Dialect) -> Read<Response<'a>> {
        parse::response(octets, dialect)
    }
    fn generic(value: &Response<'_>) -> bool {
        matches!(value, Response::Untagged(Untagged::Esearch(_)))
    }
}

impl Grammar for Greetings {
    type Value<'a> = Response<'a>;
    fn read<'a>(octets: &'a [u8], dialect: &Dialect) -> Read<Response<'a>> {
        parse::greeting(octets, dialect)
    }
}

impl Grammar for Commands {
    type Value<'a> = Command<'a>;
    fn read<'a>(octets: &'a [u8], dialect: &Dialect) -> Read<Command<'a>> {
        parse::command(octets, dialect)
    }
}

/// The input as it is, and each frame in it.
fn each_frame(sender: Sender, data: &[u8], check: impl Fn(&[u8])) {
    check(data);
    let mut framer = Framer::new(sender, Limits::default());
    framer.push(data);
    while let Ok(Some(frame)) = framer.next_frame() {
        if frame.len() == data.len() {
            break;
        }
        check(&frame);
    }
}

fn consistent<G: Grammar>(octets: &[u8]) {
    let read = G::read(octets, &Dialect::everything());
    // Reading again costs as much as reading: one revision, one prefix each time. Which ones depends
    // on the octets alone.
    let sample = sample(octets);
    let revision = if sample & 1 == 0 { Revision::Rev1 } else { Revision::Rev2 };
    // What a smaller dialect accepts, a larger one accepts as the same.
    match G::read(octets, &Dialect::bare(revision)) {
        Ok(bare) => {
            let same = read.as_ref().is_ok_and(|parsed| parsed.value == bare.value);
            assert!(same || G::generic(&bare.value), "{bare:?} {read:?}");
            assert!(bare.revisions.contains(revision), "{bare:?}");
            assert!(beyond(&bare, revision).is_empty(), "{bare:?}");
            if let (Revision::Rev1, Ok(parsed)) = (revision, &read) {
                assert!(parsed.uses.is_empty(), "takes {parsed:?}, and yet does without");
            }
        }
        Err(error) => {
            placed(octets, &error);
            if let Ok(parsed) = &read {
                let takes = beyond(parsed, revision);
                assert!(!parsed.revisions.contains(revision) || !takes.is_empty(), "{error:?}");
            }
        }
    }
    match &read {
        Ok(parsed) => accepted::<G>(octets, parsed, revision, sample >> 1),
        Err(error) => rejected::<G>(octets, error),
    }
}

/// The extensions that a frame takes where `revision` is spoken.
fn beyond<T>(parsed: &Parsed<T>, revision: Revision) -> ExtensionSet {
    if revision == Revision::Rev2 { parsed.beyond_rev2 } else { parsed.uses }
}

/// A number that depends on the octets alone.
fn sample(octets: &[u8]) -> usize {
    let ends = octets.iter().take(16).chain(octets.iter().rev().take(16));
    let sum = ends.fold(octets.len(), |sum, &b| sum.wrapping_mul(31).wrapping_add(b.into()));
    sum ^ sum >> 8
}

/// An accepted frame is accepted by the dialect that it says it takes, by no prefix of it, and
/// nothing may follow it.
fn accepted<'a, G: Grammar>(
    octets: &'a [u8],
    parsed: &Parsed<G::Value<'a>>,
    revision: Revision,
    sample: usize,
) {
    let shown = octets.escape_ascii();
    assert!(!parsed.revisions.is_empty(), "{shown}");
    let takes = beyond(parsed, revision);
    let right = parsed.revisions.contains(revision);
    if !G::generic(&parsed.value) || !right {
        let again = G::read(octets, &Dialect::bare(revision).with(takes));
        match right {
            true => assert_eq!(again.map(|p| p.value).as_ref(), Ok(&parsed.value), "{shown}"),
            false => assert!(again.is_err(), "{revision:?}: {shown}"),
        }
    }
    let cut = if sample.is_multiple_of(8) { octets.len() - 1 } else { sample % octets.len() };
    let prefix = octets.get(..cut).unwrap_or_default();
    match G::read(prefix, &Dialect::everything()) {
        Ok(_) => panic!("the first {cut} octets are a frame, too: {shown}"),
        Err(error) => {
            let ends = (error.kind, error.offset);
            assert_eq!(ends, (SyntaxErrorKind::Incomplete, cut), "{error:?} {shown}");
        }
    }
    let more = [octets, b"x"].concat();
    let error = G::read(&more, &Dialect::everything()).err();
    assert_eq!(error.map(|e| e.offset), Some(octets.len()), "{shown}");
}

/// The octets before a wrong one are not wrong: cut there, more could make them right.
fn rejected<G: Grammar>(octets: &[u8], error: &SyntaxError) {
    placed(octets, error);
    if error.kind != SyntaxErrorKind::Wrong {
        return;
    }
    let before = octets.get(..error.offset).unwrap_or_default();
    match G::read(before, &Dialect::everything()) {
        Ok(_) => {}
        Err(cut) => assert_eq!(
            (cut.kind, cut.offset),
            (SyntaxErrorKind::Incomplete, error.offset),
            "{cut:?} before {error:?}: {}",
            octets.escape_ascii()
        ),
    }
}

fn placed(octets: &[u8], error: &SyntaxError) {
    assert!(error.offset <= octets.len(), "{error:?} {}", octets.escape_ascii());
    assert!(!error.rule.is_empty() && !error.expected.is_empty(), "{error:?}");
    if error.kind == SyntaxErrorKind::Incomplete {
        assert_eq!(error.offset, octets.len(), "{error:?} {}", octets.escape_ascii());
    }
}
