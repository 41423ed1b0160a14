//! Whole responses.

use super::writer::Writer;
use crate::syntax::dialect::Dialect;
use crate::syntax::parse;
use crate::syntax::parse::core::is_text_char;
use crate::syntax::types::{Continuation, RespText, Response, Status, Untagged};

impl Writer {
    /// A response with its CRLF.
    pub(super) fn response(&mut self, response: &Response<'_>) {
        match response {
            Response::Continuation(Continuation::Challenge(octets)) => {
                self.raw(b"+ ");
                self.raw(data_encoding::BASE64.encode(octets).as_bytes());
            }
            Response::Continuation(Continuation::Text(text)) => {
                self.raw(b"+ ");
                self.resp_text(text);
            }
            Response::Tagged(tagged) => {
                self.tag(&tagged.tag);
                self.sp();
                self.status(tagged.status);
                self.sp();
                self.resp_text(&tagged.text);
            }
            Response::Untagged(untagged) => {
                self.raw(b"* ");
                self.untagged(untagged);
            }
        }
        self.crlf();
    }

    fn status(&mut self, status: Status) {
        self.word(match status {
            Status::Ok => "OK",
            Status::No => "NO",
            Status::Bad => "BAD",
        });
    }

    /// `resp-text`. Octets that no line of text can hold become `?`.
    fn resp_text(&mut self, text: &RespText<'_>) {
        if let Some(code) = &text.code {
            self.byte(b'[');
            self.code(code);
            self.raw(b"] ");
        } else if text.text.first() == Some(&b'[') && !is_text(&text.text) {
            self.sp();
        }
        for chunk in text.text.utf8_chunks() {
            let clean = |octet: u8| if octet >= 0x80 || is_text_char(octet) { octet } else { b'?' };
            self.out.extend(chunk.valid().bytes().map(clean));
            self.out.extend(chunk.invalid().iter().map(|_| b'?'));
        }
    }

    fn untagged(&mut self, untagged: &Untagged<'_>) {
        match untagged {
            Untagged::Status(status, text) => {
                self.status(*status);
                self.sp();
                self.resp_text(text);
            }
            Untagged::Preauth(text) => {
                self.word_sp("PREAUTH");
                self.resp_text(text);
            }
            Untagged::Bye(text) => {
                self.word_sp("BYE");
                self.resp_text(text);
            }
            Untagged::Capability(capabilities) => {
                self.word("CAPABILITY");
                self.each(capabilities, Self::capability);
            }
            Untagged::Enabled(capabilities) => {
                self.word("ENABLED");
                self.each(capabilities, Self::capability);
            }
            Untagged::Flags(flags) => {
                self.word_sp("FLAGS");
                self.flags(flags);
            }
            Untagged::Exists(n) => self.how_many(*n, "EXISTS"),
            Untagged::Recent(n) => self.how_many(*n, "RECENT"),
            Untagged::Expunge(n) => self.counted(*n, "EXPUNGE"),
            Untagged::Fetch(n, items) => {
                self.counted(*n, "FETCH ");
                self.msg_atts(items);
            }
            Untagged::UidFetch(n, items) => {
                self.counted(*n, "UIDFETCH ");
                self.msg_atts(items);
            }
            Untagged::Vanished { earlier, uids } => {
                self.word_sp("VANISHED");
                if *earlier {
                    self.word_sp("(EARLIER)");
                }
                self.set(uids);
            }
            Untagged::Search(numbers, mod_sequence) => {
                self.word("SEARCH");
                self.found(numbers, *mod_sequence);
            }
            Untagged::Sort(numbers, mod_sequence) => {
                self.word("SORT");
                self.found(numbers, *mod_sequence);
            }
            Untagged::Thread(threads) => {
                self.word("THREAD");
                self.threads(threads);
            }
            Untagged::Esearch(found) => {
                self.word("ESEARCH");
                self.esearch(found);
            }
            other => self.mailbox_data(other),
        }
    }

    fn how_many(&mut self, number: u32, word: &str) {
        self.count(number);
        self.sp();
        self.word(word);
    }

    fn counted(&mut self, number: u32, word: &str) {
        self.number(number);
        self.sp();
        self.word(word);
    }
}

/// Whether text that begins with a bracket is read as text and not as a code.
fn is_text(text: &[u8]) -> bool {
    let line = [b"* OK ", text, b"\r\n"].concat();
    match parse::response(&line, &Dialect::everything()).map(|parsed| parsed.value) {
        Ok(Response::Untagged(Untagged::Status(_, read))) => read.code.is_none(),
        _ => false,
    }
}
