//! Strings (RFC 9051 §4.3): each value in a form that can hold it, the style's if possible.

use super::style::Strings;
use super::writer::Writer;
use crate::syntax::parse::core::{is_astring_char, is_atom_char, is_list_char, is_quoted_char};
use crate::syntax::types::Mailbox;

/// Longest string that is quoted by choice (RFC 2683 §3.2.1.5 on the length of lines).
const LONG: usize = 1000;

/// As a quoted string. Whether the octets may stand in one is the caller's business.
pub fn quoted(octets: &[u8]) -> Vec<u8> {
    [b"\"", &escaped(octets)[..], b"\""].concat()
}

/// As they stand between the quotation marks of a quoted string.
pub fn escaped(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len());
    for &octet in octets {
        if matches!(octet, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(octet);
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Atom,
    Quoted,
    Literal,
}

impl Writer {
    /// `string`
    pub(super) fn string(&mut self, octets: &[u8]) {
        self.in_form(octets, |_| false);
    }

    /// `astring`
    pub(super) fn astring(&mut self, octets: &[u8]) {
        // "NIL" is an astring, and yet many a reader takes it for the other thing.
        let nil = octets.eq_ignore_ascii_case(b"NIL");
        self.in_form(octets, |octet| !nil && is_astring_char(octet));
    }

    /// `list-mailbox`
    pub(super) fn pattern(&mut self, octets: &[u8]) {
        let nil = octets.eq_ignore_ascii_case(b"NIL");
        self.in_form(octets, |octet| !nil && is_list_char(octet));
    }

    /// `mailbox`
    pub(super) fn mailbox(&mut self, mailbox: &Mailbox<'_>) {
        self.astring(&mailbox.0);
    }

    /// `nstring`
    pub(super) fn nstring(&mut self, octets: Option<&[u8]>) {
        match octets {
            Some(octets) => self.string(octets),
            None => self.nil(),
        }
    }

    /// `nstring` or `literal8` that holds content of messages: literals by custom.
    pub(super) fn content(&mut self, octets: Option<&[u8]>) {
        match (octets, self.style.strings) {
            (Some(octets), Strings::Plain) => self.literal(octets),
            (octets, _) => self.nstring(octets),
        }
    }

    /// `charset`: no literal, but for what nothing else can say (RFC 3501 has it so).
    pub(super) fn charset(&mut self, octets: &[u8]) {
        match self.form(octets, is_atom_char) {
            Form::Atom => self.raw(octets),
            Form::Quoted | Form::Literal => self.quoted(octets),
        }
    }

    /// `quoted`, where the grammar has nothing else; a literal if it cannot say it.
    pub(super) fn quoted(&mut self, octets: &[u8]) {
        if !self.quotable(octets) {
            return self.literal(octets);
        }
        self.raw(&quoted(octets));
    }

    fn in_form(&mut self, octets: &[u8], atom_char: impl Fn(u8) -> bool) {
        match self.form(octets, atom_char) {
            Form::Atom => self.raw(octets),
            Form::Quoted => self.quoted(octets),
            Form::Literal => self.literal(octets),
        }
    }

    fn form(&mut self, octets: &[u8], atom_char: impl Fn(u8) -> bool) -> Form {
        let atom = !octets.is_empty() && octets.iter().all(|&octet| atom_char(octet));
        let wanted = match self.style.strings {
            Strings::Plain if octets.len() > LONG => Form::Literal,
            Strings::Plain => Form::Atom,
            Strings::Quoted => Form::Quoted,
            Strings::Literal => Form::Literal,
            Strings::Mixed(_) => match self.dice.below(3) {
                0 => Form::Atom,
                1 => Form::Quoted,
                _ => Form::Literal,
            },
        };
        match wanted {
            Form::Atom if atom => Form::Atom,
            Form::Literal => Form::Literal,
            _ if self.quotable(octets) => Form::Quoted,
            _ => Form::Literal,
        }
    }

    fn quotable(&self, octets: &[u8]) -> bool {
        let plain = |octet: &u8| is_quoted_char(*octet) || matches!(octet, b'"' | b'\\');
        octets.iter().all(plain)
            || self.style.utf8
                && std::str::from_utf8(octets).is_ok()
                && octets.iter().all(|octet| *octet >= 0x80 || plain(octet))
    }
}
