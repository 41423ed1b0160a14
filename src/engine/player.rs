//! Plays one scenario: accounts and mailboxes, clients, steps, good-byes, verdict.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::event::{Measurement, ScenarioFinished};
use super::expect::Miss;
use super::facts::Facts;
use super::recorder::Recorder;
use super::transport::Transport;
use super::values::{ValueError, Values};
use crate::client::mask::Secrets;
use crate::client::session::{Session, Shared, Stop};
use crate::client::view::State;
use crate::finding::{Finding, Grade, Verdict};
use crate::referee::Setting;
use crate::scenario::{Account, ClientId, Need, Requirement, Scenario, Span, Step};
use crate::target::{Accounts, Hold, Lease, Quota, Running};

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

/// The verdict on a scenario that does not apply to this server.
fn not_applicable(stage: &Stage, scenario: &Scenario) -> Option<Verdict> {
    let missing = missing(stage, scenario);
    if missing.is_empty() {
        return None;
    }
    Some(match &stage.facts.log_in {
        Ok(()) => Verdict::Unsupported(missing),
        // What it supports is told after log-in.
        Err(why) => Verdict::Blocked(format!(
            "log-in does not work, so it is not known whether there is {}: {why}",
            missing.join(", ")
        )),
    })
}

/// As [`play`]; also whether it came to nothing: not played up to its end because set-up, log-in, a
/// connection or an answer failed.
pub(super) async fn play_noting(
    stage: &Stage,
    scenario: &Scenario,
    index: usize,
) -> (ScenarioFinished, bool) {
    let start = Instant::now();
    if let Some(verdict) = not_applicable(stage, scenario) {
        return (finished(scenario, verdict), false);
    }
    let (values, lease) = match values(stage, scenario, index).await {
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

    pub(super) fn spec_of(&self, step: &Step) -> Vec<String> {
        if step.spec.is_empty() { self.scenario.spec.clone() } else { step.spec.clone() }
    }

    /// Notes what broke a step's expectation. `Err` where it counts.
    pub(super) fn miss(
        &mut self,
        step: &Step,
        who: Option<ClientId>,
        miss: Miss,
        alive: bool,
    ) -> Result<(), Halt> {
        let mut message = miss.message;
        if let Some(row) = &self.row {
            message = format!("{message} (row {row})");
        }
        if let Some(because) = &step.because {
            message = format!("{message}; {because}");
        }
        let span = if miss.span == Span::default() { step.span } else { miss.span };
        let (grade, spec) = match self.lenient && alive {
            true => (step.grade.min(Grade::Should), syntax_sections()),
            false => (step.grade, self.spec_of(step)),
        };
        self.findings.push(Finding {
            rule: format!("expect/{}", step.number),
            grade,
            spec,
            message,
            client: who.map(|id| self.scenario.clients[id.0].name.clone()),
            evidence: miss.evidence,
            accepted: super::expect::accepted(step),
            place: self.scenario.place(span),
        });
        match grade {
            Grade::Must => Err(Halt::Failed { alive }),
            // The session may be of no more use all the same.
            _ if !alive => Err(Halt::Failed { alive }),
            _ => Ok(()),
        }
    }

    /// Notes an outcome that is accepted but breaks a SHOULD.
    pub(super) fn warn(&mut self, step: &Step, who: Option<ClientId>, outcome: Miss) {
        let row = self.row.as_ref().map(|row| format!(" (row {row})")).unwrap_or_default();
        self.findings.push(Finding {
            rule: format!("expect/{}", step.number),
            grade: Grade::Should,
            spec: self.spec_of(step),
            message: format!("{}{row}", outcome.message),
            client: who.map(|id| self.scenario.clients[id.0].name.clone()),
            evidence: outcome.evidence,
            accepted: super::expect::accepted(step),
            place: self.scenario.place(outcome.span),
        });
    }

    pub(super) fn measure(&mut self, name: &str, who: ClientId, time: Duration) {
        self.measurements.push(Measurement {
            name: name.to_owned(),
            micros: micros(time),
            client: self.scenario.clients[who.0].name.clone(),
        });
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

/// Where it stands that what breaks the syntax should be refused.
fn syntax_sections() -> Vec<String> {
    vec!["9051#2.2.2".to_owned(), "3501#2.2.2".to_owned()]
}

/// LOGOUT in good order, where the session is in a state for it. What is wrong with the answer is
/// the referee's to say.
async fn log_out(session: &mut Session) {
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
    if let Ok(tags) = session.send_commands(&[b"LOGOUT".to_vec()], deadline).await
        && let Some(tag) = tags.first()
        && session.completed(tag, deadline).await.is_ok()
    {
        // The server closes; whether it does is to be seen.
        let _: Result<_, Stop> = session.receive(deadline).await.map(|_| ());
    }
}

/// What the target lacks of what the scenario needs.
fn missing(stage: &Stage, scenario: &Scenario) -> Vec<String> {
    let many = |count| stage.running.accounts.at_once().is_none_or(|n| n >= count);
    let fills_up = stage.running.quota != Quota::None;
    let has = |need: &Need| match need {
        Need::Capability(name) => stage.facts.has(name),
        Need::SecondUser => many(2),
        Need::ThirdUser => many(3),
        Need::FreshAccount => matches!(stage.running.accounts, Accounts::Any(_)),
        Need::ImplicitTls => stage.running.tls.is_some(),
        Need::StartTls => stage.running.plain.is_some() && stage.facts.starttls,
        Need::Clear => stage.running.plain.is_some() && !stage.facts.login_disabled,
        Need::QuotaAccount => fills_up,
        Need::NoPrefix => stage.facts.prefix.is_empty(),
        Need::Keywords => stage.facts.keywords,
    };
    let lacks = |r: &&Requirement| r.any.iter().any(has) == r.negated;
    let mut all: Vec<String> =
        scenario.requires.iter().filter(lacks).map(|r| r.text.clone()).collect();
    // A name cannot be split into levels where there are none.
    let levels = scenario.sources.iter().any(|source| source.text().contains("${/}"));
    if stage.facts.delimiter.is_empty() && levels {
        all.push("hierarchy".to_owned());
    }
    let keyword = |flag: &String| !flag.starts_with('\\');
    let given = scenario.mailboxes.iter().flat_map(|(_, items)| items).flat_map(|i| &i.flags);
    if !stage.facts.keywords && given.into_iter().any(keyword) {
        all.push("keywords".to_owned());
    }
    for client in &scenario.clients {
        let (fits, name) = match client.account {
            Account::First => (true, ""),
            Account::Second => (many(2), "second user"),
            Account::Third => (many(3), "third user"),
            Account::Quota(_) => (fills_up, "quota account"),
        };
        if !fits && !all.iter().any(|known| known == name) {
            all.push(name.to_owned());
        }
    }
    all
}

/// Names for this run, and the accounts that go with them.
async fn values(
    stage: &Stage,
    scenario: &Scenario,
    index: usize,
) -> Result<(Values, Lease), String> {
    let specs = || scenario.clients.iter().map(|c| c.account);
    let third = specs().any(|a| a == Account::Third)
        || scenario.requires.iter().any(|r| r.any.contains(&Need::ThirdUser));
    let second = specs().any(|a| a == Account::Second)
        || scenario.requires.iter().any(|r| r.any.contains(&Need::SecondUser));
    let count = if third { 3 } else { 1 + usize::from(second) };
    let lease =
        stage.running.lease(count).await.ok_or("the target has not so many accounts at once")?;
    let mut accounts: Vec<(String, String)> =
        lease.accounts.iter().map(|a| (a.user.clone(), a.password.clone())).collect();
    let quota = specs().find_map(|a| match a {
        Account::Quota(kib) => Some(kib),
        _ => None,
    });
    if let (Some(kib), Some(first)) = (quota, accounts.first_mut()) {
        let account = stage.running.quota_account(kib).await.map_err(|e| e.to_string())?;
        let account = account.ok_or("the target has no accounts with a quota")?;
        *first = (account.user, account.password);
    }
    let facts = &stage.facts;
    let values = Values {
        root: format!("{}s{}x{index}", facts.prefix, stage.nonce),
        delimiter: facts.delimiter.clone(),
        prefix: facts.prefix.clone(),
        accounts,
        ..Values::default()
    };
    Ok((values, lease))
}

fn finished(scenario: &Scenario, verdict: Verdict) -> ScenarioFinished {
    ScenarioFinished {
        id: scenario.id.clone(),
        area: scenario.area.clone(),
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
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
