//! What each step does, and how it is judged.
//!
//! - here: steps in order, the rows of a table, clients one after the other;
//! - `verbs`: what a client says; `connection`: how it comes, goes, and changes its layers;
//! - `race`: several clients at once; `view`: `sees` and `finds`;
//! - `judged`: what came is held against `expect` and `never`, and more is waited for where it may
//!   come; `exchange`: commands sent, and answers waited for.

mod connection;
pub(super) mod exchange;
mod judged;
mod race;
mod verbs;
mod view;

use std::future::Future;
use std::pin::Pin;

use tokio::time::Instant;

use super::expect::Miss;
use super::player::{Halt, Player};
use crate::client::session::Session;
use crate::scenario::{Action, Check, ClientId, Row, Step, Verb, When};

/// Steps within steps need a future of known size.
type Steps<'f> = Pin<Box<dyn Future<Output = Result<(), Halt>> + Send + 'f>>;

impl Player<'_> {
    /// Plays steps in order.
    pub(super) fn steps<'f>(&'f mut self, steps: &'f [Step]) -> Steps<'f> {
        Box::pin(async move {
            for step in steps {
                if step.when.iter().any(|when| !self.applies(when)) {
                    continue;
                }
                if Instant::now() >= self.deadline {
                    return Err(self.too_late(step));
                }
                self.step(step).await?;
            }
            Ok(())
        })
    }

    fn applies(&self, when: &When) -> bool {
        when.any.iter().any(|name| self.stage.facts.has(name)) != when.negated
    }

    fn too_late(&mut self, step: &Step) -> Halt {
        let message =
            format!("the scenario took longer than {} s", self.scenario.timeout.as_secs());
        let halt = self.miss(step, None, Miss::of(step, message), false);
        halt.err().unwrap_or(Halt::Failed { alive: false })
    }

    async fn step(&mut self, step: &Step) -> Result<(), Halt> {
        match &step.action {
            Action::Do { clients, verb } => {
                for &id in clients {
                    self.act(step, id, verb).await?;
                }
                Ok(())
            }
            Action::Race(commands) => self.race(step, commands).await,
            Action::Check(checks) => self.check(step, checks),
            Action::Each(rows) => self.rows(rows).await,
            Action::Use { steps, .. } => self.steps(steps).await,
            Action::Set(values) => {
                for (name, template) in values {
                    let value = self.values.raw(self.scenario, template)?;
                    self.values.captured.insert(name.clone(), value);
                }
                Ok(())
            }
        }
    }

    fn check(&mut self, step: &Step, checks: &[Check]) -> Result<(), Halt> {
        for check in checks {
            let (holds, left, right) = self.values.holds(self.scenario, check)?;
            if !holds {
                let message =
                    format!("`{}` does not hold: {left} {} {right}", check.text, check.op.symbol());
                self.miss(step, None, Miss { message, evidence: None, span: check.span }, true)?;
            }
        }
        Ok(())
    }

    /// Rows stand for themselves: a failed one does not end the scenario, as long as the clients
    /// can go on.
    async fn rows(&mut self, rows: &[Row]) -> Result<(), Halt> {
        let outer = self.row.clone();
        let mut failed = false;
        for row in rows {
            self.row = Some(row.label.clone());
            match self.steps(&row.steps).await {
                Ok(()) => {}
                Err(Halt::Failed { alive: true }) => failed = true,
                Err(halt) => {
                    self.row = outer;
                    return Err(halt);
                }
            }
        }
        self.row = outer;
        if failed { Err(Halt::Failed { alive: true }) } else { Ok(()) }
    }

    async fn act(&mut self, step: &Step, id: ClientId, verb: &Verb) -> Result<(), Halt> {
        self.lenient = false;
        if matches!(verb, Verb::Connects | Verb::Reconnects | Verb::LogsIn) {
            return self.comes(step, id, verb).await;
        }
        let mut session = self.take(step, id)?;
        let result = self.with(step, id, verb, &mut session).await;
        self.clients[id.0].session = Some(session);
        result
    }

    /// The client's session, to be given back; what it heard before is of no concern to the step.
    fn take(&mut self, step: &Step, id: ClientId) -> Result<Session, Halt> {
        let Some(mut session) = self.clients[id.0].session.take() else {
            let name = &self.scenario.clients[id.0].name;
            return Err(Halt::Error(format!("`{name}` is not connected in step {}", step.number)));
        };
        session.inbox.clear();
        Ok(session)
    }
}
