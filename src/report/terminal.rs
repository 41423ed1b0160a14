//! What a person sees: progress while it runs, failures as they come and the sum at the end, with
//! a last line that says what to do next. Plain where the output is no terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Report;
use super::failure::{Detail, explain};
use super::figures::{Figures, Time};
use super::text::{printable, shell};
use crate::engine::event::{Event, RunFinished, RunStarted, ScenarioFinished};
use crate::finding::{Grade, Verdict};

const GREEN: Style = AnsiColor::Green.on_default().bold();
const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// Failures that are explained, unless all is to be shown.
const EXPLAINED: usize = 20;
/// Failures that are listed at the end.
const LISTED: usize = 40;
/// Rules that are counted at the end, where much failed.
const RULES: usize = 8;

/// Scenarios from which on figures say something without being asked for.
const ENOUGH: usize = 20;

/// What is shown beside failures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Show {
    /// Whole transcripts of what was played.
    pub trace: bool,
    /// A line for every scenario.
    pub all: bool,
    /// SHOULD findings of scenarios that pass.
    pub warnings: bool,
    /// How long what took, as a table.
    pub figures: bool,
}

/// Writes for a person.
pub struct Terminal<W: Write> {
    out: W,
    show: Show,
    /// Options that select the same target again.
    again: String,
    bar: ProgressBar,
    run: Option<RunStarted>,
    /// What failed: how, and what selects it.
    failed: Vec<(String, String)>,
    /// Scenarios that were blocked, by the reason.
    blocked: BTreeMap<String, Vec<String>>,
    /// Scenarios in which a rule was broken.
    rules: BTreeMap<String, usize>,
    explained: usize,
    unsupported: Vec<String>,
    figures: Figures,
}

impl<W: Write> Terminal<W> {
    /// A report that goes to `out`; `again` are the options that select the same target.
    pub fn new(out: W, again: &str, show: Show) -> Self {
        Self {
            out,
            show,
            again: again.to_owned(),
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            run: None,
            failed: Vec::new(),
            blocked: BTreeMap::new(),
            rules: BTreeMap::new(),
            explained: 0,
            unsupported: Vec::new(),
            figures: Figures::default(),
        }
    }

    /// Shows progress on standard error, where that is a terminal.
    #[must_use]
    pub fn with_progress(mut self) -> Self {
        if io::stderr().is_terminal() {
            self.bar = ProgressBar::no_length();
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
            if let Ok(style) = style {
                self.bar.set_style(style);
            }
        }
        self
    }

    fn started(&mut self, run: &RunStarted) -> io::Result<()> {
        self.bar.set_length(run.scenarios.len() as u64);
        let server = run.server.as_ref().map(|s| format!(" ({})", printable(s.as_bytes())));
        let server = server.unwrap_or_default();
        writeln!(
            self.out,
            "imapspec {}: {} against {}{server}, {}",
            run.version,
            match run.scenarios.len() {
                1 => "1 scenario".to_owned(),
                n => format!("{n} scenarios"),
            },
            run.target,
            run.transport
        )?;
        self.run = Some(run.clone());
        Ok(())
    }

    fn scenario(&mut self, scenario: &ScenarioFinished) -> io::Result<()> {
        self.bar.inc(1);
        self.figures.add(scenario);
        let (word, style, mut tell) = match &scenario.verdict {
            Verdict::Pass => {
                let warned = scenario.findings.iter().any(|f| f.grade == Grade::Should);
                ("pass", GREEN, warned && self.show.warnings)
            }
            Verdict::Fail => ("FAIL", RED, true),
            Verdict::Unsupported(needs) => {
                self.unsupported.extend(needs.iter().cloned());
                ("unsupported", DIM, false)
            }
            Verdict::Blocked(why) => {
                // That the server cannot be used is said once.
                let same = self.blocked.entry(reason(why)).or_default();
                same.push(scenario.selector().to_owned());
                ("BLOCKED", RED, same.len() == 1)
            }
            Verdict::Error(_) => ("ERROR", RED, true),
            Verdict::Xfail => ("xfail", YELLOW, false),
            Verdict::Xpass => ("XPASS", RED, true),
        };
        if tell && !matches!(scenario.verdict, Verdict::Pass | Verdict::Blocked(_)) {
            self.failed.push((word.to_owned(), scenario.selector().to_owned()));
        }
        if scenario.verdict == Verdict::Fail {
            let broken = scenario.findings.iter().filter(|f| f.grade == Grade::Must);
            let broken: BTreeSet<&str> = broken.map(|f| rule(&f.rule)).collect();
            for rule in broken {
                *self.rules.entry(rule.to_owned()).or_default() += 1;
            }
        }
        if tell && !self.show.all {
            self.explained += 1;
            tell = self.explained <= EXPLAINED;
        }
        let detail = if self.show.trace { Detail::Trace } else { Detail::Screen };
        let explained = (tell || self.show.trace).then(|| explain(scenario, &self.again, detail));
        let line = self.show.all.then(|| {
            let needs = match &scenario.verdict {
                Verdict::Unsupported(needs) => format!("  needs {}", needs.join(", ")),
                _ => String::new(),
            };
            format!("{style}{word:>11}{style:#} {}{DIM}{needs}{DIM:#}", scenario.id)
        });
        let out = &mut self.out;
        self.bar.suspend(|| {
            if let Some(line) = line {
                writeln!(out, "{line}")?;
            }
            if let Some(text) = explained {
                write!(out, "\n{text}")?;
            }
            Ok(())
        })
    }

    fn finished(&mut self, sum: &RunFinished) -> io::Result<()> {
        self.bar.finish_and_clear();
        self.failed.sort();
        let next = self.next(sum);
        let out = &mut self.out;
        if !self.failed.is_empty() || !self.blocked.is_empty() {
            writeln!(out)?;
        }
        for (word, id) in self.failed.iter().take(LISTED) {
            writeln!(out, "{RED}{word:>11}{RED:#} {id}")?;
        }
        if self.failed.len() > LISTED {
            let more = self.failed.len() - LISTED;
            writeln!(out, "{RED}{:>11}{RED:#} {more} more; `--html FILE` shows them all", "and")?;
        }
        for (why, ids) in &self.blocked {
            match ids.as_slice() {
                [id] => writeln!(out, "{RED}{:>11}{RED:#} {id}", "BLOCKED")?,
                _ => {
                    let count = ids.len();
                    writeln!(out, "{RED}{:>11}{RED:#} {count} scenarios: {why}", "BLOCKED")?;
                }
            }
        }
        if self.explained > EXPLAINED && !self.show.all {
            writeln!(
                out,
                "\nthe first {EXPLAINED} failures are explained above; {DIM}in how many scenarios a rule was broken:{DIM:#}"
            )?;
            let mut rules: Vec<(&String, &usize)> = self.rules.iter().collect();
            rules.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            for (rule, count) in rules.into_iter().take(RULES) {
                writeln!(out, "{count:>11} {rule}")?;
            }
        }
        for stale in &sum.stale {
            writeln!(out, "{RED}{:>11}{RED:#} baseline entry fits nothing: {stale}", "STALE")?;
        }
        writeln!(out)?;
        let mut parts = vec![format!("{GREEN}{} passed{GREEN:#}", sum.pass)];
        let mut add = |count: usize, word: &str, style: Style| {
            if count > 0 {
                parts.push(format!("{style}{count} {word}{style:#}"));
            }
        };
        add(sum.fail, "failed", RED);
        add(sum.blocked, "blocked", RED);
        add(sum.error, "not judged", RED);
        add(sum.xpass, "passed unexpectedly", RED);
        add(sum.xfail, "failed as the baseline says", YELLOW);
        add(sum.unsupported, "unsupported", DIM);
        add(sum.warnings, "of the passed with warnings", YELLOW);
        let seconds = Duration::from_micros(sum.duration).as_secs_f64();
        writeln!(out, "{}  in {seconds:.1} s", parts.join(", "))?;
        self.figures.stored(sum.storage);
        if self.show.figures {
            for time in self.figures.times() {
                let Time { name, count, median, most, longest } = time;
                writeln!(
                    out,
                    "{DIM}{name:>26}  median {median}, 95 of 100 within {most}, longest {longest}  ({count} times){DIM:#}"
                )?;
            }
            for (name, text) in self.figures.counts() {
                writeln!(out, "{DIM}{name:>26}  {text}{DIM:#}")?;
            }
        } else if sum.pass + sum.fail >= ENOUGH
            && let Some(line) = self.figures.line()
        {
            writeln!(out, "{DIM}{line}{DIM:#}")?;
        }
        if sum.unsupported > 0 {
            let mut needs = std::mem::take(&mut self.unsupported);
            needs.sort();
            needs.dedup();
            writeln!(out, "{DIM}needed by these, and not there: {}{DIM:#}", needs.join(", "))?;
        }
        writeln!(out, "{next}")
    }

    /// What to do next.
    fn next(&self, sum: &RunFinished) -> String {
        let again = &self.again;
        // Where nothing can begin, a scenario that fails by the way is not what to look at.
        let most = self.blocked.iter().max_by_key(|(_, ids)| ids.len());
        if let Some((why, ids)) = most
            && ids.len() * 2 > sum.blocked + sum.pass + sum.fail
        {
            if why.starts_with("LOGIN") {
                return "next: nobody could log in, so that little is judged: are the user and \
                        the password right?"
                    .to_owned();
            }
            if why.starts_with("CREATE") {
                return "next: no mailbox could be made, so that little is judged: take a user \
                        who may make some"
                    .to_owned();
            }
        }
        let blocked = self.blocked.values().flatten().next();
        if let Some(first) = self.failed.first().map(|(_, which)| which).or(blocked) {
            let first = shell(first);
            return format!(
                "next: look at one failure with `imapspec run {first}{again} --trace`, \
                 or what it stands on with `imapspec explain {first}`"
            );
        }
        if !sum.stale.is_empty() {
            return "next: remove the stale entries from the baseline".to_owned();
        }
        let all_passed = sum.pass + sum.xfail > 0;
        match sum.warnings {
            n if n > 0 && !self.show.warnings => {
                format!("next: see what SHOULD be better with `imapspec run{again} --warnings`")
            }
            _ if all_passed => "all is as expected".to_owned(),
            _ => "nothing applied to this server".to_owned(),
        }
    }
}

impl<W: Write> Report for Terminal<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(run) => self.started(run),
            Event::ScenarioStarted { id } => {
                self.bar.set_message(id.clone());
                Ok(())
            }
            Event::ScenarioFinished(scenario) => self.scenario(scenario),
            Event::RunFinished(sum) => self.finished(sum),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.bar.finish_and_clear();
        self.out.flush()
    }
}

/// What is the same in the reasons of scenarios that are blocked alike: without the client or the
/// mailbox in front, and without the numbers of tags.
fn reason(why: &str) -> String {
    let rest = why.split_once(": ").map_or(why, |(_, rest)| rest);
    printable(rest.as_bytes()).replace(|c: char| c.is_ascii_digit(), "")
}

/// The rule; expectations of scenarios are all one.
fn rule(id: &str) -> &str {
    if id.starts_with("expect/") { "what the scenario expects" } else { id }
}
