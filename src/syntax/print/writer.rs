//! What the printers write to: octets, words, numbers and lists.

use super::style::{Case, Dice, Literals, Strings, Style};
use crate::syntax::frame::Sender;
use crate::syntax::parse::core::is_atom_char;

/// Octets under way.
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    pub(super) style: Style,
    pub(super) sender: Sender,
    /// Where a client has to wait: offsets in `out`, each behind a literal's announcement.
    pub(super) waits: Vec<usize>,
    pub(super) dice: Dice,
}

impl Writer {
    pub(super) fn new(style: &Style, sender: Sender) -> Self {
        let seed = match style.strings {
            Strings::Mixed(seed) => seed,
            _ => 0,
        };
        let (out, waits) = (Vec::new(), Vec::new());
        Self { out, style: *style, sender, waits, dice: Dice::new(seed) }
    }

    /// Octets as they are.
    pub(super) fn raw(&mut self, octets: &[u8]) {
        self.out.extend_from_slice(octets);
    }

    pub(super) fn byte(&mut self, octet: u8) {
        self.out.push(octet);
    }

    pub(super) fn sp(&mut self) {
        self.byte(b' ');
    }

    pub(super) fn crlf(&mut self) {
        self.raw(b"\r\n");
    }

    /// A word of the protocol, in the case that the style wants.
    pub(super) fn word(&mut self, word: &str) {
        self.cased(word.as_bytes(), self.style.case);
    }

    /// The name of a flag, a capability or an attribute, in the case that the style wants.
    pub(super) fn name(&mut self, name: &[u8]) {
        let from = self.out.len();
        self.atom(name);
        let name = self.out.split_off(from);
        self.cased(&name, self.style.names);
    }

    fn cased(&mut self, octets: &[u8], case: Case) {
        for (at, &octet) in octets.iter().enumerate() {
            self.byte(match case {
                Case::AsSpecified => octet,
                Case::Lower => octet.to_ascii_lowercase(),
                Case::Mixed if at % 2 == 1 => octet.to_ascii_lowercase(),
                Case::Mixed => octet.to_ascii_uppercase(),
            });
        }
    }

    /// A word and the space behind it.
    pub(super) fn word_sp(&mut self, word: &str) {
        self.word(word);
        self.sp();
    }

    pub(super) fn number(&mut self, number: impl Into<u64>) {
        self.raw(number.into().to_string().as_bytes());
    }

    /// `number`, which may begin with a zero.
    pub(super) fn count(&mut self, number: impl Into<u64>) {
        if self.style.zeros {
            self.byte(b'0');
        }
        self.number(number);
    }

    pub(super) fn nil(&mut self) {
        self.word("NIL");
    }

    /// A number or NIL.
    pub(super) fn number_or_nil(&mut self, number: Option<u32>) {
        match number {
            Some(number) => self.number(number),
            None => self.nil(),
        }
    }

    /// An atom. What no atom can hold becomes `_`: there is no other form for it.
    pub(super) fn atom(&mut self, atom: &[u8]) {
        self.only(atom, is_atom_char);
    }

    /// Octets of one class, at least one; `_` stands for others.
    pub(super) fn only(&mut self, octets: &[u8], allowed: impl Fn(u8) -> bool) {
        if octets.is_empty() {
            self.byte(b'_');
        }
        self.out.extend(octets.iter().map(|&octet| if allowed(octet) { octet } else { b'_' }));
    }

    /// Items with a space between them.
    pub(super) fn spaced<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T),
    ) {
        for (at, one) in items.into_iter().enumerate() {
            if at > 0 {
                self.sp();
            }
            item(self, one);
        }
    }

    /// As [`Writer::spaced`], in parentheses.
    pub(super) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        item: impl FnMut(&mut Self, T),
    ) {
        self.byte(b'(');
        self.spaced(items, item);
        self.byte(b')');
    }

    /// Items with a space before each.
    pub(super) fn each<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T),
    ) {
        for one in items {
            self.sp();
            item(self, one);
        }
    }

    /// `literal`, or `literal8` where a NUL asks for it.
    pub(super) fn literal(&mut self, octets: &[u8]) {
        match octets.contains(&0) {
            true => self.literal8(octets),
            false => self.announced(octets),
        }
    }

    /// `literal8` (RFC 3516).
    pub(super) fn literal8(&mut self, octets: &[u8]) {
        self.byte(b'~');
        self.announced(octets);
    }

    fn announced(&mut self, octets: &[u8]) {
        self.raw(format!("{{{}", octets.len()).as_bytes());
        let waits = match self.style.literals {
            Literals::Synchronizing => true,
            Literals::NonSyncSmall => octets.len() > 4096,
            Literals::NonSync => false,
        };
        match self.sender {
            Sender::Client if !waits => self.raw(b"+}\r\n"),
            Sender::Client => {
                self.raw(b"}\r\n");
                self.waits.push(self.out.len());
            }
            Sender::Server => self.raw(b"}\r\n"),
        }
        self.raw(octets);
    }
}
