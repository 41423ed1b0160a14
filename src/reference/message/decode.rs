//! Transfer encodings (RFC 2045 §6), forgiving: what is no part of the encoding is passed over.

use super::header::split_line;

/// Transfer encodings that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// 7bit, 8bit, binary: the octets as they are.
    Identity,
    /// base64
    Base64,
    /// quoted-printable
    QuotedPrintable,
}

impl Encoding {
    /// The encoding of that name (ASCII, any case).
    pub fn named(name: &[u8]) -> Option<Self> {
        match name.to_ascii_lowercase().as_slice() {
            b"7bit" | b"8bit" | b"binary" => Some(Self::Identity),
            b"base64" => Some(Self::Base64),
            b"quoted-printable" => Some(Self::QuotedPrintable),
            _ => None,
        }
    }

    /// What the octets stand for.
    pub fn decode(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Identity => octets.to_vec(),
            Self::Base64 => base64(octets),
            Self::QuotedPrintable => quoted_printable(octets),
        }
    }
}

/// base64: octets outside the alphabet are passed over, padding ends it, and so does the end.
pub fn base64(octets: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(octets.len() / 4 * 3);
    let mut group = 0u32;
    let mut bits = 0;
    for &octet in octets {
        let value = match octet {
            b'A'..=b'Z' => octet - b'A',
            b'a'..=b'z' => octet - b'a' + 26,
            b'0'..=b'9' => octet - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        group = ((group << 6) | u32::from(value)) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            decoded.push((group >> bits) as u8);
        }
    }
    decoded
}

/// base64 in lines of 76, each with CRLF.
pub fn to_base64(octets: &[u8]) -> Vec<u8> {
    let mut lines = Vec::new();
    for line in octets.chunks(57) {
        lines.extend_from_slice(data_encoding::BASE64.encode(line).as_bytes());
        lines.extend_from_slice(b"\r\n");
    }
    lines
}

/// quoted-printable: soft line breaks and blanks at line ends go; a `=` that begins no
/// escape stays.
pub fn quoted_printable(octets: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        rest = after;
        let text = super::header::chomp(line);
        let end = line.get(text.len()..).unwrap_or_default();
        let mut text = text;
        while let [front @ .., b' ' | b'\t'] = text {
            text = front;
        }
        match text {
            [front @ .., b'='] => decoded.extend(escapes(front)),
            _ => {
                decoded.extend(escapes(text));
                decoded.extend_from_slice(end);
            }
        }
    }
    decoded
}

/// `=XX` as the octet that it stands for.
pub fn escapes(text: &[u8]) -> Vec<u8> {
    let hex = |octet: u8| char::from(octet).to_digit(16);
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if let (b'=', [high, low, after @ ..]) = (first, after)
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            decoded.push((high * 16 + low) as u8);
            rest = after;
            continue;
        }
        decoded.push(first);
    }
    decoded
}

/// A bare LF made CRLF, as IMAP wants its lines (RFC 9051 §7.5.2, BINARY).
pub fn crlf(text: Vec<u8>) -> Vec<u8> {
    let mut lines = Vec::with_capacity(text.len());
    let mut before = 0;
    for octet in text {
        if octet == b'\n' && before != b'\r' {
            lines.push(b'\r');
        }
        lines.push(octet);
        before = octet;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read() {
        for (sent, octets) in [
            ("aGVsbG8=", &b"hello"[..]),
            ("aGVs\r\nbG8", b"hello"),
            ("aG Vs!bG8=====x", b"hello"),
            ("a", b""),
            ("", b""),
            ("////", b"\xff\xff\xff"),
        ] {
            assert_eq!(base64(sent.as_bytes()), octets, "{sent}");
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(base64(&to_base64(&all)), all);
    }

    #[test]
    fn quoted_printable_is_read() {
        for (sent, octets) in [
            ("exce=\r\nllent", &b"excellent"[..]),
            ("2 =3D 1 \t\r\nx", b"2 = 1\r\nx"),
            ("a=20\r\n", b"a \r\n"),
            ("soft= \t\r\nbreak", b"softbreak"),
            ("bad =zz =", b"bad =zz "),
            ("=c3=A8", b"\xc3\xa8"),
            ("a\nb", b"a\nb"),
        ] {
            assert_eq!(quoted_printable(sent.as_bytes()), octets, "{sent}");
        }
    }

    #[test]
    fn bare_line_feeds_become_crlf() {
        assert_eq!(crlf(b"a\nb\r\nc\n\n".to_vec()), b"a\r\nb\r\nc\r\n\r\n");
    }
}
