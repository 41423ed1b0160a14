//! What stands above the steps: title, sections, requirements, mailboxes, messages, constants.

use std::collections::BTreeMap;
use std::time::Duration;

use super::clients::client;
use super::template::Mode;
use super::{Reader, words};
use crate::scenario::types::{Item, Need, Requirement, Scenario, Span};
use crate::scenario::yaml::{Node, Text, Value};

/// Keys of a scenario.
pub(in crate::scenario) const KEYS: [&str; 12] = [
    "title",
    "note",
    "unproven",
    "spec",
    "requires",
    "clients",
    "mailbox",
    "mailboxes",
    "messages",
    "values",
    "timeout",
    "steps",
];

/// Keys of a mailbox's item.
pub(in crate::scenario) const ITEM_KEYS: [&str; 4] = ["message", "flags", "date", "times"];

/// Phrases of `requires`.
pub(in crate::scenario) const FEATURES: [(&str, Need); 9] = [
    ("second user", Need::SecondUser),
    ("third user", Need::ThirdUser),
    ("fresh account", Need::FreshAccount),
    ("tls", Need::ImplicitTls),
    ("starttls", Need::StartTls),
    ("clear", Need::Clear),
    ("quota account", Need::QuotaAccount),
    ("no prefix", Need::NoPrefix),
    ("keywords", Need::Keywords),
];

/// Limit of a scenario that says nothing else.
const TIMEOUT: Duration = Duration::from_secs(30);

type Entries<'n> = BTreeMap<&'n str, (&'n Text, &'n Node)>;

impl Reader<'_> {
    /// The whole file.
    pub(super) fn scenario(&mut self, path: &str, root: &Node) -> Option<Scenario> {
        let entries = self.entries(root, "a scenario", &KEYS)?;
        for (key, help) in [
            (
                "title",
                "a sentence that a server keeps: `title: A flag set on one client reaches the other`",
            ),
            ("spec", "the RFC sections it stands on: `spec: [9051#6.4.5]`"),
            ("steps", "a list of who does what: `- client: SELECT ${mailbox}`"),
        ] {
            if !entries.contains_key(key) {
                let span = Span::new(root.span.file, root.span.start as usize, 0);
                self.note(
                    span,
                    format!("a scenario needs `{key}`"),
                    String::new(),
                    Some(help.to_owned()),
                );
            }
        }
        let get = |key: &str| entries.get(key).map(|(_, node)| *node);
        let title = get("title").and_then(|node| self.scalar(node, "a sentence"));
        let note = get("note").and_then(|node| self.scalar(node, "a text"));
        let unproven = get("unproven").and_then(|node| self.scalar(node, "a reason"));
        let spec = get("spec").map(|node| self.spec(node)).unwrap_or_default();
        let requires = get("requires").map(|node| self.requires(node)).unwrap_or_default();
        match get("clients") {
            Some(node) => self.clients(node),
            None => self.clients.push(client("client", Span::default())),
        }
        if let Some(node) = get("messages") {
            self.own_messages(node);
        }
        self.all_mailboxes(&entries);
        if let Some(node) = get("values") {
            self.constants_of(node);
        }
        let timeout = get("timeout").and_then(|node| self.duration(node)).unwrap_or(TIMEOUT);
        let steps = get("steps").map(|node| self.steps(node)).unwrap_or_default();
        let id = path.strip_suffix(".yaml").unwrap_or(path).to_owned();
        Some(Scenario {
            outside: None,
            area: id.rsplit_once('/').map(|(area, _)| area.to_owned()).unwrap_or_default(),
            id,
            title: title?.value.trim().to_owned(),
            note: note.map(|note| note.value.trim().to_owned()),
            unproven: unproven.map(|why| why.value.trim().to_owned()),
            spec,
            requires,
            clients: self.clients.clone(),
            mailboxes: self.mailboxes.clone(),
            messages: self.used.clone(),
            timeout,
            steps,
            sources: self.sources.clone(),
        })
    }

    fn requires(&mut self, node: &Node) -> Vec<Requirement> {
        let texts = self.texts(node, "`requires`");
        texts.into_iter().filter_map(|text| self.requirement(text)).collect()
    }

    fn requirement(&mut self, text: &Text) -> Option<Requirement> {
        let (negated, body) = match text.value.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text.value.as_str()),
        };
        let mut any = Vec::new();
        for word in body.split('|').map(str::trim) {
            any.push(self.need(text, word)?);
        }
        Some(Requirement { any, negated, text: text.value.clone(), span: text.all() })
    }

    fn need(&mut self, text: &Text, word: &str) -> Option<Need> {
        if let Some((_, need)) = FEATURES.iter().find(|(name, _)| *name == word) {
            return Some(need.clone());
        }
        if word == "rev2" {
            return Some(Need::Capability("IMAP4rev2".to_owned()));
        }
        let capability = word.eq_ignore_ascii_case("IMAP4rev1")
            || word.eq_ignore_ascii_case("IMAP4rev2")
            || (!word.is_empty() && word.bytes().all(is_capability));
        if capability {
            return Some(Need::Capability(word.to_owned()));
        }
        let help =
            words::suggest(word, FEATURES.iter().map(|(name, _)| *name)).unwrap_or_else(|| {
                let names: Vec<&str> = FEATURES.iter().map(|(name, _)| *name).collect();
                format!(
                    "capabilities are written in upper case; else there are: rev2, {}",
                    names.join(", ")
                )
            });
        self.advise(text.all(), format!("`{word}` cannot be required"), "", help);
        None
    }

    fn own_messages(&mut self, node: &Node) {
        let Some(entries) = self.entries(node, "`messages`", &[]) else { return };
        for (name, (key, node)) in entries {
            if !words::is_name(name) {
                self.wrong(key.all(), format!("`{name}` cannot name a message"), "");
            } else if self.library.message(name).is_some() {
                let message = format!("a shared message is named `{name}` already");
                self.wrong(key.all(), message, "take another name");
            }
            // An empty message is a message.
            let octets = match &node.value {
                Value::Null => Vec::new(),
                Value::Scalar(text) => text.value.replace('\n', "\r\n").into_bytes(),
                _ => {
                    let message = format!("a message is a text, this is {}", node.kind());
                    self.wrong(node.span, message, "write it as a block: `|`");
                    continue;
                }
            };
            self.own.insert(name.to_owned(), octets.into());
        }
    }

    fn all_mailboxes(&mut self, entries: &Entries<'_>) {
        if let Some((_, node)) = entries.get("mailbox") {
            let items = self.mailbox_items(node);
            self.mailboxes.push(("mailbox".to_owned(), items));
        }
        let Some((_, node)) = entries.get("mailboxes") else { return };
        let Value::Mapping(mailboxes) = &node.value else {
            self.wrong(node.span, "`mailboxes` is a mapping", "archive: [plain]");
            return;
        };
        for (key, node) in mailboxes {
            let Some(text) = self.key(key) else { continue };
            let name = text.value.as_str();
            if !self.is_free(name, text.all()) {
                continue;
            }
            let items = self.mailbox_items(node);
            self.mailboxes.push((name.to_owned(), items));
        }
    }

    fn mailbox_items(&mut self, node: &Node) -> Vec<Item> {
        if matches!(node.value, Value::Null) {
            return Vec::new();
        }
        let items = match &node.value {
            Value::Mapping(_) => vec![node],
            _ => self.items(node, "a mailbox's messages"),
        };
        items.into_iter().filter_map(|item| self.item(item)).collect()
    }

    fn item(&mut self, node: &Node) -> Option<Item> {
        if !matches!(node.value, Value::Mapping(_)) {
            let text = self.scalar(node, "the name of a message")?;
            return self.item_named(text);
        }
        let entries = self.entries(node, "a message in a mailbox", &ITEM_KEYS)?;
        let Some((_, name)) = entries.get("message") else {
            self.wrong(node.span, "`message` is missing here", "{message: plain, …}");
            return None;
        };
        let text = self.scalar(name, "the name of a message")?;
        // What else is wrong is said too.
        let named = self.item_named(text);
        let message = text.value.clone();
        let mut item = Item { message, flags: Vec::new(), date: None, times: 1, span: text.all() };
        if let Some((_, node)) = entries.get("flags") {
            for text in self.texts(node, "`flags`") {
                item.flags.push(text.value.clone());
            }
        }
        if let Some((_, node)) = entries.get("date")
            && let Some(text) = self.scalar(node, "a date")
        {
            let date = self.template(text, Mode::Plain);
            if date.literal().is_some_and(|date| !is_date_time(&date)) {
                let help = "write it as IMAP does: `01-Jan-2020 10:00:00 +0000`";
                self.advise(text.all(), "this is no date and time", "", help);
            }
            item.date = Some(date);
        }
        if let Some((_, node)) = entries.get("times")
            && let Some(text) = self.scalar(node, "a number")
        {
            match text.value.parse() {
                Ok(times @ 1..=10_000) => item.times = times,
                _ => self.wrong(text.all(), "this is no number from 1 to 10000", ""),
            }
        }
        named.map(|_| item)
    }

    fn item_named(&mut self, text: &Text) -> Option<Item> {
        let name = text.value.trim();
        if self.message(name).is_none() {
            let names = self.message_names();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let help = words::suggest(name, names.iter().copied())
                .unwrap_or_else(|| format!("there are: {}", names.join(", ")));
            self.advise(text.all(), format!("there is no message `{name}`"), "", help);
            return None;
        }
        let message = name.to_owned();
        Some(Item { message, flags: Vec::new(), date: None, times: 1, span: text.all() })
    }

    fn constants_of(&mut self, node: &Node) {
        let Some(entries) = self.entries(node, "`values`", &[]) else { return };
        let mut entries: Vec<_> = entries.into_iter().collect();
        // In the order of the file: a value may have those above in it.
        entries.sort_by_key(|(_, (key, _))| key.all());
        for (name, (key, node)) in entries {
            let Some(text) = node.text() else {
                self.wrong(node.span, format!("a value is a text, this is {}", node.kind()), "");
                continue;
            };
            self.constant_named(name, key.all(), |reader| reader.template(text, Mode::Plain));
        }
    }

    /// Makes `name` a constant, if it can be one.
    pub(super) fn constant_named(
        &mut self,
        name: &str,
        span: Span,
        template: impl FnOnce(&mut Self) -> crate::scenario::types::Template,
    ) {
        if self.is_free(name, span) {
            let template = template(self);
            self.constants.push((name.to_owned(), template));
        }
    }
}

/// Octets of a capability's name as scenarios write it: upper case.
fn is_capability(octet: u8) -> bool {
    octet.is_ascii_uppercase() || octet.is_ascii_digit() || b"-=+:._/".contains(&octet)
}

/// The form of IMAP's date-time without its quotes (RFC 9051 §9).
fn is_date_time(text: &str) -> bool {
    let digits = |c: char| if c.is_ascii_digit() { '9' } else { c };
    let shape: String = text.chars().map(digits).collect();
    let (Some(day), Some(month), Some(rest)) = (shape.get(..2), shape.get(3..6), shape.get(6..))
    else {
        return false;
    };
    let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    matches!(day, "99" | " 9")
        && shape.get(2..3) == Some("-")
        && months.split(' ').any(|one| one.eq_ignore_ascii_case(month))
        && matches!(rest, "-9999 99:99:99 +9999" | "-9999 99:99:99 -9999")
}
