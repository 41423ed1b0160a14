//! What comments and prose demand beyond the ABNF, rule by rule.

/// Whether octets that match a rule also meet its comment.
pub type Demand = fn(&[u8]) -> bool;

/// The demand of the rule of this name (in lower case).
pub fn demand(rule: &str) -> Option<Demand> {
    Some(match rule {
        // RFC 9051 §9: unsigned 32-bit and 63-bit integers; RFC 7162 §7: 0 is no mod-sequence-value.
        "number" | "nz-number" => |s| value(s) <= u64::from(u32::MAX),
        "number64" | "nz-number64" => |s| value(s) <= i64::MAX as u64,
        "mod-sequence-value" => |s| (1..=i64::MAX as u64).contains(&value(s)),
        // RFC 9051 §4.3: the number says how many octets follow.
        "literal" | "literal8" => counted,
        // Days, hours and minutes that there are.
        "date-day" | "date-day-fixed" => |s| (1..=31).contains(&value(s.trim_ascii_start())),
        "time" => |s| value(&s[..2]) < 24 && value(&s[3..5]) < 60 && value(&s[6..]) <= 60,
        "zone" => |s| value(&s[3..]) < 60,
        // RFC 9051 §6.4.4.1: "$" stands instead of a set, not within one.
        "sequence-set" => |s| s == b"$" || !s.contains(&b'$'),
        // RFC 9051 §9: flag does not include \Recent; RFC 7162 §7: nor does attr-flag.
        "flag" => |s| !s.eq_ignore_ascii_case(b"\\Recent"),
        "attr-flag" => |s| !s.eq_ignore_ascii_case(b"\\\\Recent"),
        // RFC 7162 §7: "*" is not allowed; a single UNCHANGEDSINCE.
        "known-uids" | "known-sequence-set" | "known-uid-set" => |s| !s.contains(&b'*'),
        "store-modifiers" => |s| words(s).filter(|w| w == b"UNCHANGEDSINCE").count() < 2,
        // RFC 4314 §4: only lowercase letters and digits.
        "mod-rights" => |s| !s.iter().any(u8::is_ascii_uppercase) && rights(s),
        // RFC 5464 §5: neither "*" nor "%".
        "entry" => |s| !s.iter().any(|b| matches!(b, b'*' | b'%')),
        // A known name has its own syntax only.
        "option-standard-tag" => |s| none(s, b"SUBSCRIBED REMOTE RECURSIVEMATCH SPECIAL-USE"),
        "other-return-option" => {
            |s| none(s, b"SUBSCRIBED CHILDREN SPECIAL-USE MYRIGHTS STATUS METADATA")
        }
        "other-create-param" => |s| none(s, b"USE"),
        "other-select-param" => |s| none(s, b"CONDSTORE QRESYNC"),
        "other-fetch-modifier" => |s| none(s, b"CHANGEDSINCE VANISHED PARTIAL"),
        "other-store-modifier" => |s| none(s, b"UNCHANGEDSINCE"),
        "other-append-ext" => |s| none(s, b"CATENATE UTF8"),
        "other-getmetadata-option" => |s| none(s, b"MAXSIZE DEPTH"),
        "other-search-return-opt" => {
            |s| none(s, b"MIN MAX ALL COUNT SAVE CONTEXT RELEVANCY UPDATE PARTIAL")
        }
        _ => return None,
    })
}

/// The number that digits spell; the largest where there is none.
fn value(digits: &[u8]) -> u64 {
    std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok()).unwrap_or(u64::MAX)
}

fn counted(literal: &[u8]) -> bool {
    let open = literal.iter().position(|&b| b == b'{').map_or(0, |at| at + 1);
    let digits = literal[open..].iter().take_while(|b| b.is_ascii_digit()).count();
    let head = literal.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
    value(&literal[open..open + digits]) == (literal.len() - head) as u64
}

fn words(octets: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    octets.split(|b| matches!(b, b' ' | b'(' | b')')).map(<[u8]>::to_ascii_uppercase)
}

fn none(name: &[u8], known: &[u8]) -> bool {
    !known.split(|&b| b == b' ').any(|k| k.eq_ignore_ascii_case(name))
}

/// As atom, quoted or literal: a sign and then letters and digits.
fn rights(astring: &[u8]) -> bool {
    let text = match astring {
        [b'"', inner @ .., b'"'] => inner.to_vec(),
        [b'{', ..] => {
            let head = astring.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
            astring[head..].to_vec()
        }
        atom => atom.to_vec(),
    };
    let rights = match text.as_slice() {
        [b'+' | b'-', rights @ ..] => rights,
        rights => rights,
    };
    rights.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}
