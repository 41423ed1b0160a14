use super::*;

fn frames(sender: Sender, octets: &[u8], piece: usize) -> Vec<Vec<u8>> {
    let mut framer = Framer::new(sender, Limits::default());
    let mut out = Vec::new();
    for piece in octets.chunks(piece) {
        framer.push(piece);
        while let Some(frame) = framer.next_frame().unwrap() {
            out.push(frame.to_vec());
        }
    }
    out
}

#[test]
fn any_pieces_give_the_same_frames() {
    let octets = b"* OK hi {3}\r\n* 1 FETCH (BODY[] {5}\r\n\r\n{9 X {2}\r\nab)\r\n+ {1}\r\nA1 NO {9}\r\n* LIST () NIL {3}\r\nfoo\r\n";
    let whole = frames(Sender::Server, octets, octets.len());
    assert_eq!(whole.len(), 5);
    assert_eq!(whole.concat(), octets);
    for piece in 1..20 {
        assert_eq!(frames(Sender::Server, octets, piece), whole);
    }
}

#[test]
fn commands_with_literals() {
    let octets = b"A LOGIN {1+}\r\na {1}\r\nb\r\nB NOOP\n";
    assert_eq!(frames(Sender::Client, octets, 3).len(), 2);
    let mut framer = Framer::new(Sender::Client, Limits::default());
    framer.push(b"A APPEND x ~{5}\r\n");
    assert_eq!(framer.next_frame(), Ok(None));
    let literal = framer.awaited_literal().unwrap();
    assert_eq!((literal.octets, literal.non_sync, literal.literal8), (5, false, true));
}

#[test]
fn literals_of_no_octets_are_awaited() {
    let limits = Limits { line: 100, literal: 100, frame: 100 };
    let mut framer = Framer::new(Sender::Client, limits);
    framer.push(b"a SELECT {0}\r\n");
    assert_eq!(framer.next_frame(), Ok(None));
    assert_eq!(framer.awaited_literal().map(|l| l.octets), Some(0));
    assert_eq!(framer.literal_start(), Some(14));
    framer.push(b"\r\n");
    assert_eq!(framer.next_frame(), Ok(Some(b"a SELECT {0}\r\n\r\n".into())));
}

#[test]
fn limits_hold() {
    let mut framer = Framer::new(Sender::Server, Limits { line: 100, literal: 10, frame: 1000 });
    framer.push(&[b'x'; 101]);
    assert_eq!(framer.next_frame(), Err(FrameError::Line { limit: 100 }));
    let mut framer = Framer::new(Sender::Server, Limits { line: 100, literal: 10, frame: 1000 });
    framer.push(b"* 1 FETCH (BODY[] {4294967296}\r\n");
    assert_eq!(
        framer.next_frame(),
        Err(FrameError::Literal { announced: 4_294_967_296, limit: 10 })
    );
}

#[test]
fn codes_end_where_they_end() {
    // A bracket in a string of a code ends nothing, in a literal neither.
    for octets in [
        &b"* NO [BADCHARSET (\"a]\" {5}\r\nUTF-8)] text {7}\r\n"[..],
        b"* NO [BADCHARSET ({2}\r\na] {5}\r\nUTF-8)] text {7}\r\n",
        b"a NO [BADCHARSET (\"\\\"]\" {1}\r\n])] {7}\r\n",
        b"* OK [X-ANY \"] text {7}\r\n",
        // No other code has literals, and what is never closed is text.
        b"* OK [X-ANY text {7}\r\n",
        b"a NO [*] BADCHARSET text {7}\r\n",
        b"+ [X] {7}\r\n",
    ] {
        for piece in 1..octets.len() {
            assert_eq!(
                frames(Sender::Server, octets, piece),
                [octets],
                "{}",
                octets.escape_ascii()
            );
        }
    }
}

#[test]
fn a_frame_knows_of_nul() {
    let octets = b"* OK a\r\n* 1 FETCH (BODY[] {3}\r\na\0b)\r\n* OK b\r\n";
    for piece in 1..octets.len() {
        let mut framer = Framer::new(Sender::Server, Limits::default());
        let mut known = Vec::new();
        for piece in octets.chunks(piece) {
            framer.push(piece);
            while let Some(frame) = framer.next_frame().unwrap() {
                assert!(!(frame.has_no_nul() && frame.contains(&0)));
                known.push(frame.has_no_nul());
            }
        }
        assert_eq!(known[1..], [false, true], "{piece}");
    }
}
