//! Which messages belong together, for THREADID (RFC 8474 §5.2).

use crate::reference::message::header::Header;

/// The first Message-ID of References, else of In-Reply-To, else its own.
pub(super) fn root(octets: &[u8]) -> Option<Vec<u8>> {
    let header = Header::scan(octets);
    ["References", "In-Reply-To", "Message-ID"]
        .iter()
        .find_map(|name| header.text(name).as_deref().and_then(first_id))
}

/// FNV-1a
pub(super) fn hash(octets: &[u8]) -> u64 {
    octets.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &octet| {
        (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn first_id(body: &[u8]) -> Option<Vec<u8>> {
    let start = body.iter().position(|&b| b == b'<')?;
    let end = body.iter().skip(start).position(|&b| b == b'>')?;
    body.get(start..=start + end).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_reference_is_the_root() {
        let reply =
            b"Message-ID: <c@x>\r\nReferences:\r\n <a@x>\r\n <b@x>\r\nIn-Reply-To: <b@x>\r\n\r\n";
        assert_eq!(root(reply), Some(b"<a@x>".to_vec()));
        assert_eq!(root(b"Message-ID: <c@x>\r\n\r\nReferences: <d@x>"), Some(b"<c@x>".to_vec()));
        assert_eq!(root(b"no header"), None);
    }
}
