//! Another reader's opinion.

use super::*;

/// mail-parser as a second opinion, where the message is sound enough for two readers to
/// agree: leaf bodies in order, as transferred.
#[test]
fn another_reader_finds_the_same_parts() {
    let mut compared = 0;
    for (name, octets) in all() {
        // It takes the body of a multipart without parts for a part of its own.
        if name == "boundary-never" {
            continue;
        }
        let theirs = mail_parser::MessageParser::default().parse(&octets).unwrap();
        let mut wanted = Vec::new();
        their_leaves(&theirs, &octets, 0, &mut wanted);
        let mut ours = Vec::new();
        our_leaves(Message::parse(&octets).root(), &octets, &mut ours);
        assert_eq!(ours, wanted, "{name}");
        compared += ours.len();
    }
    assert!(compared > 50, "{compared}");
}

fn their_leaves(
    message: &mail_parser::Message<'_>,
    octets: &[u8],
    id: usize,
    leaves: &mut Vec<String>,
) {
    use mail_parser::PartType;
    let part = &message.parts[id];
    match &part.body {
        PartType::Multipart(children) => {
            for &child in children {
                their_leaves(message, octets, child as usize, leaves);
            }
        }
        PartType::Message(inner) => their_leaves(inner, octets, 0, leaves),
        _ => {
            let (start, end) = (part.offset_body as usize, part.offset_end as usize);
            leaves.push(String::from_utf8_lossy(&octets[start..end.max(start)]).into_owned());
        }
    }
}

fn our_leaves(part: &Part, octets: &[u8], leaves: &mut Vec<String>) {
    match &part.kind {
        tree::Kind::Multi(parts) => parts.iter().for_each(|part| our_leaves(part, octets, leaves)),
        tree::Kind::Message(inner) => our_leaves(inner, octets, leaves),
        tree::Kind::Leaf => {
            leaves.push(String::from_utf8_lossy(&octets[part.body.clone()]).into_owned())
        }
    }
}
