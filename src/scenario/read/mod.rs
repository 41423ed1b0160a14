//! From a tree of YAML to a checked [`Scenario`]; what is wrong is collected, not only the first.
//!
//! - here: the reader and its book-keeping; `head`, `clients`: what stands above the steps; `steps`,
//!   `verbs`, `controls`: steps; `expect`, `lines`: blocks of patterns; `view`: `sees` and `finds`; `table`: `each`;
//!   `template`, `arguments`, `escapes`: placeholders; `expression`: arithmetic; `words`: small forms.
//!
//! A new action: its name in `verbs`, its meaning in `types::Verb`, its line in `scenarios/README.md`;
//! `schema` takes it from the table.

mod arguments;
mod clients;
mod controls;
mod escapes;
mod expect;
mod expression;
mod head;
mod lines;
mod steps;
mod table;
mod template;
mod verbs;
mod view;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) use clients::CLIENT_KEYS;
pub(super) use expect::RESPONSES;
pub(super) use head::{FEATURES, ITEM_KEYS, KEYS};
#[cfg(test)]
pub(super) use steps::{CONTROLS, MODIFIERS};
pub(super) use verbs::{Takes, VERBS};
pub(super) use words::suggest;

use super::error::{Diagnostic, Error};
use super::library::Library;
use super::types::{ClientSpec, Item, Scenario, Source, Span, Template};
use super::yaml::{self, Node, Text, Value};

/// Octets of a file; more is no scenario.
const MAX_SIZE: usize = 1 << 20;

/// What is said of one scenario at most.
const MAX_DIAGNOSTICS: usize = 100;

/// More steps than this, rows and shared steps counted, are a mistake.
const MAX_STEPS: usize = 5_000;

/// Reads the scenario `path` (below the corpus, `sync/x.yaml`; shown to people as `shown`).
///
/// # Errors
/// All that is wrong with it.
pub(super) fn scenario(
    library: &Library,
    path: &str,
    shown: &str,
    text: &str,
) -> Result<Scenario, Error> {
    if text.len() > MAX_SIZE {
        return Err(Error::unreadable(shown, "a scenario has 1 MiB at most"));
    }
    let source = Arc::new(Source::new(shown, text));
    let mut reader = Reader::new(library, source.clone());
    let scenario = match yaml::read(&source, 0) {
        Ok(root) => reader.scenario(path, &root),
        Err((message, span)) => {
            reader.syntax(message, span);
            None
        }
    };
    match scenario {
        Some(scenario) if reader.diagnostics.is_empty() => Ok(scenario),
        _ => Err(reader.finish(shown)),
    }
}

/// What is known while a scenario is read.
pub(super) struct Reader<'a> {
    library: &'a Library,
    sources: Vec<Arc<Source>>,
    diagnostics: Vec<Diagnostic>,
    clients: Vec<ClientSpec>,
    mailboxes: Vec<(String, Vec<Item>)>,
    /// Own messages of the scenario.
    own: BTreeMap<String, Arc<[u8]>>,
    /// Messages that are named somewhere.
    used: BTreeMap<String, Arc<[u8]>>,
    /// `values`, columns and parameters; the last one of a name counts.
    constants: Vec<(String, Template)>,
    /// Values captured or set by what stands before.
    captured: BTreeSet<String>,
    /// Number of the last step.
    number: usize,
    /// Steps made so far, rows counted.
    made: usize,
    /// Depth of the placeholder that is being read.
    nested: usize,
    /// Shared files that are being read.
    within: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(library: &'a Library, source: Arc<Source>) -> Self {
        Self {
            library,
            sources: vec![source],
            diagnostics: Vec::new(),
            clients: Vec::new(),
            mailboxes: Vec::new(),
            own: BTreeMap::new(),
            used: BTreeMap::new(),
            constants: Vec::new(),
            captured: BTreeSet::new(),
            number: 0,
            made: 0,
            nested: 0,
            within: Vec::new(),
        }
    }

    /// Notes something wrong at `span`.
    fn wrong(&mut self, span: Span, message: impl Into<String>, label: impl Into<String>) {
        self.note(span, message.into(), label.into(), None);
    }

    /// As [`Reader::wrong`], with what would be right.
    fn advise(
        &mut self,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.note(span, message.into(), label.into(), Some(help.into()));
    }

    fn note(&mut self, span: Span, message: String, label: String, help: Option<String>) {
        let at = self.sources.get(usize::from(span.file)).map(|source| (source.clone(), span));
        if self.diagnostics.len() >= MAX_DIAGNOSTICS {
            return;
        }
        // The rows of a table say the same once each.
        let known = self.diagnostics.iter().any(|one| {
            one.message == message && one.at.as_ref().is_some_and(|(_, other)| *other == span)
        });
        if !known {
            self.diagnostics.push(Diagnostic { message, label, help, at });
        }
    }

    /// Notes that a file is no YAML, with advice for what happens often in scenarios.
    fn syntax(&mut self, message: String, span: Span) {
        let source = self.sources.get(usize::from(span.file)).cloned();
        let text = source.as_ref().map_or("", |source| source.text());
        let rest = text.get(span.start as usize..).unwrap_or_default();
        let line = text.get(..span.start as usize).unwrap_or_default();
        let line = line.rsplit('\n').next().unwrap_or_default();
        let help = if rest.starts_with('*') {
            Some("responses are written as a block: `expect: |`, and each on a line of its own")
        } else if rest.starts_with("!\\") {
            Some("put it in single quotes: '!\\Seen'")
        } else if rest.starts_with('{') && line.ends_with('$') {
            Some(
                "inside of [ ] and { }, a text with `${` must be in quotes, or the list be written with a `-` a line",
            )
        } else if rest.starts_with('"') && message.contains("escape") {
            Some(
                "in double quotes YAML knows only its own escapes; a block (`|`) or single quotes take `\\Seen` as it is",
            )
        } else if rest.starts_with('\t') || message.contains("tabs disallowed") {
            Some("indent with spaces")
        } else if message.contains("illegal placement of ':'") {
            Some("is a `[`, `{` or a quotation mark still open on a line above?")
        } else if message.contains("mapping values are not allowed") {
            Some(
                "a text with `: ` in it must be in quotes; or the indentation differs from the line above",
            )
        } else if message.contains("block collection") || message.contains("block mapping") {
            Some("the keys of one mapping stand in one column, and so do the `-` of one list")
        } else {
            None
        };
        let message = format!("this is not YAML: {message}");
        self.note(span, message, String::new(), help.map(str::to_owned));
    }

    fn finish(mut self, path: &str) -> Error {
        if self.diagnostics.is_empty() {
            self.diagnostics.push(Diagnostic::whole("the scenario could not be read"));
        }
        let place = |one: &Diagnostic| one.at.as_ref().map(|(_, span)| (span.file, span.start));
        self.diagnostics.sort_by_key(place);
        Error { path: path.to_owned(), diagnostics: self.diagnostics }
    }

    /// The source in which `span` is.
    fn source(&self, span: Span) -> Option<Arc<Source>> {
        self.sources.get(usize::from(span.file)).cloned()
    }

    /// The entries of a mapping by key, duplicates and unknown keys reported. `what` is what the
    /// mapping describes ("a scenario").
    fn entries<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        keys: &[&str],
    ) -> Option<BTreeMap<&'n str, (&'n Text, &'n Node)>> {
        let Value::Mapping(entries) = &node.value else {
            self.wrong(
                node.span,
                format!("{what} is a mapping, this is {}", node.kind()),
                format!("keys: {}", keys.join(", ")),
            );
            return None;
        };
        let mut found = BTreeMap::new();
        for (key, value) in entries {
            let Some(text) = self.key(key) else { continue };
            let name = text.value.as_str();
            if !keys.is_empty() && !keys.contains(&name) {
                let help = suggest(name, keys.iter().copied())
                    .unwrap_or_else(|| format!("{what} has: {}", keys.join(", ")));
                let message = format!("{what} has no key `{name}`");
                self.advise(text.all(), message, "unknown key", help);
            } else if found.insert(name, (text, value)).is_some() {
                self.wrong(text.all(), format!("the key `{name}` stands here twice"), "again");
            }
        }
        Some(found)
    }

    /// A mapping's key, which must be a text.
    fn key<'n>(&mut self, key: &'n Node) -> Option<&'n Text> {
        match &key.value {
            Value::Scalar(text) => Some(text),
            _ => {
                self.wrong(key.span, format!("a key must be a text, this is {}", key.kind()), "");
                None
            }
        }
    }

    /// A scalar that is expected as `what`.
    fn scalar<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Text> {
        let text = node.text().filter(|text| !text.value.trim().is_empty());
        if text.is_none() {
            let kind = if node.text().is_some() { "an empty text" } else { node.kind() };
            self.wrong(node.span, format!("{what} must stand here, not {kind}"), "");
        }
        text
    }

    /// The items of a list, or a single item that stands for a list of one.
    fn items<'n>(&mut self, node: &'n Node, what: &str) -> Vec<&'n Node> {
        match &node.value {
            Value::Sequence(items) => items.iter().collect(),
            Value::Scalar(_) => vec![node],
            _ => {
                self.wrong(node.span, format!("{what} must be a list, not {}", node.kind()), "");
                Vec::new()
            }
        }
    }

    /// A list of plain texts.
    fn texts<'n>(&mut self, node: &'n Node, what: &str) -> Vec<&'n Text> {
        let items = self.items(node, what);
        items.into_iter().filter_map(|item| self.scalar(item, "a text")).collect()
    }

    /// The octets of the message `name`, which is noted as used.
    fn message(&mut self, name: &str) -> Option<Arc<[u8]>> {
        let octets = self.own.get(name).cloned().or_else(|| self.library.message(name))?;
        self.used.insert(name.to_owned(), octets.clone());
        Some(octets)
    }

    /// All names of messages.
    fn message_names(&self) -> Vec<String> {
        self.own.keys().cloned().chain(self.library.messages().map(str::to_owned)).collect()
    }
}
