//! Search keys made ready once, and held against any number of messages
//! (RFC 9051 §6.4.4, RFC 5032, 7162, 8474, 8514, 9738; FUZZY of RFC 6203 is exact here).

use std::cell::OnceCell;

use super::collation::Needle;
use super::{Context, Record, text};
use crate::reference::message::{Message, date, words};
use crate::syntax::types::{Date, DateTime, Flag, SearchKey, SequenceSet};

/// Charsets to name in BADCHARSET; more are known.
pub const CHARSETS: [&str; 4] = ["US-ASCII", "UTF-8", "ISO-8859-1", "KOI8-R"];

/// Why keys cannot be held against messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// `NO [BADCHARSET]`
    #[error("unknown charset")]
    BadCharset,
    /// NO [UNDEFINED-FILTER name] (RFC 5466): no filters are kept here.
    #[error("undefined filter")]
    UndefinedFilter(Vec<u8>),
}

/// Keys of one command, all of which a message must match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query(Vec<Test>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    All,
    Flag(Flag<'static>),
    Day(Which, Span, Date),
    Larger(u64),
    Smaller(u64),
    Field(Vec<u8>, Needle),
    Addresses(&'static str, Needle),
    Body(Needle),
    Text(Needle),
    Numbers(SequenceSet),
    Uids(SequenceSet),
    UidAfter(u32),
    UidBefore(u32),
    Older(u32),
    Younger(u32),
    ModSequence(u64),
    EmailId(Vec<u8>),
    ThreadId(Vec<u8>),
    SaveDateSupported,
    And(Vec<Test>),
    Or(Box<Test>, Box<Test>),
    Not(Box<Test>),
}

/// Which date of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Internal,
    Sent,
    Saved,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Before,
    On,
    Since,
}

impl Query {
    /// Makes keys ready. Their strings are in `charset`: UTF-8 where none is given, which is
    /// what IMAP4rev2 says, and holds the US-ASCII of IMAP4rev1.
    pub fn new(charset: Option<&[u8]>, keys: &[SearchKey<'_>]) -> Result<Self, QueryError> {
        let charset = Charset::named(charset)?;
        keys.iter().map(|key| compile(key, charset)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the message matches.
    pub fn matches(&self, record: &Record<'_>, context: &Context<'_>) -> bool {
        let subject = Subject { record, context, message: OnceCell::new() };
        self.0.iter().all(|test| subject.passes(test))
    }
}

/// Whether MODSEQ is among the keys, so that the answer must tell the highest of the hits
/// (RFC 7162 §3.1.5).
pub fn asks_mod_sequence(keys: &[SearchKey<'_>]) -> bool {
    keys.iter().any(|key| match key {
        SearchKey::ModSeq(..) => true,
        SearchKey::Not(key) | SearchKey::Fuzzy(key) => asks_mod_sequence(std::slice::from_ref(key)),
        SearchKey::Or(a, b) => {
            asks_mod_sequence(std::slice::from_ref(a)) || asks_mod_sequence(std::slice::from_ref(b))
        }
        SearchKey::And(keys) => asks_mod_sequence(keys),
        _ => false,
    })
}

#[derive(Clone, Copy)]
enum Charset {
    Utf8,
    Other(&'static encoding_rs::Encoding),
}

impl Charset {
    fn named(name: Option<&[u8]>) -> Result<Self, QueryError> {
        let Some(name) = name else { return Ok(Self::Utf8) };
        if name.eq_ignore_ascii_case(b"US-ASCII") || name.eq_ignore_ascii_case(b"UTF-8") {
            return Ok(Self::Utf8);
        }
        words::charset(name).map(Self::Other).ok_or(QueryError::BadCharset)
    }

    fn needle(self, text: &[u8]) -> Needle {
        match self {
            Self::Utf8 => Needle::new(text),
            Self::Other(charset) => {
                Needle::new(charset.decode_without_bom_handling(text).0.as_bytes())
            }
        }
    }
}

fn compile(key: &SearchKey<'_>, charset: Charset) -> Result<Test, QueryError> {
    use SearchKey as K;
    let not = |test| Test::Not(Box::new(test));
    let needle = |text: &[u8]| charset.needle(text);
    let flag = |flag: &Flag<'_>| Test::Flag(Flag::from_octets(flag.to_octets().into_owned()));
    let inner = |key: &SearchKey<'_>| compile(key, charset);
    Ok(match key {
        K::All => Test::All,
        K::Answered => Test::Flag(Flag::Answered),
        K::Deleted => Test::Flag(Flag::Deleted),
        K::Draft => Test::Flag(Flag::Draft),
        K::Flagged => Test::Flag(Flag::Flagged),
        K::Seen => Test::Flag(Flag::Seen),
        K::Recent => Test::Flag(Flag::Recent),
        K::Keyword(keyword) => flag(keyword),
        K::Unanswered => not(Test::Flag(Flag::Answered)),
        K::Undeleted => not(Test::Flag(Flag::Deleted)),
        K::Undraft => not(Test::Flag(Flag::Draft)),
        K::Unflagged => not(Test::Flag(Flag::Flagged)),
        K::Unseen => not(Test::Flag(Flag::Seen)),
        K::Old => not(Test::Flag(Flag::Recent)),
        K::Unkeyword(keyword) => not(flag(keyword)),
        K::New => Test::And(vec![Test::Flag(Flag::Recent), not(Test::Flag(Flag::Seen))]),
        K::Before(date) => Test::Day(Which::Internal, Span::Before, *date),
        K::On(date) => Test::Day(Which::Internal, Span::On, *date),
        K::Since(date) => Test::Day(Which::Internal, Span::Since, *date),
        K::SentBefore(date) => Test::Day(Which::Sent, Span::Before, *date),
        K::SentOn(date) => Test::Day(Which::Sent, Span::On, *date),
        K::SentSince(date) => Test::Day(Which::Sent, Span::Since, *date),
        K::SavedBefore(date) => Test::Day(Which::Saved, Span::Before, *date),
        K::SavedOn(date) => Test::Day(Which::Saved, Span::On, *date),
        K::SavedSince(date) => Test::Day(Which::Saved, Span::Since, *date),
        K::SaveDateSupported => Test::SaveDateSupported,
        K::Larger(size) => Test::Larger(*size),
        K::Smaller(size) => Test::Smaller(*size),
        K::From(text) => Test::Addresses("From", needle(text)),
        K::To(text) => Test::Addresses("To", needle(text)),
        K::Cc(text) => Test::Addresses("Cc", needle(text)),
        K::Bcc(text) => Test::Addresses("Bcc", needle(text)),
        K::Subject(text) => Test::Field(b"Subject".to_vec(), needle(text)),
        K::Header(name, text) => Test::Field(name.to_vec(), needle(text)),
        K::Body(text) => Test::Body(needle(text)),
        K::Text(text) => Test::Text(needle(text)),
        K::SequenceSet(set) => Test::Numbers(set.clone()),
        K::Uid(set) => Test::Uids(set.clone()),
        K::UidAfter(uid) => Test::UidAfter(*uid),
        K::UidBefore(uid) => Test::UidBefore(*uid),
        K::Older(seconds) => Test::Older(*seconds),
        K::Younger(seconds) => Test::Younger(*seconds),
        // One mod-sequence a message is kept, so the entry may be disregarded.
        K::ModSeq(_, value) => Test::ModSequence(*value),
        K::EmailId(id) => Test::EmailId(id.to_vec()),
        K::ThreadId(id) => Test::ThreadId(id.to_vec()),
        K::Not(key) => not(inner(key)?),
        K::Or(a, b) => Test::Or(Box::new(inner(a)?), Box::new(inner(b)?)),
        K::And(keys) => Test::And(keys.iter().map(inner).collect::<Result<_, _>>()?),
        K::Fuzzy(key) => inner(key)?,
        K::Filter(name) => return Err(QueryError::UndefinedFilter(name.to_vec())),
    })
}

/// A message under test; its octets are read once, and only if a key asks.
struct Subject<'a> {
    record: &'a Record<'a>,
    context: &'a Context<'a>,
    message: OnceCell<Message<'a>>,
}

impl<'a> Subject<'a> {
    fn message(&self) -> &Message<'a> {
        self.message.get_or_init(|| Message::parse(self.record.octets))
    }

    fn passes(&self, test: &Test) -> bool {
        let (record, context) = (self.record, self.context);
        let size = record.octets.len() as u64;
        match test {
            Test::All => true,
            Test::Flag(flag) => record.flags.contains(flag),
            Test::Day(which, span, day) => self.day(*which).is_some_and(|found| match span {
                Span::Before => found < *day,
                Span::On => found == *day,
                Span::Since => found >= *day,
            }),
            Test::Larger(than) => size > *than,
            Test::Smaller(than) => size < *than,
            Test::Field(name, needle) => text::field(self.message(), name, needle),
            Test::Addresses(name, needle) => text::addresses(self.message(), name, needle),
            Test::Body(needle) => text::body(self.message(), needle),
            Test::Text(needle) => text::whole(self.message(), needle),
            Test::Numbers(SequenceSet::Saved) | Test::Uids(SequenceSet::Saved) => {
                context.saved.binary_search(&record.uid).is_ok()
            }
            // 0 is no number: the mailbox is not selected.
            Test::Numbers(set) => record.number > 0 && set.contains(record.number, context.largest),
            Test::Uids(set) => set.contains(record.uid, context.largest_uid),
            Test::UidAfter(uid) => record.uid > *uid,
            Test::UidBefore(uid) => record.uid < *uid,
            Test::Older(seconds) => self.age() >= i64::from(*seconds),
            Test::Younger(seconds) => self.age() <= i64::from(*seconds),
            Test::ModSequence(least) => record.mod_sequence >= *least,
            Test::EmailId(id) => record.email_id == id.as_slice(),
            Test::ThreadId(id) => record.thread_id == id.as_slice(),
            Test::SaveDateSupported => record.save_date.is_some(),
            Test::And(tests) => tests.iter().all(|test| self.passes(test)),
            Test::Or(a, b) => self.passes(a) || self.passes(b),
            Test::Not(test) => !self.passes(test),
        }
    }

    /// The day as written, time and zone disregarded.
    fn day(&self, which: Which) -> Option<Date> {
        let day = |time: DateTime| time.date;
        match which {
            Which::Internal => Some(self.record.internal_date.date),
            Which::Sent => self.message().sent_date().map(day),
            // Where none is kept, the internal date counts (RFC 8514 §4.3).
            Which::Saved => self.record.save_date.map(day).or(Some(self.record.internal_date.date)),
        }
    }

    /// Seconds since the internal date.
    fn age(&self) -> i64 {
        let now = i64::try_from(self.context.now).unwrap_or(i64::MAX);
        now.saturating_sub(date::seconds(self.record.internal_date))
    }
}
