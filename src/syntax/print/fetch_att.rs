//! FETCH: what is asked.

use super::writer::Writer;
use crate::syntax::types::{FetchAtt, FetchModifier};

impl Writer {
    /// A macro, one item, or a list of them.
    pub(super) fn fetch_items(&mut self, items: &[FetchAtt<'_>]) {
        match items {
            [FetchAtt::All] => self.word("ALL"),
            [FetchAtt::Fast] => self.word("FAST"),
            [FetchAtt::Full] => self.word("FULL"),
            [one] if self.style.bare => self.fetch_att(one),
            items => self.list(items, Self::fetch_att),
        }
    }

    /// `fetch-att`. A macro stands alone; among others it is told as what it is short for.
    pub(super) fn fetch_att(&mut self, item: &FetchAtt<'_>) {
        match item {
            FetchAtt::All => self.word("FLAGS INTERNALDATE RFC822.SIZE ENVELOPE"),
            FetchAtt::Fast => self.word("FLAGS INTERNALDATE RFC822.SIZE"),
            FetchAtt::Full => self.word("FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY"),
            FetchAtt::Envelope => self.word("ENVELOPE"),
            FetchAtt::Flags => self.word("FLAGS"),
            FetchAtt::InternalDate => self.word("INTERNALDATE"),
            FetchAtt::Rfc822 => self.word("RFC822"),
            FetchAtt::Rfc822Header => self.word("RFC822.HEADER"),
            FetchAtt::Rfc822Text => self.word("RFC822.TEXT"),
            FetchAtt::Rfc822Size => self.word("RFC822.SIZE"),
            FetchAtt::Body => self.word("BODY"),
            FetchAtt::BodyStructure => self.word("BODYSTRUCTURE"),
            FetchAtt::Uid => self.word("UID"),
            FetchAtt::BodySection { peek, section, partial } => {
                self.word(if *peek { "BODY.PEEK" } else { "BODY" });
                self.section(section);
                self.partial(*partial);
            }
            FetchAtt::Binary { peek, part, partial } => {
                self.word(if *peek { "BINARY.PEEK" } else { "BINARY" });
                self.section_binary(part);
                self.partial(*partial);
            }
            FetchAtt::BinarySize(part) => {
                self.word("BINARY.SIZE");
                self.section_binary(part);
            }
            FetchAtt::ModSeq => self.word("MODSEQ"),
            FetchAtt::EmailId => self.word("EMAILID"),
            FetchAtt::ThreadId => self.word("THREADID"),
            FetchAtt::SaveDate => self.word("SAVEDATE"),
            FetchAtt::Preview { lazy } => {
                self.word("PREVIEW");
                if *lazy {
                    self.word(" (LAZY)");
                }
            }
        }
    }

    fn partial(&mut self, partial: Option<(u64, u64)>) {
        if let Some((offset, length)) = partial {
            self.byte(b'<');
            self.number(offset);
            self.byte(b'.');
            self.number(length);
            self.byte(b'>');
        }
    }

    /// `fetch-modifier`
    pub(super) fn fetch_modifier(&mut self, modifier: &FetchModifier<'_>) {
        match modifier {
            FetchModifier::ChangedSince(value) => self.named_number("CHANGEDSINCE", *value),
            FetchModifier::Vanished => self.word("VANISHED"),
            FetchModifier::Partial(range) => {
                self.word_sp("PARTIAL");
                self.partial_range(*range);
            }
            FetchModifier::Extension(name, value) => {
                self.label(name);
                self.each(value, Self::tagged_value);
            }
        }
    }
}
