//! Octets of each class that the grammar knows.

use super::Gen;
use crate::syntax::parse::core;
use crate::syntax::types::Octets;

impl Gen<'_, '_> {
    /// Octets of a class, one at the least; `first` is the class's plainest member.
    fn of_class(&mut self, most: usize, first: u8, class: impl Fn(u8) -> bool) -> Octets<'static> {
        let count = self.int(1..=most);
        let octets: Vec<u8> = (0..count)
            .map(|_| {
                let octet = match self.die(4) {
                    0 => self.int(b'a'..=b'z'),
                    1 => self.int(b'0'..=b'9'),
                    2 => self.int(b'!'..=b'~'),
                    _ => self.int(1..=0x7f),
                };
                if class(octet) { octet } else { first }
            })
            .collect();
        octets.into()
    }

    /// `atom`
    pub(super) fn atom(&mut self) -> Octets<'static> {
        self.of_class(12, b'a', core::is_atom_char)
    }

    /// `1*ASTRING-CHAR`
    pub(super) fn astring_atom(&mut self) -> Octets<'static> {
        self.of_class(12, b'a', core::is_astring_char)
    }

    /// `tag`
    pub(super) fn tag(&mut self) -> Octets<'static> {
        self.of_class(8, b'A', core::is_tag_char)
    }

    /// `objectid` (RFC 8474)
    pub(super) fn object_id(&mut self) -> Octets<'static> {
        self.of_class(16, b'M', |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    }

    /// A name that no RFC has: of FETCH items, responses, parameters.
    pub(super) fn x_name(&mut self) -> Octets<'static> {
        let tail = self.of_class(6, b'Y', |b| b.is_ascii_alphanumeric() || b == b'-');
        [b"X-", tail.as_ref()].concat().into()
    }

    /// `filter-name` (RFC 5466)
    pub(super) fn filter_name(&mut self) -> Octets<'static> {
        self.of_class(8, b'f', |b| core::is_atom_char(b) && b != b'/')
    }

    /// `mechanism` (RFC 4467)
    pub(super) fn url_mechanism(&mut self) -> Octets<'static> {
        match self.flip() {
            false => b"INTERNAL"[..].into(),
            true => {
                self.of_class(8, b'X', |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
            }
        }
    }

    /// `rights` (RFC 4314): lowercase letters and digits.
    pub(super) fn rights(&mut self) -> Octets<'static> {
        match self.flip() {
            false => Octets::Borrowed(b""),
            true => self.of_class(11, b'l', |b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        }
    }

    /// Words within a response code.
    pub(super) fn code_text(&mut self) -> Octets<'static> {
        self.of_class(16, b'u', |b| core::is_text_char(b) && b != b']')
    }

    /// `url-resp-text` (RFC 4469) that no code's end stands in.
    pub(super) fn url_text(&mut self) -> Octets<'static> {
        self.of_class(16, b'u', |b| core::is_text_char(b) && !matches!(b, b']' | b'\\'))
    }

    /// `text`: no line end, UTF-8 in IMAP4rev2 only; not the beginning of a code.
    pub(super) fn text(&mut self) -> Octets<'static> {
        let mut text = self.of_class(24, b't', core::is_text_char).into_owned();
        if text.first() == Some(&b'[') {
            text.insert(0, b'.');
        }
        if self.rev2 && self.die(4) == 3 {
            text.extend_from_slice("é€😀".as_bytes());
        }
        text.into()
    }

    /// `string`: any octets but NUL; empty, plain, to be escaped, UTF-8, not UTF-8, of several
    /// lines, and seldom long.
    pub(super) fn string(&mut self) -> Octets<'static> {
        match self.die(10) {
            0 => Octets::Borrowed(b""),
            1 | 2 => self.astring_atom(),
            3 | 4 => self.of_class(20, b' ', core::is_text_char),
            5 => self.of_class(6, b'"', |b| matches!(b, b'"' | b'\\')),
            6 => self.one_of(&["é", "€ 5", "naïve \"😀\"", "\u{80}"], "é").as_bytes().into(),
            7 => self.of_class(20, b'\n', |b| b != 0),
            8 => (0..self.int(1..=12)).map(|_| self.int(1..=0xffu8)).collect::<Vec<_>>().into(),
            _ => {
                let count = self.one_of(&[1000, 1001, 4096, 4097], 1000);
                vec![b'l'; count].into()
            }
        }
    }

    /// `quoted` where no literal is possible: ASCII without line ends.
    pub(super) fn quoted(&mut self) -> Octets<'static> {
        self.of_class(12, b'q', core::is_text_char)
    }

    /// Any octets, NUL among them: literal8.
    pub(super) fn octets(&mut self) -> Octets<'static> {
        match self.flip() {
            false => self.string(),
            true => (0..self.int(0..=12)).map(|_| self.int(0..=0xffu8)).collect::<Vec<_>>().into(),
        }
    }

    /// Octets without NUL that no string has by nature: a message.
    pub(super) fn message(&mut self) -> Octets<'static> {
        match self.flip() {
            false => b"Subject: x\r\n\r\nHello.\r\n"[..].into(),
            true => self.string(),
        }
    }
}
