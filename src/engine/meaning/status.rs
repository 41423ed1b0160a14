//! Status responses: `OK [CODE …] text`, tagged or not.

use super::numbers::sequence;
use super::untagged::set_in;
use crate::engine::pattern::{Captures, Pat, alternatives, matches, ordered, set};
use crate::syntax::lenient::{Kind, Node};

/// `OK [CODE …] text`: without a code or text in the pattern, any.
pub(super) fn status(pats: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let ([word, rest @ ..], [first, nodes @ ..]) = (pats, nodes) else { return false };
    if !matches(word, first, captures) {
        return false;
    }
    let (rest, nodes) = match (rest, nodes) {
        ([Pat::Code(wanted), rest @ ..], [node, nodes @ ..]) => match &node.kind {
            Kind::Code(found) if response_code(wanted, found, captures) => (rest, nodes),
            _ => return false,
        },
        ([Pat::Code(_), ..], []) => return false,
        (rest, [node, nodes @ ..]) if matches!(node.kind, Kind::Code(_)) => (rest, nodes),
        other => other,
    };
    rest.is_empty() || ordered(rest, nodes, captures)
}

fn response_code(wanted: &[Pat], found: &[Node], captures: &mut Captures) -> bool {
    let ([name, wanted @ ..], [first, found @ ..]) = (wanted, found) else { return false };
    if !matches(name, first, captures) {
        return false;
    }
    let is = |word: &str| first.is_word(word);
    if is("CAPABILITY") {
        return set(wanted, &found.iter().collect::<Vec<_>>(), captures);
    }
    if is("PERMANENTFLAGS") || is("BADCHARSET") {
        return match (wanted, found) {
            ([], _) => true,
            ([Pat::List(wanted)], [list]) => set_in(wanted, list, captures),
            _ => false,
        };
    }
    if is("COPYUID") || is("APPENDUID") || is("MODIFIED") {
        return wanted.len() == found.len()
            && wanted.iter().zip(found).all(|(pat, node)| sequence(pat, node, captures));
    }
    // `[REFERRAL ...]`, `[METADATA LONGENTRIES 7]`: a code without arguments in the pattern
    // stands for the code with any.
    wanted.is_empty() || ordered(wanted, found, captures)
}

pub(super) fn is_status_any(word: &[u8]) -> bool {
    alternatives(word).all(is_status)
}

pub(super) fn is_status(word: &[u8]) -> bool {
    [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|s| word.eq_ignore_ascii_case(s))
}

pub(super) fn code(nodes: &[Node]) -> Option<Vec<u8>> {
    nodes.iter().find_map(|n| match &n.kind {
        Kind::Code(inner) => inner.first().map(|n| n.value.to_ascii_uppercase()),
        _ => None,
    })
}

pub(super) fn code_of(pats: &[Pat]) -> Option<Vec<u8>> {
    pats.iter().find_map(|p| match p {
        Pat::Code(inner) => inner.first()?.octets().map(<[u8]>::to_ascii_uppercase),
        _ => None,
    })
}
