//! BINARY and BINARY.SIZE (RFC 3516, RFC 9051 §6.4.5), and NULs in what is appended.

use super::content;
use super::decode::{Encoding, crlf, to_base64};
use super::header::Header;
use super::tree::{Kind, Part};

/// Why a section cannot be had decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BinaryError {
    /// The message has no such part.
    #[error("no such part")]
    NoPart,
    /// The transfer encoding is not known: NO [UNKNOWN-CTE].
    #[error("unknown transfer encoding")]
    UnknownEncoding,
}

/// The part decoded. Lines of text end in CRLF, whatever the encoding hid. No part number
/// means the whole message, which has no transfer encoding; neither has a multipart or an
/// enclosed message (RFC 2045 §6.4). RFC 9051 keeps clients from asking for those, RFC 3516
/// does not.
pub fn binary(octets: &[u8], root: &Part, numbers: &[u32]) -> Result<Vec<u8>, BinaryError> {
    if numbers.is_empty() {
        return Ok(octets.to_vec());
    }
    let part = root.find(numbers).ok_or(BinaryError::NoPart)?;
    if part.kind != Kind::Leaf {
        return Ok(octets.get(part.body.clone()).unwrap_or_default().to_vec());
    }
    decoded(octets, part).ok_or(BinaryError::UnknownEncoding)
}

/// The body of a leaf decoded; `None` if the encoding is not known.
pub fn decoded(octets: &[u8], part: &Part) -> Option<Vec<u8>> {
    let header = Header::scan(octets.get(part.header.clone()).unwrap_or_default());
    let encoding = Encoding::named(&content::encoding(&header))?;
    let data = encoding.decode(octets.get(part.body.clone()).unwrap_or_default());
    Some(if part.content.is("text") { crlf(data) } else { data })
}

/// The message as it can be stored: parts with NUL in them are made base64, since BODY[...]
/// must never carry NUL (RFC 3516 §4.4, §6). `None` if a NUL stands where no encoding can
/// help (a header, or between parts): NO [UNKNOWN-CTE].
pub fn storable(octets: &[u8]) -> Option<Vec<u8>> {
    if !octets.contains(&0) {
        return Some(octets.to_vec());
    }
    let mut stored = Vec::with_capacity(octets.len() * 3 / 2);
    let mut done = 0;
    encode(octets, &Part::root(octets), &mut stored, &mut done);
    stored.extend_from_slice(octets.get(done..)?);
    (!stored.contains(&0)).then_some(stored)
}

/// Copies up to the end of `part`, its leaves with NUL encoded.
fn encode(octets: &[u8], part: &Part, stored: &mut Vec<u8>, done: &mut usize) {
    match &part.kind {
        Kind::Multi(parts) => {
            for part in parts {
                encode(octets, part, stored, done);
            }
        }
        Kind::Message(message) => encode(octets, message, stored, done),
        Kind::Leaf => {
            let body = octets.get(part.body.clone()).unwrap_or_default();
            let header = Header::scan(octets.get(part.header.clone()).unwrap_or_default());
            let plain = Encoding::named(&content::encoding(&header)) == Some(Encoding::Identity);
            if !plain || !body.contains(&0) {
                return;
            }
            stored.extend_from_slice(octets.get(*done..part.header.start).unwrap_or_default());
            let kept = header.fields.iter().filter(|f| !f.is(b"Content-Transfer-Encoding"));
            for field in kept {
                stored.extend_from_slice(field.raw);
            }
            stored.extend_from_slice(b"Content-Transfer-Encoding: base64\r\n\r\n");
            let text = to_base64(body);
            stored.extend_from_slice(text.strip_suffix(b"\r\n").unwrap_or(&text));
            *done = part.body.end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_is_made_base64_where_it_can_be() {
        let octets = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n\
            Content-Type: x/y\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\x01\n\r\n--b--\r\n";
        let stored = storable(octets).unwrap();
        let root = Part::root(&stored);
        assert_eq!(binary(&stored, &root, &[2]).unwrap(), b"\0\x01\n");
        assert_eq!(binary(&stored, &root, &[1]).unwrap(), b"hi");
        assert!(stored.ends_with(b"base64\r\n\r\nAAEK\r\n--b--\r\n"));
        assert_eq!(storable(b"Subject: \0\r\n\r\nx"), None);
        assert_eq!(storable(b"no nul").unwrap(), b"no nul");
    }

    #[test]
    fn what_cannot_be_decoded_says_why() {
        let octets = b"Content-Transfer-Encoding: x-rot13\r\n\r\nx";
        let root = Part::root(octets);
        assert_eq!(binary(octets, &root, &[1]), Err(BinaryError::UnknownEncoding));
        assert_eq!(binary(octets, &root, &[2]), Err(BinaryError::NoPart));
        assert_eq!(binary(octets, &root, &[]).unwrap(), octets);
        let octets = b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nhi";
        let root = Part::root(octets);
        assert_eq!(binary(octets, &root, &[1]).unwrap(), b"Subject: x\r\n\r\nhi");
        assert_eq!(binary(octets, &root, &[1, 1]).unwrap(), b"hi");
    }
}
