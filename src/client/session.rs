//! A connection that speaks: it adds tags, waits with synchronizing literals until it is asked for
//! them, and tells an observer of everything that happens.
//!
//! Whatever is received goes into the [`Session::inbox`], parsed and as octets, so that who plays a
//! scenario can look at all that was said since its last step. Nothing here judges.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::happening::{Happening, Observer, What};
use super::mask::Secrets;
use super::view::View;
use crate::syntax::SyntaxError;
use crate::syntax::dialect::Dialect;
use crate::syntax::frame::announced;
use crate::syntax::parse::{self, Parsed};
use crate::syntax::types::{Response, Status};
use crate::wire::connection::{Connection, Incoming};
use crate::wire::transcript::{Direction, Entry};

/// The observer that all clients of a scenario share.
pub type Shared = Arc<Mutex<dyn Observer>>;

/// A response as it came.
#[derive(Debug)]
pub struct Received {
    /// Index of its entry in the transcript.
    pub entry: usize,
    /// Its octets, line end included.
    pub octets: Vec<u8>,
    /// What it means, or why it is not a response.
    pub parsed: Result<Parsed<Response<'static>>, SyntaxError>,
    /// When its last octet was read.
    pub at: Instant,
}

impl Received {
    /// Tag and status of a tagged response, also of one that the grammar does not allow.
    pub fn tagged(&self) -> Option<(&[u8], Status)> {
        let mut words = self.octets.split(|&b| matches!(b, b' ' | b'\r' | b'\n'));
        let (tag, word) = (words.next()?, words.next()?);
        let status = match word.to_ascii_uppercase().as_slice() {
            b"OK" => Status::Ok,
            b"NO" => Status::No,
            b"BAD" => Status::Bad,
            _ => return None,
        };
        (tag != b"*" && tag != b"+").then_some((tag, status))
    }

    /// Whether it is a continuation request.
    pub fn is_continuation(&self) -> bool {
        self.octets.first() == Some(&b'+')
    }
}

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

    /// Sends commands (without tag and CRLF, literals included) in as few segments as their
    /// synchronizing literals allow. Returns their tags. The answers are not waited for, except
    /// the continuation requests between.
    ///
    /// # Errors
    /// When the connection ends, or a continuation request does not come until `deadline`.
    pub async fn send_commands(
        &mut self,
        commands: &[Vec<u8>],
        deadline: Instant,
    ) -> Result<Vec<Vec<u8>>, Stop> {
        let mut queue = VecDeque::new();
        let mut tags = Vec::new();
        for text in commands {
            self.tags += 1;
            let tag = self.last_tag();
            queue.push_back((tag.clone(), [&tag, &b" "[..], text, b"\r\n"].concat()));
            tags.push(tag);
        }
        // Whole commands that wait to leave together.
        let mut ready: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        while let Some((tag, octets)) = queue.pop_front() {
            let mut rest = &octets[..];
            let mut sent = 0;
            let mut refused = false;
            while let Some(cut) = synchronizing(rest) {
                self.flush(&mut ready, &rest[..cut], deadline).await?;
                sent += cut;
                rest = &rest[cut..];
                let entry = self.record(Direction::Client, &octets[sent - cut..sent]);
                self.tell(entry, What::Announced { tag: Some(&tag), bytes: &octets[..sent] });
                if !self.continued(&tag, deadline).await? {
                    refused = true;
                    break;
                }
            }
            if !refused && rest.is_empty() {
                // What follows the last announcement is sent by hand.
                self.partial = Some((tag, octets));
            } else if refused {
                let entry = self.record(Direction::Note, b"literal refused, not sent");
                self.told_command(&tag, &octets, entry, true);
            } else if queue.is_empty() || sent > 0 {
                self.flush(&mut ready, rest, deadline).await?;
                let entry = self.record(Direction::Client, rest);
                self.told_command(&tag, &octets, entry, false);
            } else {
                ready.push((tag, octets));
            }
        }
        Ok(tags)
    }

    /// One command, and the status of its tagged response.
    ///
    /// # Errors
    /// When the answer does not come until `deadline`, or the connection ends before.
    pub async fn ask(&mut self, command: &[u8], deadline: Instant) -> Result<Status, Stop> {
        let tags = self.send_commands(&[command.to_vec()], deadline).await?;
        self.completed(tags.first().map_or(b"", Vec::as_slice), deadline).await
    }

    /// Sends one line that belongs to the command in progress (DONE, an AUTHENTICATE response).
    ///
    /// # Errors
    /// When the connection ends.
    pub async fn send_line(&mut self, line: &[u8], deadline: Instant) -> Result<(), Stop> {
        let octets = [line, b"\r\n"].concat();
        let Some((tag, mut whole)) = self.partial.take() else {
            return self.send_raw(&octets, deadline).await;
        };
        self.write(&octets, deadline).await?;
        let entry = self.record(Direction::Client, &octets);
        let before = whole.len();
        whole.extend_from_slice(&octets);
        if is_whole(&whole, before) {
            self.told_command(&tag, &whole, entry, false);
        } else {
            self.tell(entry, What::Announced { tag: Some(&tag), bytes: &whole });
            self.partial = Some((tag, whole));
        }
        Ok(())
    }

    /// Sends exactly these octets. Whole commands among them are understood as such.
    ///
    /// # Errors
    /// When the connection ends.
    pub async fn send_raw(&mut self, octets: &[u8], deadline: Instant) -> Result<(), Stop> {
        self.write(octets, deadline).await?;
        let continuing = self.view.pending().iter().any(|p| p.is_idle() || p.continued > 0);
        for line in raw_commands(octets) {
            let entry = self.record(Direction::Client, line);
            match parse::command(line, &Dialect::everything()) {
                Ok(parsed) if !continuing => {
                    let tag = parsed.value.tag.clone().into_owned();
                    self.told_command(&tag, line, entry, false);
                }
                _ => self.tell(entry, What::Line { bytes: line }),
            }
        }
        Ok(())
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

    /// Starts TLS on our side; the server must be ready for it.
    ///
    /// # Errors
    /// When the handshake fails or takes longer than `timeout`.
    pub async fn start_tls(&mut self, verify: bool, timeout: Duration) -> Result<(), Stop> {
        match self.connection.start_tls(verify, timeout).await {
            Ok(early) if early.is_empty() => {
                self.note("TLS started", What::TlsStarted);
                Ok(())
            }
            Ok(early) => {
                self.note(
                    "TLS started; octets that came before the handshake are dropped:",
                    What::TlsStarted,
                );
                self.record(Direction::Server, &early);
                Ok(())
            }
            Err(error) => Err(self.over(Stop::Broken(format!("TLS: {error}")), b"")),
        }
    }

    /// Starts DEFLATE in both directions.
    pub fn start_deflate(&mut self) {
        self.connection.start_deflate();
        self.note("DEFLATE started", What::DeflateStarted);
    }

    /// Closes the connection in good order, without LOGOUT.
    pub async fn disconnect(&mut self) {
        if self.ended.is_none() {
            self.connection.close().await;
            self.left("disconnected by the client");
        }
    }

    /// Tears the connection down.
    pub fn abort(&mut self) {
        if self.ended.is_none() {
            self.connection.abort();
            self.left("connection reset by the client");
        }
    }

    /// Shuts our sending side; the server may still answer.
    ///
    /// # Errors
    /// When the connection is gone already.
    pub async fn half_close(&mut self) -> Result<(), Stop> {
        self.connection.half_close().await.map_err(|e| self.lost(&e))?;
        self.half_closed = true;
        self.record(Direction::Note, b"sending side closed by the client");
        Ok(())
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

    /// Waits for the continuation request; `false` where the command was refused instead.
    async fn continued(&mut self, tag: &[u8], deadline: Instant) -> Result<bool, Stop> {
        loop {
            let response = self.receive(deadline).await.map_err(|stop| unanswered(stop, tag))?;
            if response.is_continuation() {
                return Ok(true);
            }
            if response.tagged().is_some_and(|(t, _)| t == tag) {
                return Ok(false);
            }
        }
    }

    /// Sends whole commands that waited, and `last` behind them, in one piece.
    async fn flush(
        &mut self,
        ready: &mut Vec<(Vec<u8>, Vec<u8>)>,
        last: &[u8],
        deadline: Instant,
    ) -> Result<(), Stop> {
        let mut segment: Vec<u8> = ready.iter().flat_map(|(_, octets)| octets).copied().collect();
        segment.extend_from_slice(last);
        self.write(&segment, deadline).await?;
        for (tag, octets) in ready.drain(..) {
            let entry = self.record(Direction::Client, &octets);
            self.told_command(&tag, &octets, entry, false);
        }
        Ok(())
    }

    async fn write(&mut self, octets: &[u8], deadline: Instant) -> Result<(), Stop> {
        if let Some(stop) = &self.ended {
            return Err(stop.clone());
        }
        let timeout = deadline.saturating_duration_since(Instant::now());
        self.connection.send(octets, timeout).await.map_err(|e| self.lost(&e))
    }

    /// Sending failed. What the server said before it went away is still to be read, so the
    /// session is not over yet.
    fn lost(&mut self, error: &io::Error) -> Stop {
        match error.kind() {
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionAborted => Stop::Closed { reset: true },
            io::ErrorKind::NotConnected => Stop::NotConnected,
            io::ErrorKind::TimedOut => Stop::TimedOut("the server does not read".to_owned()),
            _ => Stop::Broken(error.to_string()),
        }
    }

    fn told_command(&mut self, tag: &[u8], octets: &[u8], entry: usize, refused: bool) {
        let parsed = parse::command(octets, &Dialect::everything()).ok();
        let command = parsed.as_ref().map(|p| &p.value);
        self.tell(entry, What::Command { tag: Some(tag), command, bytes: octets, refused });
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

    fn left(&mut self, remark: &str) {
        self.note(remark, What::Closed { by_server: false, leftover: b"" });
        self.ended = Some(Stop::NotConnected);
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

/// Length of the part of a command that ends with a synchronizing literal's announcement, if there
/// is one: its line ends are searched for outside of literals.
fn synchronizing(octets: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = from + memchr::memchr(b'\n', octets.get(from..)?)? + 1;
        match announced(&octets[from..end]) {
            Some(literal) if !literal.non_sync => return Some(end),
            Some(literal) => from = end.saturating_add(usize::try_from(literal.octets).ok()?),
            None => from = end,
        }
    }
}

/// Whether a command sent by hand is complete: nothing from `from` on announces another literal.
fn is_whole(octets: &[u8], from: usize) -> bool {
    let line = octets.get(from..).unwrap_or_default();
    announced(line).is_none()
}

/// Raw octets cut into lines with their literals, so that whole commands are seen as such.
fn raw_commands(octets: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(lf) = octets.get(from..).and_then(|rest| memchr::memchr(b'\n', rest)) {
        let end = from + lf + 1;
        match announced(&octets[from..end]) {
            Some(literal) => {
                let octets_of_it = usize::try_from(literal.octets).unwrap_or(usize::MAX);
                from = end.saturating_add(octets_of_it);
            }
            None => {
                pieces.push(&octets[start..end]);
                start = end;
                from = end;
            }
        }
    }
    if start < octets.len() {
        pieces.push(&octets[start..]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_cut_at_synchronizing_literals_only() {
        assert_eq!(synchronizing(b"A NOOP\r\n"), None);
        assert_eq!(synchronizing(b"A LOGIN {2}\r\nal x\r\n"), Some(13));
        assert_eq!(synchronizing(b"A LOGIN {2+}\r\nal {1}\r\nx\r\n"), Some(22));
        assert_eq!(synchronizing(b"A LOGIN {6+}\r\na{1}\r\n x\r\n"), None);
    }

    #[test]
    fn raw_octets_are_cut_into_commands() {
        let pieces = raw_commands(b"A NOOP\r\nB LOGIN {3+}\r\na\r\n x\r\nC N");
        assert_eq!(pieces, [&b"A NOOP\r\n"[..], b"B LOGIN {3+}\r\na\r\n x\r\n", b"C N"]);
    }
}
