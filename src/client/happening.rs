//! What happens on a connection, told to whoever observes it: the transcript, the view, the referee.

use std::time::Duration;

use crate::syntax::SyntaxError;
use crate::syntax::parse::Parsed;
use crate::syntax::types::{Command, Response};

/// One thing that happened on one connection, in the order in which it was seen there.
#[derive(Debug)]
pub struct Happening<'a> {
    /// Name of the client.
    pub client: &'a str,
    /// Which connection of that client, from 0.
    pub connection: u32,
    /// Since the scenario began.
    pub at: Duration,
    /// Index of its entry in the transcript.
    pub entry: usize,
    /// What happened.
    pub what: What<'a>,
}

/// What happened.
#[derive(Debug)]
pub enum What<'a> {
    /// The connection stands; the greeting is still to come.
    Connected {
        /// TLS from the first octet.
        tls: bool,
        /// Name of the account that the scenario will use here, for rules across sessions.
        account: &'a str,
    },
    /// A command's line up to and with a synchronizing literal's announcement `{n}` has been sent,
    /// and the server is awaited to ask for the literal. Told once for each such literal.
    Announced {
        /// The command's tag, where one could be made out.
        tag: Option<&'a [u8]>,
        /// The octets of the command sent so far (unmasked: never to be shown).
        bytes: &'a [u8],
    },
    /// A whole command has been sent, all its literals included (or cut short: see `refused`).
    /// Told when its last octet is handed to the connection, before any answer to it is read.
    Command {
        /// Its tag, where one could be made out.
        tag: Option<&'a [u8]>,
        /// What it means; `None` where the scenario sent something that is no command.
        command: Option<&'a Command<'a>>,
        /// Its octets (unmasked: never to be shown).
        bytes: &'a [u8],
        /// The server answered the synchronizing literal's announcement with its tagged NO or BAD:
        /// the literal was never sent.
        refused: bool,
    },
    /// A line that belongs to no command: DONE, an AUTHENTICATE response, raw octets.
    Line {
        /// Its octets (unmasked).
        bytes: &'a [u8],
    },
    /// A whole response.
    Response {
        /// What it means and what of the grammar it takes (parsed with `Dialect::everything()`,
        /// the first of a connection as greeting), or why it is none.
        response: Result<&'a Parsed<Response<'a>>, &'a SyntaxError>,
        /// Its octets.
        bytes: &'a [u8],
    },
    /// TLS was started in mid-session.
    TlsStarted,
    /// DEFLATE was started.
    DeflateStarted,
    /// The connection ended.
    Closed {
        /// By the server on its own: we had not closed, reset or shut our sending side first.
        by_server: bool,
        /// Octets of an unfinished response that came before the end.
        leftover: &'a [u8],
    },
}

/// Somebody who wants to know. The clients of a scenario share one.
pub trait Observer: Send {
    /// Writes the transcript's entry for what is about to be told, and returns its index.
    fn record(&mut self, entry: crate::wire::transcript::Entry) -> usize;
    /// Sees a happening. The entry is recorded already.
    fn observe(&mut self, happening: &Happening<'_>);
}
