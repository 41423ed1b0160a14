//! In what manner a script is played. A script says what clients do; a good deal of how they do it is
//! left open, and servers fall over in the odd ways: words in lower case, a command behind another in
//! one segment, a session that is no longer young, one that has been idling, one that is not alone.
//! By default each scenario has manners of its own, by its name: the same in every run.

use crate::scenario::Scenario;

/// How manners are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Manners {
    /// Nothing that the script does not say.
    #[default]
    Plain,
    /// By the scenario's name.
    Mixed,
    /// All of them, in every scenario.
    Odd,
}

/// How one scenario is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Manner {
    seed: u64,
    /// Commands in this many of eight are in lower case.
    lower: u64,
    /// Commands in this many of eight have another one behind them in the same segment.
    packed: u64,
    /// Clients that log in have said much before.
    pub late: bool,
    /// Clients idle once when they have selected a mailbox.
    pub idled: bool,
    /// A session has come and gone before those of the script, and another one is there from the
    /// start and has the first mailbox EXAMINEd.
    pub company: bool,
}

/// What a client has said before, where it comes late.
pub(super) const BEFORE: usize = 24;

/// Where the manner itself is what is tested.
const AS_WRITTEN: [&str; 9] = [
    "auth",
    "capability",
    "connection",
    "enable",
    "injection",
    "logout",
    "syntax",
    "tls",
    "unauthenticate",
];

impl Manners {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Mixed, Self::Odd];

    /// As given to `--manner`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Mixed => "mixed",
            Self::Odd => "odd",
        }
    }

    /// The manners of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }

    /// That of a scenario.
    pub(super) fn of(self, scenario: &Scenario) -> Manner {
        let seed = scattered(scenario.id.as_bytes(), 0);
        if AS_WRITTEN.contains(&scenario.area.as_str()) {
            return Manner::default();
        }
        match self {
            Self::Plain => Manner::default(),
            // Who writes a scenario sees what it says, and nothing else.
            Self::Mixed if scenario.outside.is_some() => Manner::default(),
            Self::Odd => {
                Manner { seed, lower: 8, packed: 8, late: true, idled: true, company: true }
            }
            Self::Mixed => {
                // What is wrong in odd ways only is more than what is wrong in plain ones only.
                let but_one_in = |n, of| !scattered(scenario.id.as_bytes(), n).is_multiple_of(of);
                Manner {
                    seed,
                    lower: 6,
                    packed: 4,
                    late: but_one_in(1, 8),
                    idled: but_one_in(2, 8),
                    company: but_one_in(3, 4),
                }
            }
        }
    }
}

impl Manner {
    /// The `number`-th command of the scenario as it is said.
    pub fn said(&self, number: u64, command: Vec<u8>) -> Vec<u8> {
        let chance = scattered(&number.to_be_bytes(), self.seed) >> 8 & 7;
        if chance < self.lower { lowered(command) } else { command }
    }

    /// Each of its parts alone, and when it matters.
    pub fn parts(self) -> impl Iterator<Item = (&'static str, Self)> {
        let alone = Self { seed: self.seed, ..Self::default() };
        [
            ("where words are in lower case", Self { lower: self.lower, ..alone }),
            ("where a command has another one behind it", Self { packed: self.packed, ..alone }),
            ("after 24 commands of the session", Self { late: self.late, ..alone }),
            ("where the session has been idling", Self { idled: self.idled, ..alone }),
            ("where a session more has the mailbox open", Self { company: self.company, ..alone }),
        ]
        .into_iter()
        .filter(move |(_, part)| *part != alone)
    }

    /// Whether the `number`-th command has another one behind it.
    pub fn packs(&self, number: u64) -> bool {
        (scattered(&number.to_be_bytes(), self.seed) >> 16 & 7) < self.packed
    }
}

/// FNV-1a, and its octets mixed once more: what is near differs.
fn scattered(octets: &[u8], seed: u64) -> u64 {
    let hash = octets.iter().fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, &octet| {
        (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ mixed >> 33
}

/// Commands whose name is said in lower case, and whose first argument is a mailbox or two, a root, or
/// a reference and patterns.
const NAMED: [&str; 23] = [
    "APPEND",
    "COPY",
    "CREATE",
    "DELETE",
    "DELETEACL",
    "EXAMINE",
    "GETACL",
    "GETMETADATA",
    "GETQUOTA",
    "GETQUOTAROOT",
    "LIST",
    "LISTRIGHTS",
    "LSUB",
    "MOVE",
    "MYRIGHTS",
    "RENAME",
    "SELECT",
    "SETACL",
    "SETMETADATA",
    "SETQUOTA",
    "STATUS",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
];

/// The other commands whose name is said in lower case.
const OTHERS: [&str; 15] = [
    "CHECK",
    "CLOSE",
    "ENABLE",
    "ESEARCH",
    "EXPUNGE",
    "FETCH",
    "NAMESPACE",
    "NOOP",
    "NOTIFY",
    "REPLACE",
    "SEARCH",
    "SORT",
    "STORE",
    "THREAD",
    "UNSELECT",
];

/// Words of their arguments that are said in lower case: none that is part of a name or of a string.
const WORDS: [&str; 72] = [
    "+FLAGS",
    "+FLAGS.SILENT",
    "-FLAGS",
    "-FLAGS.SILENT",
    "ALL",
    "ANSWERED",
    "ARRIVAL",
    "BCC",
    "BEFORE",
    "BODY",
    "CC",
    "CHANGEDSINCE",
    "CONDSTORE",
    "COUNT",
    "DATE",
    "DELETED",
    "DELETED-STORAGE",
    "DISPLAYFROM",
    "DISPLAYTO",
    "DRAFT",
    "FLAGGED",
    "FLAGS",
    "FLAGS.SILENT",
    "FROM",
    "HEADER",
    "HIGHESTMODSEQ",
    "KEYWORD",
    "LARGER",
    "MAILBOXID",
    "MAX",
    "MESSAGES",
    "MIN",
    "MODSEQ",
    "NEW",
    "NOT",
    "OLD",
    "OLDER",
    "ON",
    "OR",
    "ORDEREDSUBJECT",
    "PARTIAL",
    "QRESYNC",
    "RECENT",
    "REFERENCES",
    "RETURN",
    "REVERSE",
    "SAVE",
    "SAVEDBEFORE",
    "SAVEDON",
    "SAVEDSINCE",
    "SEEN",
    "SENTBEFORE",
    "SENTON",
    "SENTSINCE",
    "SINCE",
    "SIZE",
    "SMALLER",
    "STATUS",
    "SUBJECT",
    "SUBSCRIBED",
    "TEXT",
    "TO",
    "UID",
    "UIDNEXT",
    "UIDVALIDITY",
    "UNANSWERED",
    "UNCHANGEDSINCE",
    "UNDELETED",
    "UNFLAGGED",
    "UNKEYWORD",
    "UNSEEN",
    "YOUNGER",
];

/// The command with its own words in lower case. What a mailbox, a flag or a string is stays.
fn lowered(mut command: Vec<u8>) -> Vec<u8> {
    let uid = command.starts_with(b"UID ");
    let start = if uid { 4 } else { 0 };
    let end = command[start..]
        .iter()
        .position(|octet| b" \r".contains(octet))
        .map_or(command.len(), |at| start + at);
    let name = command[start..end].to_vec();
    let is_of = |list: &[&str]| list.iter().any(|known| known.as_bytes() == name);
    let named = is_of(&NAMED);
    if !named && !is_of(&OTHERS) {
        return command;
    }
    command[..end].make_ascii_lowercase();
    let (mut at, mut depth) = (end, 0_usize);
    while at < command.len() {
        match command[at] {
            // Strings and what follows a literal are left as they are.
            b'"' | b'{' => return command,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b' ' | b'[' | b']' | b'<' | b'>' | b'\r' | b'\n' => {}
            _ => {
                let word = command[at..]
                    .iter()
                    .position(|octet| b" ()[]<>{\"\r\n".contains(octet))
                    .map_or(command.len(), |length| at + length);
                let known = WORDS.iter().any(|known| known.as_bytes() == &command[at..word]);
                let ours = name == b"FETCH" || known && (depth > 0 || !named);
                if ours {
                    command[at..word].make_ascii_lowercase();
                }
                at = word;
                continue;
            }
        }
        at += 1;
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn low(command: &str) -> String {
        String::from_utf8(lowered(command.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn only_words_of_the_language_are_in_lower_case() {
        let all = [
            (
                "FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (Subject)]<0.9>)",
                "fetch 1:* (uid flags body.peek[header.fields (subject)]<0.9>)",
            ),
            ("UID STORE 1 +FLAGS.SILENT (\\Seen Work)", "uid store 1 +flags.silent (\\Seen Work)"),
            ("SEARCH RETURN (COUNT) NOT SUBJECT Hello", "search return (count) not subject Hello"),
            ("SEARCH SUBJECT \"ALL\" SEEN", "search subject \"ALL\" SEEN"),
            ("SELECT ALL (CONDSTORE)", "select ALL (condstore)"),
            ("STATUS DRAFT (UNSEEN)", "status DRAFT (unseen)"),
            ("APPEND X (\\Seen) {2}\r\nUID", "append X (\\Seen) {2}\r\nUID"),
            ("NO-SUCH-COMMAND", "NO-SUCH-COMMAND"),
            ("LOGIN A B", "LOGIN A B"),
        ];
        for (said, lower) in all {
            assert_eq!(low(said), lower);
        }
    }

    #[test]
    fn manners_are_mixed() {
        let manner = Manner { seed: 7, lower: 4, packed: 3, ..Manner::default() };
        let low = (0..800).filter(|n| manner.said(*n, b"NOOP".to_vec()) == b"noop").count();
        let packed = (0..800).filter(|n| manner.packs(*n)).count();
        assert!((300..500).contains(&low) && (200..400).contains(&packed), "{low} {packed}");
        let plain = Manner::default();
        assert!((0..800).all(|n| !plain.packs(n) && plain.said(n, b"NOOP".to_vec()) == b"NOOP"));
    }
}
