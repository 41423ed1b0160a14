//! What a good scenario has beyond being right: a claim, a place, and something that can fail.

mod brings;
mod needs;

use std::collections::{BTreeMap, BTreeSet};

use super::types::{Action, Expectation, LineKind, Span, Status, Step, Verb};
use super::{Diagnostic, Error, Scenario};

/// What is to be mended in `scenario` alone.
pub fn scenario(scenario: &Scenario) -> Option<Error> {
    let mut lint = Lint { scenario, found: Vec::new() };
    lint.name();
    lint.schema();
    lint.title();
    lint.unproven();
    lint.clients();
    lint.can_fail();
    for (span, message, help) in needs::missing(scenario) {
        lint.at(span, message, help);
    }
    let mut diagnostics = lint.found;
    diagnostics.sort_by_key(|one| one.at.as_ref().map(|(_, span)| (span.file, span.start)));
    (!diagnostics.is_empty()).then(|| Error { path: scenario.path().to_owned(), diagnostics })
}

/// What is to be mended in `scenarios` taken together: two that claim the same.
pub fn together<'a>(scenarios: impl IntoIterator<Item = &'a Scenario>) -> Vec<Error> {
    let mut titles: BTreeMap<String, &Scenario> = BTreeMap::new();
    let mut errors = Vec::new();
    for scenario in scenarios {
        if let Some(other) = titles.insert(scenario.title.to_lowercase(), scenario) {
            let mut lint = Lint { scenario, found: Vec::new() };
            let message = format!("`{}` has the same title", other.id);
            lint.at(lint.span_of("title:"), message, "two scenarios do not claim the same");
            errors.push(Error { path: scenario.path().to_owned(), diagnostics: lint.found });
        }
    }
    errors
}

struct Lint<'a> {
    scenario: &'a Scenario,
    found: Vec<Diagnostic>,
}

impl Lint<'_> {
    fn at(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let source = self.scenario.sources.get(usize::from(span.file));
        self.found.push(Diagnostic {
            message: message.into(),
            label: String::new(),
            help: Some(help.into()),
            at: source.map(|source| (source.clone(), span)),
        });
    }

    /// The line that begins with `key`.
    fn span_of(&self, key: &str) -> Span {
        let text = self.scenario.text();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if line.starts_with(key) {
                return Span::new(0, start, start + line.trim_end().len());
            }
            start += line.len();
        }
        Span::default()
    }

    fn name(&mut self) {
        let kebab = |part: &str| {
            part.split('-').all(|word| {
                !word.is_empty()
                    && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            })
        };
        let id = &self.scenario.id;
        if !id.split('/').all(kebab) {
            let message = format!("the file's name `{id}` is not in kebab case");
            self.at(Span::default(), message, "small letters and digits with `-` between words");
        }
        if self.scenario.area.is_empty() {
            let help = "a scenario lies in the folder of its area: `sync/…`";
            self.at(Span::default(), "this scenario is in no area", help);
        }
    }

    fn schema(&mut self) {
        let depth = self.scenario.id.matches('/').count();
        let wanted =
            format!("# yaml-language-server: $schema={}schema.json", "../".repeat(depth.max(1)));
        if self.scenario.text().lines().next() != Some(&wanted) {
            let help = format!("so that editors know the language: `{wanted}`");
            self.at(Span::default(), "the first line does not name the schema", help);
        }
    }

    fn title(&mut self) {
        let title = self.scenario.title.clone();
        let span = self.span_of("title:");
        let words = title.split_whitespace().count();
        if words < 3 {
            let help = "a sentence that a server keeps or breaks: `A flag set on one client reaches the other`";
            self.at(span, "this title claims nothing", help);
        }
        if title.ends_with('.') {
            self.at(span, "a title ends without a full stop", "it is a heading");
        }
        if title.chars().count() > 110 {
            self.at(span, "this title is too long for one line", "say the rest in `note`");
        }
        if title.starts_with(|c: char| c.is_ascii_lowercase()) {
            self.at(span, "a title begins with a capital letter", "it is a sentence");
        }
        let lower = title.to_lowercase();
        if ["test ", "tests ", "check ", "checks ", "verify ", "verifies "]
            .iter()
            .any(|start| lower.starts_with(start))
        {
            let help = "as in `A flag set on one client reaches the other`";
            self.at(span, "a title says what a server does, not what we do", help);
        }
    }

    fn unproven(&mut self) {
        let words = self.scenario.unproven.as_ref().map(|why| why.split_whitespace().count());
        if words.is_some_and(|words| words < 4) {
            let help = "a sentence: what the reference would have to do, and why it cannot";
            self.at(self.span_of("unproven:"), "this is no reason", help);
        }
    }

    fn clients(&mut self) {
        let mut seen = BTreeSet::new();
        walk(&self.scenario.steps, &mut |step| match &step.action {
            Action::Do { clients, .. } => seen.extend(clients.iter().copied()),
            Action::Race(commands) => seen.extend(commands.iter().map(|(id, _)| *id)),
            _ => {}
        });
        for (index, client) in self.scenario.clients.iter().enumerate() {
            if !seen.contains(&super::ClientId(index)) {
                let message = format!("the client `{}` does nothing", client.name);
                self.at(client.span, message, "leave it out, or let it do what the title claims");
            }
        }
    }

    fn can_fail(&mut self) {
        let mut explicit = false;
        // Any answer at all may be asked for, where another step says what it must not have done.
        let mut another = false;
        let mut spans = BTreeSet::new();
        let mut always = BTreeSet::new();
        walk(&self.scenario.steps, &mut |step| {
            another |= step.expect.as_ref().is_some_and(|expect| !holds_always(expect))
                || step.never.is_some()
                || matches!(
                    step.action,
                    Action::Check(_) | Action::Do { verb: Verb::Sees(_) | Verb::Finds(_), .. }
                );
            explicit |= step.expect.is_some()
                || step.never.is_some()
                || !step.outcomes.is_empty()
                || matches!(
                    step.action,
                    Action::Check(_) | Action::Do { verb: Verb::Sees(_) | Verb::Finds(_), .. }
                );
            if let Some(expect) = step.expect.as_ref().filter(|expect| holds_always(expect)) {
                always.insert(expect.span);
            }
            if let Some(never) = step.never.as_ref().filter(|never| never.lines.is_empty()) {
                spans.insert(never.span);
            }
        });
        if !another {
            spans.append(&mut always);
        }
        for span in spans {
            self.at(span, "this expectation cannot fail", "say what a correct server answers");
        }
        if !explicit {
            let help = "`expect`, `never`, `sees`, `finds` or `check` in one step at least";
            self.at(self.span_of("steps:"), "nothing is expected in this scenario", help);
        }
    }
}

/// Whether any answer of a server fits.
fn holds_always(expect: &Expectation) -> bool {
    let mut statuses = BTreeSet::new();
    for outcome in &expect.outcomes {
        let mut plain = true;
        for line in &outcome.block.lines {
            match &line.kind {
                LineKind::Tagged { statuses: some, .. } if line.pattern.pieces.is_empty() => {
                    // With a second tagged line it is a pipeline: not weighed here.
                    if outcome.block.lines.len() == 1 {
                        statuses.extend(some.iter().copied());
                    }
                }
                _ => plain = false,
            }
        }
        if plain && outcome.block.lines.is_empty() {
            return true;
        }
    }
    statuses.len() == [Status::Ok, Status::No, Status::Bad].len()
}

/// Calls `see` on each step, inner ones included.
fn walk<'a>(steps: &'a [Step], see: &mut impl FnMut(&'a Step)) {
    for step in steps {
        see(step);
        match &step.action {
            Action::Each(rows) => rows.iter().for_each(|row| walk(&row.steps, see)),
            Action::Use { steps, .. } => walk(steps, see),
            _ => {}
        }
    }
}
