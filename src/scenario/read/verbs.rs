//! What clients do: the table of verbs.

use super::Reader;
use super::template::Mode;
use super::words;
use crate::scenario::types::{Template, Verb};
use crate::scenario::yaml::{Node, Text, Value};

/// What a verb takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scenario) enum Takes {
    /// Nothing.
    Nothing,
    /// A command without its tag.
    Command,
    /// A list of commands.
    Commands,
    /// A line.
    Line,
    /// Octets.
    Octets,
    /// A duration.
    Duration,
    /// What a view holds.
    View,
}

/// Verbs by name; the empty one is `phone: CMD`.
pub(in crate::scenario) const VERBS: [(&str, Takes); 20] = [
    ("", Takes::Command),
    ("pipelines", Takes::Commands),
    ("starts", Takes::Command),
    ("continues", Takes::Line),
    ("sends raw", Takes::Octets),
    ("idles", Takes::Nothing),
    ("is done", Takes::Nothing),
    ("connects", Takes::Nothing),
    ("disconnects", Takes::Nothing),
    ("aborts", Takes::Nothing),
    ("reconnects", Takes::Nothing),
    ("logs in", Takes::Nothing),
    ("starts tls", Takes::Nothing),
    ("handshakes", Takes::Nothing),
    ("compresses", Takes::Nothing),
    ("deflates", Takes::Nothing),
    ("half-closes", Takes::Nothing),
    ("waits", Takes::Duration),
    ("sees", Takes::View),
    ("finds", Takes::View),
];

/// Commands that give away a tag written by mistake.
const COMMANDS: [&str; 40] = [
    "APPEND",
    "AUTHENTICATE",
    "CAPABILITY",
    "CHECK",
    "CLOSE",
    "COMPRESS",
    "COPY",
    "CREATE",
    "DELETE",
    "DELETEACL",
    "ENABLE",
    "EXAMINE",
    "EXPUNGE",
    "FETCH",
    "GETACL",
    "GETMETADATA",
    "GETQUOTA",
    "GETQUOTAROOT",
    "ID",
    "IDLE",
    "LIST",
    "LOGIN",
    "LOGOUT",
    "LSUB",
    "MOVE",
    "MYRIGHTS",
    "NAMESPACE",
    "NOOP",
    "NOTIFY",
    "RENAME",
    "SEARCH",
    "SELECT",
    "SORT",
    "STARTTLS",
    "STATUS",
    "STORE",
    "SUBSCRIBE",
    "THREAD",
    "UNSELECT",
    "UNSUBSCRIBE",
];

impl Reader<'_> {
    /// The verb `name` of the key `key`, with its value. `start` is where the verb stands in the
    /// key.
    pub(super) fn verb(
        &mut self,
        key: &Text,
        start: usize,
        name: &str,
        value: &Node,
    ) -> Option<Verb> {
        let Some((name, takes)) = VERBS.iter().find(|(known, _)| *known == name) else {
            let span = key.span(start..key.value.len());
            let names = VERBS.iter().map(|(name, _)| *name).filter(|name| !name.is_empty());
            let help = words::suggest(name, names.clone())
                .unwrap_or_else(|| format!("a client …: {}", names.collect::<Vec<_>>().join(", ")));
            self.advise(span, format!("a client does not know how to `{name}`"), "", help);
            return None;
        };
        let given = !matches!(value.value, Value::Null);
        match takes {
            Takes::Nothing if given => {
                self.wrong(value.span, format!("`{name}` takes nothing"), "");
                return None;
            }
            Takes::Nothing => {}
            _ if !given => {
                let what = match takes {
                    Takes::Command => "a command (without tag)",
                    Takes::Commands => "a list of commands",
                    Takes::Line => "a line",
                    Takes::Octets => "octets",
                    Takes::Duration => "a duration",
                    Takes::View | Takes::Nothing => "a mapping of what it should hold",
                };
                self.wrong(key.all(), format!("{what} is missing behind `{}`", key.value), "");
                return None;
            }
            _ => {}
        }
        Some(match *name {
            "" => Verb::Command(self.command(value)?),
            "pipelines" => {
                let items = self.items(value, "`pipelines`");
                let commands: Vec<Template> =
                    items.into_iter().filter_map(|item| self.command(item)).collect();
                if commands.len() < 2 {
                    self.wrong(value.span, "`pipelines` takes two commands or more", "");
                }
                Verb::Pipelines(commands)
            }
            "starts" => Verb::Starts(self.command(value)?),
            "continues" => {
                // An empty line is one, too.
                let Some(text) = value.text() else {
                    self.wrong(value.span, "a line must stand here", "");
                    return None;
                };
                Verb::Continues(self.template(text, Mode::Plain))
            }
            "sends raw" => {
                let text = self.scalar_or_spaces(value)?;
                Verb::SendsRaw(self.template(text, Mode::Raw))
            }
            "waits" => Verb::Waits(self.duration(value)?),
            "sees" => Verb::Sees(self.view(value)?),
            "finds" => Verb::Finds(self.view(value)?),
            "idles" => Verb::Idles,
            "is done" => Verb::IsDone,
            "connects" => Verb::Connects,
            "disconnects" => Verb::Disconnects,
            "aborts" => Verb::Aborts,
            "reconnects" => Verb::Reconnects,
            "logs in" => Verb::LogsIn,
            "starts tls" => Verb::StartsTls,
            "handshakes" => Verb::Handshakes,
            "compresses" => Verb::Compresses,
            "deflates" => Verb::Deflates,
            _ => Verb::HalfCloses,
        })
    }

    /// Octets may be white space alone.
    fn scalar_or_spaces<'n>(&mut self, node: &'n Node) -> Option<&'n Text> {
        let text = node.text().filter(|text| !text.value.is_empty());
        if text.is_none() {
            self.wrong(node.span, format!("octets must stand here, not {}", node.kind()), "");
        }
        text
    }

    /// A command without its tag.
    pub(super) fn command(&mut self, node: &Node) -> Option<Template> {
        let text = self.scalar(node, "a command (without tag)")?;
        // A block ends with a line end that is none of the command.
        let value = text.value.trim_end_matches('\n');
        let mut words = value.split(' ');
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let known = |word: &str| {
            let word = word.trim();
            COMMANDS.iter().any(|command| command.eq_ignore_ascii_case(word))
        };
        let tag = !first.is_empty()
            && first.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
            && !first.eq_ignore_ascii_case("UID")
            && !known(first)
            && (known(second) || second.eq_ignore_ascii_case("UID"));
        if tag {
            let help = format!("leave `{first}` out; with tags of its own a step `sends raw`");
            let span = text.span(0..first.len());
            self.advise(span, "the tag is added by imapspec", "", help);
        }
        // Lines are made of literals only.
        if value.contains('\n') {
            let at = value.find('\n').unwrap_or_default();
            let help = "a literal is `${literal NAME}`; several commands are `pipelines`";
            self.advise(text.span(0..at), "a command is one line", "", help);
        }
        Some(self.template_in(text, 0..value.len(), Mode::Plain))
    }
}
