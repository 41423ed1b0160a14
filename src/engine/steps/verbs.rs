//! What a client says.

use std::time::Duration;

use tokio::time::Instant;

use super::exchange::{Told, ask, go_on, listen, start};
use crate::client::session::Session;
use crate::client::view::State;
use crate::engine::expect::Miss;
use crate::engine::player::{Halt, Player};
use crate::engine::transport::Transport;
use crate::scenario::{ClientId, Step, Template, Verb};
use crate::syntax::SyntaxErrorKind;
use crate::syntax::dialect::Dialect;
use crate::syntax::parse;

impl Player<'_> {
    /// Does what the verb says on a connection that stands.
    pub(super) async fn with(
        &mut self,
        step: &Step,
        id: ClientId,
        verb: &Verb,
        session: &mut Session,
    ) -> Result<(), Halt> {
        let limit = self.stage.limits.of(step);
        let deadline = self.until(limit);
        let scenario = self.scenario;
        match verb {
            Verb::Command(text) => self.command(step, id, session, text, deadline).await,
            Verb::Pipelines(texts) => {
                let commands =
                    texts.iter().map(|text| self.said(text)).collect::<Result<Vec<_>, _>>()?;
                let told = ask(session, &commands, deadline).await;
                let result = self.judged(step, id, session, told, deadline).await;
                self.changed = Some(Instant::now());
                result
            }
            Verb::Starts(text) => {
                let command = self.said(text)?;
                let told = start(session, command, deadline).await;
                self.begun(id, &told);
                self.judged(step, id, session, told, deadline).await
            }
            Verb::Idles => {
                let told = start(session, b"IDLE".to_vec(), deadline).await;
                self.begun(id, &told);
                if told.complete && step.expect.is_none() {
                    let message = "expected a continuation request, IDLE was completed";
                    return self.miss(step, Some(id), Miss::of(step, message), true);
                }
                self.judged(step, id, session, told, deadline).await
            }
            Verb::Continues(text) => {
                let line = self.values.raw(scenario, text)?;
                let line = line.strip_suffix(b"\n").unwrap_or(&line);
                let told = go_on(session, self.open_tag(id, session), line, false, deadline).await;
                self.ended(id, &told);
                self.judged(step, id, session, told, deadline).await
            }
            Verb::IsDone => {
                let tag = self.open_tag(id, session);
                let told = go_on(session, tag, b"DONE", true, deadline).await;
                self.ended(id, &told);
                self.judged(step, id, session, told, deadline).await
            }
            Verb::SendsRaw(text) => {
                let octets = self.values.raw(scenario, text)?;
                let stop = session.send_raw(&octets, deadline).await.err();
                if step.is_unjudged() {
                    return Ok(());
                }
                let told = Told { stop, ..Told::default() };
                let result = self.judged(step, id, session, told, deadline).await;
                self.changed = Some(Instant::now());
                result
            }
            Verb::Waits(time) if step.expect.is_some() && !step.forbids() => {
                // No need to wait longer than until what is expected is there.
                let limit = self.until(*time);
                self.judged(step, id, session, Told::default(), limit).await
            }
            Verb::Waits(time) => {
                let stop = listen(session, self.until(*time)).await;
                let told = Told { stop, ..Told::default() };
                // The time is up: what is expected must be there.
                self.judged(step, id, session, told, Instant::now()).await
            }
            Verb::Sees(pattern) => self.view(step, id, session, pattern, false).await,
            Verb::Finds(pattern) => self.view(step, id, session, pattern, true).await,
            Verb::StartsTls => self.starts_tls(step, id, session).await,
            Verb::Handshakes => self.handshakes(step, id, session, limit).await,
            Verb::Compresses => self.compresses(step, id, session).await,
            Verb::Deflates => {
                session.start_deflate();
                Ok(())
            }
            Verb::HalfCloses => self.half_closes(step, id, session).await,
            Verb::Disconnects => {
                session.disconnect().await;
                Ok(())
            }
            Verb::Aborts => {
                session.abort();
                Ok(())
            }
            // These need no connection; `act` sees to them.
            Verb::Connects | Verb::Reconnects | Verb::LogsIn => Ok(()),
        }
    }

    /// A command, and its tagged response.
    async fn command(
        &mut self,
        step: &Step,
        id: ClientId,
        session: &mut Session,
        text: &Template,
        deadline: Instant,
    ) -> Result<(), Halt> {
        let begun = Instant::now();
        let command = self.said(text)?;
        let word = first_word(&command);
        self.lenient = step.only_refuses() && step.spec.is_empty() && is_nonsense(&command);
        let packed = self.transport(self.scenario.clients[id.0].tls) == Transport::Packed
            || self.manner.packs(self.said);
        let told = if packed && may_be_packed(step, &word) {
            let mut told = ask(session, &[command, b"CAPABILITY".to_vec()], deadline).await;
            told.tags.truncate(1);
            told
        } else {
            ask(session, &[command], deadline).await
        };
        let fine = told.stop.is_none();
        self.judged(step, id, session, told, deadline).await?;
        if fine && self.manner.idled && matches!(&*word, "SELECT" | "EXAMINE") {
            self.idle_once(session, deadline).await;
        }
        if fine {
            self.timed(&word, id, begun.elapsed());
            self.changed = Some(Instant::now());
        }
        Ok(())
    }

    /// A command of the script, in the scenario's manner.
    pub(super) fn said(&mut self, text: &Template) -> Result<Vec<u8>, Halt> {
        self.said += 1;
        let command = self.values.command(self.scenario, text)?;
        Ok(self.manner.said(self.said, command))
    }

    /// IDLE and DONE, where a mailbox is selected.
    async fn idle_once(&mut self, session: &mut Session, deadline: Instant) {
        if session.view().state() != State::Selected || !session.view().has("IDLE") {
            return;
        }
        let told = start(session, b"IDLE".to_vec(), deadline).await;
        if let (false, Some(tag)) = (told.stop.is_some() || told.complete, told.tags.first()) {
            go_on(session, tag.clone(), b"DONE", true, deadline).await;
        }
    }

    /// A command that is left in progress, unless it was completed at once.
    fn begun(&mut self, id: ClientId, told: &Told) {
        self.clients[id.0].open = match told.complete {
            true => None,
            false => told.tags.first().cloned(),
        };
    }

    fn ended(&mut self, id: ClientId, told: &Told) {
        if told.complete {
            self.clients[id.0].open = None;
        }
    }

    /// The tag of the command in progress.
    fn open_tag(&self, id: ClientId, session: &Session) -> Vec<u8> {
        self.clients[id.0].open.clone().unwrap_or_else(|| session.last_tag())
    }

    /// Figures of the report: retrieval and search.
    fn timed(&mut self, word: &str, id: ClientId, time: Duration) {
        let name = match word {
            "FETCH" => "fetch",
            "SEARCH" => "search",
            "APPEND" => "append",
            "SELECT" | "EXAMINE" => "select",
            _ => return,
        };
        self.measure(name, id, time);
    }
}

/// Whether the command is none by the grammar.
fn is_nonsense(command: &[u8]) -> bool {
    let octets = [b"A ", command, b"\r\n"].concat();
    parse::command(&octets, &Dialect::everything())
        .is_err_and(|error| error.kind == SyntaxErrorKind::Wrong)
}

/// Whether another command may follow in the same segment: none of the script's expectations could
/// be met or broken by its answer, and the command leaves the connection as it is.
fn may_be_packed(step: &Step, word: &str) -> bool {
    const ALONE: [&str; 8] = [
        "STARTTLS",
        "AUTHENTICATE",
        "LOGIN",
        "COMPRESS",
        "IDLE",
        "LOGOUT",
        "CAPABILITY",
        "UNAUTHENTICATE",
    ];
    !step.forbids() && !ALONE.contains(&word)
}

fn first_word(command: &[u8]) -> String {
    let mut words =
        command.split(|&b| b == b' ').map(|w| String::from_utf8_lossy(w).to_uppercase());
    match words.next() {
        Some(uid) if uid == "UID" => words.next().unwrap_or_default(),
        Some(word) => word,
        None => String::new(),
    }
}
