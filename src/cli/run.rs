//! `imapspec run`: plays scenarios against a server and reports.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::ArgAction;
use tokio::sync::mpsc;

use super::exit;
use super::selecting::Selecting;
use super::server::Server;
use crate::engine::event::{Event, RunFinished, ScenarioFinished, Storage};
use crate::engine::run::Surprises;
use crate::engine::{self, Stage};
use crate::report::Report;
use crate::report::baseline::{Applied, Baseline};
use crate::report::github::GitHub;
use crate::report::html::Html;
use crate::report::json::Json;
use crate::report::junit::JUnit;
use crate::report::terminal::{Show, Terminal};
use crate::scenario::Scenario;
use crate::target::Target;

/// Options of `imapspec run`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selecting: Selecting,
    #[command(flatten)]
    server: Server,
    /// Known deviations: they are expected to fail [default for a container: its own]
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    baseline: Option<PathBuf>,
    /// Judge without any baseline
    #[arg(long, conflicts_with = "baseline", help_heading = "Baseline")]
    no_baseline: bool,
    /// Write what this run found into the baseline; known reasons are kept
    #[arg(long, requires = "baseline", help_heading = "Baseline")]
    update_baseline: bool,
    /// Scenarios played at once
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Play what fails unexpectedly a second time, alone; only that counts
    #[arg(long)]
    retry: bool,
    /// Play only the i-th of n parts (`2/5`)
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<(usize, usize)>,
    /// Write the event log, one JSON object a line (`-`: standard output)
    #[arg(long, value_name = "FILE", help_heading = "Reports")]
    json: Option<PathBuf>,
    /// Write JUnit XML
    #[arg(long, value_name = "FILE", help_heading = "Reports")]
    junit: Option<PathBuf>,
    /// Write one self-contained HTML file
    #[arg(long, value_name = "FILE", help_heading = "Reports")]
    html: Option<PathBuf>,
    /// Print GitHub annotations [default: in GitHub Actions]
    #[arg(long, help_heading = "Reports")]
    github: bool,
    /// Show whole transcripts
    #[arg(long, help_heading = "Reports")]
    trace: bool,
    /// Show a line for every scenario
    #[arg(long, help_heading = "Reports")]
    all: bool,
    /// Show broken SHOULDs of scenarios that pass
    #[arg(long, action = ArgAction::SetTrue, help_heading = "Reports")]
    warnings: bool,
    /// Show the figures as a table: how long what took, connections, growth of the store
    #[arg(long, help_heading = "Reports")]
    figures: bool,
    /// A broken SHOULD fails the run as well
    #[arg(long, help_heading = "Reports")]
    strict: bool,
}

fn shard(text: &str) -> Result<(usize, usize), String> {
    let wrong = || "write it as I/N, I from 1 to N".to_owned();
    let (i, n) = text.split_once('/').ok_or_else(wrong)?;
    let (i, n): (usize, usize) = (i.parse().map_err(|_| wrong())?, n.parse().map_err(|_| wrong())?);
    if (1..=n).contains(&i) { Ok((i, n)) } else { Err(wrong()) }
}

/// Plays and reports. Returns the exit code.
///
/// # Errors
/// When a report or baseline cannot be read or written.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let mut selecting = args.selecting.clone();
    let (urls, paths): (Vec<String>, Vec<String>) =
        std::mem::take(&mut selecting.scenarios).into_iter().partition(|w| w.contains("://"));
    selecting.scenarios = paths;
    if let [first, second, ..] = urls.as_slice() {
        anyhow::bail!("one server at a time: {first} and {second}");
    }
    let url = urls.first().map(String::as_str);
    let mut scenarios = match selecting.scenarios()? {
        Ok(corpus) => corpus.scenarios,
        Err(code) => return Ok(code),
    };
    if let Some((i, n)) = args.shard {
        scenarios = scenarios.into_iter().skip(i - 1).step_by(n).collect();
        if scenarios.is_empty() {
            anstream::eprintln!("this shard has no scenario");
            return Ok(exit::NOTHING);
        }
    }
    let target = match args.server.target(url) {
        Ok(target) => target,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            return Ok(error.exit_code());
        }
    };
    let baseline = baseline(args, &target)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(play(args, url, &target, scenarios, baseline))
}

/// The baseline named, or that which is known for the target.
fn baseline(args: &Args, target: &Target) -> anyhow::Result<Baseline> {
    if args.no_baseline {
        return Ok(Baseline::default());
    }
    match &args.baseline {
        Some(path) if args.update_baseline && !path.exists() => Ok(Baseline::default()),
        Some(path) => Ok(Baseline::load(path)?),
        None => Ok(crate::report::baseline::known(&target.name())),
    }
}

async fn play(
    args: &Args,
    url: Option<&str>,
    target: &Target,
    scenarios: Vec<Arc<Scenario>>,
    baseline: Baseline,
) -> anyhow::Result<u8> {
    let stage = tokio::select! {
        stage = args.server.stage(target) => stage,
        _ = tokio::signal::ctrl_c() => return Ok(exit::INTERRUPTED),
    };
    let stage = match stage {
        Ok(stage) => Arc::new(stage),
        Err(error) => {
            anstream::eprintln!("error: {error}");
            return Ok(error.exit_code().max(exit::USAGE));
        }
    };
    if let Err(why) = &stage.facts.log_in {
        anstream::eprintln!("log-in does not work, so most scenarios are blocked: {why}");
    }
    let mut reports = reports(args, url)?;
    let stored = stage.running.stored().await;
    let (sender, mut events) = mpsc::channel(256);
    let jobs = jobs(args, &stage);
    let known = baseline.clone();
    let surprised = Box::new(move |s: &ScenarioFinished| known.is_surprised_by(s));
    let surprises = Some(Surprises { surprised, retry: args.retry });
    let playing = tokio::spawn(engine::run(stage.clone(), scenarios, jobs, surprises, sender));
    let mut applied = Applied::new(baseline.clone());
    let mut sum = RunFinished::default();
    let mut kept: Vec<ScenarioFinished> = Vec::new();
    let interrupted = loop {
        let event = tokio::select! {
            event = events.recv() => match event {
                Some(event) => event,
                None => break false,
            },
            _ = tokio::signal::ctrl_c() => break true,
        };
        let mut event = applied.event(event);
        if let Event::RunFinished(sum) = &mut event
            && let Some(before) = stored
        {
            let after = stage.running.stored().await;
            // A command that keeps its store elsewhere leaves the directory empty.
            sum.storage =
                after.filter(|after| before + after > 0).map(|after| Storage { before, after });
        }
        for report in &mut reports {
            report.event(&event).context("a report cannot be written")?;
        }
        match event {
            Event::RunFinished(finished) => sum = finished,
            Event::ScenarioFinished(scenario) if args.update_baseline => kept.push(*scenario),
            _ => {}
        }
    };
    drop(events);
    let _ = playing.await;
    for report in &mut reports {
        report.finish().context("a report cannot be written")?;
    }
    let ended = stage.running.ended().await;
    let log = if sum.error + sum.blocked > 0 || ended.is_some() {
        stage.running.log(20).await
    } else {
        String::new()
    };
    if let Some(how) = &ended {
        anstream::eprintln!("the server ended by itself: {how}");
    }
    if !log.trim().is_empty() {
        anstream::eprintln!("last lines of the server's log:\n{log}");
    }
    if let (true, Some(path)) = (args.update_baseline, &args.baseline) {
        update(path, &baseline, target, &stage, &kept)?;
        return Ok(exit::OK);
    }
    if let Ok(stage) = Arc::try_unwrap(stage) {
        stage.running.stop().await;
    }
    if interrupted {
        anstream::eprintln!("interrupted: what was not played is not judged");
        return Ok(exit::INTERRUPTED);
    }
    let bad = sum.fail + sum.error + sum.blocked + sum.xpass + sum.stale.len();
    let warned = args.strict && sum.warnings > 0;
    Ok(if bad > 0 || warned || ended.is_some() { exit::FINDINGS } else { exit::OK })
}

fn jobs(args: &Args, stage: &Stage) -> usize {
    let wanted = args.jobs.map_or_else(
        // More would not be faster, and what a hostile server says takes memory in each.
        || (4 * std::thread::available_parallelism().map_or(2, usize::from)).min(16),
        usize::from,
    );
    // Three clients and the stagehand are at once connected in most scenarios.
    let most = stage.running.bounds.connections.map_or(usize::MAX, |n| (n / 4).max(1));
    wanted.min(most)
}

fn reports(args: &Args, url: Option<&str>) -> anyhow::Result<Vec<Box<dyn Report + Send>>> {
    let create = |path: &Path| -> anyhow::Result<BufWriter<File>> {
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(BufWriter::new(file))
    };
    let mut reports: Vec<Box<dyn Report + Send>> = Vec::new();
    let show =
        Show { trace: args.trace, all: args.all, warnings: args.warnings, figures: args.figures };
    let again = args.selecting.from.again() + &args.server.again(url);
    let to_stdout = args.json.as_deref() == Some(Path::new("-"));
    if to_stdout {
        reports.push(Box::new(Json::new(std::io::stdout())));
        let terminal = Terminal::new(anstream::stderr(), &again, show);
        reports.push(Box::new(terminal.with_progress()));
    } else {
        let terminal = Terminal::new(anstream::stdout(), &again, show);
        reports.push(Box::new(terminal.with_progress()));
        if let Some(path) = &args.json {
            reports.push(Box::new(Json::new(create(path)?)));
        }
    }
    if let Some(path) = &args.junit {
        reports.push(Box::new(JUnit::new(create(path)?)));
    }
    if let Some(path) = &args.html {
        reports.push(Box::new(Html::new(create(path)?)));
    }
    if args.github || std::env::var_os("GITHUB_ACTIONS").is_some() {
        reports.push(Box::new(GitHub::new(std::io::stdout())));
    }
    Ok(reports)
}

fn update(
    path: &Path,
    baseline: &Baseline,
    target: &Target,
    stage: &Stage,
    kept: &[ScenarioFinished],
) -> anyhow::Result<()> {
    let mut updated = baseline.updated(kept);
    updated.target = target.name();
    updated.server = stage.facts.server.clone().unwrap_or(updated.server);
    std::fs::write(path, updated.to_yaml())
        .with_context(|| format!("cannot write {}", path.display()))?;
    let unreasoned = updated.entries.iter().filter(|e| e.reason.is_empty()).count();
    anstream::println!(
        "{}: {} entries, {unreasoned} of them without a reason yet",
        path.display(),
        updated.entries.len()
    );
    Ok(())
}
