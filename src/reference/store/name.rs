//! Mailbox names: UTF-8 inside; modified UTF-7 (RFC 3501 §5.1.3) towards IMAP4rev1 clients.

use unicode_normalization::UnicodeNormalization;

use crate::reference::limits;

/// The hierarchy delimiter.
pub(crate) const DELIMITER: char = '/';

/// What is wrong with a mailbox name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameError {
    /// Not modified UTF-7, or not UTF-8.
    Encoding,
    /// Empty components, control characters, wildcards and the like.
    Form,
    /// Longer than [`limits::NAME`].
    Long,
}

/// The name inside: UTF-8 in normalization form C, INBOX in capitals.
pub(crate) fn decode(octets: &[u8], utf8: bool) -> Result<String, NameError> {
    if octets.len() > limits::NAME {
        return Err(NameError::Long);
    }
    let name = if utf8 {
        let name = std::str::from_utf8(octets).map_err(|_| NameError::Encoding)?;
        name.nfc().collect()
    } else {
        from_utf7(octets).ok_or(NameError::Encoding)?
    };
    Ok(inbox(name))
}

/// INBOX knows no case, as a name and as the first component of one.
pub(crate) fn inbox(name: String) -> String {
    let first = name.split(DELIMITER).next().unwrap_or_default();
    if first.eq_ignore_ascii_case("INBOX") {
        let rest = name.get(first.len()..).unwrap_or_default();
        return format!("INBOX{rest}");
    }
    name
}

/// Whether a mailbox may be made with this name.
pub(crate) fn check(name: &str) -> Result<(), NameError> {
    if name.len() > limits::NAME {
        return Err(NameError::Long);
    }
    let bad = |c: char| c.is_control() || matches!(c, '*' | '%' | '\u{2028}' | '\u{2029}');
    let wrong = name.starts_with('#')
        || name.chars().any(bad)
        || name.split(DELIMITER).any(|component| component.is_empty());
    if wrong { Err(NameError::Form) } else { Ok(()) }
}

/// As a client reads it.
pub(crate) fn encode(name: &str, utf8: bool) -> Vec<u8> {
    if utf8 { name.as_bytes().to_vec() } else { to_utf7(name) }
}

/// The names above this one, the highest first.
pub(crate) fn superiors(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices(DELIMITER).filter_map(|(at, _)| name.get(..at))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

fn to_utf7(name: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut units: Vec<u16> = Vec::new();
    for c in name.chars() {
        if (' '..='~').contains(&c) {
            flush(&mut units, &mut out);
            out.push(c as u8);
            if c == '&' {
                out.push(b'-');
            }
        } else {
            let mut buffer = [0; 2];
            units.extend_from_slice(c.encode_utf16(&mut buffer));
        }
    }
    flush(&mut units, &mut out);
    out
}

fn flush(units: &mut Vec<u16>, out: &mut Vec<u8>) {
    if units.is_empty() {
        return;
    }
    out.push(b'&');
    let (mut bits, mut held) = (0u32, 0);
    for unit in units.drain(..) {
        bits = (bits << 16) | u32::from(unit);
        held += 16;
        while held >= 6 {
            held -= 6;
            out.push(letter(bits >> held));
            bits &= (1 << held) - 1;
        }
    }
    if held > 0 {
        out.push(letter(bits << (6 - held)));
    }
    out.push(b'-');
}

fn letter(bits: u32) -> u8 {
    ALPHABET.get((bits & 63) as usize).copied().unwrap_or(b'A')
}

fn from_utf7(octets: &[u8]) -> Option<String> {
    let mut out = String::with_capacity(octets.len());
    let mut rest = octets;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if !(0x20..0x7f).contains(&first) {
            // Control characters are told apart from an encoding error by `check`.
            if first < 0x80 {
                out.push(char::from(first));
                continue;
            }
            return None;
        }
        if first != b'&' {
            out.push(char::from(first));
            continue;
        }
        let end = rest.iter().position(|&b| b == b'-')?;
        let (shifted, after) = rest.split_at(end);
        rest = after.get(1..)?;
        if shifted.is_empty() {
            out.push('&');
            continue;
        }
        out.push_str(&unshift(shifted)?);
        // Two shifted sequences in a row are one that is not in its only right form.
        if rest.first() == Some(&b'&') && rest.get(1) != Some(&b'-') {
            return None;
        }
    }
    Some(out)
}

fn unshift(shifted: &[u8]) -> Option<String> {
    let (mut bits, mut held) = (0u32, 0);
    let mut units = Vec::new();
    for &b in shifted {
        let value = ALPHABET.iter().position(|&a| a == b)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push(u16::try_from(bits >> held).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    if held >= 6 || bits != 0 {
        return None;
    }
    let text = String::from_utf16(&units).ok()?;
    // Printable ASCII must not be shifted.
    (!text.chars().any(|c| (' '..='~').contains(&c))).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modified_utf7_goes_both_ways() {
        for (seven, name) in [
            ("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
            ("Entw&APw-rfe", "Entwürfe"),
            ("a&-b", "a&b"),
            ("&2D3eAA-", "😀"),
        ] {
            assert_eq!(decode(seven.as_bytes(), false), Ok(name.to_owned()));
            assert_eq!(encode(name, false), seven.as_bytes());
            assert_eq!(encode(name, true), name.as_bytes());
        }
        for wrong in ["&Jjo", "&Jjo!-", "&AGE-", "&U,BTFw-&ZeVnLIqe-", "\u{fc}"] {
            assert_eq!(decode(wrong.as_bytes(), false), Err(NameError::Encoding), "{wrong}");
        }
    }

    #[test]
    fn inbox_and_forms() {
        assert_eq!(decode(b"inBox/a", false), Ok("INBOX/a".to_owned()));
        assert_eq!(decode(b"inboxes", false), Ok("inboxes".to_owned()));
        assert_eq!(decode("u\u{308}".as_bytes(), true), Ok("\u{fc}".to_owned()));
        assert!(check("a/b").is_ok());
        for wrong in ["", "/a", "a//b", "a/", "a\u{7}", "a*", "#news"] {
            assert_eq!(check(wrong), Err(NameError::Form), "{wrong}");
        }
        assert_eq!(superiors("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
