//! CATENATE (RFC 4469): messages made of parts of others. URLs are those of RFC 5092, of this
//! server and user: `[/mailbox[;UIDVALIDITY=n]]/;UID=n[/;SECTION=s][/;PARTIAL=o.l]`.

use crate::reference::answer::Answer;
use crate::reference::cx::Cx;
use crate::reference::message;
use crate::reference::store::{MailboxId, Right};
use crate::syntax::dialect::Dialect;
use crate::syntax::parse;
use crate::syntax::types::{self as ast, CatPart, Code, CommandBody, FetchAtt, Section};

/// The octets of all parts, one behind the other.
pub(super) fn join(cx: &mut Cx<'_>, parts: &[CatPart<'_>]) -> Result<Vec<u8>, Answer> {
    let mut octets = Vec::new();
    for part in parts {
        match part {
            CatPart::Text(text) | CatPart::Utf8(text) => octets.extend_from_slice(text),
            CatPart::Url(url) => match resolve(cx, url) {
                Some(found) => octets.extend_from_slice(&found),
                None => {
                    let code = Code::BadUrl(url.clone().into_owned().into());
                    return Err(Answer::refused(code, "That URL leads nowhere"));
                }
            },
        }
        if octets.len() > cx.options.append_limit as usize {
            return Err(Answer::refused(Code::TooBig, "That message is too large"));
        }
    }
    Ok(octets)
}

/// What a URL names, in pieces.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Url {
    /// `None`: the selected mailbox.
    pub(crate) mailbox: Option<Vec<u8>>,
    pub(crate) uid_validity: Option<u32>,
    pub(crate) uid: u32,
    pub(crate) section: Option<Vec<u8>>,
    pub(crate) partial: Option<(u32, u32)>,
}

/// The octets that a URL leads to.
fn resolve(cx: &mut Cx<'_>, url: &[u8]) -> Option<Vec<u8>> {
    let url = read(url)?;
    let id = match &url.mailbox {
        Some(name) => cx.find(&ast::Mailbox(name.as_slice().into())).ok()?,
        None => cx.session.selected.as_ref()?.mailbox,
    };
    cx.need(id, Right::Read).ok()?;
    octets(cx, id, &url)
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

/// Takes a URL apart; what may stand before the mailbox (`imap://…`) is not looked at here.
pub(crate) fn read(url: &[u8]) -> Option<Url> {
    let mut read = Url::default();
    let text = std::str::from_utf8(url).ok()?;
    let path = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("imap://") => {
            let rest = text.get(7..)?;
            rest.get(rest.find('/')?..)?
        }
        _ => text,
    };
    let (before, rest) = split_at_parameter(path, ";UID=")?;
    let before = before.strip_suffix('/').unwrap_or(before);
    if !before.is_empty() {
        let name = before.strip_prefix('/')?;
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
                let (offset, length) = value.split_once('.')?;
                read.partial = Some((offset.parse().ok()?, length.parse().ok()?));
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

fn percent_decode(text: &str) -> Option<Vec<u8>> {
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
        assert_eq!(read(b"imap://anna@host/INBOX/;uid=7").unwrap().uid, 7);
        for wrong in ["", "/a", "/a/;UID=0", "/a/;UID=x", "/a/;UID=1/;X=2", "/%g/;UID=1"] {
            assert_eq!(read(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
