//! `sees` and `finds`: what a view must come to hold.

use super::template::Mode;
use super::{Reader, words};
use crate::scenario::types::{
    Compared, Comparison, Fact, FlagPattern, FlagsPattern, Message, Part, Template, ViewItem,
    ViewPattern, Which,
};
use crate::scenario::yaml::{Node, Text, Value};

const KEYS: [&str; 7] =
    ["exists", "recent", "uidnext", "uidvalidity", "highestmodseq", "gone", "alert"];

const FACTS: [&str; 4] = ["flags", "uid", "modseq", "gone"];

impl Reader<'_> {
    /// The mapping behind `sees`.
    pub(super) fn view(&mut self, node: &Node) -> Option<ViewPattern> {
        let Value::Mapping(_) = &node.value else {
            let message = format!("what is seen is a mapping, this is {}", node.kind());
            self.wrong(node.span, message, "{exists: 3} or {2: {flags: [\\Seen]}}");
            return None;
        };
        let entries = self.entries(node, "a view", &[])?;
        if entries.is_empty() {
            self.wrong(node.span, "nothing is to be seen here", "{exists: 3}");
            return None;
        }
        let mut in_order: Vec<_> = entries.into_values().collect();
        in_order.sort_by_key(|(key, _)| key.all());
        let items: Vec<ViewItem> =
            in_order.into_iter().filter_map(|(key, node)| self.view_item(key, node)).collect();
        Some(ViewPattern { items, span: node.span })
    }

    fn view_item(&mut self, key: &Text, node: &Node) -> Option<ViewItem> {
        let name = key.value.as_str();
        Some(match name {
            "exists" => ViewItem::Exists(self.compared(node)?),
            "recent" => ViewItem::Recent(self.compared(node)?),
            "uidnext" => ViewItem::UidNext(self.compared(node)?),
            "uidvalidity" => ViewItem::UidValidity(self.compared(node)?),
            "highestmodseq" => ViewItem::HighestModSeq(self.compared(node)?),
            "alert" => ViewItem::Alert(self.flag(node)?, key.all()),
            "gone" => {
                let items = self.items(node, "`gone`");
                let mut uids = Vec::new();
                for item in items {
                    let text = self.scalar(item, "a UID")?;
                    uids.push(self.number(text, 0)?);
                }
                ViewItem::Gone(uids, key.all())
            }
            _ => {
                let which = match name.strip_prefix("uid ") {
                    Some(_) => Which::Uid(self.number(key, 4)?),
                    None if name.starts_with("${")
                        || name.starts_with(|c: char| c.is_ascii_digit()) =>
                    {
                        Which::Sequence(self.number(key, 0)?)
                    }
                    None => {
                        let help = words::suggest(name, KEYS).unwrap_or_else(|| {
                            format!("a view holds: {}, `2: {{…}}`, `uid 7: {{…}}`", KEYS.join(", "))
                        });
                        let message = format!("a view does not hold `{name}`");
                        self.advise(key.all(), message, "unknown key", help);
                        return None;
                    }
                };
                ViewItem::Message(Message { which, facts: self.facts(node)?, span: key.all() })
            }
        })
    }

    /// A number or a placeholder, behind the first `skip` octets of `text`.
    fn number(&mut self, text: &Text, skip: usize) -> Option<Template> {
        let template = self.template_in(text, skip..text.value.len(), Mode::Plain);
        match template.literal() {
            Some(number) if number.trim().parse::<u64>().is_err() => {
                self.wrong(text.all(), format!("`{}` is no number", number.trim()), "");
                None
            }
            _ => Some(template),
        }
    }

    fn facts(&mut self, node: &Node) -> Option<Vec<Fact>> {
        let entries = self.entries(node, "a message in a view", &FACTS)?;
        if matches!(&node.value, Value::Mapping(entries) if entries.is_empty()) {
            self.wrong(node.span, "nothing is said of this message", "{flags: [\\Seen]}");
            return None;
        }
        let mut facts = Vec::new();
        let mut in_order: Vec<_> = entries.into_iter().collect();
        in_order.sort_by_key(|(_, (key, _))| key.all());
        for (name, (key, node)) in in_order {
            facts.push(match name {
                "flags" => Fact::Flags(self.flags(node)?),
                "uid" => Fact::Uid(self.compared(node)?),
                "modseq" => Fact::ModSeq(self.compared(node)?),
                _ => Fact::Gone(self.flag(node)?, key.all()),
            });
        }
        Some(facts)
    }

    /// `[\Flagged, !\Seen, ...]`
    fn flags(&mut self, node: &Node) -> Option<FlagsPattern> {
        let mut pattern = FlagsPattern { flags: Vec::new(), open: false, span: node.span };
        for text in self.texts(node, "`flags`") {
            let value = text.value.trim();
            if value == "..." {
                pattern.open = true;
                continue;
            }
            let absent = value.starts_with('!');
            let range = usize::from(absent)..text.value.len();
            if value.contains([' ', '(', ')', ',']) {
                let help = "write them as a list: [\\Seen, \\Flagged, ...]";
                self.advise(text.all(), format!("`{value}` is no flag"), "", help);
                return None;
            }
            let flag = self.template_in(text, range, Mode::Plain);
            pattern.flags.push(FlagPattern { flag, absent });
        }
        Some(pattern)
    }

    /// `3`, `"> ${before}"`, `"${set uid}"`, `_`
    fn compared(&mut self, node: &Node) -> Option<Compared> {
        let text = self.scalar(node, "a number")?;
        let written = Comparison::leading(&text.value);
        let skip = written.map_or(0, |op| op.symbol().len());
        let op = written.unwrap_or(Comparison::Equal);
        let rest = text.value.get(skip..).unwrap_or_default();
        let skip = skip + rest.len() - rest.trim_start().len();
        let value = self.template_in(text, skip..text.value.trim_end().len(), Mode::Pattern);
        let written = value.literal();
        if written.as_deref().is_some_and(|word| word != "_" && word.parse::<u64>().is_err()) {
            let help = "a number, `_`, `\"> 3\"`, `${value}` or `${set name}`";
            self.advise(text.all(), "this is no number", "", help);
            return None;
        }
        let captures = value.pieces.iter().any(|piece| matches!(piece.part, Part::Capture(_)));
        if captures && (value.pieces.len() > 1 || op != Comparison::Equal) {
            self.wrong(text.all(), "a capture stands alone", "${set name}");
            return None;
        }
        Some(Compared { op, value, span: text.all() })
    }
}
