//! Under what circumstances a server is wrong at all: each of its defects, seldom seen.

use std::collections::BTreeSet;

use super::super::defect::DefectSet;
use super::super::session::Session;

/// When a server shows its defects, and is right otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// From the eleventh command of a session on.
    Later,
    /// To the third session of an account, and those that come after it.
    Third,
    /// While another session has the same mailbox selected.
    Company,
    /// In commands in lower case.
    Lower,
    /// Where commands are pipelined.
    Pipelined,
    /// In UID commands.
    Uid,
    /// From the second command of a name on.
    Again,
    /// In a session that has been idling.
    Idled,
}

/// What tells in which of them a session is.
#[derive(Debug, Default)]
pub(crate) struct Moment {
    /// The account's sessions, up to this one.
    pub(crate) nth: u32,
    /// Another session has the mailbox selected.
    pub(crate) company: bool,
    idled: bool,
    lower: bool,
    /// The command is one of the UID commands.
    pub(crate) uid: bool,
    again: bool,
    said: BTreeSet<Vec<u8>>,
}

impl When {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Later,
        Self::Third,
        Self::Company,
        Self::Lower,
        Self::Pipelined,
        Self::Uid,
        Self::Again,
        Self::Idled,
    ];

    /// As given to `--when`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::Third => "third",
            Self::Company => "company",
            Self::Lower => "lower",
            Self::Pipelined => "pipelined",
            Self::Uid => "uid",
            Self::Again => "again",
            Self::Idled => "idled",
        }
    }

    /// That of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|when| when.name() == name)
    }

    /// Whether the session is in it now.
    fn holds(self, session: &Session) -> bool {
        let moment = &session.moment;
        match self {
            Self::Later => session.commands > 10,
            Self::Third => moment.nth >= 3,
            Self::Company => moment.company,
            Self::Lower => moment.lower,
            Self::Pipelined => session.pipelined > 0 || session.input.has_more(),
            Self::Uid => moment.uid,
            Self::Again => moment.again,
            Self::Idled => moment.idled,
        }
    }
}

impl Moment {
    /// A command begins.
    pub(crate) fn begins(&mut self, octets: &[u8]) {
        let mut words = octets.split(|octet| b" \r\n".contains(octet)).skip(1);
        let mut name = words.next().unwrap_or_default().to_vec();
        self.lower = name.iter().any(u8::is_ascii_lowercase);
        self.uid = name.eq_ignore_ascii_case(b"UID");
        if self.uid {
            let what = words.next().unwrap_or_default();
            self.lower |= what.iter().any(u8::is_ascii_lowercase);
            name.extend_from_slice(what);
        }
        name.make_ascii_uppercase();
        self.idled |= self.said.contains(&b"IDLE"[..]);
        self.again = self.said.contains(&name);
        if name.len() <= 32 && self.said.len() < 100 {
            self.said.insert(name);
        }
    }
}

/// The defects that a server shows to this session now.
pub(crate) fn shown(defects: DefectSet, when: Option<When>, session: &Session) -> DefectSet {
    match when {
        Some(when) if !when.holds(session) => DefectSet::default(),
        _ => defects,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::defect::Defect;
    use crate::reference::tests::Play;
    use crate::reference::{Options, SessionId};

    /// Whether the tag comes back in lower case, which is the defect, for each of the inputs.
    fn lowered(when: When, inputs: &[&str]) -> Vec<bool> {
        let defects = DefectSet::only(Defect::TagLowered);
        let mut play = Play::with(Options { defects, when: Some(when), ..Options::default() });
        let id: SessionId = play.connect();
        let mut say = |input: &str| play.raw(id, format!("{input}\r\n").as_bytes());
        inputs.iter().map(|input| say(input).contains("a1 OK")).collect()
    }

    #[test]
    fn defects_show_under_their_circumstance_only() {
        assert_eq!(lowered(When::Lower, &["A1 NOOP", "A1 noop", "A1 NOOP"]), [false, true, false]);
        assert_eq!(
            lowered(When::Again, &["A1 NOOP", "A1 ID NIL", "A1 noop"]),
            [false, false, true]
        );
        assert_eq!(lowered(When::Later, &["A1 NOOP"; 11])[9..], [false, true]);
        assert_eq!(lowered(When::Pipelined, &["A1 NOOP", "A1 NOOP\r\nA2 NOOP"]), [false, true]);
    }

    #[test]
    fn the_third_session_of_an_account_is_told_from_the_second() {
        let defects = DefectSet::only(Defect::TagLowered);
        let mut play =
            Play::with(Options { defects, when: Some(When::Third), ..Options::default() });
        for (user, lowered) in [("a", false), ("a", false), ("b", false), ("a", true)] {
            let id = play.log_in_as(user);
            assert_eq!(play.raw(id, b"A1 NOOP\r\n").contains("a1 OK"), lowered);
        }
    }
}
