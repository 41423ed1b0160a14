//! Scenarios as tests of `cargo test`: each is a trial named by target and path.
//!
//! A Rust server's own tests do it in ten lines (`tests/imap.rs`, with `harness = false`):
//!
//! ```no_run
//! use imapspec::harness::Suite;
//!
//! fn main() -> std::process::ExitCode {
//!     // … start your server here, or let the suite start it by `Suite::command` …
//!     Suite::address("imap://127.0.0.1:1143")
//!         .account("alice", "secret")
//!         .account("bob", "secret")
//!         .baseline("tests/imap-baseline.yaml")
//!         .main()
//! }
//! ```
//!
//! The server is started once, when the first of its trials runs; the engine plays all that the
//! test filter selects side by side, and each trial waits for its own verdict.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Condvar, Mutex, Once, PoisonError};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tokio::sync::mpsc;

use crate::cli::server::Server;
use crate::engine::event::{Event, ScenarioFinished};
use crate::engine::run::Second;
use crate::finding::Verdict;
use crate::report::baseline::{Applied, Baseline, known};
use crate::report::failure::{Detail, explain};
use crate::scenario::{Corpus, Library, Scenario, Selection};
use crate::target::Target;

/// Scenarios against one server or several, as trials.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    members: Vec<Member>,
    selection: Selection,
    folder: Option<PathBuf>,
}

#[derive(Debug, Clone, Default)]
struct Member {
    server: Server,
    url: Option<String>,
    baseline: Option<PathBuf>,
}

impl Suite {
    /// Against a server that runs already: `imap://127.0.0.1:1143`, `imaps://…`.
    pub fn address(url: &str) -> Self {
        let member = Member { url: Some(url.to_owned()), ..Member::default() };
        Self { members: vec![member], ..Self::default() }
    }

    /// Against a server that is started by this shell command, in which `{port}` is filled in.
    pub fn command(command: &str) -> Self {
        let server = Server { command: Some(command.to_owned()), ..Server::default() };
        Self { members: vec![Member { server, ..Member::default() }], ..Self::default() }
    }

    /// Against the embedded reference, or a container target of this name.
    pub fn target(name: &str) -> Self {
        let server = Server { target: Some(name.to_owned()), ..Server::default() };
        Self { members: vec![Member { server, ..Member::default() }], ..Self::default() }
    }

    /// Against what `other` names as well.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.members.extend(other.members);
        self
    }

    /// An account to log in with; a second one lets shared mailboxes be tested, and with three or
    /// more each scenario has one of its own.
    #[must_use]
    pub fn account(mut self, user: &str, password: &str) -> Self {
        if let Some(member) = self.members.last_mut() {
            member.server.account.push(format!("{user}:{password}"));
        }
        self
    }

    /// Any user name logs in with this password.
    #[must_use]
    pub fn any_user(mut self, password: &str) -> Self {
        if let Some(member) = self.members.last_mut() {
            member.server.any_user = Some(password.to_owned());
        }
        self
    }

    /// Known deviations, as `imapspec run --update-baseline` writes them.
    #[must_use]
    pub fn baseline(mut self, path: impl Into<PathBuf>) -> Self {
        if let Some(member) = self.members.last_mut() {
            member.baseline = Some(path.into());
        }
        self
    }

    /// Only these scenarios: ids, folders, globs.
    #[must_use]
    pub fn only<'a>(mut self, paths: impl IntoIterator<Item = &'a str>) -> Self {
        self.selection.paths.extend(paths.into_iter().map(str::to_owned));
        self
    }

    /// Scenarios of this folder instead of those built in.
    #[must_use]
    pub fn scenarios(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Reads the test runner's arguments, plays, and returns the exit code of the test binary.
    pub fn main(self) -> ExitCode {
        let arguments = Arguments::from_args();
        let corpus = match self.corpus() {
            Ok(corpus) => corpus,
            Err(why) => {
                anstream::eprintln!("{why}");
                return ExitCode::from(2);
            }
        };
        let mut trials = Vec::new();
        let mut groups = Vec::new();
        for member in self.members {
            let group = match Group::new(member, &corpus, &arguments) {
                Ok(group) => Arc::new(group),
                Err(why) => {
                    anstream::eprintln!("{why}");
                    return ExitCode::from(2);
                }
            };
            trials.extend(group.trials(&corpus));
            groups.push(group);
        }
        let conclusion = libtest_mimic::run(&arguments, trials);
        // Servers are stopped before the process ends.
        for group in groups {
            group.end();
        }
        conclusion.exit_code()
    }

    fn corpus(&self) -> Result<Vec<Arc<Scenario>>, String> {
        let library = match &self.folder {
            Some(folder) => Library::folder(folder),
            None => Library::bundled(),
        };
        let library = library.map_err(|e| format!("scenarios cannot be read: {e}"))?;
        let corpus = Corpus::select(&library, &self.selection);
        if let [first, ..] = corpus.errors.as_slice() {
            return Err(first.render(false));
        }
        if let Some(nothing) = self.selection.fits_nothing(&library, &corpus) {
            return Err(nothing);
        }
        Ok(corpus.scenarios)
    }
}

/// The trials of one server.
struct Group {
    name: String,
    target: Target,
    server: Server,
    baseline: Baseline,
    /// Those that the test filter selects.
    selected: Vec<Arc<Scenario>>,
    /// Why it cannot run here.
    unable: Option<String>,
    started: Once,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    verdicts: BTreeMap<String, ScenarioFinished>,
    stale: Vec<String>,
    /// The run is over: no more verdicts come, for this reason if it is not the natural one.
    over: Option<Option<String>>,
    player: Option<std::thread::JoinHandle<()>>,
}

impl Group {
    fn new(
        member: Member,
        corpus: &[Arc<Scenario>],
        arguments: &Arguments,
    ) -> Result<Self, String> {
        let target = member.server.target(member.url.as_deref()).map_err(|e| e.to_string())?;
        let name = target.name();
        let baseline = match &member.baseline {
            Some(path) => Baseline::load(path).map_err(|e| e.to_string())?,
            None => known(&name),
        };
        let chosen = |s: &&Arc<Scenario>| is_selected(arguments, &format!("{name}/{}", s.id));
        let selected = corpus.iter().filter(chosen).cloned().collect();
        let unable = unable(&target);
        Ok(Self {
            name,
            target,
            server: member.server,
            baseline,
            selected,
            unable,
            started: Once::new(),
            state: Mutex::default(),
            changed: Condvar::new(),
        })
    }

    fn trials(self: &Arc<Self>, corpus: &[Arc<Scenario>]) -> Vec<Trial> {
        let mut trials = Vec::new();
        for scenario in corpus {
            let (group, id) = (self.clone(), scenario.id.clone());
            let name = format!("{}/{id}", self.name);
            let trial = match &self.unable {
                Some(why) => {
                    let why = why.clone();
                    Trial::ignorable_test(name, move || Ok(Completion::ignored_with(why)))
                }
                None => Trial::ignorable_test(name, move || group.verdict(&id)),
            };
            trials.push(trial);
        }
        if self.unable.is_none() && !self.baseline.entries.is_empty() {
            let group = self.clone();
            let name = format!("{}/baseline", self.name);
            trials.push(Trial::test(name, move || group.stale()));
        }
        trials
    }

    /// Waits for the verdict of a scenario.
    fn verdict(self: &Arc<Self>, id: &str) -> Result<Completion, Failed> {
        self.start();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(scenario) = state.verdicts.get(id) {
                return completion(scenario, &self.again());
            }
            if let Some(over) = &state.over {
                let why = over.as_deref().unwrap_or("it was not played");
                return Err(Failed::from(why.to_owned()));
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits for the end, and tells entries of the baseline that fit nothing.
    fn stale(self: &Arc<Self>) -> Result<(), Failed> {
        if self.selected.is_empty() {
            return Ok(());
        }
        self.start();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.over.is_none() {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        match state.stale.as_slice() {
            [] => Ok(()),
            stale => Err(Failed::from(format!("entries fit nothing: {}", stale.join(", ")))),
        }
    }

    fn again(&self) -> String {
        self.server.again(None)
    }

    fn start(self: &Arc<Self>) {
        self.started.call_once(|| {
            let group = self.clone();
            let player = std::thread::spawn(move || {
                let over = group.play().err();
                let mut state = group.state.lock().unwrap_or_else(PoisonError::into_inner);
                state.over = Some(over);
                drop(state);
                group.changed.notify_all();
            });
            self.state.lock().unwrap_or_else(PoisonError::into_inner).player = Some(player);
        });
    }

    fn play(&self) -> Result<(), String> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|e| format!("no runtime: {e}"))?;
        runtime.block_on(async {
            let stage = self.server.stage(&self.target).await.map_err(|e| e.to_string())?;
            let stage = Arc::new(stage);
            let (sender, mut events) = mpsc::channel(256);
            let known = self.baseline.clone();
            let second: Second = Box::new(move |scenario| known.is_surprised_by(scenario));
            let selected = self.selected.clone();
            let run = crate::engine::run(stage.clone(), selected, 8, Some(second), sender);
            let playing = tokio::spawn(run);
            let mut applied = Applied::new(self.baseline.clone());
            while let Some(event) = events.recv().await {
                match applied.event(event) {
                    Event::ScenarioFinished(scenario) => {
                        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                        state.verdicts.insert(scenario.id.clone(), *scenario);
                        drop(state);
                        self.changed.notify_all();
                    }
                    Event::RunFinished(sum) => {
                        self.state.lock().unwrap_or_else(PoisonError::into_inner).stale = sum.stale;
                    }
                    _ => {}
                }
            }
            let _ = playing.await;
            if let Ok(stage) = Arc::try_unwrap(stage) {
                stage.running.stop().await;
            }
            Ok(())
        })
    }

    fn end(&self) {
        let player = self.state.lock().unwrap_or_else(PoisonError::into_inner).player.take();
        if let Some(player) = player {
            let _ = player.join();
        }
    }
}

/// Why a target cannot run on this machine, where it cannot.
fn unable(target: &Target) -> Option<String> {
    let Target::Container(recipe) = target else { return None };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    runtime.block_on(recipe.readiness()).err().map(|error| error.what)
}

/// What a verdict is to the test runner.
fn completion(scenario: &ScenarioFinished, again: &str) -> Result<Completion, Failed> {
    match &scenario.verdict {
        Verdict::Pass | Verdict::Xfail => Ok(Completion::Completed),
        Verdict::Unsupported(needs) => {
            Ok(Completion::ignored_with(format!("unsupported: {}", needs.join(", "))))
        }
        Verdict::Fail | Verdict::Blocked(_) | Verdict::Error(_) | Verdict::Xpass => {
            let text = explain(scenario, again, Detail::Screen);
            Err(Failed::from(anstream::adapter::strip_str(&text).to_string()))
        }
    }
}

/// Whether the test runner will run a trial of this name.
fn is_selected(arguments: &Arguments, name: &str) -> bool {
    let fits = |pattern: &String| match arguments.exact {
        true => name == pattern,
        false => name.contains(pattern.as_str()),
    };
    !arguments.list
        && arguments.filter.as_ref().is_none_or(fits)
        && !arguments.skip.iter().any(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_of_the_test_runner_selects_what_is_played() {
        let of = |words: &[&str]| Arguments::from_iter([&["test"], words].concat());
        assert!(is_selected(&of(&[]), "reference/sync/a"));
        assert!(is_selected(&of(&["sync"]), "reference/sync/a"));
        assert!(!is_selected(&of(&["sync", "--exact"]), "reference/sync/a"));
        assert!(!is_selected(&of(&["--skip", "sync"]), "reference/sync/a"));
    }
}
