//! A connection that speaks: it adds tags, waits with synchronizing literals until it is asked for
//! them, and tells an observer of everything that happens.
//!
//! Whatever is received goes into the [`Session::inbox`], parsed and as octets, so that who plays a
//! scenario can look at all that was said since its last step. Nothing here judges.
//!
//! - here: what is received, and who is told; `received`: a response as it came;
//! - `send`: commands, lines, raw octets; `layers`: TLS, DEFLATE, and our end of it.

mod layers;
mod received;
mod send;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::time::Instant;

pub use self::received::Received;
use super::happening::{Happening, Observer, What};
use super::mask::Secrets;
use super::view::View;
use crate::syntax::dialect::Dialect;
use crate::syntax::parse::{self, Parsed};
use crate::syntax::types::Status;
use crate::wire::connection::{Connection, Incoming};
use crate::wire::transcript::{Direction, Entry};

/// The observer that all clients of a scenario share.
pub type Shared = Arc<Mutex<dyn Observer>>;

/// Why a session cannot go on, or did not hear what it waited for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// The server closed the connection.
    #[error("the server closed the connection{}", if *.reset { " (reset)" } else { "" })]
    Closed {
        /// By RST rather than FIN.
        reset: bool,
    },
    /// Nothing, or not enough, came in time.
    #[error("{0}")]
    TimedOut(String),
    /// TLS, DEFLATE or a limit broke.
    #[error("{0}")]
    Broken(String),
    /// We have no connection.
    #[error("not connected")]
    NotConnected,
}

/// Responses that may come before the inbox is emptied. A mailbox of a scenario is small; a server
/// that goes on after that does not stop.
const MOST_RESPONSES: usize = 5_000;

/// How many times its octets a response without literals may take in memory.
const PARSED: usize = 16;

/// One client's connection.
pub struct Session {
    name: String,
    number: u32,
    connection: Connection,
    observer: Shared,
    secrets: Secrets,
    start: Instant,
    view: View,
    tags: u64,
    ended: Option<Stop>,
    /// We shut our sending side: what the server closes then, it does not close on its own.
    half_closed: bool,
    /// A command whose last literal was announced, while its octets are to be sent by hand.
    partial: Option<(Vec<u8>, Vec<u8>)>,
    /// What the inbox takes in memory, about.
    held: usize,
    /// Responses since it was last emptied, oldest first.
    pub inbox: Vec<Received>,
}

impl Session {
    /// Takes a connection over, of which nothing was read yet. `number` counts the connections of
    /// the client of this name, `start` is when the scenario began, `account` whose log-in it will be.
    pub fn new(
        name: &str,
        number: u32,
        connection: Connection,
        observer: Shared,
        secrets: Secrets,
        start: Instant,
        (tls, account): (bool, &str),
    ) -> Self {
        let mut session = Self {
            name: name.to_owned(),
            number,
            connection,
            observer,
            secrets,
            start,
            view: View::new(),
            tags: 0,
            ended: None,
            half_closed: false,
            partial: None,
            held: 0,
            inbox: Vec::new(),
        };
        let remark = if tls { "connected, TLS" } else { "connected" };
        session.note(remark, What::Connected { tls, account });
        session
    }

    /// What this client may believe.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which connection of this client it is, from 0.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Why the connection has ended, where it has.
    pub fn ended(&self) -> Option<&Stop> {
        self.ended.as_ref()
    }

    /// The tag of the last command sent.
    pub fn last_tag(&self) -> Vec<u8> {
        format!("A{}", self.tags).into_bytes()
    }

    /// The connection, to set how it sends.
    pub fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Waits for the next response and puts it into the inbox.
    ///
    /// # Errors
    /// When none comes until `deadline`, the connection ends, or the server does not stop to talk.
    pub async fn receive(&mut self, deadline: Instant) -> Result<&Received, Stop> {
        if let Some(stop) = &self.ended {
            return Err(stop.clone());
        }
        if self.inbox.is_empty() {
            self.held = 0;
        }
        if self.inbox.len() >= MOST_RESPONSES
            || self.held >= self.connection.limits().frame.saturating_mul(2)
        {
            let why = format!(
                "the server does not stop: {} responses ({} octets) and no end of them",
                self.inbox.len(),
                self.inbox.iter().map(|r| r.octets.len()).sum::<usize>()
            );
            self.connection.abort();
            return Err(self.over(Stop::Broken(why), b""));
        }
        match self.connection.next_frame(deadline).await {
            Incoming::Frame(octets) => Ok(self.received(octets)),
            Incoming::TimedOut { pending } => Err(Stop::TimedOut(match pending {
                0 => "nothing came".to_owned(),
                n => format!("only {n} octets of a response came"),
            })),
            Incoming::Closed { leftover, reset } => {
                Err(self.over(Stop::Closed { reset }, &leftover))
            }
            Incoming::Broken { why, leftover } => Err(self.over(Stop::Broken(why), &leftover)),
        }
    }

    /// Receives until the response with `tag` is there.
    ///
    /// # Errors
    /// When it does not come until `deadline`, or the connection ends before.
    pub async fn completed(&mut self, tag: &[u8], deadline: Instant) -> Result<Status, Stop> {
        self.until(deadline, |r| r.tagged().filter(|(t, _)| *t == tag).map(|(_, s)| s))
            .await
            .map_err(|stop| unanswered(stop, tag))
    }

    /// Receives until the server asks to go on (`None`) or completes the command with `tag`.
    ///
    /// # Errors
    /// When neither comes until `deadline`, or the connection ends.
    pub async fn continued_or_completed(
        &mut self,
        tag: &[u8],
        deadline: Instant,
    ) -> Result<Option<Status>, Stop> {
        self.until(deadline, |r| match r.tagged() {
            Some((t, status)) if t == tag => Some(Some(status)),
            _ if r.is_continuation() => Some(None),
            _ => None,
        })
        .await
        .map_err(|stop| unanswered(stop, tag))
    }

    /// The first response, in the inbox or still to come, that is wanted.
    async fn until<T>(
        &mut self,
        deadline: Instant,
        wanted: impl Fn(&Received) -> Option<T>,
    ) -> Result<T, Stop> {
        if let Some(found) = self.inbox.iter().find_map(&wanted) {
            return Ok(found);
        }
        loop {
            if let Some(found) = wanted(self.receive(deadline).await?) {
                return Ok(found);
            }
        }
    }

    fn received(&mut self, octets: Vec<u8>) -> &Received {
        let greeting = self.view.state() == super::view::State::Greeting;
        let dialect = Dialect::everything();
        let parsed = if greeting && octets.starts_with(b"* ") {
            parse::greeting(&octets, &dialect)
        } else {
            parse::response(&octets, &dialect)
        };
        let parsed = parsed.map(Parsed::into_static);
        // Parsed, a flag of one octet takes dozens of them; a literal takes what it is.
        let literal = memchr::memmem::find(&octets, b"}\r\n").is_some();
        self.held += if literal { octets.len() } else { octets.len().saturating_mul(PARSED) };
        let entry = self.record(Direction::Server, &octets);
        self.tell(entry, What::Response { response: parsed.as_ref(), bytes: &octets });
        self.inbox.push(Received { entry, octets, parsed, at: Instant::now() });
        // Just pushed.
        &self.inbox[self.inbox.len() - 1]
    }

    fn over(&mut self, stop: Stop, leftover: &[u8]) -> Stop {
        if !leftover.is_empty() {
            self.record(Direction::Server, leftover);
        }
        let by_server = matches!(stop, Stop::Closed { .. }) && !self.half_closed;
        let remark = match &stop {
            Stop::Closed { reset: true } => "connection reset by the server".to_owned(),
            Stop::Closed { reset: false } => "connection closed by the server".to_owned(),
            other => other.to_string(),
        };
        self.note(&remark, What::Closed { by_server, leftover });
        self.ended = Some(stop.clone());
        stop
    }

    fn note(&mut self, remark: &str, what: What<'_>) {
        let entry = self.record(Direction::Note, remark.as_bytes());
        self.tell(entry, what);
    }

    fn record(&mut self, direction: Direction, octets: &[u8]) -> usize {
        let data = match direction {
            Direction::Note => octets.to_vec(),
            _ => self.secrets.mask(octets),
        };
        let entry = Entry {
            client: self.name.clone(),
            connection: self.number,
            at: u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX),
            direction,
            data,
        };
        self.observer.lock().unwrap_or_else(PoisonError::into_inner).record(entry)
    }

    fn tell(&mut self, entry: usize, what: What<'_>) {
        self.view.observe(&what);
        let happening = Happening {
            client: &self.name,
            connection: self.number,
            at: self.start.elapsed(),
            entry,
            what,
        };
        self.observer.lock().unwrap_or_else(PoisonError::into_inner).observe(&happening);
    }
}

fn unanswered(stop: Stop, tag: &[u8]) -> Stop {
    match stop {
        Stop::TimedOut(what) => {
            let tag = String::from_utf8_lossy(tag);
            Stop::TimedOut(format!("{tag} was not answered in time ({what})"))
        }
        other => other,
    }
}
