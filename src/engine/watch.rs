//! Notices when a server no longer works for us, so that a run does not wait for each scenario anew:
//! "if log-in does not work, say that once".
//!
//! Scenarios that come to nothing (set-up, connection, log-in or a command without an answer) are
//! counted while they follow each other. After a few the server is asked itself, from the greeting
//! to a mailbox made and deleted; how far it gets says which of the scenarios that are left cannot
//! be played. They are blocked at once, with that reason. A server that answers is never given up.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::connect::{is_in, login};
use super::facts::{Unreachable, ask, open, said, secure};
use super::player::Stage;
use crate::client::mask::Secrets;
use crate::client::session::Session;
use crate::scenario::Scenario;
use crate::syntax::print::quoted;
use crate::syntax::types::Status;

/// Scenarios in a row that come to nothing before the server is asked.
const PATIENCE: usize = 8;
/// The same, where log-in did not work before the first scenario.
const WARNED: usize = 3;
/// Before a server that does not let us in is asked a second time.
const PAUSE: Duration = Duration::from_secs(1);

/// How far one gets with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// No connection with a greeting.
    Nowhere,
    /// A greeting, but nobody logs in, or no command is answered after that.
    Greeting,
    /// All but the mailboxes that scenarios start from.
    LogIn,
}

/// Why scenarios cannot be played any more.
#[derive(Debug, Clone)]
struct Trouble {
    reach: Reach,
    why: String,
}

/// Watches the scenarios of one run.
#[derive(Debug)]
pub struct Watch {
    limit: usize,
    vain: AtomicUsize,
    trouble: Mutex<Option<Trouble>>,
    /// Only one player asks at a time.
    asking: tokio::sync::Mutex<()>,
}

impl Watch {
    /// Nothing has gone wrong yet but, perhaps, the log-in before the first scenario.
    pub fn new(stage: &Stage) -> Self {
        let limit = if stage.facts.log_in.is_err() { WARNED } else { PATIENCE };
        Self {
            limit,
            vain: AtomicUsize::new(0),
            trouble: Mutex::new(None),
            asking: tokio::sync::Mutex::new(()),
        }
    }

    /// Why `scenario` need not be tried.
    pub fn blocks(&self, scenario: &Scenario) -> Option<String> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let trouble = trouble.as_ref()?;
        let logs_in = scenario.clients.iter().any(|client| client.login);
        let sets_up = !scenario.mailboxes.is_empty();
        let needed = match trouble.reach {
            Reach::Nowhere => true,
            Reach::Greeting => logs_in || sets_up,
            Reach::LogIn => sets_up,
        };
        needed.then(|| format!("the server no longer works for us: {}", trouble.why))
    }

    /// A scenario ended; `vain` where it came to nothing.
    pub async fn note(&self, stage: &Stage, vain: bool) {
        if !vain {
            self.vain.store(0, Ordering::Relaxed);
            return;
        }
        if self.vain.fetch_add(1, Ordering::Relaxed) + 1 < self.limit {
            return;
        }
        let Ok(_alone) = self.asking.try_lock() else { return };
        if self.trouble.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return;
        }
        let mut found = examine(stage).await;
        if found.as_ref().is_err_and(|trouble| trouble.reach == Reach::Nowhere) {
            // It may only have had too many connections.
            tokio::time::sleep(PAUSE).await;
            found = examine(stage).await;
        }
        self.vain.store(0, Ordering::Relaxed);
        if let Err(trouble) = found {
            *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
        }
    }
}

/// Asks the server for all that a scenario needs before its first step.
async fn examine(stage: &Stage) -> Result<(), Trouble> {
    let trouble = |reach, why| Trouble { reach, why };
    let limit = stage.limits.connect;
    let nowhere = |Unreachable(why)| trouble(Reach::Nowhere, why);
    let mut session = open(&stage.running, stage.transport, limit).await.map_err(nowhere)?;
    secure(&mut session, &stage.running, stage.transport, limit).await.map_err(nowhere)?;
    let Some(lease) = stage.running.lease(1).await else { return Ok(()) };
    let Some(account) = lease.accounts.first() else { return Ok(()) };
    let limit = stage.limits.command;
    let secrets = Secrets::new([account.password.as_str()]);
    let login = login(&account.user, &account.password);
    let mailbox = quoted(format!("{}s{}probe", stage.facts.prefix, stage.nonce).as_bytes());
    let create = [&b"CREATE "[..], &mailbox].concat();
    let delete = [&b"DELETE "[..], &mailbox].concat();
    let result = async {
        let steps = [
            (Reach::Greeting, "LOGIN", &login[..]),
            (Reach::Greeting, "NOOP after log-in", b"NOOP"),
            (Reach::LogIn, "CREATE", &create),
            (Reach::LogIn, "DELETE", &delete),
        ];
        for (reach, name, command) in steps {
            if name == "LOGIN" && is_in(&session) {
                continue;
            }
            let worked = works(&mut session, name, command, limit).await;
            worked.map_err(|why| trouble(reach, secrets.mask_text(&why)))?;
        }
        Ok(())
    }
    .await;
    session.disconnect().await;
    result
}

async fn works(
    session: &mut Session,
    name: &str,
    command: &[u8],
    limit: Duration,
) -> Result<(), String> {
    match ask(session, command, limit).await {
        Ok(Status::Ok) => Ok(()),
        Ok(_) => Err(format!("{name} was answered `{}`", said(session))),
        Err(stop) => Err(format!("{name}: {stop}")),
    }
}
