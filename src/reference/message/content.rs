//! What a part says of itself: Content-Type and its companions (RFC 2045, 2183, 2231).

use super::header::Header;
use super::lexer::{Kind, Token, tokens};
pub use super::params::Params;
use super::params::params;

/// The media type of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Media type, as sent.
    pub media_type: Vec<u8>,
    /// Media subtype, as sent.
    pub subtype: Vec<u8>,
    /// Parameters, RFC 2231 pieces put together.
    pub params: Params,
}

impl Content {
    /// `text/plain; charset=us-ascii`: the type of what has none (RFC 2045 §5.2).
    pub fn plain() -> Self {
        let params = vec![(b"CHARSET".to_vec(), b"US-ASCII".to_vec())];
        Self { media_type: b"TEXT".to_vec(), subtype: b"PLAIN".to_vec(), params }
    }

    /// `message/rfc822`: the default in multipart/digest (RFC 2046 §5.1.5).
    pub fn message() -> Self {
        Self { media_type: b"MESSAGE".to_vec(), subtype: b"RFC822".to_vec(), params: Vec::new() }
    }

    /// `application/octet-stream`: what is not looked into any deeper.
    pub fn opaque() -> Self {
        let media_type = b"APPLICATION".to_vec();
        Self { media_type, subtype: b"OCTET-STREAM".to_vec(), params: Vec::new() }
    }

    /// The type that the header gives; `default` if it gives none, text/plain if what it
    /// gives is no type (RFC 2045 §5.2).
    pub fn of(header: &Header<'_>, default: Self) -> Self {
        match header.text("Content-Type") {
            None => default,
            Some(text) => parse_type(&text).unwrap_or_else(Self::plain),
        }
    }

    /// Whether the media type is this one (ASCII, any case).
    pub fn is(&self, media_type: &str) -> bool {
        self.media_type.eq_ignore_ascii_case(media_type.as_bytes())
    }

    /// Whether the subtype is this one (ASCII, any case).
    pub fn is_sub(&self, subtype: &str) -> bool {
        self.subtype.eq_ignore_ascii_case(subtype.as_bytes())
    }

    /// Whether it holds a message: message/rfc822 or message/global.
    pub fn is_message(&self) -> bool {
        self.is("message") && (self.is_sub("rfc822") || self.is_sub("global"))
    }

    /// The value of a parameter.
    pub fn param(&self, name: &str) -> Option<&[u8]> {
        let name = name.as_bytes();
        let found = self.params.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_slice())
    }
}

/// The transfer encoding as sent; `7BIT` if there is none (RFC 2045 §6.1).
pub fn encoding(header: &Header<'_>) -> Vec<u8> {
    let text = header.text("Content-Transfer-Encoding").unwrap_or_default();
    let mut words = significant(&text).into_iter();
    match words.next().map(|token| token.kind) {
        Some(Kind::Word(word) | Kind::Quoted(word)) if !word.is_empty() => word,
        _ => b"7BIT".to_vec(),
    }
}

/// Content-Disposition: type and parameters (RFC 2183); `None` if absent or not to be read.
pub fn disposition(header: &Header<'_>) -> Option<(Vec<u8>, Params)> {
    let tokens = significant(&header.text("Content-Disposition")?);
    match tokens.split_first() {
        Some((Token { kind: Kind::Word(word), .. }, rest)) => Some((word.clone(), params(rest))),
        _ => None,
    }
}

/// Content-Language: the tags (RFC 3282); `None` if there are none.
pub fn languages(header: &Header<'_>) -> Option<Vec<Vec<u8>>> {
    let tokens = significant(&header.text("Content-Language")?);
    let tags: Vec<Vec<u8>> = tokens
        .into_iter()
        .filter_map(|token| match token.kind {
            Kind::Word(tag) => Some(tag),
            _ => None,
        })
        .collect();
    (!tags.is_empty()).then_some(tags)
}

/// Content-Location without the blanks that folding left (RFC 2557 §4.4.1).
pub fn location(header: &Header<'_>) -> Option<Vec<u8>> {
    let text = header.text("Content-Location")?;
    Some(text.into_iter().filter(|octet| !matches!(octet, b' ' | b'\t')).collect())
}

/// The tokens of a MIME field, comments left out.
fn significant(text: &[u8]) -> Vec<Token> {
    let mut tokens = tokens(text, b"/;=,");
    tokens.retain(|token| !matches!(token.kind, Kind::Comment(_)));
    tokens
}

fn parse_type(text: &[u8]) -> Option<Content> {
    let tokens = significant(text);
    match tokens.as_slice() {
        [
            Token { kind: Kind::Word(media_type), .. },
            Token { kind: Kind::Special(b'/'), .. },
            Token { kind: Kind::Word(subtype), .. },
            rest @ ..,
        ] => Some(Content {
            media_type: media_type.clone(),
            subtype: subtype.clone(),
            params: params(rest),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(value: &str) -> Content {
        let octets = format!("Content-Type: {value}\r\n\r\n");
        Content::of(&Header::scan(octets.as_bytes()), Content::message())
    }

    #[test]
    fn a_type_with_comments_and_parameters() {
        let found =
            content("TEXT / (a) Plain (b); (c) charset = \"us-ascii\" ; x=\"a\\\"b;c\"; y=");
        assert!(found.is("text") && found.is_sub("plain"));
        assert_eq!(found.param("CharSet"), Some(&b"us-ascii"[..]));
        assert_eq!(found.param("x"), Some(&b"a\"b;c"[..]));
        assert_eq!(found.param("y"), Some(&b""[..]));
    }

    #[test]
    fn what_is_no_type_is_text() {
        for bad in ["nonsense", "", "text", "text/", "/plain", "\"text\"/plain", ";"] {
            assert_eq!(content(bad), Content::plain(), "{bad}");
        }
        let none = Content::of(&Header::scan(b"A: b\r\n\r\n"), Content::message());
        assert_eq!(none, Content::message());
    }

    #[test]
    fn pieces_are_put_together() {
        let found = content(
            "a/b; t*0*=us-ascii'en'This%20is; t*1*=%20%2A; t*2=\"isn't\"; n*1=two; n*0=one; \
             f*=UTF-8''%e2%82%ac; gap*1=x; odd*=klingon''x; b=\"x/y\"; c=d/e=f",
        );
        assert_eq!(found.param("t*"), Some(&b"This is *isn't"[..]));
        assert_eq!(found.param("n"), Some(&b"onetwo"[..]));
        assert_eq!(found.param("f*"), Some("€".as_bytes()));
        assert_eq!(found.param("gap*1"), Some(&b"x"[..]));
        assert_eq!(found.param("odd*"), Some(&b"klingon''x"[..]));
        assert_eq!(found.param("c"), Some(&b"d/e=f"[..]));
    }

    #[test]
    fn the_companions() {
        let header = Header::scan(
            b"Content-Transfer-Encoding: (x) 7Bit (y)\r\nContent-Language: en, de\r\n\
              Content-Disposition: attachment; filename=a.txt\r\nContent-Location: http://a/\r\n b\r\n",
        );
        assert_eq!(encoding(&header), b"7Bit");
        assert_eq!(languages(&header).unwrap(), [b"en", b"de"]);
        assert_eq!(location(&header).unwrap(), b"http://a/b");
        let (kind, params) = disposition(&header).unwrap();
        assert_eq!((kind.as_slice(), params.len()), (&b"attachment"[..], 1));
        assert_eq!(encoding(&Header::scan(b"Content-Transfer-Encoding:\r\n")), b"7BIT");
    }
}
