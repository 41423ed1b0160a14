//! One scenario on the page: its findings, its script, its transcript.

use super::transcript::{Line, lines};
use crate::engine::event::ScenarioFinished;
use crate::finding::{Finding, Verdict};
use crate::report::text::{by_rule, printable};

/// Characters of what is told of each there.
const TOLD: usize = 160;
/// Findings of one rule that are shown at once.
const SAME: usize = 3;

pub(super) struct Card<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub spec: String,
    pub word: &'static str,
    pub reason: String,
    pub open: bool,
    pub bad: bool,
    pub findings: Vec<Shown<'a>>,
    /// Further findings of the same rules.
    pub same: Vec<Shown<'a>>,
    pub script: Vec<ScriptLine<'a>>,
    pub lines: Vec<Line>,
    pub dropped: usize,
}

pub(super) struct Shown<'a> {
    pub grade: &'static str,
    pub rule: &'a str,
    /// Sections, and where they are to be read.
    pub spec: Vec<(&'a str, String)>,
    pub message: String,
    pub place: String,
    pub accepted: &'a [String],
    pub anchor: Option<usize>,
}

pub(super) struct ScriptLine<'a> {
    pub number: usize,
    pub text: &'a str,
    pub marked: bool,
}

impl<'a> Card<'a> {
    /// Why it is to be looked at, in one line.
    pub(super) fn told(&self) -> String {
        let first = self.findings.first().map(|f| f.message.as_str());
        let text = first.filter(|_| self.word == "fail").unwrap_or(&self.reason);
        match text.char_indices().nth(TOLD) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        }
    }

    /// All that is shown of a scenario.
    pub(super) fn new(scenario: &'a ScenarioFinished) -> Self {
        let (word, reason) = match &scenario.verdict {
            Verdict::Pass if scenario.findings.is_empty() => ("pass", String::new()),
            Verdict::Pass => ("pass", "with findings that do not count".to_owned()),
            Verdict::Fail => {
                let only = scenario.only.as_ref().map(|only| format!("Only {only}."));
                ("fail", only.unwrap_or_default())
            }
            Verdict::Unsupported(needs) => ("unsupported", format!("needs {}", needs.join(", "))),
            Verdict::Blocked(why) => ("blocked", printable(why.as_bytes())),
            Verdict::Error(why) => ("error", printable(why.as_bytes())),
            Verdict::Xfail => ("xfail", scenario.baseline.clone().unwrap_or_default()),
            Verdict::Xpass => ("xpass", scenario.baseline.clone().unwrap_or_default()),
        };
        let (mut findings, mut same) = (Vec::new(), Vec::new());
        for rule in by_rule(&scenario.findings) {
            findings.extend(rule.iter().take(SAME).map(|f| shown(f)));
            same.extend(rule.iter().skip(SAME).map(|f| shown(f)));
        }
        let marked: Vec<usize> =
            scenario.findings.iter().filter_map(|f| f.place.as_ref().map(|p| p.line)).collect();
        Self {
            id: &scenario.id,
            title: &scenario.title,
            spec: scenario.spec.join(" "),
            word,
            reason,
            open: scenario.verdict == Verdict::Fail,
            bad: is_bad(&scenario.verdict),
            findings,
            same,
            script: scenario
                .script
                .lines()
                .enumerate()
                .map(|(i, text)| ScriptLine {
                    number: i + 1,
                    text,
                    marked: marked.contains(&(i + 1)),
                })
                .collect(),
            // What went well needs no transcript: the file stays small.
            lines: match scenario.findings.is_empty() && scenario.verdict == Verdict::Pass {
                true => Vec::new(),
                false => lines(scenario),
            },
            dropped: scenario.transcript.dropped,
        }
    }
}

/// Where a section (`9051#7.5.2`) is to be read.
fn url(section: &str) -> String {
    let (rfc, section) = section.split_once('#').unwrap_or((section, ""));
    format!("https://www.rfc-editor.org/rfc/rfc{rfc}#section-{section}")
}

/// Whether it is to be looked at.
pub(super) fn is_bad(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Fail | Verdict::Blocked(_) | Verdict::Error(_) | Verdict::Xpass)
}

fn shown(finding: &Finding) -> Shown<'_> {
    Shown {
        grade: finding.grade.word(),
        rule: &finding.rule,
        spec: finding.spec.iter().map(|section| (section.as_str(), url(section))).collect(),
        message: printable(finding.message.as_bytes()),
        place: finding
            .place
            .as_ref()
            .map(|p| format!("{}:{}:{}", p.file, p.line, p.column))
            .unwrap_or_default(),
        accepted: &finding.accepted,
        anchor: finding.evidence.as_ref().map(|e| e.entry),
    }
}
