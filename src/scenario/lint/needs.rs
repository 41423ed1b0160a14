//! Does a scenario require what it uses? A server that does not claim an extension is not blamed
//! for not having it.

use super::brings::{BASE, BINARY, Brings, COMMANDS, LITERAL, PLAIN, REV2, UIDPLUS, WORDS};
use crate::scenario::read::suggest;
use crate::scenario::types::{
    Account, Action, Call, Expectation, LineKind, LiteralKind, Name, Need, Part, Requirement,
    Scenario, Span, Status, Step, Template, Tls, Verb,
};

/// What the scenario uses and does not require: where, and which capabilities or features bring
/// it.
pub(super) fn missing(scenario: &Scenario) -> Vec<(Span, String, String)> {
    let mut needs = Needs { scenario, found: Vec::new() };
    needs.clients();
    needs.requirements();
    needs.steps(&scenario.steps, false);
    needs.found
}

struct Needs<'a> {
    scenario: &'a Scenario,
    found: Vec<(Span, String, String)>,
}

impl Needs<'_> {
    fn clients(&mut self) {
        for client in &self.scenario.clients {
            match client.account {
                Account::First => {}
                Account::Second => self.feature(client.span, &Need::SecondUser, "second user"),
                Account::Third => self.feature(client.span, &Need::ThirdUser, "third user"),
                Account::Quota(_) => {
                    self.feature(client.span, &Need::QuotaAccount, "quota account");
                }
            }
            match client.tls {
                Some(Tls::Implicit) => self.feature(client.span, &Need::ImplicitTls, "tls"),
                Some(Tls::StartTls) => self.feature(client.span, &Need::StartTls, "starttls"),
                Some(Tls::None) if client.login => {
                    self.feature(client.span, &Need::Clear, "clear");
                }
                _ => {}
            }
        }
    }

    /// A capability that is misspelt leaves the scenario unplayed everywhere.
    fn requirements(&mut self) {
        let brought = COMMANDS.iter().flat_map(|(_, brings)| *brings);
        let brought = brought.chain(WORDS.iter().flat_map(|(_, _, brings)| *brings)).copied();
        let known: Vec<&str> = brought.chain(PLAIN).collect();
        for requirement in &self.scenario.requires {
            for need in &requirement.any {
                let Need::Capability(name) = need else { continue };
                if name.contains('=') || known.iter().any(|one| one.eq_ignore_ascii_case(name)) {
                    continue;
                }
                // One that nobody here has heard of may be new.
                if let Some(help) = suggest(name, known.iter().copied()) {
                    let message = format!("no capability `{name}` is known here");
                    self.note(requirement.span, message, help);
                }
            }
        }
    }

    fn feature(&mut self, span: Span, need: &Need, name: &str) {
        let has = |requirement: &Requirement| {
            !requirement.negated && requirement.any.iter().all(|one| one == need)
        };
        if !self.scenario.requires.iter().any(has) {
            self.note(span, format!("this needs `{name}`"), format!("requires: [{name}]"));
        }
    }

    fn capability(&mut self, span: Span, what: &str, brings: Brings) {
        let brought = |need: &Need| match need {
            Need::Capability(name) => brings.iter().any(|one| one.eq_ignore_ascii_case(name)),
            _ => false,
        };
        let has =
            |requirement: &Requirement| !requirement.negated && requirement.any.iter().all(brought);
        if brings.is_empty() || self.scenario.requires.iter().any(has) {
            return;
        }
        let names = brings.join("|").replace(REV2, "rev2");
        let help = format!("requires: [\"{names}\"], or `when` at the step");
        self.note(span, format!("{what} is an extension that is not required"), help);
    }

    fn note(&mut self, span: Span, message: String, help: String) {
        if !self.found.iter().any(|(known, other, _)| *known == span && *other == message) {
            self.found.push((span, message, help));
        }
    }

    /// `guarded`: a condition on an outer step covers these.
    fn steps(&mut self, steps: &[Step], guarded: bool) {
        for step in steps {
            // Who says `when` has thought of it; who accepts BAD asks what a server does with
            // what it may not know.
            let guarded = guarded || !step.when.is_empty();
            let open = guarded || accepts_bad(step);
            match &step.action {
                Action::Each(rows) => {
                    rows.iter().for_each(|row| self.steps(&row.steps, guarded));
                }
                Action::Use { steps, .. } => self.steps(steps, guarded),
                Action::Race(commands) if !open => {
                    commands.iter().for_each(|(_, command)| self.command(command));
                }
                Action::Do { verb, .. } if !open => self.verb(verb, step.span),
                _ => {}
            }
            if !guarded {
                self.expectation(step.expect.as_ref());
            }
        }
    }

    fn verb(&mut self, verb: &Verb, span: Span) {
        match verb {
            Verb::Command(command) | Verb::Starts(command) => self.command(command),
            Verb::Pipelines(commands) => {
                commands.iter().for_each(|command| self.command(command));
            }
            Verb::Idles => self.capability(span, "IDLE", &["IDLE", REV2]),
            Verb::Compresses => self.capability(span, "COMPRESS", &["COMPRESS=DEFLATE"]),
            Verb::StartsTls => self.feature(span, &Need::StartTls, "starttls"),
            _ => {}
        }
    }

    fn command(&mut self, command: &Template) {
        self.parts(command);
        let words = words(command);
        let mut rest = words.as_slice();
        let mut uid = false;
        if let [first, tail @ ..] = rest
            && first == "UID"
        {
            uid = true;
            rest = tail;
        }
        let Some((name, arguments)) = rest.split_first() else { return };
        if uid && name == "EXPUNGE" {
            self.capability(command.span, "UID EXPUNGE", UIDPLUS);
        }
        let extensions = COMMANDS.iter().map(|(known, _)| *known);
        if let Some((_, brings)) = COMMANDS.iter().find(|(known, _)| known == name) {
            self.capability(command.span, name, brings);
        } else if !BASE.contains(&name.as_str())
            && let Some(help) = suggest(name, BASE.iter().copied().chain(extensions))
        {
            let help = format!("{help} if the server is to refuse it, `expect: BAD`");
            self.note(command.span, format!("there is no command `{name}`"), help);
        }
        let literals = command.pieces.iter().filter(|piece| {
            matches!(&piece.part, Part::Call(call) if matches!(call.as_ref(), Call::Literal(..)))
        });
        if name == "APPEND" && literals.count() > 1 && !arguments.iter().any(|w| w == "CATENATE") {
            self.capability(command.span, "APPEND of several", &["MULTIAPPEND"]);
        }
        for (commands, word, brings) in WORDS {
            if commands.contains(&name.as_str()) && arguments.iter().any(|one| one == word) {
                self.capability(command.span, &format!("{name} with {word}"), brings);
            }
        }
    }

    /// Literals and names of other accounts.
    fn parts(&mut self, template: &Template) {
        for piece in &template.pieces {
            match &piece.part {
                Part::Value(Name::User(2)) => {
                    self.feature(piece.span, &Need::SecondUser, "second user");
                }
                Part::Value(Name::User(3)) => {
                    self.feature(piece.span, &Need::ThirdUser, "third user");
                }
                Part::Call(call) => {
                    let Call::Literal(kind, _) = call.as_ref() else { continue };
                    if matches!(
                        kind,
                        LiteralKind::NonSynchronizing | LiteralKind::Literal8NonSynchronizing
                    ) {
                        self.capability(piece.span, "a literal `{n+}`", LITERAL);
                    }
                    if matches!(kind, LiteralKind::Literal8 | LiteralKind::Literal8NonSynchronizing)
                    {
                        self.capability(piece.span, "a literal `~{n}`", BINARY);
                    }
                }
                _ => {}
            }
        }
    }

    /// Response codes that only an extension brings, where every outcome wants them.
    fn expectation(&mut self, expect: Option<&Expectation>) {
        let Some(expect) = expect else { return };
        for code in ["APPENDUID", "COPYUID"] {
            let mut place = None;
            let all = expect.outcomes.iter().all(|outcome| {
                outcome.block.lines.iter().any(|line| {
                    let wants = words(&line.pattern).iter().any(|word| word == code);
                    place = place.or(wants.then_some(line.span));
                    wants
                })
            });
            if let (true, Some(span)) = (all, place) {
                self.capability(span, code, UIDPLUS);
            }
        }
    }
}

/// Whether an outcome of the step has BAD for its tagged response.
fn accepts_bad(step: &Step) -> bool {
    let blocks = step.expect.iter().flat_map(|expect| &expect.outcomes).map(|one| &one.block);
    let raced = step.outcomes.iter().flat_map(|outcome| &outcome.blocks).map(|(_, block)| block);
    blocks.chain(raced).flat_map(|block| &block.lines).any(|line| {
        matches!(&line.kind, LineKind::Tagged { statuses, .. } if statuses.contains(&Status::Bad))
    })
}

/// The words of a command in upper case; texts in quotes and placeholders are none.
fn words(command: &Template) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for piece in &command.pieces {
        let Part::Text(text) = &piece.part else {
            if let Some(last) = words.last_mut() {
                last.push('\u{fffd}');
            }
            continue;
        };
        for c in text.chars() {
            if c == '"' {
                quoted = !quoted;
            }
            let part = c.is_ascii_alphanumeric() || ".=+-_*:$,".contains(c);
            match words.last_mut() {
                Some(last) if part && !quoted => last.push(c.to_ascii_uppercase()),
                Some(last) if last.is_empty() => {}
                _ => words.push(String::new()),
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
