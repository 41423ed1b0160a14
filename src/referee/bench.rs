//! Where findings are laid down; and the two rules that stand above all families: the grammar, and
//! that nothing is said that was not announced.

use std::collections::HashMap;

use super::rule::{Rule, rules};
use super::scene::{Judge, Scene};
use super::{Setting, world::World};
use crate::client::happening::What;
use crate::client::view::State;
use crate::finding::{Evidence, Finding, Grade};
use crate::syntax::dialect::{Extension, ExtensionSet};
use crate::syntax::parse::Parsed;
use crate::syntax::types::{Response, Untagged};
use crate::syntax::{SyntaxError, SyntaxErrorKind};

/// Findings kept of one scenario; a server that breaks more kinds of rules is broken enough.
const KEPT: usize = 1000;

/// The findings so far.
#[derive(Default)]
pub(crate) struct Bench {
    held: Vec<Held>,
    /// Rule, client and reason → which finding.
    index: HashMap<(String, String, String), usize>,
    /// For what is broken beyond [`KEPT`].
    spare: Option<Held>,
}

/// A finding, and how often it was made.
pub(crate) struct Held {
    finding: Finding,
    times: usize,
}

impl Held {
    /// Marks the first place where `words` stand in `bytes` (any case), as the evidence.
    pub(crate) fn at(&mut self, bytes: &[u8], words: &str) -> &mut Self {
        if self.times == 1
            && let Some(evidence) = &mut self.finding.evidence
            && let Some(start) = find(bytes, words.as_bytes())
        {
            (evidence.start, evidence.end) = (start, start + words.len());
        }
        self
    }

    /// Lowers the grade: where one of the RFCs that may apply only advises it.
    pub(crate) fn graded(&mut self, grade: Grade) -> &mut Self {
        self.finding.grade = self.finding.grade.min(grade);
        self
    }

    /// Says what would have been accepted, in the words of the wire.
    pub(crate) fn accepts(&mut self, accepted: impl Into<String>) -> &mut Self {
        if self.times == 1 {
            self.finding.accepted = vec![accepted.into()];
        }
        self
    }
}

impl Bench {
    /// A rule was broken, as `message` says with the values seen. The whole line is the evidence
    /// unless [`Held::at`] narrows it.
    pub(crate) fn broken(
        &mut self,
        scene: &Scene<'_>,
        rule: &Rule,
        message: impl Into<String>,
    ) -> &mut Held {
        let bytes = scene.bytes();
        let end = bytes.strip_suffix(b"\r\n").unwrap_or(bytes).len();
        self.hold(
            scene,
            Finding {
                rule: rule.id.to_owned(),
                grade: rule.grade,
                spec: rule.spec.iter().map(|&s| s.to_owned()).collect(),
                message: message.into(),
                client: Some(scene.client().to_owned()),
                evidence: Some(Evidence { entry: scene.entry(), start: 0, end }),
                accepted: vec![rule.wants.to_owned()],
                place: None,
            },
        )
    }

    fn hold(&mut self, scene: &Scene<'_>, finding: Finding) -> &mut Held {
        // Two messages that differ in numbers only have the same reason.
        let reason: String = finding.message.chars().filter(|c| !c.is_ascii_digit()).collect();
        let key = (finding.rule.clone(), scene.client().to_owned(), reason);
        let next = self.held.len();
        let at = *self.index.entry(key).or_insert(next);
        if at < next {
            let held = &mut self.held[at];
            held.times += 1;
            return held;
        }
        let held = Held { finding, times: 1 };
        if next < KEPT {
            self.held.push(held);
            return &mut self.held[next];
        }
        self.spare.insert(held)
    }

    /// All that was found, gravest first.
    pub(crate) fn findings(self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .held
            .into_iter()
            .map(|Held { mut finding, times }| {
                if times > 1 {
                    finding.message.push_str(&format!(" ({times} times)"));
                }
                finding
            })
            .collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.grade));
        findings
    }
}

/// The first place of `words` in `bytes`, in any case.
fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len().max(1)).position(|window| window.eq_ignore_ascii_case(words))
}

rules! { "grammar":
    UNANNOUNCED "announced" Must ["9051#7.2.2", "3501#7.2.1", "9051#6.5"]
        "A server uses the grammar of an extension only if its capabilities announce it.";
    UTF8 "utf8" Must ["9755#3", "6855#3", "3501#4.3"]
        "Quoted strings hold UTF-8 only once the client has enabled UTF8=ACCEPT or IMAP4rev2.";
    UNFINISHED "unfinished" Must ["9051#2.2", "3501#2.2"]
        "Each response is sent whole, up to its CRLF, before the connection is closed.";
}

pub(super) fn judge(_: &Setting) -> Box<dyn Judge> {
    Box::new(Grammar)
}

struct Grammar;

impl Judge for Grammar {
    fn before(&mut self, scene: &Scene<'_>, bench: &mut Bench) {
        match &scene.happening.what {
            What::Response { response: Err(error), bytes } => {
                syntax(scene, bench, error, bytes);
            }
            What::Response { response: Ok(parsed), .. } => {
                announced(scene, bench, parsed);
                utf8(scene, bench, parsed);
            }
            // A handshake that fails ends with an alert of TLS.
            What::Closed { by_server: true, leftover }
                if !leftover.is_empty() && !scene.view.handshaking() =>
            {
                bench.broken(
                    scene,
                    &UNFINISHED,
                    format!(
                        "the connection was closed after {} octets of a response",
                        leftover.len()
                    ),
                );
            }
            _ => {}
        }
    }
}

fn syntax(scene: &Scene<'_>, bench: &mut Bench, error: &SyntaxError, bytes: &[u8]) {
    // Our own limit is not the server's fault.
    if error.kind == SyntaxErrorKind::Limit {
        return;
    }
    // A tag that no client may send comes back as it was sent.
    let word = bytes.iter().position(|&b| b == b' ').unwrap_or(bytes.len());
    if scene.nonsense() && error.offset < word && !bytes.starts_with(b"*") {
        return;
    }
    // What was asked against the grammar is answered in the same words (`BODY[0]`).
    if scene.view.pending().iter().any(|p| p.body().is_none()) && bytes.starts_with(b"* ") {
        return;
    }
    let rule = if error.rule.is_empty() { "response" } else { error.rule };
    let start = error.offset.min(bytes.len());
    bench.hold(
        scene,
        Finding {
            rule: format!("grammar/{rule}"),
            grade: Grade::Must,
            spec: vec!["9051#9".to_owned(), "3501#9".to_owned()],
            message: format!("octet {start} is not what {rule} wants: expected {}", error.expected),
            client: Some(scene.client().to_owned()),
            evidence: Some(Evidence {
                entry: scene.entry(),
                start,
                end: (start + 1).min(bytes.len()).max(start),
            }),
            accepted: vec![error.expected.to_string()],
            place: None,
        },
    );
}

/// Extensions that no capability of that name announces, or whose grammar others may use.
const UNNAMED: ExtensionSet = ExtensionSet::EMPTY
    .with(Extension::Generic)
    .with(Extension::Utf8Accept)
    // RFC 4315 §1: the codes are for all servers.
    .with(Extension::UidPlus)
    .with(Extension::LiteralPlus)
    .with(Extension::LiteralMinus);

fn announced(scene: &Scene<'_>, bench: &mut Bench, parsed: &Parsed<Response<'_>>) {
    let requires = parsed.requires();
    if requires.is_empty() || scene.nonsense() {
        return;
    }
    // Before log-in a server may still hide what it has.
    let authenticated = matches!(scene.view.state(), State::Authenticated | State::Selected);
    if !authenticated || !scene.world.knows_capabilities() {
        return;
    }
    // A client that asks for what is not offered gets an answer of the same kind.
    for extension in requires.without(UNNAMED).without(scene.ledger.asked()).iter() {
        if !is_announced(scene.world, extension) {
            let name = extension.name();
            bench.broken(
                scene,
                &UNANNOUNCED,
                format!(
                    "{} takes {name} (RFC {}), which is not announced",
                    scene.kind(),
                    extension.rfc()
                ),
            );
        }
    }
}

fn is_announced(world: &World, extension: Extension) -> bool {
    let by = |extension| world.announced().contains(extension);
    by(extension)
        || extension.granted_by().iter().copied().any(by)
        || extension.in_rev2() && world.told("IMAP4rev2")
        // RFC 7162 §3.2.3: QRESYNC brings CONDSTORE; RFC 9586 brings VANISHED.
        || extension == Extension::QResync && by(Extension::UidOnly)
        || extension == Extension::Esearch && (by(Extension::Context) || by(Extension::Partial) || by(Extension::SearchRes) || by(Extension::MultiSearch))
        || extension == Extension::ListExtended && (by(Extension::SpecialUse) || by(Extension::ListStatus) || by(Extension::ListMyRights) || by(Extension::ListMetadata))
}

fn utf8(scene: &Scene<'_>, bench: &mut Bench, parsed: &Parsed<Response<'_>>) {
    if !parsed.uses.contains(Extension::Utf8Accept) || scene.view.uncertain() {
        return;
    }
    let asked = |name: &str| scene.view.is_enabled(name) || scene.world.told("UTF8=ONLY");
    let enabling = scene
        .view
        .pending()
        .iter()
        .any(|p| matches!(p.body(), Some(crate::syntax::types::CommandBody::Enable(_))));
    // RFC 5255 §3.4: texts for people may be in UTF-8 once a language was asked for.
    let text_only = match &parsed.value {
        Response::Tagged(_) | Response::Continuation(_) => true,
        Response::Untagged(untagged) => {
            matches!(untagged, Untagged::Status(..) | Untagged::Preauth(_) | Untagged::Bye(_))
        }
    };
    if !asked("UTF8=ACCEPT") && !asked("IMAP4rev2") && !scene.view.rev2() && !enabling && !text_only
    {
        bench.broken(
            scene,
            &UTF8,
            format!("{} holds UTF-8 in a quoted string, which was not enabled", scene.kind()),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::referee::script::{breaks, keeps, logged_in, play, selected};

    #[test]
    fn what_the_grammar_forbids_is_found_where_it_stands() {
        let findings = selected("C: 1 NOOP\nS: * 3 EXISTS \nS: 1 OK done");
        let finding = findings.iter().find(|f| f.rule.starts_with("grammar/")).unwrap();
        assert_eq!(finding.evidence.as_ref().map(|e| e.start), Some(10));
        assert!(findings.len() == 1, "{findings:?}");
    }

    #[test]
    fn an_extension_must_be_announced() {
        let dialogue = "C: 1 NOOP\nS: * 1 FETCH (FLAGS () MODSEQ (3))\nS: 1 OK done";
        let with = |capabilities: &str| {
            selected(&format!(
                "C: 0 CAPABILITY\nS: * CAPABILITY {capabilities}\nS: 0 OK done\n{dialogue}"
            ))
        };
        breaks("grammar-announced", with("IMAP4rev1"));
        keeps(with("IMAP4rev1 CONDSTORE"));
        keeps(with("IMAP4rev1 QRESYNC ENABLE"));
        keeps(selected(dialogue));
    }

    #[test]
    fn utf8_must_be_enabled() {
        let list = "C: 2 LIST \"\" *\nS: * LIST () \"/\" \"\u{e9}\"\nS: 2 OK done";
        breaks("grammar-utf8", logged_in(list));
        keeps(logged_in(&format!(
            "C: 1 ENABLE UTF8=ACCEPT\nS: * ENABLED UTF8=ACCEPT\nS: 1 OK done\n{list}"
        )));
    }

    #[test]
    fn a_response_must_be_whole() {
        breaks("grammar-unfinished", logged_in("C: 1 NOOP\nS! * 3 EXI"));
        keeps(play("S: * OK hello\nC: 1 STARTTLS\nS: 1 OK now\nS! xyz"));
        keeps(logged_in("C: 1 NOOP\nS: 1 OK done\nC!"));
    }

    #[test]
    fn the_same_fault_is_found_once_with_a_count() {
        let findings =
            selected("C: 1 NOOP\nS: * 3 EXISTS \nS: * 3 EXISTS \nS: * 3 EXISTS \nS: 1 OK done");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.ends_with("(3 times)"), "{}", findings[0].message);
    }
}
