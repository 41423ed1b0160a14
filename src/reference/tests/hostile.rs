use super::*;

#[test]
fn rubbish_is_answered_and_the_session_goes_on() {
    let mut play = Play::new();
    let id = play.connect();
    assert!(play.raw(id, b"\r\n").starts_with("* BAD"));
    assert!(play.raw(id, b"* NOOP\r\n").starts_with("* BAD"));
    assert!(play.raw(id, b"x FROB\r\n").starts_with("x BAD"));
    assert!(play.raw(id, b"x NOOP y\r\n").starts_with("x BAD"));
    assert!(play.raw(id, b"x NOOP\r\n").starts_with("x OK"));
}

#[test]
fn lines_without_end_are_cut_off() {
    let mut play = Play::new();
    let id = play.connect();
    let said = play.raw(id, &vec![b'a'; limits::LINE + 10]);
    assert!(said.starts_with("* BYE") && said.ends_with("<close>"), "{said}");
}

#[test]
fn literals_are_asked_for_or_refused() {
    let mut play = Play::new();
    let id = play.connect();
    assert!(play.raw(id, b"a LOGIN {4}\r\n").starts_with("+ "));
    assert!(play.raw(id, b"anna {6}\r\n").starts_with("+ "));
    assert!(play.raw(id, b"secret\r\n").starts_with("a OK"));
    // Wrong already: no continuation, and the line behind is a command of its own.
    assert!(play.raw(id, b"b FROB {4}\r\n").starts_with("b BAD"));
    assert!(play.raw(id, b"c NOOP\r\n").starts_with("c OK"));
    let said = play.raw(id, b"d APPEND INBOX {999999999}\r\n");
    assert!(said.starts_with("d NO [TOOBIG]"), "{said}");
    // A client that does not wait.
    let said = play.raw(id, b"e APPEND INBOX {6}\r\nA: b\r\n\r\n");
    assert!(said.starts_with("+ ") && said.contains("e OK"), "{said}");
    let id = play.connect();
    assert!(play.raw(id, b"a LOGIN {99999+}\r\n").contains("BYE"));
}

#[test]
fn pieces_do_not_matter() {
    let octets = b"a LOGIN anna secret\r\nb APPEND INBOX {6+}\r\nA: b\r\n\r\nc SELECT INBOX\r\nd FETCH 1 BODY[]\r\n";
    let whole = {
        let mut play = Play::new();
        let id = play.connect();
        play.raw(id, octets)
    };
    let mut play = Play::new();
    let id = play.connect();
    let pieces: String = octets.iter().map(|b| play.raw(id, &[*b])).collect();
    let dates = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(dates(&pieces), dates(&whole));
    assert!(whole.contains("d OK"), "{whole}");
}

/// Pieces of the protocol, right and wrong.
const WORDS: &[&str] = &[
    "a",
    "\r\n",
    " ",
    "(",
    ")",
    "LOGIN anna secret\r\n",
    "SELECT INBOX\r\n",
    "FETCH",
    "1:*",
    "UID ",
    "{5+}\r\nhello",
    "{3}\r\n",
    "\"x\"",
    "STORE 1:* +FLAGS (\\Seen kw)\r\n",
    "EXPUNGE\r\n",
    "IDLE\r\n",
    "DONE\r\n",
    "a APPEND INBOX {6+}\r\nA: b\r\n\r\n",
    "a STORE 1:* +FLAGS.SILENT (\\Deleted)\r\n",
    "a EXPUNGE\r\n",
    "a SELECT INBOX\r\n",
    "a FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE BODY[])\r\n",
    "a UID MOVE 1:3 INBOX\r\n",
    "a ENABLE QRESYNC IMAP4rev2\r\n",
    "a CREATE a/b\r\n",
    "a RENAME INBOX x\r\n",
    "a LIST \"\" *\r\n",
    "a RENAME a b\r\n",
    "a DELETE a\r\n",
    "a UID SEARCH RETURN (SAVE MIN) UID $\r\n",
    "a SELECT INBOX (QRESYNC (1 1 1:* (1:3 1:3)))\r\n",
    "a COPY 1:* x\r\n",
    "a CLOSE\r\n",
    "\u{0}",
    "\u{fffd}",
    "a AUTHENTICATE PLAIN\r\n",
    "*\r\n",
    "a UID FETCH 1:* FLAGS (CHANGEDSINCE 1 VANISHED)\r\n",
    "a NOOP\r\n",
    "a STATUS INBOX (MESSAGES SIZE RECENT HIGHESTMODSEQ)\r\n",
    "a UNAUTHENTICATE\r\n",
    "a LOGIN anna secret\r\n",
    "a LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (* %) RETURN (CHILDREN SPECIAL-USE STATUS (SIZE UNSEEN))\r\n",
    "a CREATE s (USE (\\Sent))\r\n",
    "a SUBSCRIBE a/b/c\r\n",
    "a LSUB \"\" %\r\n",
    "a NAMESPACE\r\n",
    "a ID NIL\r\n",
    "a CAPABILITY\r\n",
    "a CREATE Entw&APw-rfe\r\n",
    "a ENABLE UIDONLY\r\n",
    "a UID FETCH 1:* (PREVIEW EMAILID THREADID SAVEDATE MODSEQ)\r\n",
    "a UID REPLACE 1 INBOX {6+}\r\nA: b\r\n\r\n",
    "a SEARCH RETURN (PARTIAL -1:-2 COUNT) ALL\r\n",
    "a SEARCH MODSEQ 2\r\n",
    "a STORE 1 (UNCHANGEDSINCE 2) FLAGS (x)\r\n",
    "a FETCH 1:* (BINARY[1] BINARY.SIZE[1] RFC822 FULL)\r\n",
    "a COMPRESS DEFLATE\r\n",
    "a AUTHENTICATE SCRAM-SHA-256 biwsbj1hbm5hLHI9eA==\r\n",
    "a SEARCH CHARSET X ALL\r\n",
    "a THREAD REFERENCES UTF-8 ALL\r\n",
    "a SORT (SUBJECT) UTF-8 ALL\r\n",
    "a SETACL a/b anyone lrswi\r\n",
    "a SETACL INBOX anna -rw\r\n",
    "a SETACL INBOX anna lrswipkxtea\r\n",
    "a DELETEACL INBOX anna\r\n",
    "a GETACL INBOX\r\n",
    "a LISTRIGHTS a/b berta\r\n",
    "a MYRIGHTS INBOX\r\n",
    "a LIST \"\" * RETURN (MYRIGHTS METADATA (/shared/comment /private/x))\r\n",
    "a SETQUOTA #user/anna (STORAGE 1 MESSAGE 5)\r\n",
    "a SETQUOTA #user/anna ()\r\n",
    "a GETQUOTAROOT a/b\r\n",
    "a STATUS INBOX (DELETED DELETED-STORAGE)\r\n",
    "a SETMETADATA INBOX (/private/x {3+}\r\nabc /shared/comment NIL)\r\n",
    "a SETMETADATA \"\" (/shared/comment ~{3+}\r\n\u{0}b\u{0})\r\n",
    "a GETMETADATA (DEPTH infinity MAXSIZE 1) \"\" (/shared /private)\r\n",
    "a NOTIFY NONE\r\n",
    "a NOTIFY SET STATUS (SELECTED (MessageNew (UID FLAGS BODY.PEEK[1]) MessageExpunge FlagChange)) (PERSONAL (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange))\r\n",
    "a NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge)) (SUBTREE a NONE)\r\n",
    "u1 UID SEARCH RETURN (UPDATE (UID ENVELOPE) COUNT) UNSEEN\r\n",
    "u2 SORT RETURN (UPDATE ALL) (REVERSE ARRIVAL SUBJECT) UTF-8 1:*\r\n",
    "a CANCELUPDATE \"u1\" \"u2\"\r\n",
    "u3 ESEARCH IN (PERSONAL SUBTREE-ONE a SELECTED) RETURN (MIN MAX COUNT ALL UPDATE) 1:* TEXT hello\r\n",
    "a APPEND INBOX CATENATE (URL \"/;UID=1/;SECTION=TEXT\" TEXT {2+}\r\nhi)\r\n",
    "a GENURLAUTH imap://anna@host/INBOX/;uid=1;urlauth=anonymous INTERNAL\r\n",
    "a URLFETCH imap://anna@host/INBOX/;uid=1;urlauth=anonymous:internal:01\r\n",
    "a RESETKEY INBOX\r\n",
    "a LOGOUT\r\n",
];

/// What a session of `play` is sent while pieces come in any order from three sessions.
fn babble(play: &mut Play, seed: u64, mut hear: impl FnMut(&[Event])) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
    let mut roll = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n as u64) as usize
    };
    let mut ids = Vec::new();
    for _ in 0..3 {
        let now = play.now();
        let (id, events) = play.server.connect(Security::Clear, now);
        hear(&events);
        hear(&play.server.receive(id, b"a LOGIN anna secret\r\n", now));
        ids.push(id);
    }
    for _ in 0..300 {
        let at = roll(ids.len());
        let now = play.now();
        let events = play.server.receive(ids[at], WORDS[roll(WORDS.len())].as_bytes(), now);
        hear(&events);
        let closed = |e: &&Event| e.output == Output::Close;
        for event in events.iter().filter(closed) {
            play.server.disconnect(event.session);
            let (id, events) = play.server.connect(Security::Clear, now);
            hear(&events);
            hear(&play.server.receive(id, b"a LOGIN anna secret\r\n", now));
            ids.iter_mut().filter(|i| **i == event.session).for_each(|i| *i = id);
        }
    }
}

/// In any order, from any number of sessions, with any defects on.
#[test]
fn nothing_makes_it_panic() {
    for seed in 0..60_u64 {
        let defects = match seed % 3 {
            0 => defect::DefectSet::default(),
            step => {
                let every = if step == 1 { 4 } else { 30 };
                let from = seed as usize % every;
                defect::Defect::ALL.iter().copied().skip(from).step_by(every).collect()
            }
        };
        let mut play = Play::with(Options { liberty: Some(seed), defects, ..Options::default() });
        babble(&mut play, seed, |_| {});
    }
}

/// A server without defects never leaves the grammar, whatever it is sent.
#[test]
fn all_that_is_said_is_in_the_grammar() {
    use crate::syntax::dialect::Dialect;
    use crate::syntax::frame::{Framer, Limits, Sender};
    use crate::syntax::parse;
    use std::collections::BTreeMap;
    for seed in 0..60_u64 {
        let liberty = (seed > 5).then_some(seed);
        let mut play = Play::with(Options { liberty, ..Options::default() });
        let mut framers: BTreeMap<SessionId, Framer> = BTreeMap::new();
        babble(&mut play, seed, |events| {
            for event in events {
                let Output::Bytes(bytes) = &event.output else { continue };
                let framer = framers
                    .entry(event.session)
                    .or_insert_with(|| Framer::new(Sender::Server, Limits::default()));
                framer.push(bytes);
                while let Some(frame) = framer.next_frame().unwrap() {
                    if let Err(error) = parse::response(frame, &Dialect::everything()) {
                        panic!("{error} in {}", String::from_utf8_lossy(&frame));
                    }
                }
                assert_eq!(framer.pending(), b"", "the frame is whole");
            }
        });
    }
}

/// Many parts of a large message in one FETCH would be more than memory holds.
#[test]
fn one_command_cannot_ask_for_everything() {
    let mut play = Play::new();
    let id = play.select();
    let large = 8 << 20;
    let mut octets = format!("t APPEND INBOX {{{large}+}}\r\n").into_bytes();
    octets.extend(std::iter::repeat_n(b'x', large));
    octets.extend_from_slice(b"\r\n");
    assert!(play.raw(id, &octets).contains("t OK"));
    let parts: Vec<_> = (0..100).map(|n| format!("BODY.PEEK[]<{n}.99999999>")).collect();
    let said = play.say(id, &format!("FETCH 1 ({})", parts.join(" ")));
    assert!(said.ends_with("t NO [LIMIT] That is too much at once\r\n"), "{}", said.len());
}
