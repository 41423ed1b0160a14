//! A small language for tests: a dialogue a line each, judged by the whole referee.
//!
//! `C:` a command, `A:` a command's line up to a literal that awaits `+`, `L:` a line that is no
//! command, `S:` a response, `S!` the server closes (behind it what was left over), `C!` the client
//! closes, `T!` TLS was started. A word before the mark is the client, `a` where there is none;
//! clients whose names begin with `bob` have another account. `\r\n` stands for CRLF.

use std::collections::HashSet;
use std::time::Duration;

use super::{Referee, Setting};
use crate::client::happening::{Happening, What};
use crate::finding::Finding;
use crate::syntax::dialect::Dialect;
use crate::syntax::parse;

/// What a mailbox of three messages says when it is selected; `x` is a keyword in use.
const SELECT: &str = "C: SEL SELECT m
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft x)
S: * 3 EXISTS
S: * 0 RECENT
S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] ok
S: * OK [UIDVALIDITY 7] ok
S: * OK [UIDNEXT 10] ok
S: SEL OK [READ-WRITE] done
";
const LOGIN: &str = "S: * OK hello\nC: LOG LOGIN al secret\nS: LOG OK done\n";

/// Judges a dialogue as it is.
pub(super) fn play(text: &str) -> Vec<Finding> {
    let mut referee = Referee::new(Setting::default());
    let mut greeted = HashSet::new();
    let mut connected = HashSet::new();
    let everything = Dialect::everything();
    for (entry, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let (head, rest) =
            line.trim_start().split_at(line.trim_start().find([':', '!']).unwrap() + 1);
        let (client, mark) = head.rsplit_once(' ').unwrap_or(("a", head));
        let account = if client.starts_with("bob") { "bob" } else { "al" };
        let mut tell = |what: What<'_>| {
            let at = Duration::from_millis(entry as u64);
            referee.observe(&Happening { client, connection: 0, at, entry, what });
        };
        if connected.insert(client.to_owned()) {
            tell(What::Connected { tls: false, account });
        }
        let rest = rest.strip_prefix(' ').unwrap_or(rest).replace("\\r\\n", "\r\n");
        let bytes = format!("{rest}\r\n").into_bytes();
        let tag = rest.split(' ').next().map(str::as_bytes);
        match mark {
            "C:" => {
                let parsed = parse::command(&bytes, &everything);
                let command = parsed.as_ref().ok().map(|p| &p.value);
                tell(What::Command { tag, command, bytes: &bytes, refused: false });
            }
            "A:" => tell(What::Announced { tag, bytes: &bytes }),
            "L:" => tell(What::Line { bytes: &bytes }),
            "S:" if greeted.insert(client.to_owned()) => {
                let parsed = parse::greeting(&bytes, &everything);
                tell(What::Response { response: parsed.as_ref(), bytes: &bytes });
            }
            "S:" => {
                let parsed = parse::response(&bytes, &everything);
                tell(What::Response { response: parsed.as_ref(), bytes: &bytes });
            }
            "S!" => tell(What::Closed { by_server: true, leftover: rest.as_bytes() }),
            "C!" => tell(What::Closed { by_server: false, leftover: b"" }),
            "T!" => tell(What::TlsStarted),
            _ => panic!("no such mark: {line}"),
        }
    }
    referee.finish()
}

/// Judges a dialogue of one client that has logged in.
pub(super) fn logged_in(text: &str) -> Vec<Finding> {
    play(&format!("{LOGIN}{text}"))
}

/// Judges a dialogue of one client that has selected `m`: three messages, UIDNEXT 10.
pub(super) fn selected(text: &str) -> Vec<Finding> {
    logged_in(&format!("{SELECT}{text}"))
}

/// The lines by which a client logs in and selects `m`.
pub(super) fn enters(client: &str) -> String {
    let lines = format!("{LOGIN}{SELECT}");
    lines.lines().map(|line| format!("{client} {line}\n")).collect()
}

/// The rule (without `referee/`) is broken.
#[track_caller]
pub(super) fn breaks(rule: &str, findings: Vec<Finding>) {
    let wanted = format!("referee/{rule}");
    let broken: Vec<_> = findings.iter().map(|f| (&f.rule, &f.message)).collect();
    assert!(findings.iter().any(|f| f.rule == wanted), "not {rule}: {broken:?}");
}

/// No rule is broken at all.
#[track_caller]
pub(super) fn keeps(findings: Vec<Finding>) {
    let broken: Vec<_> = findings.iter().map(|f| (&f.rule, &f.message)).collect();
    assert!(findings.is_empty(), "{broken:?}");
}
