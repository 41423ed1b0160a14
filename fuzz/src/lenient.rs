//! The lenient tokenizer never loses an octet.

use std::ops::Range;

use imapspec::syntax::lenient::{Kind, Node, tree};

/// The spans of the nodes, with the white space between them, are the input; what is inside a list
/// is inside its span; what a node means is no longer than how it is spelled.
pub fn nothing_lost(data: &[u8]) {
    let nodes = tree(data);
    cover(data, 0..data.len(), &nodes);
}

fn cover(data: &[u8], span: Range<usize>, nodes: &[Node]) {
    let mut at = span.start;
    for node in nodes {
        blank(data, at..node.span.start);
        assert!(node.span.start < node.span.end, "{node:?}");
        assert!(node.value.len() <= node.span.len(), "{node:?}");
        let octets = data.get(node.span.clone()).unwrap_or_default();
        match &node.kind {
            Kind::Atom => assert_eq!(node.value, octets),
            Kind::Quoted => assert_eq!(octets.first(), Some(&b'"')),
            Kind::Literal => assert!(octets.ends_with(&node.value)),
            Kind::List(inner) => inside(data, node, inner, [b'(', b')']),
            Kind::Code(inner) => inside(data, node, inner, [b'[', b']']),
        }
        at = node.span.end;
    }
    blank(data, at..span.end);
}

/// The content of a list; its closing delimiter may be missing at the end of the input.
fn inside(data: &[u8], node: &Node, inner: &[Node], [open, close]: [u8; 2]) {
    assert_eq!(data.get(node.span.start), Some(&open));
    let closed = node.span.len() > 1 && data.get(node.span.end - 1) == Some(&close);
    let last = inner.last().map_or(node.span.start + 1, |last| last.span.end);
    let end = match closed && last < node.span.end {
        true => node.span.end - 1,
        false => node.span.end,
    };
    cover(data, node.span.start + 1..end, inner);
}

fn blank(data: &[u8], gap: Range<usize>) {
    let octets = data.get(gap.clone());
    let blank = octets.is_some_and(|octets| octets.iter().all(|b| b" \t\r\n".contains(b)));
    assert!(blank, "lost {gap:?} of {}", data.escape_ascii());
}
