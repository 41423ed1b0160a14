//! Which messages belong together, for THREADID (RFC 8474 §5.2).

/// The first Message-ID of References, else of In-Reply-To, else its own.
pub(super) fn root(octets: &[u8]) -> Option<Vec<u8>> {
    ["references", "in-reply-to", "message-id"]
        .iter()
        .find_map(|name| field(octets, name.as_bytes()).as_deref().and_then(first_id))
}

/// FNV-1a
pub(super) fn hash(octets: &[u8]) -> u64 {
    octets.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &octet| {
        (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The body of the first header field of this name, still folded.
fn field(octets: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let mut found: Option<Vec<u8>> = None;
    for line in octets.split(|&b| b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return found;
        }
        match &mut found {
            Some(body) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                body.extend_from_slice(line);
            }
            Some(_) => return found,
            None => {
                let colon = line.iter().position(|&b| b == b':')?;
                let (before, after) = line.split_at(colon);
                if before.trim_ascii_end().eq_ignore_ascii_case(name) {
                    found = Some(after.to_vec());
                }
            }
        }
    }
    found
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
