//! Charsets and encoded words (RFC 2047): header text as a reader sees it.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::decode;

/// The charset of that name, if it is one that we know (ASCII, any case).
pub fn charset(label: &[u8]) -> Option<&'static Encoding> {
    // "replacement" decodes nothing: it stands for charsets that are dangerous to decode.
    Encoding::for_label(label).filter(|&known| known != encoding_rs::REPLACEMENT)
}

/// `octets` in that charset as text; an empty label is UTF-8. `None` if we do not know it.
pub fn to_utf8(octets: &[u8], label: &[u8]) -> Option<String> {
    if label.is_empty() {
        return Some(guess(octets).into_owned());
    }
    let known = charset(label)?;
    Some(known.decode_without_bom_handling(octets).0.into_owned())
}

/// Octets without a charset: UTF-8 if they can be that, else ISO-8859-1 (as Windows has it).
pub fn guess(octets: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(octets) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(octets).0,
    }
}

/// The text with its encoded words decoded. Blanks between two of them go (RFC 2047 §6.2);
/// a word in a charset or encoding that we do not know stays as it is.
pub fn decode_words(text: &[u8]) -> String {
    let mut decoded = String::new();
    let mut plain = 0;
    let mut at = 0;
    let mut after_word = false;
    while let Some(found) = memchr::memmem::find(text.get(at..).unwrap_or_default(), b"=?") {
        let start = at + found;
        let Some((word, length)) = encoded_word(text.get(start..).unwrap_or_default()) else {
            at = start + 2;
            continue;
        };
        let between = text.get(plain..start).unwrap_or_default();
        let blank = between.iter().all(|octet| matches!(octet, b' ' | b'\t'));
        if !(after_word && blank) {
            decoded.push_str(&guess(between));
        }
        decoded.push_str(&word);
        at = start + length;
        plain = at;
        after_word = true;
    }
    decoded.push_str(&guess(text.get(plain..).unwrap_or_default()));
    decoded
}

/// Octets of the longest encoded word that is decoded.
const WORD: usize = 2000;

/// The encoded word at the start of `text`, and its length.
fn encoded_word(text: &[u8]) -> Option<(String, usize)> {
    // RFC 2047 §2 allows 75; without a limit, hostile text would be read over and over.
    let text = text.get(..WORD).unwrap_or(text);
    let rest = text.strip_prefix(b"=?")?;
    let mut parts = rest.splitn(3, |&octet| octet == b'?');
    let (label, how, rest) = (parts.next()?, parts.next()?, parts.next()?);
    // RFC 2231 §5: a language may follow the charset.
    let label = label.split(|&octet| octet == b'*').next()?;
    if label.is_empty() || !label.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    let end = memchr::memmem::find(rest, b"?=")?;
    let body = rest.get(..end)?;
    if body.iter().any(|octet| matches!(octet, b' ' | b'\t')) {
        return None;
    }
    let octets = match how {
        b"B" | b"b" => decode::base64(body),
        b"Q" | b"q" => q_encoding(body),
        _ => return None,
    };
    Some((to_utf8(&octets, label)?, text.len() - rest.len() + end + 2))
}

fn q_encoding(body: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> =
        body.iter().map(|&octet| if octet == b'_' { b' ' } else { octet }).collect();
    decode::escapes(&spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded() {
        for (sent, text) in [
            ("=?utf-8?B?R3LDvMOfZSBhdXM=?= =?utf-8?Q?_M=C3=BCnchen?= and", "Grüße aus München and"),
            ("a =?iso-8859-1?q?Fran=E7ois?= b", "a François b"),
            ("=?koi8-r?B?6dfBzg==?=", "Иван"),
            ("=?utf-8*en?Q?a_b?=", "a b"),
            ("=?klingon?Q?a?=", "=?klingon?Q?a?="),
            ("=?utf-8?X?a?= =?", "=?utf-8?X?a?= =?"),
            ("=?utf-8?Q?not closed", "=?utf-8?Q?not closed"),
            ("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
            ("plain", "plain"),
        ] {
            assert_eq!(decode_words(sent.as_bytes()), text, "{sent}");
        }
    }

    #[test]
    fn bare_octets_are_guessed() {
        assert_eq!(decode_words("Żółw".as_bytes()), "Żółw");
        assert_eq!(decode_words(b"s\xfc\xdf"), "süß");
    }
}
