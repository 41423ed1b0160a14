//! Steps: the action is the first key, the others modify it.

use std::collections::BTreeMap;

use super::controls::MAX_DEPTH;
use super::expect::{RESPONSES, Tagged};
use super::template::Mode;
use super::{MAX_STEPS, Reader, words};
use crate::finding::Grade;
use crate::scenario::types::{Action, ClientId, Step, Verb, When};
use crate::scenario::yaml::{Node, Text, Value};

/// Actions that no client does.
pub(in crate::scenario) const CONTROLS: [&str; 5] = ["race", "check", "each", "use", "set"];

/// Keys behind the action.
pub(in crate::scenario) const MODIFIERS: [&str; 12] = [
    "expect", "never", "within", "grade", "spec", "in order", "exactly", "when", "because",
    "outcomes", "do", "with",
];

type Modifiers<'n> = BTreeMap<&'n str, (&'n Text, &'n Node)>;

impl Reader<'_> {
    /// A list of steps.
    pub(super) fn steps(&mut self, node: &Node) -> Vec<Step> {
        let Value::Sequence(items) = &node.value else {
            self.wrong(node.span, format!("steps are a list, this is {}", node.kind()), "- …");
            return Vec::new();
        };
        if items.is_empty() {
            self.wrong(node.span, "there are no steps", "");
        }
        items.iter().filter_map(|item| self.step(item)).collect()
    }

    fn step(&mut self, node: &Node) -> Option<Step> {
        self.number += 1;
        self.made += 1;
        if self.made > MAX_STEPS {
            self.wrong(
                node.span,
                format!("these are more than {MAX_STEPS} steps, rows counted"),
                "",
            );
            return None;
        }
        let number = self.number;
        let nothing = Node { value: Value::Null, span: node.span };
        let (key, value, rest) = match &node.value {
            Value::Scalar(text) => (text, &nothing, [].as_slice()),
            Value::Mapping(entries) => {
                let ((key, value), rest) = entries.split_first()?;
                (self.key(key)?, value, rest)
            }
            _ => {
                let message = format!("a step is a phrase or a mapping, not {}", node.kind());
                self.wrong(node.span, message, "");
                return None;
            }
        };
        let modifiers = self.modifiers(rest);
        let action = self.action(key, value, &modifiers)?;
        let mut step = Step {
            number,
            span: key.all(),
            action,
            expect: None,
            never: None,
            within: None,
            grade: Grade::Must,
            spec: Vec::new(),
            in_order: false,
            exactly: Vec::new(),
            when: Vec::new(),
            because: None,
            outcomes: Vec::new(),
        };
        for (name, (key, value)) in &modifiers {
            if let Some(reason) = unfit(&step.action, name) {
                self.wrong(key.all(), format!("`{name}` cannot stand here"), reason);
                continue;
            }
            self.modify(&mut step, name, value);
        }
        Some(step)
    }

    fn modifiers<'n>(&mut self, rest: &'n [(Node, Node)]) -> Modifiers<'n> {
        let mut found = Modifiers::new();
        for (key, value) in rest {
            let Some(text) = self.key(key) else { continue };
            let name = text.value.as_str();
            if !MODIFIERS.contains(&name) {
                let (first, _) = name.split_once(' ').unwrap_or((name, ""));
                let action = CONTROLS.contains(&first)
                    || first == "all"
                    || self.clients.iter().any(|client| client.name == first);
                let help = if action {
                    "a new step begins with `- `; the action is a step's first key".to_owned()
                } else {
                    words::suggest(name, MODIFIERS)
                        .unwrap_or_else(|| format!("there are: {}", MODIFIERS.join(", ")))
                };
                self.advise(text.all(), format!("a step has no key `{name}`"), "unknown key", help);
            } else if found.insert(name, (text, value)).is_some() {
                self.wrong(text.all(), format!("the key `{name}` stands here twice"), "again");
            }
        }
        found
    }

    fn action(&mut self, key: &Text, value: &Node, modifiers: &Modifiers<'_>) -> Option<Action> {
        match key.value.as_str() {
            "check" => Some(Action::Check(self.checks(value))),
            "race" => {
                let known = self.diagnostics.len();
                let commands = self.by_client(value, "`race`", Self::command);
                if commands.len() < 2 && self.diagnostics.len() == known {
                    self.wrong(key.all(), "a race needs two clients or more", "");
                }
                Some(Action::Race(commands))
            }
            "set" => self.set(value),
            "each" => {
                let Some((_, steps)) = modifiers.get("do") else {
                    self.wrong(key.all(), "`each` needs `do`", "do: [steps]");
                    return None;
                };
                if self.within.len() >= MAX_DEPTH {
                    self.wrong(key.all(), "this is nested too deep", "");
                    return None;
                }
                self.within.push(String::new());
                let action = self.each(value, steps);
                self.within.pop();
                action
            }
            "use" => self.shared(value, modifiers.get("with").map(|(_, node)| *node)),
            name if MODIFIERS.contains(&name) => {
                let help =
                    format!("`{name}` belongs behind it: first `phone: CMD`, then `{name}:`");
                self.advise(key.all(), "the action is a step's first key", "", help);
                None
            }
            _ => self.act(key, value),
        }
    }

    /// `phone sees: …`, `all: …`
    fn act(&mut self, key: &Text, value: &Node) -> Option<Action> {
        let mut phrase = key.value.trim().to_owned();
        if phrase.contains("${") {
            // In shared files, clients are parameters.
            let template = self.template(key, Mode::Plain);
            let Some(literal) = template.literal() else {
                self.wrong(key.all(), "only parameters of `with` can stand in an action", "");
                return None;
            };
            phrase = literal;
        }
        let (who, what) = phrase.split_once(' ').unwrap_or((&phrase, ""));
        let clients: Vec<ClientId> = if who == "all" {
            (0..self.clients.len()).map(ClientId).collect()
        } else {
            vec![self.client_id(who, key.span(0..who.len()))?]
        };
        let verb = self.verb(key, who.len() + 1, what.trim(), value)?;
        Some(Action::Do { clients, verb })
    }

    fn modify(&mut self, step: &mut Step, name: &str, value: &Node) {
        let tagged = tagged(&step.action);
        match name {
            "expect" => step.expect = self.expectation(value, tagged),
            "never" => {
                let tagged = match tagged {
                    Tagged::Some(_) => Tagged::Any,
                    other => other,
                };
                step.never = self.block(value, tagged);
            }
            "within" => step.within = self.duration(value),
            "grade" => {
                if let Some(text) = self.scalar(value, "`must`, `should` or `may`") {
                    let grades = [Grade::Must, Grade::Should, Grade::May];
                    let index = self.one_of(text, "`grade`", &["must", "should", "may"]);
                    step.grade = index.and_then(|i| grades.get(i).copied()).unwrap_or(Grade::Must);
                }
            }
            "spec" => step.spec = self.spec(value),
            "in order" => step.in_order = self.flag(value).unwrap_or_default(),
            "exactly" => {
                for text in self.texts(value, "`exactly`") {
                    let upper = text.value.to_ascii_uppercase();
                    if RESPONSES.contains(&upper.as_str()) {
                        step.exactly.push(upper);
                    } else {
                        let help = words::suggest(&upper, RESPONSES)
                            .unwrap_or_else(|| format!("there are: {}", RESPONSES.join(", ")));
                        let message = format!("there is no response `{}`", text.value);
                        self.advise(text.all(), message, "", help);
                    }
                }
            }
            "when" => {
                for text in self.texts(value, "`when`") {
                    self.when(text, &mut step.when);
                }
            }
            "because" => {
                step.because = self.scalar(value, "a sentence").map(|t| t.value.trim().to_owned());
            }
            "outcomes" => step.outcomes = self.race_outcomes(value),
            // `do` and `with` are read with their actions.
            _ => {}
        }
    }

    /// `BINARY and LITERAL+|LITERAL-`
    fn when(&mut self, text: &Text, all: &mut Vec<When>) {
        let written = self.template(text, Mode::Plain).literal().unwrap_or_default();
        for part in written.split(" and ").map(str::trim) {
            let (negated, body) = match part.strip_prefix('!') {
                Some(rest) => (true, rest),
                None => (false, part),
            };
            let any: Vec<String> = body.split('|').map(|word| word.trim().to_owned()).collect();
            if any.iter().any(|word| word.is_empty() || word.contains(' ')) {
                let help = "`IDLE`, `\"!IDLE\"`, `LITERAL+|LITERAL-`, `A and B`";
                self.advise(text.all(), format!("`{part}` is no capability"), "", help);
                return;
            }
            all.push(When { any, negated });
        }
    }
}

/// How many tagged responses belong to an action.
fn tagged(action: &Action) -> Tagged {
    match action {
        Action::Do { verb, .. } => match verb {
            Verb::SendsRaw(_) => Tagged::Raw,
            Verb::Pipelines(commands) => Tagged::Some(commands.len()),
            Verb::Command(_)
            | Verb::Starts(_)
            | Verb::Continues(_)
            | Verb::Idles
            | Verb::IsDone
            | Verb::LogsIn
            | Verb::Reconnects
            | Verb::StartsTls
            // The handshake's end counts as OK, its failure as `closed`.
            | Verb::Handshakes
            | Verb::Compresses => Tagged::Some(1),
            _ => Tagged::None,
        },
        Action::Race(_) => Tagged::Some(1),
        _ => Tagged::None,
    }
}

/// Why the modifier `name` cannot stand with this action.
fn unfit(action: &Action, name: &str) -> Option<&'static str> {
    let view = matches!(action, Action::Do { verb: Verb::Sees(_) | Verb::Finds(_), .. });
    let no_wire = !matches!(action, Action::Do { .. } | Action::Race(_));
    match name {
        "do" if !matches!(action, Action::Each(_)) => Some("it belongs to `each`"),
        "with" if !matches!(action, Action::Use { .. }) => Some("it belongs to `use`"),
        "outcomes" if !matches!(action, Action::Race(_)) => {
            Some("it belongs to `race`; a list of `expect` has several outcomes")
        }
        "expect" | "in order" | "exactly" if view => Some("what is seen is the expectation"),
        "expect" | "never" | "in order" | "exactly" | "within" if no_wire => {
            Some("nothing is received in this step")
        }
        "grade" if matches!(action, Action::Each(_) | Action::Use { .. } | Action::Set(_)) => {
            Some("grades belong to the steps in it")
        }
        _ => None,
    }
}
