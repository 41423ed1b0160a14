//! What every other subject is made of: flags, sets, dates, sections, generic values.

use std::fmt::Display;

use super::style::Strings;
use super::writer::Writer;
use crate::syntax::parse::core::{is_astring_char, is_atom_char, is_label_char, is_tag_char};
use crate::syntax::parse::dates::MONTHS;
use crate::syntax::types::{
    Capability, Date, DateTime, Flag, Octets, PartialRange, Section, SectionText, SeqNumber,
    SequenceSet, Value,
};

impl Writer {
    fn shown(&mut self, value: impl Display) {
        self.raw(value.to_string().as_bytes());
    }

    /// `tag`
    pub(super) fn tag(&mut self, tag: &[u8]) {
        self.only(tag, is_tag_char);
    }

    /// `flag`, `flag-fetch`, `flag-perm`
    pub(super) fn flag(&mut self, flag: &Flag<'_>) {
        match flag {
            Flag::Extension(name) => {
                self.byte(b'\\');
                self.atom(name);
            }
            Flag::Keyword(name) => self.atom(name),
            Flag::Wildcard => self.raw(b"\\*"),
            known => {
                self.byte(b'\\');
                self.name(known.to_octets().get(1..).unwrap_or_default());
            }
        }
    }

    /// `flag-list` and its kin
    pub(super) fn flags(&mut self, flags: &[Flag<'_>]) {
        self.list(flags, |w, flag| w.flag(flag));
    }

    /// An atom that may have a backslash before it: attributes of LIST, special uses.
    pub(super) fn backslash_atom(&mut self, octets: &[u8]) {
        match octets {
            [b'\\', rest @ ..] => {
                self.byte(b'\\');
                self.name(rest);
            }
            _ => self.atom(octets),
        }
    }

    pub(super) fn capability(&mut self, capability: &Capability<'_>) {
        self.name(&capability.0);
    }

    pub(super) fn seq_number(&mut self, number: SeqNumber) {
        match number {
            SeqNumber::Number(number) => self.number(number),
            SeqNumber::Star => self.byte(b'*'),
        }
    }

    /// `sequence-set`, `uid-set`: ranges as given
    pub(super) fn set(&mut self, set: &SequenceSet) {
        let SequenceSet::Ranges(ranges) = set else {
            return self.byte(b'$');
        };
        for (at, range) in ranges.iter().enumerate() {
            if at > 0 {
                self.byte(b',');
            }
            self.seq_number(range.from);
            if range.from != range.to {
                self.byte(b':');
                self.seq_number(range.to);
            }
        }
    }

    pub(super) fn partial_range(&mut self, range: PartialRange) {
        self.shown(format_args!("{}:{}", range.from, range.to));
    }

    /// `date-text`
    pub(super) fn date_text(&mut self, date: Date) {
        self.shown(date.day);
        self.month_and_year(date);
    }

    fn month_and_year(&mut self, date: Date) {
        let month = usize::from(date.month).checked_sub(1).and_then(|m| MONTHS.get(m));
        let month = month.copied().unwrap_or("Jan");
        self.byte(b'-');
        self.word(month);
        self.shown(format_args!("-{:04}", date.year));
    }

    /// `date-time`
    pub(super) fn date_time(&mut self, when: DateTime) {
        // `date-day-fixed`: a space or a zero before one digit.
        let zero = matches!(self.style.strings, Strings::Mixed(_)) && self.dice.below(2) == 1;
        match zero {
            true => self.shown(format_args!("\"{:02}", when.date.day)),
            false => self.shown(format_args!("\"{:>2}", when.date.day)),
        }
        self.month_and_year(when.date);
        let sign = if when.zone < 0 { '-' } else { '+' };
        let zone = when.zone.unsigned_abs();
        self.shown(format_args!(
            " {:02}:{:02}:{:02} {sign}{:02}{:02}\"",
            when.hour,
            when.minute,
            when.second,
            zone / 60,
            zone % 60
        ));
    }

    /// `section`, brackets included
    pub(super) fn section(&mut self, section: &Section<'_>) {
        self.byte(b'[');
        self.part(&section.part);
        if let Some(text) = &section.text {
            if !section.part.is_empty() {
                self.byte(b'.');
            }
            match text {
                SectionText::Header => self.word("HEADER"),
                SectionText::HeaderFields(names) => self.header_fields("HEADER.FIELDS", names),
                SectionText::HeaderFieldsNot(names) => {
                    self.header_fields("HEADER.FIELDS.NOT", names);
                }
                SectionText::Text => self.word("TEXT"),
                SectionText::Mime => self.word("MIME"),
            }
        }
        self.byte(b']');
    }

    fn header_fields(&mut self, word: &str, names: &[Octets<'_>]) {
        self.word_sp(word);
        self.list(names, |w, name| w.astring(name));
    }

    /// `section-binary`, brackets included
    pub(super) fn section_binary(&mut self, part: &[u32]) {
        self.byte(b'[');
        self.part(part);
        self.byte(b']');
    }

    fn part(&mut self, part: &[u32]) {
        for (at, number) in part.iter().enumerate() {
            if at > 0 {
                self.byte(b'.');
            }
            self.number(*number);
        }
    }

    /// `tagged-ext-label`
    pub(super) fn label(&mut self, label: &[u8]) {
        if let Some(b'0'..=b'9' | b':') = label.first() {
            self.byte(b'_');
        }
        self.only(label, is_label_char);
    }

    /// `tagged-ext-val`. A string has no place in it but in a list.
    pub(super) fn tagged_value(&mut self, value: &Value<'_>) {
        match value {
            Value::Atom(atom) if !atom.is_empty() && atom.iter().all(is_simple_char) => {
                self.raw(atom);
            }
            Value::List(items) => self.list(items, Self::comp_value),
            other => self.list([other], Self::comp_value),
        }
    }

    /// A value within parentheses: `tagged-ext-comp`, `option-val-comp`.
    pub(super) fn comp_value(&mut self, value: &Value<'_>) {
        match value {
            Value::Atom(atom) if !atom.is_empty() && atom.iter().copied().all(is_astring_char) => {
                self.raw(atom);
            }
            Value::Atom(octets) | Value::String(octets) => self.string(octets),
            // Empty parentheses are for the outermost only.
            Value::List(items) if items.is_empty() => self.raw(b"(\"\")"),
            Value::List(items) => self.list(items, Self::comp_value),
        }
    }

    /// A value of an unknown response or item, for which there is no grammar.
    pub(super) fn any_value(&mut self, value: &Value<'_>) {
        let word = |octet: u8| is_astring_char(octet) || matches!(octet, b'\\' | b'*' | b'%');
        match value {
            Value::Atom(atom) if !atom.is_empty() && atom.iter().copied().all(word) => {
                self.raw(atom);
            }
            Value::Atom(octets) | Value::String(octets) => self.string(octets),
            Value::List(items) => self.list(items, Self::any_value),
        }
    }

    /// An atom without slash: `filter-name` (RFC 5466).
    pub(super) fn filter_name(&mut self, name: &[u8]) {
        self.only(name, |octet| is_atom_char(octet) && octet != b'/');
    }

    /// `objectid` in parentheses (RFC 8474)
    pub(super) fn object_id(&mut self, id: &[u8]) {
        self.byte(b'(');
        self.bare_object_id(id);
        self.byte(b')');
    }

    /// `objectid`
    pub(super) fn bare_object_id(&mut self, id: &[u8]) {
        let allowed = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-');
        self.only(id.get(..255).unwrap_or(id), allowed);
    }
}

fn is_simple_char(octet: &u8) -> bool {
    matches!(octet, b'0'..=b'9' | b'*' | b'$' | b':' | b',' | b'-')
}
