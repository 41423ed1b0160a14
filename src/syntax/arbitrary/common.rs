//! Flags, sets, dates, sections, generic values.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    pub(super) fn mailbox(&mut self) -> Mailbox<'static> {
        Mailbox(match self.die(4) {
            0 => self.one_of(&["INBOX", "inbox", "Sent", "a/b"], "INBOX").as_bytes().into(),
            1 => self.one_of(&["&AOk-", "é", "a b", "NIL", "*", "~peter"], "a").as_bytes().into(),
            _ => self.string(),
        })
    }

    /// A flag that both sides may set.
    pub(super) fn flag(&mut self) -> Flag<'static> {
        match self.die(8) {
            0 => Flag::Seen,
            1 => Flag::Answered,
            2 => Flag::Flagged,
            3 => Flag::Deleted,
            4 => Flag::Draft,
            5 => Flag::Extension(self.x_name()),
            6 => Flag::Keyword(self.one_of(&["$Forwarded", "$Junk"], "$Junk").as_bytes().into()),
            _ => Flag::Keyword(self.atom()),
        }
    }

    pub(super) fn capability(&mut self) -> Capability<'static> {
        const KNOWN: [&str; 5] =
            ["IDLE", "AUTH=PLAIN", "CONDSTORE", "QUOTA=RES-STORAGE", "LITERAL+"];
        Capability(match self.die(3) {
            0 => self.one_of(&KNOWN, "IDLE").as_bytes().into(),
            1 => [b"AUTH=", self.atom().as_ref()].concat().into(),
            _ => self.x_name(),
        })
    }

    /// `nz-number / "*"`
    pub(super) fn seq_number(&mut self) -> SeqNumber {
        match self.die(5) {
            4 => SeqNumber::Star,
            _ => SeqNumber::Number(self.nz_number()),
        }
    }

    pub(super) fn seq_range(&mut self) -> SeqRange {
        self.range(Self::seq_number)
    }

    fn range(&mut self, number: impl Fn(&mut Self) -> SeqNumber) -> SeqRange {
        let from = number(self);
        let to = if self.flip() { number(self) } else { from };
        SeqRange { from, to }
    }

    /// `sequence-set`
    pub(super) fn sequence_set(&mut self) -> SequenceSet {
        match self.die(8) {
            7 => SequenceSet::Saved,
            _ => SequenceSet::Ranges(self.few(1, Self::seq_range)),
        }
    }

    /// `uid-set`, and what else has numbers only.
    pub(super) fn uid_set(&mut self) -> SequenceSet {
        SequenceSet::Ranges(self.few(1, |g| g.range(|g| SeqNumber::Number(g.nz_number()))))
    }

    pub(super) fn partial_range(&mut self) -> PartialRange {
        let (from, to) = (i64::from(self.nz_number()), i64::from(self.nz_number()));
        match self.flip() {
            false => PartialRange { from, to },
            true => PartialRange { from: -from, to: -to },
        }
    }

    pub(super) fn date(&mut self) -> Date {
        Date { year: self.int(0..=9999), month: self.int(1..=12), day: self.int(1..=31) }
    }

    pub(super) fn date_time(&mut self) -> DateTime {
        let zone = self.int(0..=99i16) * 60 + self.int(0..=59);
        DateTime {
            date: self.date(),
            hour: self.int(0..=23),
            minute: self.int(0..=59),
            second: self.int(0..=60),
            zone: if self.flip() { zone } else { -zone },
        }
    }

    /// `section`: MIME behind a part number only.
    pub(super) fn section(&mut self) -> Section<'static> {
        let part = self.part();
        let text = self.option(Self::section_text);
        match (part.is_empty(), text) {
            (true, Some(SectionText::Mime)) => {
                Section { part: vec![1], text: Some(SectionText::Mime) }
            }
            (_, text) => Section { part, text },
        }
    }

    pub(super) fn section_text(&mut self) -> SectionText<'static> {
        match self.die(5) {
            0 => SectionText::Header,
            1 => SectionText::HeaderFields(self.few(1, Self::string)),
            2 => SectionText::HeaderFieldsNot(self.few(1, Self::string)),
            3 => SectionText::Text,
            _ => SectionText::Mime,
        }
    }

    /// `[section-part]`
    pub(super) fn part(&mut self) -> Vec<u32> {
        self.few(0, Self::nz_number)
    }

    /// A parameter's name and value (RFC 4466).
    pub(super) fn parameter(&mut self) -> (Octets<'static>, Option<Value<'static>>) {
        (self.x_name(), self.option(Self::tagged_value))
    }

    /// `tagged-ext-val`
    pub(super) fn tagged_value(&mut self) -> Value<'static> {
        const SIMPLE: [&str; 5] = ["0", "42", "1:5,7:*", "$", "-1:-100"];
        match self.die(4) {
            3 => Value::Atom(self.size().to_string().into_bytes().into()),
            0 => Value::Atom(self.one_of(&SIMPLE, "0").as_bytes().into()),
            1 => Value::List(Vec::new()),
            _ => Value::List(self.few(1, Self::comp_value)),
        }
    }

    /// `"(" option-val-comp ")"`
    pub(super) fn option_value(&mut self) -> Value<'static> {
        Value::List(self.few(1, Self::comp_value))
    }

    /// `tagged-ext-comp`
    pub(super) fn comp_value(&mut self) -> Value<'static> {
        match self.die(3) {
            0 => Value::Atom(self.astring_atom()),
            1 => Value::String(self.string()),
            _ => self.deeper(
                |g| Value::Atom(g.astring_atom()),
                |g| Value::List(g.few(1, Self::comp_value)),
            ),
        }
    }
}
