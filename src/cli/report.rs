//! `imapspec report`: old runs shown again, shards merged, servers side by side.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::exit;
use crate::engine::event::Event;
use crate::report::Report;
use crate::report::html::Html;
use crate::report::json::{Json, read};
use crate::report::junit::JUnit;
use crate::report::matrix::{Run, html, markdown, merge};
use crate::report::terminal::{Show, Terminal};

/// Options of `imapspec report`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Logs written by `imapspec run --json`; several are shown side by side
    #[arg(required = true, value_name = "LOG")]
    logs: Vec<PathBuf>,
    /// The logs are shards of one run: make one of them
    #[arg(long)]
    merge: bool,
    /// Write HTML: the run, or the matrix of several
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write JUnit XML of one run
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write the (merged) log of one run
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Show whole transcripts
    #[arg(long)]
    trace: bool,
    /// Show a line for every scenario
    #[arg(long)]
    all: bool,
    /// Show broken SHOULDs of scenarios that pass
    #[arg(long)]
    warnings: bool,
    /// Show the figures as a table: how long what took, connections, growth of the store
    #[arg(long)]
    figures: bool,
}

/// Renders. Returns the exit code: that which the run had.
///
/// # Errors
/// When a log cannot be read, or a report cannot be written.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let mut logs = Vec::new();
    for path in &args.logs {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let events = read(BufReader::new(file)).with_context(|| path.display().to_string())?;
        logs.push(events);
    }
    if args.merge || logs.len() == 1 {
        let events = match logs.len() {
            1 => logs.remove(0),
            _ => merge(logs)?,
        };
        return one(args, &events);
    }
    if args.junit.is_some() || args.json.is_some() {
        anyhow::bail!("--junit and --json are for one run; for shards of one, add --merge");
    }
    let runs: Vec<Run> = logs.iter().map(|events| Run::of(events)).collect();
    if let Some(path) = &args.html {
        create(path)?.write_all(html(&runs)?.as_bytes())?;
    }
    anstream::print!("{}", markdown(&runs));
    Ok(exit::OK)
}

fn one(args: &Args, events: &[Event]) -> anyhow::Result<u8> {
    let show =
        Show { trace: args.trace, all: args.all, warnings: args.warnings, figures: args.figures };
    let mut reports: Vec<Box<dyn Report>> =
        vec![Box::new(Terminal::new(anstream::stdout(), "", show))];
    if let Some(path) = &args.html {
        reports.push(Box::new(Html::new(create(path)?)));
    }
    if let Some(path) = &args.junit {
        reports.push(Box::new(JUnit::new(create(path)?)));
    }
    if let Some(path) = &args.json {
        reports.push(Box::new(Json::new(create(path)?)));
    }
    // A run that was interrupted has no end.
    let mut code = exit::FINDINGS;
    for event in events {
        for report in &mut reports {
            report.event(event)?;
        }
        if let Event::RunFinished(sum) = event {
            let bad = sum.fail + sum.error + sum.blocked + sum.xpass + sum.stale.len();
            code = if bad > 0 { exit::FINDINGS } else { exit::OK };
        }
    }
    for report in &mut reports {
        report.finish()?;
    }
    if !matches!(events.last(), Some(Event::RunFinished(_))) {
        anstream::eprintln!("the log ends before the run does");
    }
    Ok(code)
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::new(file))
}
