//! FETCH: `msg-att`.

use super::writer::Writer;
use crate::syntax::types::MsgAtt;

impl Writer {
    /// `msg-att`
    pub(super) fn msg_atts(&mut self, items: &[MsgAtt<'_>]) {
        self.list(items, |w, item| w.msg_att(item));
    }

    fn msg_att(&mut self, item: &MsgAtt<'_>) {
        match item {
            MsgAtt::Envelope(envelope) => {
                self.word_sp("ENVELOPE");
                self.envelope(envelope);
            }
            MsgAtt::Flags(flags) => {
                self.word_sp("FLAGS");
                self.flags(flags);
            }
            MsgAtt::InternalDate(when) => {
                self.word_sp("INTERNALDATE");
                self.date_time(*when);
            }
            MsgAtt::Rfc822(data) => self.named_content("RFC822", data.as_deref()),
            MsgAtt::Rfc822Header(data) => self.named_content("RFC822.HEADER", data.as_deref()),
            MsgAtt::Rfc822Text(data) => self.named_content("RFC822.TEXT", data.as_deref()),
            MsgAtt::Rfc822Size(size) => {
                self.word_sp("RFC822.SIZE");
                self.count(*size);
            }
            MsgAtt::Body(body) => {
                self.word_sp("BODY");
                self.body(body, false);
            }
            MsgAtt::BodyStructure(body) => {
                self.word_sp("BODYSTRUCTURE");
                self.body(body, true);
            }
            MsgAtt::BodySection { section, origin, data } => {
                self.word("BODY");
                self.section(section);
                self.origin(*origin);
                self.content(data.as_deref());
            }
            MsgAtt::Binary { part, origin, data } => {
                self.word("BINARY");
                self.section_binary(part);
                self.origin(*origin);
                self.content(data.as_deref());
            }
            MsgAtt::BinarySize { part, size } => {
                self.word("BINARY.SIZE");
                self.section_binary(part);
                self.sp();
                self.number(*size);
            }
            MsgAtt::Uid(uid) => self.named_number("UID", *uid),
            MsgAtt::ModSeq(value) => {
                self.word_sp("MODSEQ");
                self.list([*value], Self::number);
            }
            MsgAtt::EmailId(id) => {
                self.word_sp("EMAILID");
                self.object_id(id);
            }
            MsgAtt::ThreadId(id) => {
                self.word_sp("THREADID");
                match id {
                    Some(id) => self.object_id(id),
                    None => self.nil(),
                }
            }
            MsgAtt::SaveDate(when) => {
                self.word_sp("SAVEDATE");
                match when {
                    Some(when) => self.date_time(*when),
                    None => self.nil(),
                }
            }
            MsgAtt::Preview(text) => {
                self.word_sp("PREVIEW");
                self.nstring(text.as_deref());
            }
        }
    }

    /// A word and content of messages.
    pub(super) fn named_content(&mut self, name: &str, data: Option<&[u8]>) {
        self.word_sp(name);
        self.content(data);
    }

    /// A word and its number.
    pub(super) fn named_number(&mut self, name: &str, number: impl Into<u64>) {
        self.word_sp(name);
        self.number(number);
    }

    /// A word and its `number`.
    pub(super) fn named_count(&mut self, name: &str, number: u32) {
        self.word_sp(name);
        self.count(number);
    }

    /// `["<" number ">"] SP`
    fn origin(&mut self, origin: Option<u32>) {
        if let Some(origin) = origin {
            self.byte(b'<');
            self.number(origin);
            self.byte(b'>');
        }
        self.sp();
    }
}
