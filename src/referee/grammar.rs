//! The two rules that stand above all families: the grammar, and that nothing is said that was not
//! announced.

use super::bench::Bench;
use super::rule::rules;
use super::scene::{Judge, Scene};
use super::{Setting, world::World};
use crate::client::happening::What;
use crate::client::view::State;
use crate::finding::{Evidence, Finding, Grade};
use crate::syntax::dialect::{Extension, ExtensionSet};
use crate::syntax::parse::Parsed;
use crate::syntax::types::{Response, Untagged};
use crate::syntax::{SyntaxError, SyntaxErrorKind};

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
}
