//! URLs of messages and of their parts (RFC 5092):
//! `[imap://user@host][/mailbox[;UIDVALIDITY=n]]/;UID=n[/;SECTION=s][/;PARTIAL=o[.l]]`.

use crate::reference::cx::Cx;
use crate::reference::message;
use crate::reference::store::MailboxId;
use crate::syntax::dialect::Dialect;
use crate::syntax::parse;
use crate::syntax::types::{CommandBody, FetchAtt, Section};

/// What a URL names, in pieces.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Url {
    /// It begins with `imap://`.
    pub(crate) absolute: bool,
    /// Whose mailboxes, in an absolute URL.
    pub(crate) user: Option<String>,
    /// `None`: the selected mailbox.
    pub(crate) mailbox: Option<Vec<u8>>,
    pub(crate) uid_validity: Option<u32>,
    pub(crate) uid: u32,
    pub(crate) section: Option<Vec<u8>>,
    pub(crate) partial: Option<(u32, u32)>,
}

/// The octets that a URL leads to, in its mailbox.
pub(crate) fn octets(cx: &Cx<'_>, id: MailboxId, url: &Url) -> Option<Vec<u8>> {
    let mailbox = cx.store.mailbox(id)?;
    if url.uid_validity.is_some_and(|validity| validity != mailbox.uid_validity) {
        return None;
    }
    let content = mailbox.get(url.uid)?.content.clone();
    let whole = message::Message::parse(&content.octets);
    let section = match &url.section {
        Some(section) => parse_section(section)?,
        None => Section { part: Vec::new(), text: None },
    };
    let data = whole.section(&section)?;
    Some(match url.partial {
        Some((offset, length)) => message::partial(&data, offset, length).to_vec(),
        None => data.into_owned(),
    })
}

/// `section-spec`, by the one parser that knows it.
fn parse_section(section: &[u8]) -> Option<Section<'static>> {
    let command = [b"a FETCH 1 BODY.PEEK[", section, b"]\r\n"].concat();
    let parsed = parse::command(&command, &Dialect::everything()).ok()?;
    let CommandBody::Fetch { items, .. } = parsed.value.body else { return None };
    match items.into_iter().next()? {
        FetchAtt::BodySection { section, partial: None, .. } => {
            use bounded_static::IntoBoundedStatic;
            Some(section.into_static())
        }
        _ => None,
    }
}

/// Takes a URL apart.
pub(crate) fn read(url: &[u8]) -> Option<Url> {
    let mut read = Url::default();
    let text = std::str::from_utf8(url).ok()?;
    let path = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("imap://") => {
            let (server, path) = text.get(7..)?.split_once('/')?;
            read.absolute = true;
            if let Some((user, _)) = server.rsplit_once('@') {
                // `user;AUTH=mechanism`
                let user = user.split(';').next().unwrap_or_default();
                read.user = Some(String::from_utf8(percent_decode(user)?).ok()?);
            }
            path
        }
        _ => text,
    };
    let (before, rest) = split_at_parameter(path, ";UID=")?;
    let before = before.strip_suffix('/').unwrap_or(before);
    if !before.is_empty() {
        let name = if read.absolute { before } else { before.strip_prefix('/')? };
        let name = match split_at_parameter(name, ";UIDVALIDITY=") {
            Some((name, validity)) => {
                read.uid_validity = Some(validity.parse().ok()?);
                name
            }
            None => name,
        };
        read.mailbox = Some(percent_decode(name)?);
    }
    let mut pieces = rest.split("/;");
    read.uid = pieces.next()?.parse().ok().filter(|&uid| uid > 0)?;
    for piece in pieces {
        let (name, value) = piece.split_once('=')?;
        match name.to_ascii_uppercase().as_str() {
            "SECTION" => read.section = Some(percent_decode(value)?),
            "PARTIAL" => {
                let (offset, length) = match value.split_once('.') {
                    Some((offset, length)) => (offset, length.parse().ok()?),
                    None => (value, u32::MAX),
                };
                read.partial = Some((offset.parse().ok()?, length));
            }
            _ => return None,
        }
    }
    Some(read)
}

fn split_at_parameter<'t>(text: &'t str, parameter: &str) -> Option<(&'t str, &'t str)> {
    let at = text.to_ascii_uppercase().find(parameter)?;
    Some((text.get(..at)?, text.get(at + parameter.len()..)?))
}

pub(crate) fn percent_decode(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
            octets.push(u8::from_str_radix(digits, 16).ok()?);
            rest = rest.get(2..)?;
        } else {
            octets.push(first);
        }
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        let url = read(b"/a%20b/c;UIDVALIDITY=385759045/;UID=20/;SECTION=1.2.MIME").unwrap();
        assert_eq!(url.mailbox.as_deref(), Some(&b"a b/c"[..]));
        assert_eq!((url.uid_validity, url.uid), (Some(385_759_045), 20));
        assert_eq!(url.section.as_deref(), Some(&b"1.2.MIME"[..]));
        let url = read(b"/;UID=20/;PARTIAL=0.10").unwrap();
        assert_eq!((url.mailbox, url.partial), (None, Some((0, 10))));
        let url = read(b"imap://anna%40x;AUTH=*@host/INBOX/;uid=7").unwrap();
        assert_eq!((url.uid, url.user.as_deref(), url.absolute), (7, Some("anna@x"), true));
        assert_eq!(read(b"/a/;UID=1/;PARTIAL=5").unwrap().partial, Some((5, u32::MAX)));
        for wrong in ["", "/a", "/a/;UID=0", "/a/;UID=x", "/a/;UID=1/;X=2", "/%g/;UID=1"] {
            assert_eq!(read(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
