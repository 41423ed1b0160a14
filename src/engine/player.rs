//! Plays one scenario: accounts and mailboxes, clients, steps, good-byes, verdict.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::applies::not_applicable;
use super::event::{Measurement, ScenarioFinished};
use super::facts::Facts;
use super::manner::{Manner, Manners};
use super::recorder::Recorder;
use super::setup::own_values;
use super::transport::Transport;
use super::values::{ValueError, Values};
use crate::client::mask::Secrets;
use crate::client::session::{Session, Shared, Stop};
use crate::client::view::State;
use crate::finding::{Finding, Grade, Verdict};
use crate::referee::Setting;
use crate::scenario::{Action, ClientId, Scenario, Step, Verb};
use crate::target::{Hold, Lease, Running};

/// Limits on waiting. A server that keeps them is not judged by its speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Until a connection stands and greets.
    pub connect: Duration,
    /// Until a command is answered.
    pub command: Duration,
    /// Until `sees` and `finds` hold, where the script does not say.
    pub view: Duration,
}

impl Limits {
    /// How long a step may wait: what the script says, else by what it does.
    pub fn of(&self, step: &Step) -> Duration {
        let usual = match &step.action {
            Action::Do { verb: Verb::Sees(_) | Verb::Finds(_), .. } => self.view,
            _ => self.command,
        };
        step.within.unwrap_or(usual)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            command: Duration::from_secs(10),
            view: Duration::from_secs(5),
        }
    }
}

/// What is the same for all scenarios of a run.
pub struct Stage {
    /// The server.
    pub running: Running,
    /// What was learned of it before the first scenario.
    pub facts: Facts,
    /// Over what clients connect, where the script does not say.
    pub transport: Transport,
    /// How clients say what the script says.
    pub manners: Manners,
    /// Limits on waiting.
    pub limits: Limits,
    /// In the names of mailboxes and accounts: another one for each run.
    pub nonce: String,
}

/// Why the steps of a scenario did not go on.
#[derive(Debug)]
pub(super) enum Halt {
    /// A finding that counts is noted; `alive`: the clients are where the script thinks they are.
    Failed { alive: bool },
    /// Set-up or log-in did not work.
    Blocked(String),
    /// The scenario, the environment or we are at fault.
    Error(String),
}

impl From<ValueError> for Halt {
    fn from(error: ValueError) -> Self {
        Self::Error(error.to_string())
    }
}

/// A client of the scenario.
pub(super) struct Client {
    pub session: Option<Session>,
    /// Connections made so far.
    pub connections: u32,
    /// Tag of the command that `starts` left in progress.
    pub open: Option<Vec<u8>>,
    /// Sections whose log-in is repeated by `reconnects`.
    pub logged_in: bool,
}

/// One scenario being played.
pub(super) struct Player<'a> {
    pub stage: &'a Stage,
    pub scenario: &'a Scenario,
    pub values: Values,
    pub clients: Vec<Client>,
    /// A session that only looks on.
    pub company: Option<Session>,
    pub manner: Manner,
    /// Commands of the script that were said.
    pub said: u64,
    pub recorder: Arc<Mutex<Recorder>>,
    pub secrets: Secrets,
    pub start: Instant,
    pub deadline: Instant,
    /// When the last command that may have changed something was completed.
    pub changed: Option<Instant>,
    pub findings: Vec<Finding>,
    pub measurements: Vec<Measurement>,
    /// Row of the table being played, for messages.
    pub row: Option<String>,
    /// The step sends what the grammar does not have, and only asks that it be refused: servers
    /// SHOULD do so (RFC 9051 §2.2.2), whatever the scenario's own sections say.
    pub lenient: bool,
}

/// Plays `scenario`, the `index`-th of the run.
pub async fn play(stage: &Stage, scenario: &Scenario, index: usize) -> ScenarioFinished {
    play_noting(stage, scenario, index).await.0
}

/// `scenario` is not tried, for this reason.
pub(super) fn blocked(stage: &Stage, scenario: &Scenario, why: String) -> ScenarioFinished {
    let verdict = not_applicable(stage, scenario).unwrap_or(Verdict::Blocked(why));
    finished(scenario, verdict)
}

/// As [`play`]; also whether it came to nothing: not played up to its end because set-up, log-in, a
/// connection or an answer failed.
pub(super) async fn play_noting(
    stage: &Stage,
    scenario: &Scenario,
    index: usize,
) -> (ScenarioFinished, bool) {
    play_in(stage, scenario, index, stage.manners.of(scenario)).await
}

/// As [`play_noting`], in this manner.
pub(super) async fn play_in(
    stage: &Stage,
    scenario: &Scenario,
    index: usize,
    manner: Manner,
) -> (ScenarioFinished, bool) {
    let start = Instant::now();
    if let Some(verdict) = not_applicable(stage, scenario) {
        return (finished(scenario, verdict), false);
    }
    let (values, lease) = match own_values(stage, scenario, index).await {
        Ok(values) => values,
        Err(why) => return (finished(scenario, Verdict::Error(why)), false),
    };
    let setting = Setting {
        alone: lease.hold != Hold::Shared,
        capabilities: stage.facts.capabilities.clone(),
    };
    let secrets = Secrets::new(values.accounts.iter().map(|(_, password)| password.as_str()));
    let mut player = Player {
        stage,
        scenario,
        values,
        clients: scenario.clients.iter().map(|_| Client::new()).collect(),
        company: None,
        manner,
        said: 0,
        recorder: Arc::new(Mutex::new(Recorder::new(setting))),
        secrets,
        start,
        deadline: start + scenario.timeout,
        changed: None,
        findings: Vec::new(),
        measurements: Vec::new(),
        row: None,
        lenient: false,
    };
    let played = player.run().await;
    let vain = matches!(played, Err(Halt::Blocked(_) | Halt::Failed { alive: false }));
    // The accounts are given back when all is cleared up.
    (player.end(played, lease).await, vain)
}

impl Client {
    fn new() -> Self {
        Self { session: None, connections: 0, open: None, logged_in: false }
    }
}

impl Player<'_> {
    async fn run(&mut self) -> Result<(), Halt> {
        self.set_up().await?;
        self.company_comes().await?;
        for i in 0..self.scenario.clients.len() {
            let spec = &self.scenario.clients[i];
            if spec.connect {
                self.connect(ClientId(i)).await.map_err(|stop| {
                    Halt::Blocked(format!("{} could not connect: {stop}", spec.name))
                })?;
            }
            if spec.login {
                self.log_in(ClientId(i)).await.map_err(|why| {
                    Halt::Blocked(format!("{} could not log in: {why}", spec.name))
                })?;
            }
        }
        let scenario = self.scenario;
        self.steps(&scenario.steps).await
    }

    /// Says good-bye, clears up, and sums up.
    async fn end(mut self, played: Result<(), Halt>, lease: Lease) -> ScenarioFinished {
        let healthy = played.is_ok();
        self.company_goes(healthy).await;
        for client in &mut self.clients {
            let Some(mut session) = client.session.take() else { continue };
            if healthy && client.open.is_none() {
                log_out(&mut session).await;
            }
            session.disconnect().await;
        }
        if lease.hold != Hold::Fresh {
            self.clear_up().await;
        }
        let duration = micros(self.start.elapsed());
        let (transcript, judged) =
            self.recorder.lock().unwrap_or_else(PoisonError::into_inner).finish();
        let mut findings = self.findings;
        findings.extend(judged);
        // Gravest first; of equals, what the script says before what holds in any session.
        findings.sort_by_key(|f| std::cmp::Reverse(f.grade));
        // A server may repeat a password.
        for finding in &mut findings {
            finding.message = self.secrets.mask_text(&finding.message);
        }
        let counts = findings.iter().any(|f| f.grade == Grade::Must);
        let verdict = match played {
            Err(Halt::Error(why)) => Verdict::Error(self.secrets.mask_text(&why)),
            _ if counts => Verdict::Fail,
            Err(Halt::Blocked(why)) => Verdict::Blocked(self.secrets.mask_text(&why)),
            Ok(()) | Err(Halt::Failed { .. }) => Verdict::Pass,
        };
        ScenarioFinished {
            findings,
            duration,
            measurements: self.measurements,
            transcript,
            ..finished(self.scenario, verdict)
        }
    }

    /// The observer that every client shares.
    pub(super) fn observer(&self) -> Shared {
        self.recorder.clone()
    }

    /// When a wait that begins now ends.
    pub(super) fn until(&self, limit: Duration) -> Instant {
        (Instant::now() + limit).min(self.deadline)
    }
}

/// LOGOUT in good order, where the session is in a state for it. What is wrong with the answer is
/// the referee's to say.
pub(super) async fn log_out(session: &mut Session) {
    let fit = session.ended().is_none()
        && session.view().pending().is_empty()
        && !session.view().uncertain()
        && matches!(
            session.view().state(),
            State::NotAuthenticated | State::Authenticated | State::Selected
        );
    if !fit {
        return;
    }
    let deadline = Instant::now() + Duration::from_secs(2);
    if session.ask(b"LOGOUT", deadline).await.is_ok() {
        // The server closes; whether it does is to be seen.
        let _: Result<_, Stop> = session.receive(deadline).await.map(|_| ());
    }
}

fn finished(scenario: &Scenario, verdict: Verdict) -> ScenarioFinished {
    ScenarioFinished {
        id: scenario.id.clone(),
        area: scenario.area.clone(),
        outside: scenario.outside.clone(),
        title: scenario.title.clone(),
        spec: scenario.spec.clone(),
        verdict,
        findings: Vec::new(),
        baseline: None,
        duration: 0,
        measurements: Vec::new(),
        transcript: crate::wire::transcript::Transcript::default(),
        script: scenario.text().to_owned(),
        attempts: 1,
        only: None,
    }
}

/// Microseconds, for events.
pub(super) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
