//! Octets to commands: framing with literals, continuations, limits (RFC 9051 §2.2, §4.3).

use std::borrow::Cow;

use super::answer::Answer;
use super::command;
use super::cx::Cx;
use super::defect::Defect;
use super::limits;
use super::session::Mode;
use crate::syntax::dialect::{Dialect, RevisionSet};
use crate::syntax::frame::{FrameError, Framer, Limits, Sender, announced};
use crate::syntax::types::{Code, Continuation, RespText, Status, Untagged};
use crate::syntax::{SyntaxErrorKind, parse};

/// What has come from the client and is not yet a command.
#[derive(Debug)]
pub(crate) struct Input {
    framer: Framer,
    /// Where the last literal begins for which a continuation was sent.
    granted: usize,
}

impl Default for Input {
    fn default() -> Self {
        let limits = Limits {
            line: limits::LINE,
            literal: u64::from(limits::MESSAGE) * 2,
            frame: limits::COMMAND,
        };
        Self { framer: Framer::new(Sender::Client, limits), granted: 0 }
    }
}

impl Input {
    pub(crate) fn push(&mut self, octets: &[u8]) {
        self.framer.push(octets);
    }

    /// Forgets all that has come: after STARTTLS it may be another's (RFC 9051 §11.1).
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether something has come that is no command yet.
    pub(crate) fn has_more(&self) -> bool {
        !self.framer.pending().is_empty()
    }

    /// All that has come and is no command yet.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.framer.take_pending()
    }

    /// The next command or line with its literals, if all of it has come.
    fn next(&mut self) -> Result<Option<Vec<u8>>, FrameError> {
        self.framer.next_frame().map(|frame| frame.map(|frame| frame.to_vec()))
    }

    /// Takes the line that announces a literal as all there is, and goes on behind it.
    fn refuse_literal(&mut self) -> Vec<u8> {
        let start = self.framer.literal_start().unwrap_or_default();
        let mut line = self.framer.take_pending();
        let rest = line.split_off(start.min(line.len()));
        self.framer.push(&rest);
        self.granted = 0;
        line
    }
}

/// Runs all commands that are complete.
pub(crate) fn work(cx: &mut Cx<'_>) {
    cx.session.pipelined = 0;
    loop {
        if matches!(cx.session.mode, Mode::Handshake | Mode::Closed) {
            cx.session.input.clear();
            return;
        }
        match cx.session.input.next() {
            Ok(Some(frame)) => {
                line(cx, &frame);
                cx.session.input.granted = 0;
                cx.session.pipelined += 1;
            }
            Ok(None) => match literal(cx) {
                Awaited::More => return,
                Awaited::Refused => {}
            },
            Err(error) => too_much(cx, error),
        }
    }
}

/// A limit is passed: the end of the session, but for a literal that the client still waits to
/// be asked for.
fn too_much(cx: &mut Cx<'_>, error: FrameError) {
    let mut octets = cx.session.input.framer.take_pending();
    cx.session.input.granted = 0;
    if matches!(error, FrameError::Literal { .. } | FrameError::Frame { .. })
        && let Some(start) = refusable(&octets)
    {
        let rest = octets.split_off(start);
        cx.session.input.push(&rest);
        let refusal = too_big(cx, Code::TooBig);
        return bad(cx, &octets, &refusal);
    }
    let text = match error {
        FrameError::Line { .. } => "That line is too long",
        FrameError::Literal { .. } | FrameError::Frame { .. } => "That is too much",
    };
    cx.bye(Some(Code::TooBig), text);
}

fn too_big(cx: &Cx<'_>, code: Code<'static>) -> Answer {
    let answer = Answer::no("That literal is too large");
    if cx.has(Defect::TooBigUnsaid) { answer } else { answer.with(code) }
}

/// Where the literal would begin whose octets did not come, if it is a synchronizing one.
fn refusable(octets: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let end = at + memchr::memchr(b'\n', octets.get(at..)?)? + 1;
        let literal = announced(octets.get(at..end)?)?;
        let until = usize::try_from(literal.octets).ok().and_then(|n| end.checked_add(n));
        match until {
            Some(until) if until <= octets.len() => at = until,
            _ => return (!literal.non_sync).then_some(end),
        }
    }
}

enum Awaited {
    More,
    Refused,
}

/// A literal is announced whose octets have not all come: asks for them, or refuses them.
fn literal(cx: &mut Cx<'_>) -> Awaited {
    let input = &cx.session.input;
    let (Some(announced), Some(start)) =
        (input.framer.awaited_literal(), input.framer.literal_start())
    else {
        return Awaited::More;
    };
    if start <= input.granted {
        return Awaited::More;
    }
    if !matches!(cx.session.mode, Mode::Command) {
        // Neither DONE nor a SASL response has literals.
        let octets = cx.session.input.refuse_literal();
        line(cx, &octets);
        return Awaited::Refused;
    }
    let so_far = input.framer.pending().get(..start).unwrap_or_default().to_vec();
    if cx.has(Defect::LiteralDrops) && !announced.non_sync && !is_append(&so_far) {
        cx.session.close();
        return Awaited::Refused;
    }
    let limit = literal_limit(cx, &so_far);
    let refusal = if announced.octets > limit {
        let code = if is_append(&so_far) { Code::TooBig } else { Code::Limit };
        Some(too_big(cx, code))
    } else {
        wrong_so_far(cx, &so_far)
    };
    match refusal {
        Some(_) if announced.non_sync && announced.octets > limit => {
            cx.bye(Some(Code::TooBig), "That literal is too large");
            Awaited::Refused
        }
        Some(answer) if !announced.non_sync => {
            cx.session.input.refuse_literal();
            bad(cx, &so_far, &answer);
            Awaited::Refused
        }
        // Octets that are coming anyway are best swallowed.
        _ => {
            cx.session.input.granted = start;
            if !announced.non_sync {
                go_ahead(cx);
                if cx.has(Defect::ContinuationTwice) && announced.octets > 8192 {
                    go_ahead(cx);
                }
            }
            Awaited::More
        }
    }
}

fn go_ahead(cx: &mut Cx<'_>) {
    let text = RespText { code: None, text: Cow::Borrowed(b"Ready for the literal") };
    cx.challenge(Continuation::Text(text));
}

fn literal_limit(cx: &Cx<'_>, so_far: &[u8]) -> u64 {
    match cx.session.user {
        None => limits::LITERAL_BEFORE_LOGIN,
        Some(_) if is_append(so_far) => u64::from(cx.options.append_limit),
        Some(_) => limits::LITERAL,
    }
}

/// Whether the command is one whose literals are messages.
fn is_append(so_far: &[u8]) -> bool {
    let mut words = so_far.split(|&b| b == b' ').skip(1);
    let first = words.next().unwrap_or_default();
    let name =
        if first.eq_ignore_ascii_case(b"UID") { words.next().unwrap_or_default() } else { first };
    name.eq_ignore_ascii_case(b"APPEND") || name.eq_ignore_ascii_case(b"REPLACE")
}

/// Why a command cannot become right, whatever its literal holds.
fn wrong_so_far(cx: &Cx<'_>, so_far: &[u8]) -> Option<Answer> {
    match parse::command(so_far, &dialect(cx)) {
        Err(error) if error.kind != SyntaxErrorKind::Incomplete && error.offset < so_far.len() => {
            Some(Answer::bad(error.to_string()))
        }
        _ => None,
    }
}

/// The grammar that this session may use.
pub(crate) fn dialect(cx: &Cx<'_>) -> Dialect {
    let rev1 = cx.serves(super::Feature::Rev1);
    let revisions = RevisionSet { rev1, rev2: cx.session.enabled.rev2 };
    Dialect { revisions, extensions: cx.features.extensions(), nesting: 50 }
}

fn line(cx: &mut Cx<'_>, octets: &[u8]) {
    match &cx.session.mode {
        Mode::Idle { .. } => command::idle::line(cx, octets),
        Mode::Authenticate { .. } => command::sasl::line(cx, octets),
        _ => whole_command(cx, octets),
    }
}

fn whole_command(cx: &mut Cx<'_>, octets: &[u8]) {
    cx.session.moment.begins(octets);
    // A client that does not wait is told all the same (RFC 9051 §4.3).
    let ungranted =
        literal_starts(octets).filter(|&start| start > cx.session.input.granted).count();
    for _ in 0..ungranted {
        go_ahead(cx);
    }
    cx.session.mute = cx.has(Defect::PipelinedMute) && cx.session.pipelined == 1;
    let mut read = Cow::Borrowed(octets);
    if cx.has(Defect::StoreRecent)
        && let Some(at) = memchr::memmem::find(octets, b"\\Recent")
    {
        read.to_mut()[at] = b'$';
    }
    match parse::command(&read, &dialect(cx)) {
        Ok(parsed) => {
            cx.session.bad = 0;
            command::run(cx, parsed.value);
            cx.session.mute = false;
        }
        Err(error) => bad(cx, octets, &Answer::bad(error.to_string())),
    }
}

/// Answers what is no command: tagged, where there is a tag.
fn bad(cx: &mut Cx<'_>, octets: &[u8], answer: &Answer) {
    cx.session.bad += 1;
    cx.session.commands += 1;
    if cx.session.bad > limits::BAD_COMMANDS {
        return cx.bye(None, "That is not IMAP");
    }
    match tag(octets) {
        Some(tag) => {
            cx.tag = tag.to_vec();
            match answer.status {
                Some(Status::Bad) if cx.has(Defect::UnknownCommandOk) => {
                    cx.answer(&Answer::ok("Done"));
                }
                Some(Status::Bad) if cx.has(Defect::UnknownCommandNo) => {
                    cx.answer(&Answer::no("Not done"));
                }
                _ => cx.answer(answer),
            }
        }
        None => cx.say(Untagged::Status(Status::Bad, answer.text())),
    }
}

/// The tag, if the line begins with one (RFC 9051 §9: `tag`) and more follows.
fn tag(octets: &[u8]) -> Option<&[u8]> {
    let line = octets.trim_ascii_end();
    let tag = line.split(|&b| b == b' ').next()?;
    let right = |&b: &u8| b.is_ascii_graphic() && !b"(){%*\"\\+".contains(&b);
    (!tag.is_empty() && tag.len() <= 1000 && tag.iter().all(right)).then_some(tag)
}

/// Where the synchronizing literals of a whole command begin.
fn literal_starts(octets: &[u8]) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = octets.get(at..)?;
            let end = at + memchr::memchr(b'\n', rest)? + 1;
            let literal = announced(octets.get(at..end)?)?;
            at = end.checked_add(usize::try_from(literal.octets).ok()?)?;
            if !literal.non_sync {
                return Some(end);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_rubbish() {
        assert_eq!(tag(b"A1 NOOP\r\n"), Some(&b"A1"[..]));
        assert_eq!(tag(b"A1\r\n"), Some(&b"A1"[..]));
        for none in [&b"\r\n"[..], b" NOOP\r\n", b"* NOOP\r\n", b"+ NOOP\r\n", b"a\x80 b\r\n"] {
            assert_eq!(tag(none), None, "{none:?}");
        }
    }

    #[test]
    fn synchronizing_literals_are_found() {
        let octets = b"A APPEND {1}\r\nx {2+}\r\nab ~{3}\r\nabc\r\n";
        assert_eq!(literal_starts(octets).collect::<Vec<_>>(), [14, 31]);
        assert!(is_append(b"A UID REPLACE 1 {5}\r\n") && !is_append(b"A LOGIN {5}\r\n"));
    }
}
