//! Servers that mean harm: each run ends in clear verdicts, within its limits, without a panic.
//!
//! The engine plays a few scenarios, or the whole corpus where waiting could add up, with a patience
//! of one second; the binary itself is run where memory, exit code and Ctrl-C are at stake.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod hostile {
    pub mod server;
}

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use hostile::server::{Act, CLOSE, HANG, Server, fine, flood, say};
use imapspec::engine::event::{Event, ScenarioFinished};
use imapspec::engine::facts::probe;
use imapspec::engine::{Limits, Stage, Transport};
use imapspec::finding::Verdict;
use imapspec::reference::Options;
use imapspec::scenario::{Corpus, Library, Scenario, Selection};
use imapspec::target::reference::Shell;
use imapspec::target::{Account, Target, Via, Who, address};
use tokio::sync::mpsc;

/// Some of each kind: without log-in, with mailboxes, literals, IDLE, several clients.
const FEW: &[&str] = &["connection/", "idle/", "append/", "fetch/", "logout/"];

fn scenarios(paths: &[&str]) -> Vec<Arc<Scenario>> {
    let selection =
        Selection { paths: paths.iter().map(|&p| p.to_owned()).collect(), ..Selection::default() };
    let corpus = Corpus::select(&Library::bundled().unwrap(), &selection);
    assert!(!corpus.scenarios.is_empty(), "{paths:?} select nothing");
    corpus.scenarios
}

/// Plays; the run must end in `limit`, with a verdict for every scenario.
fn play(server: &Server, paths: &[&str], limit: u64) -> Vec<ScenarioFinished> {
    play_as(&server.url(), Who::Any("secret".into()), paths, limit)
}

/// As [`play`], as somebody.
fn play_as(url: &str, who: Who, paths: &[&str], limit: u64) -> Vec<ScenarioFinished> {
    let selected = scenarios(paths);
    let count = selected.len();
    let setting = address::Setting { address: url.parse().unwrap(), who, verify: false };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let began = Instant::now();
    let finished = runtime.block_on(async {
        let second = Duration::from_secs(1);
        let mut running = Target::Address(setting).start().await.unwrap();
        let facts = probe(&mut running, Transport::Plain, second).await.unwrap();
        let stage = Arc::new(Stage {
            running,
            facts,
            transport: Transport::Plain,
            manners: imapspec::engine::Manners::Plain,
            limits: Limits { connect: second, command: second, view: second },
            nonce: "t".into(),
        });
        let (sender, mut events) = mpsc::channel(64);
        let playing = tokio::spawn(imapspec::engine::run(stage, selected, 16, None, sender));
        let mut finished = Vec::new();
        let mut ended = false;
        let collect = async {
            while let Some(event) = events.recv().await {
                match event {
                    Event::ScenarioFinished(scenario) => finished.push(*scenario),
                    Event::RunFinished(_) => ended = true,
                    _ => {}
                }
            }
        };
        let in_time = tokio::time::timeout(Duration::from_secs(limit), collect).await;
        assert!(in_time.is_ok(), "still playing after {limit} s");
        playing.await.expect("the engine panicked");
        assert!(ended, "the run has no end");
        finished
    });
    eprintln!("{count} scenarios in {:.1} s: {:?}", began.elapsed().as_secs_f64(), sum(&finished));
    assert_eq!(finished.len(), count);
    for scenario in &finished {
        // The fault is the server's: we are not to say that it is ours.
        assert!(
            !matches!(scenario.verdict, Verdict::Error(_)),
            "{}: {:?}",
            scenario.id,
            scenario.verdict
        );
    }
    finished
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Unsupported(_) => "unsupported",
        Verdict::Blocked(_) => "blocked",
        Verdict::Error(_) => "error",
        Verdict::Xfail => "xfail",
        Verdict::Xpass => "xpass",
    }
}

fn sum(finished: &[ScenarioFinished]) -> BTreeMap<&'static str, usize> {
    let mut sum = BTreeMap::new();
    for scenario in finished {
        *sum.entry(word(&scenario.verdict)).or_default() += 1;
    }
    sum
}

/// How many were blocked without being tried.
fn given_up(finished: &[ScenarioFinished]) -> usize {
    let untried = |s: &&ScenarioFinished| s.transcript.entries.is_empty();
    finished.iter().filter(untried).filter(|s| word(&s.verdict) == "blocked").count()
}

/// The verdict is fail or blocked, and somebody says why in these words.
fn tells(finished: &[ScenarioFinished], words: &str) {
    let said = finished.iter().any(|s| {
        let blocked = matches!(&s.verdict, Verdict::Blocked(why) if why.contains(words));
        blocked || s.findings.iter().any(|f| f.message.contains(words))
    });
    assert!(
        said,
        "nobody says `{words}`: {:#?}",
        finished.iter().map(|s| &s.verdict).collect::<Vec<_>>()
    );
}

/// A server that is in order, but for these commands.
fn but(wrong: &'static [&'static str], acts: fn(&str) -> Vec<Act>) -> Server {
    Server::start(vec![say(hostile::server::GREETING)], move |tag, verb| {
        if wrong.contains(&verb) { acts(tag) } else { fine(tag, verb) }
    })
}

#[test]
fn one_that_never_answers_after_log_in_is_given_up() {
    let server = Server::start(vec![say(hostile::server::GREETING)], |tag, verb| match verb {
        "LOGIN" | "CAPABILITY" => fine(tag, verb),
        _ => vec![],
    });
    let finished = play(&server, &[], 60);
    assert!(given_up(&finished) > sum(&finished)["blocked"] / 2, "{:?}", sum(&finished));
    tells(&finished, "NOOP after log-in");
}

#[test]
fn one_that_never_answers_at_all_is_given_up() {
    let server = Server::start(vec![say(hostile::server::GREETING)], |_, _| vec![]);
    let finished = play(&server, &[], 60);
    assert!(given_up(&finished) > sum(&finished)["blocked"] / 2, "{:?}", sum(&finished));
    tells(&finished, "was not answered in time");
}

#[test]
fn one_that_answers_with_wrong_tags_is_named() {
    let server =
        Server::start(vec![say(hostile::server::GREETING)], |_, _| vec![say(b"zz9 OK done\r\n")]);
    let finished = play(&server, &[], 60);
    let named = |s: &ScenarioFinished| s.findings.iter().any(|f| f.rule.starts_with("referee/tag"));
    assert!(finished.iter().any(named), "{:?}", sum(&finished));
}

#[test]
fn one_that_makes_no_mailbox_lets_the_others_be_played() {
    let server = but(&["CREATE"], |_| vec![]);
    let finished = play(&server, &["logout/", "fetch/", "flags/", "search/", "store/"], 60);
    assert!(given_up(&finished) > 0, "{:?}", sum(&finished));
    let played = |s: &&ScenarioFinished| s.area == "logout" && !s.transcript.entries.is_empty();
    assert!(finished.iter().any(|s| played(&s)), "those without mailboxes are not played");
}

#[test]
fn endless_responses_end() {
    let server = but(&["SELECT", "EXAMINE"], |_| vec![flood(b"* OK still here\r\n")]);
    tells(&play(&server, FEW, 60), "does not stop");
}

#[test]
fn a_line_without_an_end_ends() {
    let server = but(&["SELECT"], |_| vec![say(b"* OK "), flood(b"x")]);
    tells(&play(&server, FEW, 60), "a line of more than");
}

#[test]
fn four_gibibytes_are_not_waited_for() {
    let server =
        but(&["SELECT"], |_| vec![say(b"* 1 FETCH (BODY[] {4294967295}\r\n"), flood(b"x")]);
    tells(&play(&server, FEW, 60), "a literal of 4294967295 octets");
}

#[test]
fn numbers_out_of_all_bounds_do_no_harm() {
    let server = Server::start(vec![say(hostile::server::GREETING)], |tag, verb| {
        let mut acts = vec![say(
            b"* 4294967295 EXISTS\r\n* 4294967295 FETCH (UID 4294967295 FLAGS ())\r\n\
              * ESEARCH UID ALL 1:4294967295\r\n* VANISHED (EARLIER) 1:4294967295\r\n\
              * VANISHED 1:4294967295\r\n* 4294967295 EXPUNGE\r\n* OK [UIDNEXT 0] x\r\n\
              * OK [COPYUID 1 1:4294967295 4294967295:1] x\r\n* 0 EXPUNGE\r\n* 0 FETCH (UID 0)\r\n\
              * SEARCH 99999999999999999999999\r\n* STATUS INBOX (MESSAGES 18446744073709551616)\r\n",
        )];
        acts.extend(fine(tag, verb));
        acts
    });
    let finished = play(&server, FEW, 60);
    assert!(sum(&finished)["fail"] > 0);
}

#[test]
fn parentheses_without_end_do_no_harm() {
    let server = Server::start(vec![say(hostile::server::GREETING)], |tag, verb| {
        let deep = "(".repeat(10_000);
        let shut = ")".repeat(10_000);
        let text = format!(
            "* 1 FETCH (BODYSTRUCTURE {deep}\r\n* THREAD {deep}1{shut}\r\n* LIST {deep}{shut}\r\n"
        );
        let mut acts = vec![say(text.as_bytes())];
        acts.extend(fine(tag, verb));
        acts
    });
    let finished = play(&server, &["connection/", "logout/", "idle/"], 60);
    assert!(sum(&finished)["fail"] > 0);
}

#[test]
fn garbage_is_a_finding() {
    let mut octets: Vec<u8> = Vec::new();
    let mut seed = 1_u32;
    for _ in 0..4096 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        octets.extend(seed.to_be_bytes());
    }
    let server =
        Server::start(vec![say(hostile::server::GREETING)], move |_, _| vec![flood(&octets)]);
    let finished = play(&server, FEW, 60);
    assert_eq!(sum(&finished).get("pass"), None);
}

#[test]
fn a_close_at_any_point_is_told() {
    type Case = (&'static [&'static str], fn(&str) -> Vec<Act>);
    let closes: [Case; 7] = [
        (&["LOGIN"], |_| vec![CLOSE]),
        (&["LOGIN"], |tag| vec![say(format!("{tag} OK in\r\n").as_bytes()), CLOSE]),
        (&["SELECT", "EXAMINE"], |_| vec![say(b"* 3 EXISTS\r\n* FLA"), CLOSE]),
        (&["FETCH", "UID", "NOOP"], |_| vec![say(b"* 1 FETCH (BODY[] {100}\r\nabc"), CLOSE]),
        (&["{"], |_| vec![say(b"+ go\r\n"), CLOSE]),
        (&["IDLE"], |_| vec![say(b"+ idling\r\n"), CLOSE]),
        (&["LOGOUT"], |_| vec![say(b"* BY"), CLOSE]),
    ];
    for (commands, acts) in closes {
        let finished = play(&but(commands, acts), FEW, 60);
        tells(&finished, "closed the connection");
    }
}

#[test]
fn preauth_is_logged_in() {
    let server = Server::start(vec![say(b"* PREAUTH welcome\r\n")], |tag, verb| match verb {
        "LOGIN" => vec![say(format!("{tag} BAD already\r\n").as_bytes())],
        _ => fine(tag, verb),
    });
    let finished = play(&server, &["connection/", "logout/", "auth/"], 60);
    assert!(!sum(&finished).contains_key("blocked"), "{:?}", sum(&finished));
    let lacks = |s: &ScenarioFinished| matches!(&s.verdict, Verdict::Unsupported(what) if what.iter().any(|w| w == "not authenticated state"));
    assert!(finished.iter().any(lacks), "{:?}", sum(&finished));
}

/// One in good order is as good with PREAUTH: what cannot be played is unsupported.
#[test]
fn preauth_of_the_reference_is_right() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let options = Options { preauth: Some("al".into()), ..Options::default() };
    let inside = runtime.enter();
    let shell = Shell::new(options).unwrap();
    let at = runtime.block_on(shell.listen(("127.0.0.1", 0), Via::Clear)).unwrap();
    let who = Who::These(vec![Account::new("al", "secret")]);
    let paths = ["connection/", "auth/", "unauthenticate/", "flags/", "enable/"];
    drop(inside);
    let finished = play_as(&format!("imap://{at}"), who, &paths, 60);
    let known = ["pass", "unsupported"];
    assert!(sum(&finished).keys().all(|word| known.contains(word)), "{:?}", wrong(&finished));
    assert!(sum(&finished)["pass"] > 10, "{:?}", sum(&finished));
}

fn wrong(finished: &[ScenarioFinished]) -> Vec<String> {
    let fails = |s: &&ScenarioFinished| !matches!(word(&s.verdict), "pass" | "unsupported");
    let first = |s: &ScenarioFinished| s.findings.first().map(|f| f.message.clone());
    let tell = |s: &ScenarioFinished| format!("{}: {:?} {:?}", s.id, s.verdict, first(s));
    finished.iter().filter(fails).map(tell).collect()
}

#[test]
fn tls_that_breaks_is_told() {
    let server = but(&["STARTTLS"], |tag| {
        vec![say(format!("{tag} OK go\r\n").as_bytes()), say(&[0x16; 600]), CLOSE]
    });
    let finished = play(&server, &["tls/"], 60);
    assert!(sum(&finished).get("pass").copied().unwrap_or_default() < finished.len());
}

/// The binary against a server. Its output goes nowhere: only how it ends counts.
fn binary(server: &Server) -> Child {
    Command::new(env!("CARGO_BIN_EXE_imapspec"))
        .args(["run", &server.url(), "--any-user", "secret", "--patience", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Exit code, and the most memory that it held, in KiB (0 where the system does not tell).
fn watched(mut child: Child, limit: u64) -> (Option<i32>, u64) {
    let until = Instant::now() + Duration::from_secs(limit);
    let mut most = 0;
    loop {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(peak.unwrap_or_default());
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), most);
        }
        if Instant::now() > until {
            let _ = child.kill();
            panic!("still running after {limit} s, with {most} KiB");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn nobody_makes_us_take_more_than_256_mib() {
    let many: fn(&str) -> Vec<Act> =
        |_| vec![flood(b"* 1 FETCH (UID 1 FLAGS (\\Seen) BODY[] NIL)\r\n")];
    let large: fn(&str) -> Vec<Act> = |_| {
        let literal = [&b"* 1 FETCH (BODY[] {2000000}\r\n"[..], &vec![b'x'; 2_000_000], b")\r\n"];
        vec![flood(&literal.concat())]
    };
    let flags: fn(&str) -> Vec<Act> =
        |_| vec![flood([&b"* FLAGS (a"[..], &b" b".repeat(120_000), b")\r\n"].concat().as_slice())];
    let lists: fn(&str) -> Vec<Act> =
        |_| vec![flood([&b"* LIST "[..], &b"(".repeat(120_000), b"\r\n"].concat().as_slice())];
    for acts in [many, large, flags, lists] {
        let server = but(&["SELECT", "EXAMINE", "NOOP", "FETCH"], acts);
        let (code, most) = watched(binary(&server), 150);
        eprintln!("{most} KiB");
        assert_eq!(code, Some(1));
        assert!(most < 256 << 10, "{most} KiB");
    }
}

#[test]
fn those_that_do_not_greet_cannot_be_reached() {
    let greetings: [&[Act]; 5] = [
        &[HANG],
        &[CLOSE],
        &[Act::Say(b"* OK [CAPABI"), CLOSE],
        &[Act::Say(b"* BYE go away\r\n"), CLOSE],
        &[Act::Say(b"* OK "), Act::Flood(b"x")],
    ];
    for greeting in greetings {
        let server = Server::start(greeting.to_vec(), fine);
        let (code, _) = watched(binary(&server), 60);
        assert_eq!(code, Some(3), "{greeting:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_at_once() {
    // Patience has not run out when the interrupt comes, and nothing would end by itself.
    let server = but(&["NOOP", "APPEND", "EXAMINE"], |_| vec![]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_imapspec"))
        .args(["run", &server.url(), "--any-user", "secret", "--patience", "60"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // All its players wait.
    let until = Instant::now() + Duration::from_secs(20);
    while server.unanswered() < 2 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    }
    assert!(server.unanswered() >= 2);
    let began = Instant::now();
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let (code, _) = watched(child, 10);
    assert_eq!(code, Some(130));
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    // Nothing is left behind: every connection is closed.
    let until = Instant::now() + Duration::from_secs(5);
    while server.open() > 0 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(server.open(), 0);
}
