//! What comments and prose demand beyond the ABNF, rule by rule.

use crate::syntax::parse::core::is_atom_char;

/// Whether octets that match a rule also meet its comment.
pub type Demand = fn(&[u8]) -> bool;

/// The demand of the rule of this name (in lower case).
pub fn demand(rule: &str) -> Option<Demand> {
    Some(match rule {
        // RFC 9051 §9: unsigned 32-bit and 63-bit integers; RFC 7162 §7: 0 is no mod-sequence-value.
        "number" | "nz-number" => |s| value(s) <= u64::from(u32::MAX),
        "number64" | "nz-number64" => |s| value(s) <= i64::MAX as u64,
        "mod-sequence-value" => |s| (1..=i64::MAX as u64).contains(&value(s)),
        // RFC 7888 §5, RFC 9051 §4.3: LITERAL- has 4096 octets at most.
        "short-number" => |s| value(s) <= 4096,
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
        "rights" => |s| is_rights(&string(s)),
        "mod-rights" => |s| !s.iter().any(u8::is_ascii_uppercase) && signed_rights(s),
        // RFC 5464 §5: neither "*" nor "%".
        "entry" => |s| !s.iter().any(|b| matches!(b, b'*' | b'%')),
        // RFC 6203 §6: 1 to 100.
        "score" => |s| (1..=100).contains(&value(s)),
        // It ends where a reader must take it to end: at the first "]" that ends a word.
        "url-resp-text" => |s| !s[1..].windows(2).any(|pair| pair == b"] "),
        // RFC 9051 §9: "$" is not allowed after ALL.
        "returned-set" => |s| !s.contains(&b'$'),
        // RFC 5258 §6: eitem-standard-tag or eitem-vendor-tag.
        "mbox-list-extended-item-tag" => |s| item_tag(&string(s)),
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

fn words(octets: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    octets.split(|b| matches!(b, b' ' | b'(' | b')')).map(<[u8]>::to_ascii_uppercase)
}

fn none(name: &[u8], known: &[u8]) -> bool {
    !known.split(|&b| b == b' ').any(|k| k.eq_ignore_ascii_case(name))
}

/// What an astring means.
fn string(astring: &[u8]) -> Vec<u8> {
    match astring {
        [b'"', inner @ .., b'"'] => {
            let mut escaped = false;
            let mut keep = |&b: &u8| {
                escaped = b == b'\\' && !escaped;
                !escaped
            };
            inner.iter().copied().filter(|b| keep(b)).collect()
        }
        [b'{', ..] => {
            let head = astring.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
            astring[head..].to_vec()
        }
        atom => atom.to_vec(),
    }
}

/// A sign and then letters and digits.
fn signed_rights(astring: &[u8]) -> bool {
    match string(astring).as_slice() {
        [b'+' | b'-', rights @ ..] => is_rights(rights),
        rights => is_rights(rights),
    }
}

fn is_rights(rights: &[u8]) -> bool {
    rights.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// An atom, or `"vendor." name-component "-" atom`; name-component is UTF-8 without ".", "/", "%"
/// and "*".
fn item_tag(tag: &[u8]) -> bool {
    let atom = |s: &[u8]| !s.is_empty() && s.iter().all(|&b| is_atom_char(b));
    let vendor = |s: &[u8]| {
        let name_ends = |at: usize| {
            let name = &s[..at];
            let plain = !name.is_empty() && !name.iter().any(|b| b"./%*".contains(b));
            plain && std::str::from_utf8(name).is_ok() && atom(&s[at + 1..])
        };
        (0..s.len()).any(|at| s[at] == b'-' && name_ends(at))
    };
    let after =
        tag.get(..7).filter(|begin| begin.eq_ignore_ascii_case(b"vendor.")).map(|_| &tag[7..]);
    atom(tag) || after.is_some_and(vendor)
}
