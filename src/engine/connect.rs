//! How a client of a scenario comes to be connected and logged in.

use super::facts::said;
use super::manner::BEFORE;
use super::player::Player;
use super::steps::exchange::ask;
use super::transport::Transport;
use crate::client::session::{Session, Stop};
use crate::client::view::State;
use crate::scenario::{Account, ClientId, Tls};
use crate::syntax::print::quoted;
use crate::syntax::types::Status;

impl Player<'_> {
    /// Connects a client and reads the greeting.
    pub(super) async fn connect(&mut self, id: ClientId) -> Result<(), Stop> {
        let spec = &self.scenario.clients[id.0];
        let transport = self.transport(spec.tls);
        let account = self.account(spec.account).map(|(user, _)| user).unwrap_or_default();
        let name = spec.name.clone();
        let number = self.clients[id.0].connections;
        self.clients[id.0].connections += 1;
        self.clients[id.0].open = None;
        let session = self.open(&name, number, transport, &account).await?;
        self.clients[id.0].session = Some(session);
        Ok(())
    }

    /// Opens a session: connection, greeting, STARTTLS where the transport wants it.
    pub(super) async fn open(
        &mut self,
        name: &str,
        number: u32,
        transport: Transport,
        account: &str,
    ) -> Result<Session, Stop> {
        let limit = self.stage.limits.connect;
        let largest = self.scenario.messages.values().map(|m| m.len()).max().unwrap_or_default();
        let connection = transport
            .open(&self.stage.running, largest, limit)
            .await
            .map_err(|e| Stop::Broken(format!("could not connect: {e}")))?;
        let tls = transport == Transport::Tls;
        let mut session = Session::new(
            name,
            number,
            connection,
            self.observer(),
            self.secrets.clone(),
            self.start,
            (tls, account),
        );
        // The greeting stays in the inbox, for a step that expects something of it.
        session.receive(self.until(limit)).await?;
        if transport == Transport::StartTls {
            self.start_tls(&mut session).await?;
        }
        Ok(session)
    }

    /// STARTTLS, its OK, and the handshake.
    pub(super) async fn start_tls(&self, session: &mut Session) -> Result<(), Stop> {
        let deadline = self.until(self.stage.limits.command);
        match session.ask(b"STARTTLS", deadline).await? {
            Status::Ok => {
                session.start_tls(self.stage.running.verify, self.stage.limits.connect).await
            }
            _ => Err(Stop::Broken("STARTTLS was refused".to_owned())),
        }
    }

    /// LOGIN as the client's account. The error says why it did not work.
    pub(super) async fn log_in(&mut self, id: ClientId) -> Result<(), String> {
        let Some((user, password)) = self.account(self.scenario.clients[id.0].account) else {
            return Err("there is no such account".to_owned());
        };
        let deflate = self.transport(self.scenario.clients[id.0].tls) == Transport::Deflate;
        let Some(mut session) = self.clients[id.0].session.take() else {
            return Err("it is not connected".to_owned());
        };
        let result = self.log_in_as(&mut session, &user, &password, deflate).await;
        self.clients[id.0].logged_in = result.is_ok();
        if result.is_ok() && self.manner.late {
            let before = vec![b"NOOP".to_vec(); BEFORE];
            let deadline = self.until(self.stage.limits.command);
            // What is wrong with the answers is the referee's to say.
            let _ = ask(&mut session, &before, deadline).await;
            session.inbox.clear();
        }
        self.clients[id.0].session = Some(session);
        result
    }

    /// LOGIN where it is wanted, and CAPABILITY where the capabilities were not told with it.
    pub(super) async fn log_in_as(
        &self,
        session: &mut Session,
        user: &str,
        password: &str,
        deflate: bool,
    ) -> Result<(), String> {
        // After PREAUTH one is logged in.
        if !is_in(session) {
            self.simple(session, login(user, password)).await?;
        }
        if session.view().capabilities().is_none() {
            self.simple(session, b"CAPABILITY".to_vec()).await?;
        }
        if deflate && session.view().has("COMPRESS=DEFLATE") {
            self.simple(session, b"COMPRESS DEFLATE".to_vec()).await?;
            session.start_deflate();
        }
        session.inbox.clear();
        Ok(())
    }

    /// One command that must be answered with OK. The error is what was answered.
    pub(super) async fn simple(
        &self,
        session: &mut Session,
        command: Vec<u8>,
    ) -> Result<(), String> {
        session.inbox.clear();
        let word: Vec<u8> = command.iter().copied().take_while(|b| *b != b' ').collect();
        let word = String::from_utf8_lossy(&word).into_owned();
        let deadline = self.until(self.stage.limits.command);
        match session.ask(&command, deadline).await {
            Ok(Status::Ok) => Ok(()),
            Ok(_) => Err(format!("{word} was answered `{}`", said(session))),
            Err(stop) => Err(format!("{word}: {stop}")),
        }
    }

    /// User name and password of an account of the scenario.
    pub(super) fn account(&self, account: Account) -> Option<(String, String)> {
        let at = match account {
            Account::First | Account::Quota(_) => 0,
            Account::Second => 1,
            Account::Third => 2,
        };
        self.values.accounts.get(at).cloned()
    }

    /// Over what a client connects: what the script says, else what the run says, else what can be
    /// logged in over.
    pub(super) fn transport(&self, tls: Option<Tls>) -> Transport {
        match tls {
            Some(Tls::Implicit) => Transport::Tls,
            Some(Tls::None) => Transport::Plain,
            Some(Tls::StartTls) => Transport::StartTls,
            None => self.stage.transport,
        }
    }
}

/// The greeting was PREAUTH: the session is logged in, and LOGIN would be BAD (RFC 9051 §6.2).
pub(super) fn is_in(session: &Session) -> bool {
    session.view().preauth() && session.view().state() == State::Authenticated
}

/// A LOGIN command.
pub(super) fn login(user: &str, password: &str) -> Vec<u8> {
    [b"LOGIN ", &quoted(user.as_bytes())[..], b" ", &quoted(password.as_bytes())].concat()
}
