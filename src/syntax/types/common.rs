//! What every other subject is made of: octets, flags, sequence-sets, mailboxes, dates.

use std::borrow::Cow;

use bounded_static::ToStatic;
use serde::Serialize;

/// Octets of any string form (atom, quoted, literal), unescaped.
pub type Octets<'a> = Cow<'a, [u8]>;

/// `mailbox`: the octets as sent (modified UTF-7 in IMAP4rev1, UTF-8 in IMAP4rev2).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, ToStatic, Serialize)]
pub struct Mailbox<'a>(pub Octets<'a>);

impl Mailbox<'_> {
    /// INBOX is the one name that knows no case (RFC 9051 §5.1).
    pub fn is_inbox(&self) -> bool {
        self.0.eq_ignore_ascii_case(b"INBOX")
    }
}

/// `flag`, `flag-fetch`, `flag-perm`. Comparison ignores case (RFC 9051 §2.3.2).
#[derive(Debug, Clone, ToStatic, Serialize)]
pub enum Flag<'a> {
    /// `\Answered`
    Answered,
    /// `\Flagged`
    Flagged,
    /// `\Deleted`
    Deleted,
    /// `\Seen`
    Seen,
    /// `\Draft`
    Draft,
    /// `\Recent`: only from the server, gone in IMAP4rev2
    Recent,
    /// `\*` in PERMANENTFLAGS: new keywords may be made
    Wildcard,
    /// `flag-extension`, without the backslash
    Extension(Octets<'a>),
    /// `flag-keyword`
    Keyword(Octets<'a>),
}

/// One number of a sequence-set: a number, or `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum SeqNumber {
    /// A message sequence number or UID; never 0.
    Number(u32),
    /// `*`: the largest in use.
    Star,
}

/// `seq-range` or a single `seq-number` (then both ends are equal), ends in the order sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct SeqRange {
    /// First end as written.
    pub from: SeqNumber,
    /// Second end as written.
    pub to: SeqNumber,
}

/// `sequence-set` (RFC 9051 §9), with `$` (RFC 5182).
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum SequenceSet {
    /// Ranges in the order sent; never empty.
    Ranges(Vec<SeqRange>),
    /// `$`: the saved search result.
    Saved,
}

/// `date`: day, month (1-12), year as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ToStatic, Serialize)]
pub struct Date {
    /// Four digits.
    pub year: u16,
    /// 1-12
    pub month: u8,
    /// 1-31, as written.
    pub day: u8,
}

/// `date-time` of INTERNALDATE and APPEND.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// 0-23
    pub hour: u8,
    /// 0-59
    pub minute: u8,
    /// 0-60
    pub second: u8,
    /// Offset from UTC in minutes, `zone`.
    pub zone: i16,
}

impl DateTime {
    /// Seconds since a day long ago, in UTC: for comparison, since the zone in which a server tells
    /// a moment is its own business.
    pub fn instant(&self) -> i64 {
        let (mut year, month) = (i64::from(self.date.year), i64::from(self.date.month));
        // Days of a year that begins in March.
        year -= i64::from(month <= 2);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.date.day) - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
        let minutes = i64::from(self.hour) * 60 + i64::from(self.minute) - i64::from(self.zone);
        days * 86_400 + minutes * 60 + i64::from(self.second)
    }
}

/// `section` of BODY[...] and BINARY[...]: part numbers, then what of that part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub struct Section<'a> {
    /// `section-part`; empty for the whole message.
    pub part: Vec<u32>,
    /// `section-text`, if any.
    pub text: Option<SectionText<'a>>,
}

/// `section-text` / `section-msgtext`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum SectionText<'a> {
    /// `HEADER`
    Header,
    /// `HEADER.FIELDS (...)`
    HeaderFields(Vec<Octets<'a>>),
    /// `HEADER.FIELDS.NOT (...)`
    HeaderFieldsNot(Vec<Octets<'a>>),
    /// `TEXT`
    Text,
    /// `MIME`: only behind a part number
    Mime,
}

/// `capability`: the token as sent, compared without case.
#[derive(Debug, Clone, ToStatic, Serialize)]
pub struct Capability<'a>(pub Octets<'a>);

/// A value that no known extension explains: RFC 4466 `tagged-ext-val`, or parts of an
/// extension response.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ToStatic, Serialize)]
pub enum Value<'a> {
    /// An atom, number or sequence-set, as sent.
    Atom(Octets<'a>),
    /// A quoted string or literal.
    String(Octets<'a>),
    /// A parenthesised list.
    List(Vec<Value<'a>>),
}

impl<'a> Flag<'a> {
    /// The flag that these octets spell, `\` included where there is one.
    pub fn from_octets(octets: impl Into<Octets<'a>>) -> Self {
        let octets = octets.into();
        let known = match octets.to_ascii_lowercase().as_slice() {
            b"\\answered" => Some(Self::Answered),
            b"\\flagged" => Some(Self::Flagged),
            b"\\deleted" => Some(Self::Deleted),
            b"\\seen" => Some(Self::Seen),
            b"\\draft" => Some(Self::Draft),
            b"\\recent" => Some(Self::Recent),
            b"\\*" => Some(Self::Wildcard),
            _ => None,
        };
        match (known, octets) {
            (Some(flag), _) => flag,
            (None, Cow::Borrowed([b'\\', rest @ ..])) => Self::Extension(Cow::Borrowed(rest)),
            (None, Cow::Owned(own)) if own.first() == Some(&b'\\') => {
                Self::Extension(Cow::Owned(own.into_iter().skip(1).collect()))
            }
            (None, keyword) => Self::Keyword(keyword),
        }
    }

    /// The octets on the wire, `\` included.
    pub fn to_octets(&self) -> Octets<'_> {
        match self {
            Self::Answered => Cow::Borrowed(b"\\Answered"),
            Self::Flagged => Cow::Borrowed(b"\\Flagged"),
            Self::Deleted => Cow::Borrowed(b"\\Deleted"),
            Self::Seen => Cow::Borrowed(b"\\Seen"),
            Self::Draft => Cow::Borrowed(b"\\Draft"),
            Self::Recent => Cow::Borrowed(b"\\Recent"),
            Self::Wildcard => Cow::Borrowed(b"\\*"),
            Self::Extension(name) => Cow::Owned([b"\\", name.as_ref()].concat()),
            Self::Keyword(name) => Cow::Borrowed(name),
        }
    }

    fn folded(&self) -> Vec<u8> {
        self.to_octets().to_ascii_lowercase()
    }
}

impl PartialEq for Flag<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.to_octets().eq_ignore_ascii_case(&other.to_octets())
    }
}
impl Eq for Flag<'_> {}
impl PartialOrd for Flag<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Flag<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.folded().cmp(&other.folded())
    }
}
impl std::hash::Hash for Flag<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.folded().hash(state);
    }
}
impl std::fmt::Display for Flag<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.to_octets()))
    }
}

impl Capability<'_> {
    /// Whether this is the capability `name` (ASCII, any case).
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name.as_bytes())
    }
}
impl PartialEq for Capability<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}
impl Eq for Capability<'_> {}

impl SequenceSet {
    /// A set of just this number.
    pub fn one(number: u32) -> Self {
        let number = SeqNumber::Number(number);
        Self::Ranges(vec![SeqRange { from: number, to: number }])
    }

    /// Whether `number` is in the set, `*` being `largest`. `$` holds nothing here: the
    /// session that saved it must resolve it first.
    pub fn contains(&self, number: u32, largest: u32) -> bool {
        let end = |n: SeqNumber| match n {
            SeqNumber::Number(n) => n,
            SeqNumber::Star => largest,
        };
        match self {
            Self::Saved => false,
            Self::Ranges(ranges) => ranges.iter().any(|range| {
                let (a, b) = (end(range.from), end(range.to));
                (a.min(b)..=a.max(b)).contains(&number)
            }),
        }
    }

    /// The numbers in the order in which they stand; a range is ascending however it is written
    /// (RFC 4315 §3, RFC 5267 §3.2). `None` where there is a `*`, or more than a million.
    pub fn in_order(&self) -> Option<Vec<u32>> {
        const MOST: usize = 1 << 20;
        let Self::Ranges(ranges) = self else { return None };
        let mut numbers = Vec::new();
        for range in ranges {
            let (SeqNumber::Number(a), SeqNumber::Number(b)) = (range.from, range.to) else {
                return None;
            };
            let (first, last) = (a.min(b), a.max(b));
            if (last - first) as usize >= MOST - numbers.len().min(MOST) {
                return None;
            }
            numbers.extend(first..=last);
        }
        Some(numbers)
    }
}
