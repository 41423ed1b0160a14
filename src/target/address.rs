//! A server that runs already: `imap://host[:port]` or `imaps://host[:port]`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use tokio::time::Instant;

use super::account::{Accounts, Who};
use super::ready::{self, Try};
use super::{Bounds, Endpoint, Quota, Running, Server, TargetError, Via};

/// An unreachable target must be told within 10 s.
const REACH: Duration = Duration::from_secs(8);

/// Where a server is and how to talk to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// TLS from the first octet (`imaps`).
    pub tls: bool,
    /// Host and port.
    pub endpoint: Endpoint,
}

impl FromStr for Address {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let bad = |why: &str| {
            TargetError::usage(format!("`{text}` is no address of a server: {why}"))
                .advise("write imap://host, imap://host:port, imaps://host or imaps://host:port")
        };
        let (scheme, rest) = text.split_once("://").ok_or_else(|| bad("it has no `://`"))?;
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "imap" => false,
            "imaps" => true,
            other => return Err(bad(&format!("`{other}` is neither imap nor imaps"))),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains('@') {
            return Err(bad("user and password are not part of it")
                .advise("give them by --user and --password"));
        }
        if rest.contains(['/', '?', '#']) {
            return Err(bad("a path is not part of it"));
        }
        let (host, port) = if let Some(six) = rest.strip_prefix('[') {
            let (host, after) = six.split_once(']').ok_or_else(|| bad("`[` without `]`"))?;
            (host, after.strip_prefix(':').or(after.is_empty().then_some("")))
        } else if let Some((host, port)) = rest.split_once(':') {
            if port.contains(':') {
                return Err(bad("an IPv6 address goes in brackets"));
            }
            (host, Some(port).filter(|port| !port.is_empty()))
        } else {
            (rest, Some(""))
        };
        if host.is_empty() || host.contains(char::is_whitespace) {
            return Err(bad("it has no host"));
        }
        let port = match port {
            Some("") => [143, 993][usize::from(tls)],
            Some(digits) => digits
                .parse()
                .ok()
                .filter(|&port| port != 0)
                .ok_or_else(|| bad(&format!("`{digits}` is no port")))?,
            None => return Err(bad("the port is missing or misplaced")),
        };
        Ok(Self { tls, endpoint: Endpoint { host: host.to_owned(), port } })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Endpoint { host, port } = &self.endpoint;
        let scheme = if self.tls { "imaps" } else { "imap" };
        if host.contains(':') {
            write!(f, "{scheme}://[{host}]:{port}")
        } else {
            write!(f, "{scheme}://{host}:{port}")
        }
    }
}

/// What to reach and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Where.
    pub address: Address,
    /// Who may log in.
    pub who: Who,
    /// Whether the certificate must be valid.
    pub verify: bool,
}

impl Setting {
    pub(super) fn name(&self) -> String {
        self.address.to_string()
    }

    pub(super) async fn start(&self) -> Result<Running, TargetError> {
        let name = self.name();
        let via = if self.address.tls { Via::Tls } else { Via::Clear };
        let deadline = Instant::now() + REACH;
        match ready::greets(&self.address.endpoint, via, self.verify, deadline).await {
            Try::Ready => {}
            Try::NotYet(why) => {
                return Err(TargetError::environment(format!("{name} cannot be reached: {why}"))
                    .advise("is the server running, and are host and port right?"));
            }
            Try::Never(why) => {
                let other = if why.starts_with(ready::REFUSES) {
                    "does it limit connections, or the addresses that it serves?"
                } else if why.starts_with(ready::NO_GREETING) {
                    "is this the port of an IMAP server (143, or 993 for TLS)?"
                } else if self.address.tls {
                    "if the port is one in the clear (143), use imap://"
                } else {
                    "if the port is one for TLS (993), use imaps://"
                };
                let what = format!("{name} does not greet: {why}");
                return Err(TargetError::server(what).advise(other).advise_on_certificate());
            }
        }
        let endpoint = Some(self.address.endpoint.clone());
        let (plain, tls) = if self.address.tls { (None, endpoint) } else { (endpoint, None) };
        Ok(Running {
            name,
            starttls: plain.is_some(),
            clear_login: plain.is_some(),
            plain,
            tls,
            verify: self.verify,
            accounts: match &self.who {
                Who::Any(password) => Accounts::any_since_before(password),
                Who::These(accounts) => Accounts::these(accounts.clone()),
            },
            quota: Quota::None,
            bounds: Bounds::default(),
            server: Server::Elsewhere,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown() {
        for (text, shown) in [
            ("imap://localhost", "imap://localhost:143"),
            ("IMAPS://mail.example.org/", "imaps://mail.example.org:993"),
            ("imap://127.0.0.1:1143", "imap://127.0.0.1:1143"),
            ("imaps://[::1]", "imaps://[::1]:993"),
            ("imap://[::1]:99", "imap://[::1]:99"),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn what_is_no_address_is_a_usage_error_with_advice() {
        for text in [
            "localhost",
            "http://localhost",
            "imap://",
            "imap://:143",
            "imap://host:",
            "imap://host:0",
            "imap://host:65536",
            "imap://host:port",
            "imap://::1",
            "imap://[::1",
            "imap://[::1]x",
            "imap://al:secret@host",
            "imap://host/INBOX",
            "imap://ho st",
        ] {
            let error = text.parse::<Address>().unwrap_err();
            assert_eq!(error.exit_code(), 2, "{text}");
            assert!(error.advice.is_some(), "{text}");
        }
    }
}
