//! Sending: whole commands in as few segments as their literals allow, lines, raw octets.

use std::collections::VecDeque;
use std::io;

use tokio::time::Instant;

use super::{Session, Stop, unanswered};
use crate::client::happening::What;
use crate::syntax::dialect::Dialect;
use crate::syntax::frame::announced;
use crate::syntax::parse;
use crate::syntax::types::Status;
use crate::wire::transcript::Direction;

impl Session {
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
    pub(super) fn lost(&mut self, error: &io::Error) -> Stop {
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
