//! How a client comes and goes, and changes the layers of its connection.

use std::time::Duration;

use tokio::time::Instant;

use super::exchange::Told;
use crate::client::session::{Session, Stop};
use crate::engine::expect::Miss;
use crate::engine::player::{Halt, Player};
use crate::scenario::{ClientId, Step, Verb};

impl Player<'_> {
    /// `connects`, `reconnects`, `logs in`.
    pub(super) async fn comes(
        &mut self,
        step: &Step,
        id: ClientId,
        verb: &Verb,
    ) -> Result<(), Halt> {
        let again = matches!(verb, Verb::Reconnects);
        if again || matches!(verb, Verb::Connects) {
            if let Some(mut old) = self.clients[id.0].session.take() {
                old.disconnect().await;
            }
            if let Err(stop) = self.connect(id).await {
                return self.gone(step, id, &stop);
            }
            self.greeted(step, id).await?;
        }
        if (again && self.clients[id.0].logged_in) || matches!(verb, Verb::LogsIn) {
            let begun = Instant::now();
            if let Err(why) = self.log_in(id).await {
                return self.miss(step, Some(id), Miss::of(step, why), false);
            }
            self.measure("login", id, begun.elapsed());
        }
        Ok(())
    }

    /// Holds the greeting against what the step expects of it, where it says.
    async fn greeted(&mut self, step: &Step, id: ClientId) -> Result<(), Halt> {
        if step.is_unjudged() {
            return Ok(());
        }
        let Some(mut session) = self.clients[id.0].session.take() else { return Ok(()) };
        // It is there: nothing more is waited for.
        let told = Told { complete: true, ..Told::default() };
        let result = self.judged(step, id, &mut session, told, Instant::now()).await;
        self.clients[id.0].session = Some(session);
        result
    }

    /// `starts tls`: STARTTLS, its OK, and the handshake.
    pub(super) async fn starts_tls(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
    ) -> Result<(), Halt> {
        match self.start_tls(session).await {
            Ok(()) => Ok(()),
            Err(stop) => self.gone(step, id, &stop),
        }
    }

    /// `handshakes`: TLS without being asked for.
    pub(super) async fn handshakes(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
        limit: Duration,
    ) -> Result<(), Halt> {
        match session.start_tls(self.stage.running.verify, limit).await {
            Err(stop) if !step.may_close() => self.gone(step, id, &stop),
            _ => Ok(()),
        }
    }

    /// `compresses`: COMPRESS DEFLATE, its OK, and the layer.
    pub(super) async fn compresses(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
    ) -> Result<(), Halt> {
        // The run's transport may have done it already.
        if session.view().compressed() {
            return Ok(());
        }
        if let Err(message) = self.simple(session, b"COMPRESS DEFLATE".to_vec()).await {
            return self.miss(step, Some(id), Miss::of(step, message), false);
        }
        session.start_deflate();
        Ok(())
    }

    /// `half-closes`
    pub(super) async fn half_closes(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
    ) -> Result<(), Halt> {
        match session.half_close().await {
            Ok(()) => Ok(()),
            Err(stop) => self.gone(step, id, &stop),
        }
    }

    /// Notes that the client cannot go on.
    pub(super) fn gone(&mut self, step: &Step, id: ClientId, stop: &Stop) -> Result<(), Halt> {
        self.miss(step, Some(id), Miss::of(step, stop.to_string()), false)
    }
}
