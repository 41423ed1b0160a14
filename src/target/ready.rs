//! Readiness: a server is ready when it greets. An open port proves nothing (a container engine's
//! proxy accepts before the server listens).

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::{Account, Endpoint, Running, TargetError, Via};
use crate::syntax::frame::Limits;
use crate::wire::connection::{Connection, Incoming};

/// Bounds on what a server may say before we know that it is one.
const LIMITS: Limits = Limits { line: 64 << 10, literal: 64 << 10, frame: 128 << 10 };

/// How long to wait for a greeting once the connection stands.
const GREETING: Duration = Duration::from_secs(6);

/// What came of one try.
pub(super) enum Try {
    /// It greets.
    Ready,
    /// Not yet: nobody listens, or whoever accepted closed without a word.
    NotYet(String),
    /// It speaks, but not IMAP, or refuses us.
    Never(String),
}

/// How the reason begins where a server says BYE at once.
pub(super) const REFUSES: &str = "it refuses us";
/// How the reason begins where another protocol is spoken.
pub(super) const NO_GREETING: &str = "what it says is no IMAP greeting";

/// Connects once and reads the greeting.
pub(super) async fn greets(at: &Endpoint, via: Via, verify: bool, deadline: Instant) -> Try {
    let left = deadline.saturating_duration_since(Instant::now());
    let mut connection = match Connection::open(&at.host, at.port, LIMITS, left).await {
        Ok(connection) => connection,
        Err(error) => return Try::NotYet(said(&error)),
    };
    let until = deadline.min(Instant::now() + GREETING);
    if via == Via::Tls {
        let left = until.saturating_duration_since(Instant::now());
        if let Err(error) = connection.start_tls(verify, left).await {
            let why = format!("TLS handshake: {}", said(&error));
            // rustls: the certificate is not valid, or what came is no TLS.
            let never = error.kind() == std::io::ErrorKind::InvalidData;
            return if never { Try::Never(why) } else { Try::NotYet(why) };
        }
    }
    let come = connection.next_frame(until).await;
    let result = match come {
        Incoming::Frame(frame) => judge(&frame),
        Incoming::Closed { leftover, .. } if leftover.is_empty() => {
            Try::NotYet("it closed the connection without a greeting".to_owned())
        }
        Incoming::Closed { leftover, .. } => {
            Try::Never(format!("it closed within its greeting: {}", excerpt(&leftover)))
        }
        Incoming::TimedOut { pending: 0 } => Try::Never(format!(
            "it accepted the connection and said nothing for {} s, where a greeting is due (9051#3)",
            GREETING.as_secs()
        )),
        Incoming::TimedOut { pending } => {
            Try::Never(format!("its greeting has no end ({pending} octets so far)"))
        }
        Incoming::Broken { why, .. } => Try::Never(format!("its greeting breaks: {why}")),
    };
    // A log-out is good manners, and keeps `disconnected` warnings out of the server's log.
    if matches!(result, Try::Ready) {
        let _ = connection.send(b"x LOGOUT\r\n", Duration::from_millis(200)).await;
    }
    connection.close().await;
    result
}

/// Tries until the server greets.
///
/// # Errors
/// The last reason, once `deadline` has passed; at once, when it will never greet.
pub(super) async fn wait(
    at: &Endpoint,
    via: Via,
    verify: bool,
    deadline: Instant,
) -> Result<(), Try> {
    loop {
        let tried = greets(at, via, verify, deadline).await;
        match tried {
            Try::Ready => return Ok(()),
            Try::NotYet(_) if Instant::now() < deadline => sleep(Duration::from_millis(20)).await,
            _ => return Err(tried),
        }
    }
}

fn judge(frame: &[u8]) -> Try {
    let upper = frame.get(..10).unwrap_or(frame).to_ascii_uppercase();
    if upper.starts_with(b"* OK") || upper.starts_with(b"* PREAUTH") {
        Try::Ready
    } else if upper.starts_with(b"* BYE") {
        Try::Never(format!("{REFUSES}: {}", excerpt(frame)))
    } else {
        Try::Never(format!(
            "{NO_GREETING}, which is `* OK …`, `* PREAUTH …` or `* BYE …` \
             (9051#7.1, 3501#7.1): {}",
            excerpt(frame)
        ))
    }
}

fn excerpt(octets: &[u8]) -> String {
    let cut = octets.get(..120).unwrap_or(octets);
    format!("{:?}", String::from_utf8_lossy(cut).trim_end())
}

/// An I/O error without its `(os error 111)`.
pub(super) fn said(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        std::io::ErrorKind::TimedOut => "no answer in time".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_owned()
        }
    }
}

/// Makes `account` by a log-in, then lets the administrator give it a quota.
pub(super) async fn set_quota(
    running: &Running,
    admin: &Account,
    account: &Account,
    kib: u32,
) -> Result<(), TargetError> {
    let failed = |why: String| {
        TargetError::environment(format!("{}: no quota for {}: {why}", running.name, account.user))
    };
    say(running, account, &[]).await.map_err(failed)?;
    let command = format!("SETQUOTA \"user/{}\" (STORAGE {kib})", account.user);
    say(running, admin, &[&command]).await.map_err(failed)
}

/// Logs in, gives the commands, each of which must be answered by OK, and logs out.
async fn say(running: &Running, account: &Account, commands: &[&str]) -> Result<(), String> {
    let limit = running.bounds.login;
    let via = if running.plain.is_some() && running.clear_login { Via::Clear } else { Via::Tls };
    let mut connection = running.open(via, LIMITS, limit).await.map_err(|e| said(&e))?;
    let deadline = Instant::now() + limit;
    let login = format!("LOGIN \"{}\" \"{}\"", account.user, account.password);
    let all = std::iter::once(login.as_str()).chain(commands.iter().copied());
    for (n, command) in all.chain(std::iter::once("LOGOUT")).enumerate() {
        let line = format!("q{n} {command}\r\n");
        connection.send(line.as_bytes(), limit).await.map_err(|e| said(&e))?;
        let tag = format!("q{n} ");
        loop {
            match connection.next_frame(deadline).await {
                Incoming::Frame(frame) if frame.starts_with(tag.as_bytes()) => {
                    let word = frame.get(tag.len()..tag.len() + 3).unwrap_or_default();
                    if !word.eq_ignore_ascii_case(b"OK ") {
                        return Err(excerpt(&frame));
                    }
                    break;
                }
                Incoming::Frame(_) => {}
                other => return Err(format!("{other:?}")),
            }
        }
    }
    let _ = timeout_at(deadline, connection.close()).await;
    Ok(())
}
