//! Blocks of patterns: `expect`, `never`, `outcomes`.

use std::ops::Range;

use super::lines::{leading, prefix, split, unbalanced, without};
use super::template::Mode;
use super::{Reader, words};
use crate::scenario::types::{
    Block, Expectation, LineKind, Outcome, PatternLine, Span, Status, Template,
};
use crate::scenario::yaml::{Node, Text, Value};

/// How many tagged responses a step waits for, and how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tagged {
    /// The step sends no command: only those of octets sent raw before, with their tags.
    None,
    /// So many commands.
    Some(usize),
    /// Octets were sent raw: any number, with their tags.
    Raw,
    /// None is waited for: the step's own are meant without a tag, those of octets sent raw with.
    Any,
}

/// Names of responses, as they stand behind `*` and a number. `search` is `SEARCH` or `ESEARCH`.
pub(in crate::scenario) const RESPONSES: [&str; 37] = [
    "OK",
    "NO",
    "BAD",
    "BYE",
    "PREAUTH",
    "CAPABILITY",
    "ENABLED",
    "FLAGS",
    "EXISTS",
    "RECENT",
    "EXPUNGE",
    "VANISHED",
    "FETCH",
    "UIDFETCH",
    "LIST",
    "LSUB",
    "STATUS",
    "SEARCH",
    "ESEARCH",
    "SORT",
    "THREAD",
    "NAMESPACE",
    "ID",
    "ACL",
    "LISTRIGHTS",
    "MYRIGHTS",
    "QUOTA",
    "QUOTAROOT",
    "METADATA",
    "LANGUAGE",
    "COMPARATOR",
    "GENURLAUTH",
    "URLFETCH",
    "CONVERTED",
    "CONVERSION",
    "JMAPACCESS",
    "search",
];

impl Reader<'_> {
    /// `expect`: a block, or a list of accepted ones.
    pub(super) fn expectation(&mut self, node: &Node, tagged: Tagged) -> Option<Expectation> {
        let known = self.diagnostics.len();
        let outcomes: Vec<Outcome> = match &node.value {
            Value::Sequence(items) => {
                items.iter().filter_map(|item| self.outcome(item, tagged)).collect()
            }
            Value::Mapping(_) => self.outcome(node, tagged).into_iter().collect(),
            _ => {
                let block = self.block(node, tagged)?;
                vec![Outcome { warn: false, block }]
            }
        };
        if self.diagnostics.len() > known {
            return None;
        }
        if outcomes.is_empty() {
            self.wrong(node.span, "nothing is expected here", "");
            return None;
        }
        if outcomes.iter().all(|outcome| outcome.warn) {
            self.wrong(node.span, "every outcome breaks a SHOULD", "say which one breaks none");
        }
        Some(Expectation { outcomes, span: node.span })
    }

    fn outcome(&mut self, node: &Node, tagged: Tagged) -> Option<Outcome> {
        let Value::Mapping(_) = &node.value else {
            return Some(Outcome { warn: false, block: self.block(node, tagged)? });
        };
        let entries = self.entries(node, "an outcome", &["warn"])?;
        let (_, block) = entries.get("warn")?;
        Some(Outcome { warn: true, block: self.block(block, tagged)? })
    }

    /// A block of lines.
    pub(super) fn block(&mut self, node: &Node, tagged: Tagged) -> Option<Block> {
        let text = self.scalar(node, "lines of patterns")?;
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.value.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            if !line.trim().is_empty() {
                let left = line.len() - line.trim_start().len();
                let range = range.start + left..range.start + line.trim_end().len();
                lines.extend(self.lines(text, range, tagged));
            }
        }
        let count =
            lines.iter().filter(|line| matches!(line.kind, LineKind::Tagged { .. })).count();
        match tagged {
            Tagged::Some(commands) if count > 0 && count != commands => {
                let message = format!("{commands} tagged responses come here, not {count}");
                self.wrong(
                    node.span,
                    message,
                    "one for each command, in the order of the commands",
                );
            }
            _ => {}
        }
        Some(Block { lines, span: text.all() })
    }

    /// What one line as written stands for: a constant in it may have several.
    fn lines(&mut self, text: &Text, range: Range<usize>, tagged: Tagged) -> Vec<PatternLine> {
        let span = text.span(range.clone());
        let written = text.value.get(range.clone()).unwrap_or_default().to_owned();
        // Columns are spliced in by now: `${status} [${code}]` is a line like others.
        let template = self.template_in(text, range, Mode::Pattern);
        let mut parts = split(template);
        if parts.len() == 1 {
            let only = parts.pop().and_then(|template| self.line(template, written, span, tagged));
            return only.into_iter().collect();
        }
        let line = |template: Template| {
            let written = template.shown();
            self.line(template, written, span, tagged)
        };
        parts.into_iter().filter_map(line).collect()
    }

    fn line(
        &mut self,
        template: Template,
        written: String,
        span: Span,
        tagged: Tagged,
    ) -> Option<PatternLine> {
        let head = leading(&template);
        let (first, rest) = match head.find(' ') {
            Some(at) => head.split_at(at),
            None => (head.as_str(), ""),
        };
        let bare = template.pieces.len() <= 1 && rest.trim().is_empty();
        let skip = |length: usize| {
            let spaces = head.get(length..).map_or(0, |rest| rest.len() - rest.trim_start().len());
            without(template.clone(), length + spaces)
        };
        let line = |kind: LineKind, pattern: Template| {
            Some(PatternLine { kind, pattern, span, text: written.clone() })
        };
        if first == "*" {
            let pattern = skip(1);
            self.untagged(&pattern, &line(LineKind::Untagged, pattern.clone())?)?;
            return line(LineKind::Untagged, pattern);
        }
        if first == "+" {
            return line(LineKind::Continuation, skip(1));
        }
        if first == "closed" && bare {
            return line(LineKind::Closed, skip(6));
        }
        if matches!(tagged, Tagged::Some(_) | Tagged::Any)
            && let Some(statuses) = statuses(first)
        {
            return line(LineKind::Tagged { statuses, tag: None }, skip(first.len()));
        }
        let second = rest.trim_start().split(' ').next().unwrap_or_default();
        if !matches!(tagged, Tagged::Some(_))
            && let Some(statuses) = statuses(second)
        {
            let tag = prefix(&template, first.len());
            let length = head.len() - rest.trim_start().len() + second.len();
            return line(LineKind::Tagged { statuses, tag: Some(tag) }, skip(length));
        }
        let help = self.line_help(first, rest, tagged);
        self.advise(span, "this line is no pattern", "", help);
        None
    }

    fn line_help(&self, first: &str, rest: &str, tagged: Tagged) -> String {
        let second = rest.trim_start().split(' ').next().unwrap_or_default();
        let upper = first.to_uppercase();
        let response = |word: &str| RESPONSES.iter().any(|one| one.eq_ignore_ascii_case(word));
        if tagged == Tagged::Raw {
            return "after `sends raw` the tag is written: `a1 OK`, `a1 NO|BAD`".to_owned();
        }
        if tagged == Tagged::None && statuses(&upper).is_some() {
            return "this step sends no command, so that no tagged response is its own".to_owned();
        }
        if statuses(&upper).is_some() {
            return format!("write `{upper}`");
        }
        if statuses(&second.to_uppercase()).is_some() {
            return format!("leave out the tag: `{}`", rest.trim_start());
        }
        if response(first) || (first.parse::<u32>().is_ok() && response(second)) {
            return format!("an untagged response begins with `* `: `* {first}{rest}`");
        }
        "lines are `* …`, `+ …`, `OK …`, `NO …`, `BAD …`, `NO|BAD …`, `closed`".to_owned()
    }

    /// Whether an untagged pattern can match anything.
    fn untagged(&mut self, pattern: &Template, line: &PatternLine) -> Option<()> {
        let head = leading(pattern);
        if head.is_empty() && pattern.pieces.is_empty() {
            self.wrong(line.span, "which untagged response?", "`* 3 EXISTS`");
            return None;
        }
        let mut words = head.split(' ');
        let mut name = words.next().unwrap_or_default();
        if name == "_" || (!name.is_empty() && name.bytes().all(|b| b.is_ascii_digit())) {
            name = words.next().unwrap_or_default();
        }
        for one in name.split('|').filter(|one| !one.is_empty()) {
            if !RESPONSES.iter().any(|known| known.eq_ignore_ascii_case(one)) {
                let help = words::suggest(one, RESPONSES)
                    .unwrap_or_else(|| format!("there are: {}", RESPONSES.join(", ")));
                self.advise(line.span, format!("there is no response `{one}`"), "", help);
                return None;
            }
        }
        let status = ["OK", "NO", "BAD", "BYE", "PREAUTH"];
        let prose = name.split('|').any(|one| status.iter().any(|s| s.eq_ignore_ascii_case(one)));
        if let Some((message, span)) = unbalanced(pattern, prose) {
            self.wrong(span, message, "");
            return None;
        }
        Some(())
    }
}

/// `OK`, `NO|BAD`
fn statuses(word: &str) -> Option<Vec<Status>> {
    let status = |word: &str| match word {
        "OK" => Some(Status::Ok),
        "NO" => Some(Status::No),
        "BAD" => Some(Status::Bad),
        _ => None,
    };
    word.split('|').map(status).collect()
}
