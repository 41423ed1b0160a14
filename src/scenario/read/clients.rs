//! `clients`: who connects, as whom, and over what.

use super::{Reader, words};
use crate::scenario::types::{Account, ClientSpec, Span, Tls};
use crate::scenario::yaml::{Node, Text, Value};

/// Keys of a client.
pub(in crate::scenario) const CLIENT_KEYS: [&str; 4] = ["user", "connect", "login", "tls"];

/// Words that cannot name a client, since they begin a step.
const RESERVED: [&str; 8] = ["all", "race", "check", "each", "use", "set", "do", "with"];

impl Reader<'_> {
    /// `clients`: a list of names, or a mapping with settings.
    pub(super) fn clients(&mut self, node: &Node) {
        match &node.value {
            Value::Sequence(items) => {
                for item in items {
                    if let Some(text) = self.scalar(item, "the name of a client") {
                        self.client(text, None);
                    }
                }
            }
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    if let Some(text) = self.key(key) {
                        self.client(text, Some(value));
                    }
                }
            }
            _ => self.wrong(
                node.span,
                "`clients` is a list of names or a mapping",
                "[phone, laptop]",
            ),
        }
        if self.clients.is_empty() {
            // So that not each step is wrong too.
            self.wrong(node.span, "a scenario needs a client", "");
            self.clients.push(client("client", Span::default()));
        }
    }

    fn client(&mut self, text: &Text, settings: Option<&Node>) {
        let name = text.value.as_str();
        if !words::is_name(name) || name.bytes().any(|b| b.is_ascii_uppercase()) {
            let help = "a small word: `phone`, `laptop`, `stranger`";
            self.advise(text.all(), format!("`{name}` cannot name a client"), "", help);
            return;
        }
        if RESERVED.contains(&name) {
            self.wrong(text.all(), format!("`{name}` cannot name a client: it begins a step"), "");
            return;
        }
        if self.clients.iter().any(|known| known.name == name) {
            self.wrong(text.all(), format!("there are two clients `{name}`"), "again");
            return;
        }
        let mut spec = client(name, text.all());
        if let Some(node) = settings.filter(|node| !matches!(node.value, Value::Null)) {
            self.client_settings(node, &mut spec);
        }
        self.clients.push(spec);
    }

    fn client_settings(&mut self, node: &Node, spec: &mut ClientSpec) {
        let Some(entries) = self.entries(node, "a client", &CLIENT_KEYS) else { return };
        if let Some((_, node)) = entries.get("connect") {
            spec.connect = self.flag(node).unwrap_or(true);
            spec.login = spec.connect;
        }
        if let Some((key, node)) = entries.get("login") {
            let login = self.flag(node).unwrap_or(true);
            if login && !spec.connect {
                self.wrong(key.all(), "a client that does not connect cannot log in", "");
            }
            spec.login = login && spec.connect;
        }
        if let Some((_, node)) = entries.get("user")
            && let Some(text) = self.scalar(node, "an account")
        {
            let quota = text.value.strip_prefix("quota ").and_then(|size| size.strip_suffix('K'));
            spec.account = match (quota.and_then(|size| size.parse().ok()), text.value.as_str()) {
                (Some(size), _) => Account::Quota(size),
                (None, "first") => Account::First,
                (None, "second") => Account::Second,
                (None, "third") => Account::Third,
                (None, other) => {
                    let message = format!("there is no account `{other}`");
                    self.wrong(text.all(), message, "`first`, `second`, `third` or `quota 20K`");
                    Account::First
                }
            };
        }
        if let Some((_, node)) = entries.get("tls")
            && let Some(text) = self.scalar(node, "a kind of connection")
        {
            let kinds = [Tls::Implicit, Tls::None, Tls::StartTls];
            let index = self.one_of(text, "`tls`", &["implicit", "none", "starttls"]);
            spec.tls = index.and_then(|index| kinds.get(index).copied());
        }
    }
}

/// A client that says nothing else.
pub(super) fn client(name: &str, span: Span) -> ClientSpec {
    let name = name.to_owned();
    ClientSpec { name, account: Account::First, connect: true, login: true, tls: None, span }
}
