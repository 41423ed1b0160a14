//! Several runs side by side: a matrix of servers and scenarios, for the terminal (Markdown) and as
//! HTML.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use askama::Template;

use super::figures::Figures;
use super::text::printable;
use crate::engine::event::{Event, RunFinished, RunStarted, ScenarioFinished, Storage};
use crate::engine::run::count;
use crate::finding::Verdict;

/// One run, as read from its log.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Name of the target.
    pub target: String,
    /// What the server says of itself.
    pub server: String,
    /// Verdicts by scenario.
    pub scenarios: BTreeMap<String, ScenarioFinished>,
    /// How its store grew.
    pub storage: Option<Storage>,
}

impl Run {
    /// The run that these events tell of.
    pub fn of(events: &[Event]) -> Self {
        let mut run = Self::default();
        for event in events {
            match event {
                Event::RunStarted(started) => {
                    run.target.clone_from(&started.target);
                    run.server = started.server.clone().unwrap_or_default();
                }
                Event::ScenarioFinished(scenario) => {
                    run.scenarios.insert(scenario.id.clone(), (**scenario).clone());
                }
                Event::RunFinished(sum) => run.storage = sum.storage,
                Event::ScenarioStarted { .. } => {}
            }
        }
        run
    }

    /// How many of these passed, of those that apply.
    fn passed(&self, ids: &BTreeSet<String>) -> String {
        let played: Vec<&str> =
            ids.iter().map(|id| self.word(id)).filter(|w| !w.is_empty()).collect();
        let passed = played.iter().filter(|w| **w == "pass").count();
        let applies = played.iter().filter(|w| **w != "unsupported").count();
        if applies == 0 { "–".to_owned() } else { format!("{passed}/{applies}") }
    }

    fn word(&self, id: &str) -> &'static str {
        self.scenarios.get(id).map_or("", |s| word(&s.verdict))
    }
}

/// Logs that are not shards of one run: these two targets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not shards of one run: one is of {0}, another of {1}")]
pub struct NotOneRun(String, String);

/// One log out of the logs of several shards of the same run. It has an end if all of them have.
///
/// # Errors
/// When the logs are of different targets or transports.
pub fn merge(logs: Vec<Vec<Event>>) -> Result<Vec<Event>, NotOneRun> {
    let mut started: Option<RunStarted> = None;
    let mut scenarios = BTreeMap::new();
    let mut sum = RunFinished::default();
    let ended = logs.iter().all(|log| matches!(log.last(), Some(Event::RunFinished(_))));
    let of = |run: &RunStarted| format!("{} over {}", run.target, run.transport);
    for event in logs.into_iter().flatten() {
        match event {
            Event::RunStarted(run) => match &mut started {
                None => started = Some(run),
                Some(first) if of(first) != of(&run) => {
                    return Err(NotOneRun(of(first), of(&run)));
                }
                Some(first) => first.scenarios.extend(run.scenarios),
            },
            Event::ScenarioFinished(scenario) => {
                scenarios.insert(scenario.id.clone(), scenario);
            }
            Event::RunFinished(finished) => {
                sum.stale.extend(finished.stale);
                sum.duration = sum.duration.max(finished.duration);
            }
            Event::ScenarioStarted { .. } => {}
        }
    }
    let mut events = Vec::new();
    if let Some(mut run) = started {
        run.scenarios.sort();
        run.scenarios.dedup();
        events.push(Event::RunStarted(run));
    }
    for scenario in scenarios.into_values() {
        count(&mut sum, &scenario);
        events.push(Event::ScenarioFinished(scenario));
    }
    if ended {
        events.push(Event::RunFinished(sum));
    }
    Ok(events)
}

/// The matrix as Markdown: areas with counts, then the scenarios that are not the same everywhere.
pub fn markdown(runs: &[Run]) -> String {
    let mut out = String::from("| |");
    for run in runs {
        let _ = write!(out, " {} |", run.target);
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(runs.len()));
    out.push('\n');
    for (area, ids) in areas(runs) {
        let _ = write!(out, "| **{area}** |");
        for run in runs {
            let _ = write!(out, " {} |", run.passed(&ids));
        }
        out.push('\n');
        for id in ids.iter().filter(|id| differs(runs, id)) {
            let _ = write!(out, "| {id} |");
            for run in runs {
                let _ = write!(out, " {} |", run.word(id));
            }
            out.push('\n');
        }
    }
    for (name, cells) in figures(runs) {
        let _ = writeln!(out, "| *{name}* | {} |", cells.join(" | "));
    }
    out
}

/// The figures side by side: what, and for each run how much. Of times the median.
fn figures(runs: &[Run]) -> Vec<(String, Vec<String>)> {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for (column, run) in runs.iter().enumerate() {
        let figures = Figures::of(run.scenarios.values(), run.storage);
        let times = figures.times().into_iter().map(|time| (time.name, time.median));
        let counts = figures.counts().into_iter().map(|(name, text)| (name.to_owned(), text));
        for (name, cell) in times.chain(counts) {
            let row = match rows.iter().position(|(known, _)| *known == name) {
                Some(row) => row,
                None => {
                    rows.push((name, vec!["–".to_owned(); runs.len()]));
                    rows.len() - 1
                }
            };
            // `column` is below `runs.len()`, and `row` was found or made.
            rows[row].1[column] = cell;
        }
    }
    rows
}

#[derive(Template)]
#[template(path = "matrix.html")]
struct Page<'a> {
    runs: &'a [Run],
    areas: Vec<Area>,
    figures: Vec<(String, Vec<String>)>,
}

struct Area {
    name: String,
    /// Passed of those that apply, of each run.
    counts: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    title: String,
    cells: Vec<(&'static str, String)>,
    same: bool,
}

/// The matrix as one HTML file.
///
/// # Errors
/// Never in practice: the template writes into memory.
pub fn html(runs: &[Run]) -> Result<String, askama::Error> {
    let areas = areas(runs)
        .into_iter()
        .map(|(area, ids)| {
            let rows = ids
                .iter()
                .map(|id| Row {
                    id: id.clone(),
                    title: runs
                        .iter()
                        .find_map(|r| r.scenarios.get(id))
                        .map(|s| s.title.clone())
                        .unwrap_or_default(),
                    cells: runs.iter().map(|r| (r.word(id), why(r.scenarios.get(id)))).collect(),
                    same: !differs(runs, id),
                })
                .collect();
            let counts = runs.iter().map(|run| run.passed(&ids)).collect();
            Area { name: area, counts, rows }
        })
        .collect();
    Page { runs, areas, figures: figures(runs) }.render()
}

fn areas(runs: &[Run]) -> BTreeMap<String, BTreeSet<String>> {
    let mut areas: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for scenario in runs.iter().flat_map(|r| r.scenarios.values()) {
        areas.entry(scenario.area.clone()).or_default().insert(scenario.id.clone());
    }
    areas
}

fn differs(runs: &[Run], id: &str) -> bool {
    let words: BTreeSet<&str> =
        runs.iter().map(|r| r.word(id)).filter(|w| !matches!(*w, "" | "unsupported")).collect();
    words.len() > 1 || words.iter().any(|w| *w != "pass")
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Unsupported(_) => "unsupported",
        Verdict::Blocked(_) => "blocked",
        Verdict::Error(_) => "error",
        Verdict::Xfail => "xfail",
        Verdict::Xpass => "xpass",
    }
}

fn why(scenario: Option<&ScenarioFinished>) -> String {
    let Some(scenario) = scenario else { return String::new() };
    let why = match &scenario.verdict {
        Verdict::Unsupported(needs) => format!("needs {}", needs.join(", ")),
        Verdict::Blocked(why) | Verdict::Error(why) => why.clone(),
        Verdict::Xfail | Verdict::Xpass => scenario.baseline.clone().unwrap_or_default(),
        Verdict::Pass => String::new(),
        Verdict::Fail => scenario
            .findings
            .first()
            .map(|f| format!("{} ({}): {}", f.rule, f.spec.join(" "), f.message))
            .unwrap_or_default(),
    };
    printable(why.as_bytes())
}
