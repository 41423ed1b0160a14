//! Patterns held against the trees of responses.

use super::{Captures, Pat};
use crate::syntax::lenient::{Kind, Node};

/// Whether one value matches.
pub fn matches(pat: &Pat, node: &Node, captures: &mut Captures) -> bool {
    match pat {
        Pat::Any | Pat::Rest => true,
        Pat::Capture(name) => {
            captures.insert(name.clone(), text_of(node));
            true
        }
        Pat::Word(word) => match &node.kind {
            Kind::Atom => alternatives(word).any(|w| same_atom(&node.value, w)),
            // A string is never NIL, and its case counts.
            Kind::Quoted | Kind::Literal => {
                !word.eq_ignore_ascii_case(b"NIL") && alternatives(word).any(|w| node.value == w)
            }
            Kind::List(_) | Kind::Code(_) => false,
        },
        Pat::Exact(octets) => match &node.kind {
            Kind::Atom => {
                (node.value == *octets || same_number(&node.value, octets)) && !node.is_nil()
            }
            Kind::Quoted | Kind::Literal => node.value == *octets,
            Kind::List(_) | Kind::Code(_) => false,
        },
        Pat::Nil => {
            !matches!(node.kind, Kind::List(_) | Kind::Code(_))
                && node.value.eq_ignore_ascii_case(b"NIL")
        }
        Pat::List(inner) => match &node.kind {
            Kind::List(nodes) => ordered(inner, nodes, captures),
            _ => false,
        },
        Pat::Code(inner) => match &node.kind {
            Kind::Code(nodes) => ordered(inner, nodes, captures),
            _ => false,
        },
    }
}

fn same_atom(a: &[u8], b: &[u8]) -> bool {
    a.eq_ignore_ascii_case(b) || same_number(a, b)
}

/// Whether both are the same `number`, which may begin with zeros (RFC 9051 §9).
fn same_number(a: &[u8], b: &[u8]) -> bool {
    let digits = |octets: &[u8]| !octets.is_empty() && octets.iter().all(u8::is_ascii_digit);
    let start = |octets: &[u8]| octets.iter().take_while(|&&b| b == b'0').count();
    digits(a) && digits(b) && a.get(start(a)..) == b.get(start(b)..)
}

/// `A|B`: the alternatives of a bare word.
pub fn alternatives(word: &[u8]) -> impl Iterator<Item = &[u8]> {
    let several = word.len() > 1 && word.contains(&b'|');
    word.split(move |&b| several && b == b'|')
}

/// Values in this order; `...` stands for any number of them.
pub fn ordered(pats: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    match (pats, nodes) {
        ([], []) => true,
        ([Pat::Rest, rest @ ..], _) => {
            (0..=nodes.len()).any(|skip| attempt(captures, |c| ordered(rest, &nodes[skip..], c)))
        }
        ([pat, pats @ ..], [node, nodes @ ..]) => {
            attempt(captures, |c| matches(pat, node, c) && ordered(pats, nodes, c))
        }
        _ => false,
    }
}

/// Values in any order: each of the pattern's has one of its own, and without `...` there are no
/// others. `!word` must not be there.
pub fn set(pats: &[Pat], nodes: &[&Node], captures: &mut Captures) -> bool {
    let open = pats.contains(&Pat::Rest);
    let mut wanted = Vec::new();
    for pat in pats {
        match pat {
            Pat::Rest => {}
            Pat::Word(word) if word.len() > 1 && word.starts_with(b"!") => {
                let unwanted = Pat::Word(word[1..].to_vec());
                if nodes.iter().any(|node| matches(&unwanted, node, captures)) {
                    return false;
                }
            }
            other => wanted.push(other),
        }
    }
    if !open && wanted.len() != nodes.len() {
        return false;
    }
    // Precise patterns choose first, so that `_` and captures take what is left.
    wanted.sort_by_key(|pat| matches!(pat, Pat::Any | Pat::Capture(_)));
    assign(&wanted, nodes, &mut vec![false; nodes.len()], captures)
}

fn assign(wanted: &[&Pat], nodes: &[&Node], taken: &mut [bool], captures: &mut Captures) -> bool {
    let Some((pat, rest)) = wanted.split_first() else { return true };
    for (i, node) in nodes.iter().enumerate() {
        if taken[i] {
            continue;
        }
        let before = captures.clone();
        if matches(pat, node, captures) {
            taken[i] = true;
            if assign(rest, nodes, taken, captures) {
                return true;
            }
            taken[i] = false;
        }
        *captures = before;
    }
    false
}

/// Runs a match that leaves no captures behind when it fails.
pub fn attempt(captures: &mut Captures, run: impl FnOnce(&mut Captures) -> bool) -> bool {
    let before = captures.clone();
    let found = run(captures);
    if !found {
        *captures = before;
    }
    found
}

/// What a node says, lists as they were written.
fn text_of(node: &Node) -> Vec<u8> {
    fn write(node: &Node, out: &mut Vec<u8>) {
        match &node.kind {
            Kind::List(inner) => {
                for (i, n) in inner.iter().enumerate() {
                    if i > 0 {
                        out.push(b' ');
                    }
                    write(n, out);
                }
            }
            _ => out.extend_from_slice(&node.value),
        }
    }
    let mut out = Vec::new();
    write(node, &mut out);
    out
}
