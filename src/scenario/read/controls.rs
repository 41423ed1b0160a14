//! Actions that no client does: `race`, `set`, `use`; and the mappings from clients that they take.

use std::sync::Arc;

use super::expect::Tagged;
use super::steps::CONTROLS;
use super::template::Mode;
use super::verbs::VERBS;
use super::{Reader, words};
use crate::scenario::types::{Action, ClientId, RaceOutcome, Source, Span, Template};
use crate::scenario::yaml::{self, Node, Value};

/// How deep shared files may use others, and `each` others.
pub(super) const MAX_DEPTH: usize = 6;

impl Reader<'_> {
    pub(super) fn client_id(&mut self, name: &str, span: Span) -> Option<ClientId> {
        let found = self.clients.iter().position(|client| client.name == name);
        if found.is_none() {
            let names: Vec<&str> = self.clients.iter().map(|c| c.name.as_str()).collect();
            let known = names.iter().copied().chain(["all"]).chain(CONTROLS);
            let help = words::suggest(name, known).unwrap_or_else(|| {
                let verb = VERBS.iter().any(|(verb, _)| verb.split(' ').next() == Some(name));
                let first = names.first().copied().unwrap_or("client");
                if verb {
                    format!("say who does it: `{first} {name}`")
                } else {
                    format!(
                        "clients: {}, all; other actions: {}",
                        names.join(", "),
                        CONTROLS.join(", ")
                    )
                }
            });
            self.advise(span, format!("there is no client `{name}`"), "", help);
        }
        found.map(ClientId)
    }

    /// A mapping from clients to something.
    pub(super) fn by_client<T>(
        &mut self,
        node: &Node,
        what: &str,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<(ClientId, T)> {
        let Value::Mapping(entries) = &node.value else {
            let message = format!("{what} is a mapping of clients, this is {}", node.kind());
            self.wrong(node.span, message, "{phone: …, laptop: …}");
            return Vec::new();
        };
        let mut found: Vec<(ClientId, T)> = Vec::new();
        for (key, value) in entries {
            let Some(text) = self.key(key) else { continue };
            let Some(id) = self.client_id(text.value.trim(), text.all()) else { continue };
            if found.iter().any(|(known, _)| *known == id) {
                self.wrong(text.all(), format!("`{}` stands here twice", text.value), "again");
                continue;
            }
            if let Some(value) = read(self, value) {
                found.push((id, value));
            }
        }
        found
    }

    pub(super) fn set(&mut self, node: &Node) -> Option<Action> {
        let Value::Mapping(entries) = &node.value else {
            self.wrong(node.span, "`set` is a mapping", "{a: \"${expr ${b} + 1}\"}");
            return None;
        };
        let mut values: Vec<(String, Template)> = Vec::new();
        for (key, value) in entries {
            let (Some(key), Some(text)) = (self.key(key), self.scalar(value, "a value")) else {
                continue;
            };
            let template = self.template(text, Mode::Plain);
            if let Some(name) = self.declare(&key.value, key.all()) {
                values.push((name, template));
            }
        }
        Some(Action::Set(values))
    }

    /// `use: shared/NAME.yaml`
    pub(super) fn shared(&mut self, node: &Node, with: Option<&Node>) -> Option<Action> {
        let text = self.scalar(node, "the name of a shared file")?;
        let name = text.value.trim();
        let Some(body) = self.library.shared(name) else {
            let names: Vec<&str> = self.library.shared_names().collect();
            let help = words::suggest(name, names.iter().copied()).unwrap_or_else(|| {
                if names.is_empty() {
                    "shared files are in scenarios/shared: `use: shared/NAME.yaml`".to_owned()
                } else {
                    format!("there are: {}", names.join(", "))
                }
            });
            self.advise(text.all(), format!("there is no shared file `{name}`"), "", help);
            return None;
        };
        if self.within.iter().any(|open| open == name) || self.within.len() >= MAX_DEPTH {
            self.wrong(text.all(), "shared files use each other in a circle", "");
            return None;
        }
        let mut parameters = Vec::new();
        if let Some(with) = with {
            for (name, (key, node)) in self.entries(with, "`with`", &[])? {
                let text = self.scalar(node, "a value")?;
                if !self.is_free(name, key.all()) {
                    continue;
                }
                parameters.push((name.to_owned(), self.template(text, Mode::Plain)));
            }
        }
        let shown = self.library.shown(name);
        let known = self.sources.iter().position(|source| source.path() == shown);
        let index = known.unwrap_or(self.sources.len());
        let source = Arc::new(Source::new(shown, body));
        if known.is_none() {
            self.sources.push(source.clone());
        }
        let file = u16::try_from(index).unwrap_or(u16::MAX);
        let root = match yaml::read(&source, file) {
            Ok(root) => root,
            Err((message, span)) => {
                self.syntax(message, span);
                return None;
            }
        };
        let entries = self.entries(&root, "a shared file", &["note", "steps"])?;
        let Some((_, steps)) = entries.get("steps") else {
            self.wrong(root.span, "a shared file needs `steps`", "");
            return None;
        };
        // It sees its parameters, and no other constants.
        let outer = std::mem::replace(&mut self.constants, parameters);
        self.within.push(name.to_owned());
        let steps = self.steps(steps);
        self.within.pop();
        self.constants = outer;
        Some(Action::Use { name: name.to_owned(), steps })
    }

    pub(super) fn race_outcomes(&mut self, node: &Node) -> Vec<RaceOutcome> {
        let items = match &node.value {
            Value::Sequence(items) => items.as_slice(),
            _ => {
                let message = format!("`outcomes` is a list of mappings, this is {}", node.kind());
                self.wrong(node.span, message, "- {phone: OK, laptop: NO}");
                return Vec::new();
            }
        };
        let mut outcomes = Vec::new();
        for item in items {
            let (warn, node) = match &item.value {
                Value::Mapping(entries) => match entries.as_slice() {
                    [(key, value)] if key.text().is_some_and(|key| key.value == "warn") => {
                        (true, value)
                    }
                    _ => (false, item),
                },
                _ => (false, item),
            };
            let blocks = self
                .by_client(node, "an outcome", |reader, node| reader.block(node, Tagged::Some(1)));
            let span = item.text().map_or(node.span, |text| text.all());
            outcomes.push(RaceOutcome { warn, blocks, span });
        }
        outcomes
    }
}
