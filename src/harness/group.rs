//! One server and its trials: it is started by the first of them, and each waits for its verdict.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, Once, PoisonError};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tokio::sync::mpsc;

use super::Member;
use crate::cli::server::Server;
use crate::engine::event::{Event, ScenarioFinished};
use crate::engine::run::Surprises;
use crate::finding::Verdict;
use crate::report::baseline::{Applied, Baseline, known};
use crate::report::failure::{Detail, explain};
use crate::scenario::Scenario;
use crate::target::Target;

/// The trials of one server.
pub(super) struct Group {
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
    /// A server, not yet started; of `corpus` it is sent what the test filter selects.
    pub(super) fn new(
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

    /// A trial for each scenario, and one for the baseline.
    pub(super) fn trials(self: &Arc<Self>, corpus: &[Arc<Scenario>]) -> Vec<Trial> {
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
            let surprised = Box::new(move |s: &ScenarioFinished| known.is_surprised_by(s));
            let surprises = Some(Surprises { surprised, retry: true });
            let selected = self.selected.clone();
            let run = crate::engine::run(stage.clone(), selected, 8, surprises, sender);
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

    /// Waits until the server is stopped.
    pub(super) fn end(&self) {
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
