//! One self-contained HTML file: the legend, the scenarios by area with filters, and for each the
//! claim, the script, and the transcript with the offence marked. It needs no network and no script
//! to be read; with script it filters.

use std::collections::BTreeMap;
use std::io::{self, Write};

use askama::Template;

use super::Report;
use super::failure::{by_rule, printable};
use crate::engine::event::{Event, RunFinished, RunStarted, ScenarioFinished};
use crate::engine::run::count;
use crate::finding::{Finding, Grade, Verdict};
use crate::wire::transcript::{Direction, Entry};

/// Collects a run, and writes the page when it is over.
pub struct Html<W: Write> {
    out: W,
    run: Option<RunStarted>,
    sum: RunFinished,
    ended: bool,
    scenarios: Vec<ScenarioFinished>,
}

impl<W: Write> Html<W> {
    /// A page that goes to `out`.
    pub fn new(out: W) -> Self {
        Self { out, run: None, sum: RunFinished::default(), ended: false, scenarios: Vec::new() }
    }
}

impl<W: Write> Report for Html<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(run) => self.run = Some(run.clone()),
            Event::ScenarioStarted { .. } => {}
            Event::ScenarioFinished(scenario) => {
                // Counted here: a run that is interrupted has no end.
                count(&mut self.sum, scenario);
                self.scenarios.push((**scenario).clone());
            }
            Event::RunFinished(sum) => {
                self.ended = true;
                self.sum = sum.clone();
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let Some(run) = &self.run else { return Ok(()) };
        self.scenarios.sort_by(|a, b| a.id.cmp(&b.id));
        let mut page = Page::new(run, &self.sum, &self.scenarios);
        page.missing = match self.ended {
            true => 0,
            false => run.scenarios.len().saturating_sub(self.scenarios.len()),
        };
        self.out.write_all(page.render().map_err(io::Error::other)?.as_bytes())?;
        self.out.flush()
    }
}

#[derive(Template)]
#[template(path = "run.html")]
struct Page<'a> {
    target: &'a str,
    server: String,
    version: &'a str,
    transport: &'a str,
    started: &'a str,
    seconds: String,
    /// Scenarios that were not played, since the run was interrupted.
    missing: usize,
    /// What to look at first: verdict, id, and why.
    first: Vec<(&'static str, &'a str, String)>,
    /// More than those.
    more: usize,
    counts: Vec<(&'static str, usize)>,
    figures: Vec<Figure>,
    stale: &'a [String],
    areas: Vec<Area<'a>>,
}

/// Median and worst of one measurement.
struct Figure {
    name: String,
    count: usize,
    median: String,
    worst: String,
}

struct Area<'a> {
    name: &'a str,
    summary: String,
    scenarios: Vec<Card<'a>>,
}

struct Card<'a> {
    id: &'a str,
    title: &'a str,
    spec: String,
    word: &'static str,
    reason: String,
    open: bool,
    bad: bool,
    findings: Vec<Shown<'a>>,
    /// Further findings of the same rules.
    same: Vec<Shown<'a>>,
    script: Vec<ScriptLine<'a>>,
    lines: Vec<Line>,
    dropped: usize,
}

struct Shown<'a> {
    grade: &'static str,
    rule: &'a str,
    /// Sections, and where they are to be read.
    spec: Vec<(&'a str, String)>,
    message: String,
    place: String,
    accepted: &'a [String],
    anchor: Option<usize>,
}

struct ScriptLine<'a> {
    number: usize,
    text: &'a str,
    marked: bool,
}

struct Line {
    index: usize,
    /// Lines left out before it.
    left: usize,
    client: String,
    time: String,
    who: &'static str,
    class: &'static str,
    before: String,
    offence: String,
    after: String,
}

impl<'a> Page<'a> {
    fn new(run: &'a RunStarted, sum: &'a RunFinished, scenarios: &'a [ScenarioFinished]) -> Self {
        let mut areas: BTreeMap<&str, Vec<&ScenarioFinished>> = BTreeMap::new();
        for scenario in scenarios {
            areas.entry(&scenario.area).or_default().push(scenario);
        }
        let bad = scenarios.iter().filter(|s| is_bad(&s.verdict)).count();
        let mut areas: Vec<Area<'a>> =
            areas.into_iter().map(|(name, all)| Area::new(name, &all)).collect();
        if bad > OPEN {
            // A page of nothing but transcripts shows nothing.
            for card in areas.iter_mut().flat_map(|area| &mut area.scenarios) {
                card.open = false;
            }
        }
        let first: Vec<_> = areas
            .iter()
            .flat_map(|area| &area.scenarios)
            .filter(|card| card.bad)
            .take(FIRST)
            .map(|card| (card.word, card.id, card.told()))
            .collect();
        Self {
            missing: 0,
            more: bad.saturating_sub(first.len()),
            first,
            target: &run.target,
            server: match &run.server {
                Some(name) => printable(name.as_bytes()),
                None => "does not say what it is".to_owned(),
            },
            version: &run.version,
            transport: &run.transport,
            started: &run.started,
            seconds: format!("{:.1}", sum.duration as f64 / 1e6),
            counts: vec![
                ("pass", sum.pass),
                ("fail", sum.fail),
                ("xfail", sum.xfail),
                ("xpass", sum.xpass),
                ("blocked", sum.blocked),
                ("error", sum.error),
                ("unsupported", sum.unsupported),
            ],
            figures: figures(scenarios),
            stale: &sum.stale,
            areas,
        }
    }
}

impl<'a> Area<'a> {
    fn new(name: &'a str, all: &[&'a ScenarioFinished]) -> Self {
        let passed = all.iter().filter(|s| s.verdict == Verdict::Pass).count();
        let bad = all.iter().filter(|s| is_bad(&s.verdict)).count();
        let mut summary = format!("{passed} of {} pass", all.len());
        if bad > 0 {
            summary.push_str(&format!(", {bad} to look at"));
        }
        Self { name, summary, scenarios: all.iter().map(|s| Card::new(s)).collect() }
    }
}

impl<'a> Card<'a> {
    /// Why it is to be looked at, in one line.
    fn told(&self) -> String {
        let first = self.findings.first().map(|f| f.message.as_str());
        let text = first.filter(|_| self.word == "fail").unwrap_or(&self.reason);
        match text.char_indices().nth(TOLD) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        }
    }

    fn new(scenario: &'a ScenarioFinished) -> Self {
        let (word, reason) = match &scenario.verdict {
            Verdict::Pass if scenario.findings.is_empty() => ("pass", String::new()),
            Verdict::Pass => ("pass", "with findings that do not count".to_owned()),
            Verdict::Fail => ("fail", String::new()),
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

fn is_bad(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Fail | Verdict::Blocked(_) | Verdict::Error(_) | Verdict::Xpass)
}

fn shown(finding: &Finding) -> Shown<'_> {
    Shown {
        grade: match finding.grade {
            Grade::Must => "must",
            Grade::Should => "should",
            Grade::May => "note",
        },
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

/// The transcript; of a very long one its beginning, its end, and what is around each offence.
fn lines(scenario: &ScenarioFinished) -> Vec<Line> {
    let offences: BTreeMap<usize, (usize, usize)> = scenario
        .findings
        .iter()
        .rev()
        .filter_map(|f| f.evidence.as_ref())
        .map(|e| (e.entry, (e.start, e.end)))
        .collect();
    let count = scenario.transcript.entries.len();
    let near = |index: usize| {
        let around = index.saturating_sub(AROUND)..=index.saturating_add(AROUND);
        index < EDGE || index + EDGE >= count || offences.range(around).next().is_some()
    };
    let mut lines = Vec::new();
    let mut left = 0;
    for (index, entry) in scenario.transcript.entries.iter().enumerate() {
        if !near(index) {
            left += 1;
            continue;
        }
        lines.push(Line { left, ..line(index, entry, offences.get(&index).copied()) });
        left = 0;
    }
    lines
}

/// Failures that stand at the head of the page.
const FIRST: usize = 12;
/// Characters of what is told of each there.
const TOLD: usize = 160;
/// Failures that are open from the beginning.
const OPEN: usize = 5;
/// Findings of one rule that are shown at once.
const SAME: usize = 3;
/// Entries at the beginning and at the end of a transcript that are always shown.
const EDGE: usize = 150;
/// Entries around an offence.
const AROUND: usize = 20;
/// Octets of an entry that are shown.
const SHOWN: usize = 4096;

fn line(index: usize, entry: &Entry, offence: Option<(usize, usize)>) -> Line {
    let (who, class) = match entry.direction {
        Direction::Client => ("C:", "c"),
        Direction::Server => ("S:", "s"),
        Direction::Note => ("--", "n"),
    };
    let octets = entry.data.strip_suffix(b"\r\n").unwrap_or(&entry.data);
    let cut = &octets[..octets.len().min(SHOWN)];
    let (start, end) = offence.unwrap_or((cut.len(), cut.len()));
    let start = start.min(cut.len());
    let end = end.clamp(start, cut.len());
    let more = match octets.len() - cut.len() {
        0 => String::new(),
        n => format!("… {n} octets more"),
    };
    Line {
        index,
        left: 0,
        client: match entry.connection {
            0 => entry.client.clone(),
            n => format!("{}#{}", entry.client, n + 1),
        },
        time: format!("+{}.{:03}", entry.at / 1_000_000, entry.at / 1000 % 1000),
        who,
        class,
        before: visible(&cut[..start]),
        offence: visible(&cut[start..end]),
        after: visible(&cut[end..]) + &more,
    }
}

/// Octets as text: line ends as line ends, what is no text as escapes.
fn visible(octets: &[u8]) -> String {
    octets
        .iter()
        .filter(|b| **b != b'\r')
        .map(|&b| match b {
            b'\n' | b'\t' | 0x20..=0x7e => char::from(b).to_string(),
            other => format!("\\x{other:02x}"),
        })
        .collect()
}

fn figures(scenarios: &[ScenarioFinished]) -> Vec<Figure> {
    let mut all: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for measurement in scenarios.iter().flat_map(|s| &s.measurements) {
        all.entry(&measurement.name).or_default().push(measurement.micros);
    }
    let ms = |us: Option<&u64>| format!("{:.1} ms", us.copied().unwrap_or_default() as f64 / 1e3);
    all.into_iter()
        .map(|(name, mut micros)| {
            micros.sort_unstable();
            Figure {
                name: name.to_owned(),
                count: micros.len(),
                median: ms(micros.get(micros.len() / 2)),
                worst: ms(micros.last()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Evidence, Place};
    use crate::wire::transcript::Transcript;

    #[test]
    fn what_a_server_says_is_text_and_the_offence_is_marked() {
        let entry = Entry {
            client: "phone".into(),
            connection: 0,
            at: 1_412_000,
            direction: Direction::Server,
            data: b"* 1 FETCH (<script>alert(1)</script>)\r\n".to_vec(),
        };
        let scenario = ScenarioFinished {
            id: "fetch/x".into(),
            area: "fetch".into(),
            title: "a <b>claim</b>".into(),
            spec: vec!["9051#7.5.2".into()],
            verdict: Verdict::Fail,
            findings: vec![Finding {
                rule: "expect/1".into(),
                grade: Grade::Must,
                spec: vec!["9051#7.5.2".into()],
                message: "it is wrong".into(),
                client: Some("phone".into()),
                evidence: Some(Evidence { entry: 0, start: 2, end: 3 }),
                accepted: vec!["OK".into()],
                place: Some(Place {
                    file: "x.yaml".into(),
                    line: 1,
                    column: 1,
                    width: 1,
                    text: "a".into(),
                }),
            }],
            baseline: None,
            duration: 1,
            measurements: Vec::new(),
            transcript: Transcript { entries: vec![entry], dropped: 0 },
            script: "title: x\n".into(),
            attempts: 1,
        };
        let mut out = Vec::new();
        let mut html = Html::new(&mut out);
        let started = RunStarted {
            schema: 1,
            version: "0".into(),
            target: "t".into(),
            server: None,
            capabilities: Vec::new(),
            transport: "plain".into(),
            started: "now".into(),
            scenarios: Vec::new(),
        };
        html.event(&Event::RunStarted(started)).unwrap();
        html.event(&Event::ScenarioFinished(Box::new(scenario))).unwrap();
        html.finish().unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(!page.contains("<script>alert"), "server octets must be escaped");
        assert!(page.contains("<mark>1</mark>"));
        assert!(page.contains("a &#60;b&#62;claim"));
    }
}
