//! The messages of APPEND and REPLACE.

use super::writer::Writer;
use crate::syntax::types::{AppendData, AppendMessage, CatPart};

impl Writer {
    /// `append-opts SP append-data`
    pub(super) fn append_message(&mut self, message: &AppendMessage<'_>) {
        if !message.flags.is_empty() {
            self.sp();
            self.flags(&message.flags);
        }
        self.each(message.date, Self::date_time);
        self.each(&message.extensions, |w, (name, value)| {
            w.label(name);
            w.sp();
            w.tagged_value(value);
        });
        self.sp();
        match &message.data {
            AppendData::Literal(octets) => self.literal(octets),
            AppendData::Literal8(octets) => self.literal8(octets),
            AppendData::Utf8(octets) => self.utf8_literal(octets),
            AppendData::Catenate(parts) => {
                self.word_sp("CATENATE");
                self.list(parts, |w, part| match part {
                    CatPart::Url(url) => {
                        w.word_sp("URL");
                        w.astring(url);
                    }
                    CatPart::Text(octets) => {
                        w.word_sp("TEXT");
                        w.literal(octets);
                    }
                    CatPart::Utf8(octets) => w.utf8_literal(octets),
                });
            }
            AppendData::Extension(name, value) => {
                self.label(name);
                self.sp();
                self.tagged_value(value);
            }
        }
    }

    /// `utf8-literal` (RFC 6855 §4)
    fn utf8_literal(&mut self, octets: &[u8]) {
        self.word_sp("UTF8");
        self.byte(b'(');
        self.literal8(octets);
        self.byte(b')');
    }
}
