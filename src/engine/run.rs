//! A run: scenarios side by side against one server, told as a stream of events.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::event::{Event, RunFinished, RunStarted, SCHEMA, ScenarioFinished};
use super::narrow::Narrowing;
use super::player::{Stage, blocked, play_noting};
use super::watch::Watch;
use crate::finding::{Grade, Verdict};
use crate::scenario::Scenario;

/// What is done about a scenario that does not end as expected. Where it fails, it is played again to
/// see what of its manner it needs to fail.
pub struct Surprises {
    /// Whether it ended otherwise than expected.
    pub surprised: Box<dyn Fn(&ScenarioFinished) -> bool + Send + Sync>,
    /// Whether it is played a second time, alone, when all others are done: a machine under load is
    /// no fault of the server's. Only what it shows then is told. Of very many, none is: that cannot
    /// be a matter of load.
    pub retry: bool,
}

/// Scenarios that are played a second time, at most.
const SECOND: usize = 50;

/// Plays all scenarios, at most `jobs` at a time, and sends what happens to `events`. It returns
/// when all are played, or at once when nobody listens any longer; nothing is left behind. What a
/// server that has stopped to answer cannot be asked is blocked without being tried.
pub async fn run(
    stage: Arc<Stage>,
    scenarios: Vec<Arc<Scenario>>,
    jobs: usize,
    surprises: Option<Surprises>,
    events: mpsc::Sender<Event>,
) {
    let started = std::time::Instant::now();
    let begin = Event::RunStarted(RunStarted {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        target: stage.running.name.clone(),
        server: stage.facts.server.clone(),
        capabilities: stage.facts.capabilities.clone().unwrap_or_default(),
        transport: stage.transport.name().to_owned(),
        started: jiff::Timestamp::now().strftime("%FT%TZ").to_string(),
        scenarios: scenarios.iter().map(|s| s.id.clone()).collect(),
    });
    if events.send(begin).await.is_err() {
        return;
    }
    let scenarios = Arc::new(scenarios);
    let next = Arc::new(AtomicUsize::new(0));
    let watch = Arc::new(Watch::new(&stage));
    let narrowing = Arc::new(Narrowing::new(scenarios.len() + SECOND));
    let surprises = surprises.map(Arc::new);
    let retry = surprises.as_ref().is_some_and(|s| s.retry);
    let mut players = JoinSet::new();
    let mut sum = RunFinished::default();
    let (done, mut finished) = mpsc::channel::<Event>(64);
    for _ in 0..jobs.clamp(1, scenarios.len().max(1)) {
        let (stage, scenarios, next) = (stage.clone(), scenarios.clone(), next.clone());
        let (done, watch) = (done.clone(), watch.clone());
        let (narrowing, surprises) = (narrowing.clone(), surprises.clone());
        players.spawn(async move {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(scenario) = scenarios.get(index) else { return };
                let started = Event::ScenarioStarted { id: scenario.id.clone() };
                if done.send(started).await.is_err() {
                    return;
                }
                let ended = match watch.blocks(scenario) {
                    Some(why) => blocked(&stage, scenario, why),
                    None => {
                        // Where it is played a second time, only that counts.
                        let narrowed = surprises.as_deref().filter(|s| !s.retry);
                        let narrowed = narrowed.map(|s| (s, &*narrowing));
                        played(&stage, scenario, index, &watch, narrowed).await
                    }
                };
                if done.send(Event::ScenarioFinished(Box::new(ended))).await.is_err() {
                    return;
                }
            }
        });
    }
    drop(done);
    let mut again = Vec::new();
    loop {
        let event = tokio::select! {
            event = finished.recv() => event,
            // Ends the players wherever they are; their connections close.
            () = events.closed() => return players.shutdown().await,
        };
        let Some(event) = event else { break };
        let event = match event {
            Event::ScenarioFinished(scenario)
                if retry
                    && again.len() < SECOND
                    && surprises.as_ref().is_some_and(|s| (s.surprised)(&scenario)) =>
            {
                again.push(scenario);
                continue;
            }
            event => event,
        };
        if let Event::ScenarioFinished(scenario) = &event {
            count(&mut sum, scenario);
        }
        if events.send(event).await.is_err() {
            return players.shutdown().await;
        }
    }
    while players.join_next().await.is_some() {}
    // So many cannot be a matter of load.
    let worth = again.len() < SECOND;
    for (n, first) in again.into_iter().enumerate() {
        if events.is_closed() {
            return;
        }
        let scenario = scenarios.iter().find(|s| s.id == first.id && worth);
        let ended = match scenario.filter(|s| watch.blocks(s).is_none()) {
            Some(scenario) => {
                let narrowed = surprises.as_deref().map(|s| (s, &*narrowing));
                let index = scenarios.len() + n;
                let ended = played(&stage, scenario, index, &watch, narrowed).await;
                Box::new(ScenarioFinished { attempts: 2, ..ended })
            }
            None => first,
        };
        count(&mut sum, &ended);
        if events.send(Event::ScenarioFinished(ended)).await.is_err() {
            return;
        }
    }
    sum.duration = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let _ = events.send(Event::RunFinished(sum)).await;
}

/// Plays a scenario; where it ends otherwise than expected, and that is to be narrowed down, also
/// what of its manner it needs.
async fn played(
    stage: &Stage,
    scenario: &Scenario,
    index: usize,
    watch: &Watch,
    narrowed: Option<(&Surprises, &Narrowing)>,
) -> ScenarioFinished {
    let (mut ended, vain) = play_noting(stage, scenario, index).await;
    watch.note(stage, vain).await;
    if let Some((surprises, narrowing)) = narrowed
        && !vain
        && (surprises.surprised)(&ended)
    {
        ended.only = narrowing.circumstance(stage, scenario, &ended).await;
    }
    ended
}

/// Adds a scenario's verdict to the sum.
pub fn count(sum: &mut RunFinished, scenario: &ScenarioFinished) {
    let place = match scenario.verdict {
        Verdict::Pass => &mut sum.pass,
        Verdict::Fail => &mut sum.fail,
        Verdict::Unsupported(_) => &mut sum.unsupported,
        Verdict::Blocked(_) => &mut sum.blocked,
        Verdict::Error(_) => &mut sum.error,
        Verdict::Xfail => &mut sum.xfail,
        Verdict::Xpass => &mut sum.xpass,
    };
    *place += 1;
    if matches!(scenario.verdict, Verdict::Pass | Verdict::Xfail)
        && scenario.findings.iter().any(|f| f.grade == Grade::Should)
    {
        sum.warnings += 1;
    }
}
