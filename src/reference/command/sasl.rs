//! AUTHENTICATE (RFC 9051 §6.2.2): PLAIN (RFC 4616), LOGIN, SCRAM-SHA-256 (RFC 7677).

use std::borrow::Cow;

use super::login;
use super::scram::Scram;
use crate::reference::Feature;
use crate::reference::answer::{Answer, Handled};
use crate::reference::cx::Cx;
use crate::reference::defect::Defect;
use crate::reference::session::Mode;
use crate::syntax::parse::{self, AuthResponse};
use crate::syntax::types::{Code, Continuation};

/// An exchange that waits for the client.
#[derive(Debug)]
pub(crate) enum Exchange {
    /// For the whole of PLAIN.
    Plain,
    /// For the user name of LOGIN.
    User,
    /// For the password of LOGIN.
    Password {
        /// The user name.
        user: Vec<u8>,
    },
    /// For SCRAM's first or final message.
    Scram(Scram),
}

/// What the exchange comes to.
enum Next {
    /// A challenge, and what waits for its answer.
    Challenge(Vec<u8>, Exchange),
    Done(Handled),
}

pub(super) fn authenticate(cx: &mut Cx<'_>, mechanism: &[u8], initial: Option<&[u8]>) -> Handled {
    let (feature, exchange, greeting) = match mechanism.to_ascii_uppercase().as_slice() {
        b"PLAIN" => (Feature::AuthPlain, Exchange::Plain, &b""[..]),
        b"LOGIN" => (Feature::AuthLogin, Exchange::User, &b"Username:"[..]),
        b"SCRAM-SHA-256" => {
            (Feature::AuthScramSha256, Exchange::Scram(Scram::new(cx.session.id.0)), &b""[..])
        }
        _ => return Err(Answer::refused(Code::Cannot, "That mechanism is not known here")),
    };
    if !cx.serves(feature) {
        return Err(Answer::refused(Code::Cannot, "That mechanism is not known here"));
    }
    if feature != Feature::AuthScramSha256 {
        login::clear_is_allowed(cx)?;
    }
    match initial {
        // RFC 9051 §6.2.2: its server speaks first, so that there is no initial response.
        Some(_) if feature == Feature::AuthLogin => {
            Err(Answer::bad("LOGIN has no initial response"))
        }
        Some(response) => {
            let next = step(cx, exchange, response);
            go_on(cx, next)
        }
        None => go_on(cx, Next::Challenge(greeting.to_vec(), exchange)),
    }
}

/// The client's answer to a challenge.
pub(crate) fn line(cx: &mut Cx<'_>, octets: &[u8]) {
    let Mode::Authenticate { tag, exchange } =
        std::mem::replace(&mut cx.session.mode, Mode::Command)
    else {
        return;
    };
    cx.tag = tag;
    let handled = match parse::auth_response(octets) {
        Ok(AuthResponse::Cancel) if cx.has(Defect::CancelIsNo) => Err(Answer::no("Cancelled")),
        Ok(AuthResponse::Cancel) => Err(Answer::bad("Cancelled")),
        Ok(AuthResponse::Data(response)) => {
            let next = step(cx, *exchange, &response);
            go_on(cx, next)
        }
        Err(_) => Err(Answer::bad("That is not base64")),
    };
    let (Ok(answer) | Err(answer)) = handled;
    cx.answer(&answer);
}

fn go_on(cx: &mut Cx<'_>, next: Next) -> Handled {
    match next {
        Next::Challenge(octets, exchange) => {
            cx.challenge(Continuation::Challenge(Cow::Owned(octets)));
            let (tag, exchange) = (cx.tag.clone(), Box::new(exchange));
            cx.session.mode = Mode::Authenticate { tag, exchange };
            Ok(Answer::later())
        }
        Next::Done(handled) => handled,
    }
}

fn step(cx: &mut Cx<'_>, exchange: Exchange, response: &[u8]) -> Next {
    match exchange {
        Exchange::Plain => Next::Done(plain(cx, response)),
        Exchange::User => {
            let user = response.to_vec();
            Next::Challenge(b"Password:".to_vec(), Exchange::Password { user })
        }
        Exchange::Password { user } => Next::Done(login::check(cx, &user, response)),
        Exchange::Scram(scram) => match scram.step(response, cx.options.password.as_bytes()) {
            Ok((challenge, Some(scram))) => Next::Challenge(challenge, Exchange::Scram(scram)),
            Ok((user, None)) => {
                let entered = String::from_utf8(user)
                    .map_err(|_| failed())
                    .and_then(|user| login::enter(cx, user));
                Next::Done(entered.map(|()| login::welcome(cx, "Logged in")))
            }
            Err(()) => Next::Done(Err(failed())),
        },
    }
}

fn failed() -> Answer {
    Answer::refused(Code::AuthenticationFailed, "That is not the password")
}

/// `[authzid] NUL authcid NUL passwd`
fn plain(cx: &mut Cx<'_>, response: &[u8]) -> Handled {
    let mut fields = response.split(|&b| b == 0);
    let (Some(acting), Some(user), Some(password), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(Answer::bad("That is not a PLAIN message"));
    };
    if !acting.is_empty() && acting != user {
        let text = "You cannot act for another user";
        return Err(Answer::refused(Code::AuthorizationFailed, text));
    }
    login::check(cx, user, password)
}
