//! ENVELOPE (RFC 9051 §7.5.2).

use super::address::addresses;
use super::header::Header;
use crate::syntax::types::{Address, Envelope, Octets};

/// The envelope of a header. Encoded words stay as they are; of a repeated field the first
/// counts.
pub fn envelope(header: &Header<'_>) -> Envelope<'static> {
    let text = |name| header.text(name).map(Octets::Owned);
    let list = |name| -> Option<Vec<Address<'static>>> {
        let found = addresses(&header.text(name)?);
        (!found.is_empty()).then_some(found)
    };
    let from = list("From");
    Envelope {
        date: text("Date"),
        subject: text("Subject"),
        sender: list("Sender").or_else(|| from.clone()),
        reply_to: list("Reply-To").or_else(|| from.clone()),
        from,
        to: list("To"),
        cc: list("Cc"),
        bcc: list("Bcc"),
        in_reply_to: text("In-Reply-To"),
        message_id: text("Message-ID"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_is_nil_and_empty_is_empty() {
        let found = envelope(&Header::scan(
            b"From: a@x\r\nSender:\r\nTo:\r\nCc: (c)\r\nSubject:\r\nSubject: two\r\n\r\n",
        ));
        assert_eq!(found.subject.as_deref(), Some(&b""[..]));
        assert_eq!((found.date, found.message_id, found.in_reply_to), (None, None, None));
        assert_eq!((found.to, found.cc, found.bcc), (None, None, None));
        assert!(found.from.is_some());
        assert_eq!((&found.sender, &found.reply_to), (&found.from, &found.from));
    }
}
