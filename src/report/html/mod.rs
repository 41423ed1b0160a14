//! One self-contained HTML file: the legend, the scenarios by area with filters, and for each the
//! claim, the script, and the transcript with the offence marked. It needs no network and no script
//! to be read; with script it filters.
//!
//! - here: the page as a whole; `card`: a scenario; `transcript`: what was said in it.

mod card;
mod transcript;

use std::collections::BTreeMap;
use std::io::{self, Write};

use askama::Template;

use self::card::{Card, is_bad};
use super::Report;
use super::figures::{Figures, Time};
use super::text::printable;
use crate::engine::event::{Event, RunFinished, RunStarted, ScenarioFinished};
use crate::engine::run::count;
use crate::finding::Verdict;

/// Failures that stand at the head of the page.
const FIRST: usize = 12;
/// Failures that are open from the beginning.
const OPEN: usize = 5;

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
    times: Vec<Time>,
    /// What is counted and not timed.
    held: Vec<(&'static str, String)>,
    stale: &'a [String],
    areas: Vec<Area<'a>>,
}

struct Area<'a> {
    name: &'a str,
    summary: String,
    scenarios: Vec<Card<'a>>,
}

impl<'a> Page<'a> {
    fn new(run: &'a RunStarted, sum: &'a RunFinished, scenarios: &'a [ScenarioFinished]) -> Self {
        let figures = Figures::of(scenarios, sum.storage);
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
            times: figures.times(),
            held: figures.counts(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Evidence, Finding, Grade, Place};
    use crate::wire::transcript::{Direction, Entry, Transcript};

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
            outside: None,
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
            only: None,
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
