//! Framing: octets in any pieces become whole frames, a line with all its literals.
//!
//! A frame ends with the LF that ends its last line, CR or no CR: whether the CR is missing is for
//! the parsers to say, which see all octets. Nothing is lost and nothing is copied twice; memory is
//! bounded by [`Limits`].

use memchr::memchr;

/// What a frame may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Octets of a line, without literals.
    pub line: usize,
    /// Octets of one literal.
    pub literal: u64,
    /// Octets of a whole frame.
    pub frame: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { line: 1 << 20, literal: 64 << 20, frame: 96 << 20 }
    }
}

/// Who sent the octets: a server's human text may end in what looks like a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// Commands.
    Client,
    /// Responses.
    Server,
}

/// A limit that is passed. The octets so far stay in [`Framer::pending`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A line has no end.
    #[error("a line of more than {limit} octets")]
    Line {
        /// The limit.
        limit: usize,
    },
    /// A literal is announced that is too large.
    #[error("a literal of {announced} octets is announced, more than {limit}")]
    Literal {
        /// Octets announced.
        announced: u64,
        /// The limit.
        limit: u64,
    },
    /// All literals and lines of a frame together are too large.
    #[error("a frame of more than {limit} octets")]
    Frame {
        /// The limit.
        limit: usize,
    },
}

/// A literal's announcement at the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announcement {
    /// Octets that follow the line.
    pub octets: u64,
    /// `+`: the sender does not wait for a continuation.
    pub non_sync: bool,
    /// `~`: literal8.
    pub literal8: bool,
}

/// Cuts octets into frames.
#[derive(Debug)]
pub struct Framer {
    sender: Sender,
    limits: Limits,
    buffer: Vec<u8>,
    /// Where the current frame starts in `buffer`.
    start: usize,
    /// Where the current line starts.
    line: usize,
    /// Up to where the current line has been searched for its end.
    scanned: usize,
    /// Where the literal under way ends; the line goes on there.
    literal_end: Option<usize>,
}

impl Framer {
    /// A framer for what `sender` sends.
    pub fn new(sender: Sender, limits: Limits) -> Self {
        Self {
            sender,
            limits,
            buffer: Vec::new(),
            start: 0,
            line: 0,
            scanned: 0,
            literal_end: None,
        }
    }

    /// Takes octets in, in any pieces.
    pub fn push(&mut self, octets: &[u8]) {
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.rebase(self.start);
        } else if self.start > self.buffer.len() / 2 && self.start > 4096 {
            self.buffer.drain(..self.start);
            self.rebase(self.start);
        }
        self.buffer.extend_from_slice(octets);
    }

    /// The next whole frame, if all of it has come.
    ///
    /// # Errors
    /// When a limit is passed; the framer can't go on after that.
    pub fn next_frame(&mut self) -> Result<Option<&[u8]>, FrameError> {
        loop {
            if let Some(end) = self.literal_end {
                // Also where nothing is missing: one of no octets is still to be asked for.
                if self.buffer.len() <= end {
                    return Ok(None);
                }
                self.literal_end = None;
                self.line = end;
                self.scanned = end;
            }
            let Some(found) = memchr(b'\n', &self.buffer[self.scanned..]) else {
                self.scanned = self.buffer.len();
                return self.check_line(self.scanned).map(|()| None);
            };
            let end = self.scanned + found + 1;
            self.check_line(end)?;
            match self.announcement(end) {
                Some(literal) => {
                    if literal.octets > self.limits.literal {
                        let limit = self.limits.literal;
                        return Err(FrameError::Literal { announced: literal.octets, limit });
                    }
                    let until =
                        usize::try_from(literal.octets).ok().and_then(|n| end.checked_add(n));
                    match until {
                        Some(until) if until - self.start <= self.limits.frame => {
                            self.literal_end = Some(until);
                        }
                        _ => return Err(FrameError::Frame { limit: self.limits.frame }),
                    }
                }
                None => {
                    let frame = self.start..end;
                    self.start = end;
                    self.line = end;
                    self.scanned = end;
                    return Ok(Some(&self.buffer[frame]));
                }
            }
        }
    }

    /// Octets taken in that are not yet part of a whole frame.
    pub fn pending(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// The literal that the pending octets end with, if its announcement is complete and the
    /// literal itself is not: a server must answer a synchronizing one.
    pub fn awaited_literal(&self) -> Option<Announcement> {
        let end = self.literal_end?;
        let line_end = memchr(b'\n', &self.buffer[self.line..])? + self.line + 1;
        let literal = announced(&self.buffer[self.line..line_end])?;
        let missing = self.buffer.len() < end || (literal.octets == 0 && self.buffer.len() == end);
        missing.then_some(literal)
    }

    /// Where the literal under way begins, as an offset into [`Framer::pending`].
    pub fn literal_start(&self) -> Option<usize> {
        self.literal_end?;
        let line_end = memchr(b'\n', &self.buffer[self.line..])? + self.line + 1;
        Some(line_end - self.start)
    }

    /// Takes out all octets that are not yet part of a whole frame, and starts afresh.
    pub fn take_pending(&mut self) -> Vec<u8> {
        let pending = self.buffer.split_off(self.start);
        *self = Self::new(self.sender, self.limits);
        pending
    }

    fn rebase(&mut self, by: usize) {
        self.start -= by;
        self.line -= by;
        self.scanned -= by;
        self.literal_end = self.literal_end.map(|end| end - by);
    }

    fn check_line(&self, end: usize) -> Result<(), FrameError> {
        // The limit that is passed first counts, so that it does not matter how the octets come.
        let line = self.line.saturating_add(self.limits.line);
        let frame = self.start.saturating_add(self.limits.frame);
        if end > line && line <= frame {
            return Err(FrameError::Line { limit: self.limits.line });
        }
        if end > frame {
            return Err(FrameError::Frame { limit: self.limits.frame });
        }
        Ok(())
    }

    fn announcement(&self, end: usize) -> Option<Announcement> {
        let literal = announced(&self.buffer[self.line..end])?;
        match self.sender {
            Sender::Client => Some(literal),
            Sender::Server if literal.non_sync => None,
            Sender::Server => {
                let frame = &self.buffer[self.start..end];
                (!ends_in_text(frame)).then_some(literal)
            }
        }
    }
}

/// The announcement that ends `line` (`…{12}CRLF`), if there is one.
pub fn announced(line: &[u8]) -> Option<Announcement> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_suffix(b"}")?;
    let (line, non_sync) = match line.strip_suffix(b"+") {
        Some(line) => (line, true),
        None => (line, false),
    };
    let digits = line.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (before, number) = line.split_at(line.len() - digits);
    let before = before.strip_suffix(b"{")?;
    let octets = std::str::from_utf8(number).ok()?.parse().ok()?;
    Some(Announcement { octets, non_sync, literal8: before.ends_with(b"~") })
}

/// Whether the end of this frame is human text (`resp-text`), in which `{12}` is no literal.
fn ends_in_text(frame: &[u8]) -> bool {
    let mut words = frame.splitn(3, |&b| b == b' ');
    let (Some(first), second) = (words.next(), words.next().unwrap_or_default()) else {
        return false;
    };
    let rest = match first {
        b"+" => &frame[1..],
        _ => {
            let status = trim_crlf(second);
            let untagged = first == b"*";
            let known: &[&[u8]] = match untagged {
                true => &[b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH"],
                false => &[b"OK", b"NO", b"BAD"],
            };
            if !known.iter().any(|k| status.eq_ignore_ascii_case(k)) {
                return false;
            }
            words.next().unwrap_or_default()
        }
    };
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    // Inside an open response code, literals are possible (BADCHARSET, BADURL).
    !rest.starts_with(b"[") || memchr(b']', rest).is_some()
}

fn trim_crlf(word: &[u8]) -> &[u8] {
    word.trim_ascii_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(sender: Sender, octets: &[u8], piece: usize) -> Vec<Vec<u8>> {
        let mut framer = Framer::new(sender, Limits::default());
        let mut out = Vec::new();
        for piece in octets.chunks(piece) {
            framer.push(piece);
            while let Some(frame) = framer.next_frame().unwrap() {
                out.push(frame.to_vec());
            }
        }
        out
    }

    #[test]
    fn any_pieces_give_the_same_frames() {
        let octets = b"* OK hi {3}\r\n* 1 FETCH (BODY[] {5}\r\n\r\n{9 X {2}\r\nab)\r\n+ {1}\r\nA1 NO {9}\r\n* LIST () NIL {3}\r\nfoo\r\n";
        let whole = frames(Sender::Server, octets, octets.len());
        assert_eq!(whole.len(), 5);
        assert_eq!(whole.concat(), octets);
        for piece in 1..20 {
            assert_eq!(frames(Sender::Server, octets, piece), whole);
        }
    }

    #[test]
    fn commands_with_literals() {
        let octets = b"A LOGIN {1+}\r\na {1}\r\nb\r\nB NOOP\n";
        assert_eq!(frames(Sender::Client, octets, 3).len(), 2);
        let mut framer = Framer::new(Sender::Client, Limits::default());
        framer.push(b"A APPEND x ~{5}\r\n");
        assert_eq!(framer.next_frame(), Ok(None));
        let literal = framer.awaited_literal().unwrap();
        assert_eq!((literal.octets, literal.non_sync, literal.literal8), (5, false, true));
    }

    #[test]
    fn literals_of_no_octets_are_awaited() {
        let limits = Limits { line: 100, literal: 100, frame: 100 };
        let mut framer = Framer::new(Sender::Client, limits);
        framer.push(b"a SELECT {0}\r\n");
        assert_eq!(framer.next_frame(), Ok(None));
        assert_eq!(framer.awaited_literal().map(|l| l.octets), Some(0));
        assert_eq!(framer.literal_start(), Some(14));
        framer.push(b"\r\n");
        assert_eq!(framer.next_frame(), Ok(Some(&b"a SELECT {0}\r\n\r\n"[..])));
    }

    #[test]
    fn limits_hold() {
        let mut framer =
            Framer::new(Sender::Server, Limits { line: 100, literal: 10, frame: 1000 });
        framer.push(&[b'x'; 101]);
        assert_eq!(framer.next_frame(), Err(FrameError::Line { limit: 100 }));
        let mut framer =
            Framer::new(Sender::Server, Limits { line: 100, literal: 10, frame: 1000 });
        framer.push(b"* 1 FETCH (BODY[] {4294967296}\r\n");
        assert_eq!(
            framer.next_frame(),
            Err(FrameError::Literal { announced: 4_294_967_296, limit: 10 })
        );
    }
}
