//! What a run learns of the server before the first scenario: capabilities, delimiter, prefix, name.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use super::connect::{is_in, login};
use super::transport::Transport;
use crate::client::happening::{Happening, Observer};
use crate::client::mask::Secrets;
use crate::client::session::{Session, Shared, Stop};
use crate::syntax::lenient::{Node, tree};
use crate::syntax::print::quoted;
use crate::syntax::types::Status;
use crate::target::{Account, Accounts, Running};
use crate::wire::transcript::Entry;

/// What was learned.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The server greets with PREAUTH: whoever connects is logged in, always as the same user.
    pub preauth: bool,
    /// Capabilities before log-in, over the run's transport.
    pub before: Vec<String>,
    /// Capabilities after log-in; `None` where log-in did not work.
    pub capabilities: Option<Vec<String>>,
    /// Why log-in did not work.
    pub log_in: Result<(), String>,
    /// STARTTLS is offered on the plain port.
    pub starttls: bool,
    /// LOGINDISABLED is told on the plain port.
    pub login_disabled: bool,
    /// Hierarchy delimiter of the personal namespace; empty where there is no hierarchy.
    pub delimiter: String,
    /// Prefix of the personal namespace.
    pub prefix: String,
    /// Keywords can be set that are not there yet, as far as INBOX tells.
    pub keywords: bool,
    /// What the server says of itself.
    pub server: Option<String>,
}

impl Facts {
    /// Whether a capability is advertised after log-in (any case); `rev1`, `rev2` for the revisions.
    pub fn has(&self, name: &str) -> bool {
        let name = match name {
            "rev1" => "IMAP4rev1",
            "rev2" => "IMAP4rev2",
            name => name,
        };
        // `THREAD`, `QUOTA=RES-STORAGE`, `APPENDLIMIT` and the like also come with a value.
        let valued = format!("{}=", name.to_ascii_uppercase());
        self.capabilities.iter().flatten().any(|c| {
            c.eq_ignore_ascii_case(name)
                || (!name.contains('=') && c.to_ascii_uppercase().starts_with(&valued))
        })
    }
}

/// The server could not be asked at all.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct Unreachable(pub String);

/// Nobody listens to the probe.
struct Deaf(usize);

impl Observer for Deaf {
    fn record(&mut self, _: Entry) -> usize {
        self.0 += 1;
        self.0 - 1
    }
    fn observe(&mut self, _: &Happening<'_>) {}
}

/// Asks the server. It must greet within `limit`. Where it greets with PREAUTH there is one account,
/// which all share, whatever names were given.
///
/// # Errors
/// When no connection can be made, or there is no greeting in time.
pub async fn probe(
    running: &mut Running,
    transport: Transport,
    limit: Duration,
) -> Result<Facts, Unreachable> {
    let mut facts = Facts {
        preauth: false,
        before: Vec::new(),
        capabilities: None,
        log_in: Ok(()),
        starttls: false,
        login_disabled: false,
        delimiter: String::new(),
        prefix: String::new(),
        keywords: true,
        server: None,
    };
    if running.plain.is_some() && matches!(transport, Transport::Tls) {
        // Only to know what the plain port offers.
        if let Ok(mut session) = open(running, Transport::Plain, limit).await {
            let offered = capabilities(&mut session, limit).await.unwrap_or_default();
            note_plain(&mut facts, &offered);
            session.disconnect().await;
        }
    }
    let mut session = open(running, transport, limit).await?;
    facts.before = capabilities(&mut session, limit).await.unwrap_or_default();
    if !matches!(transport, Transport::Tls) {
        let offered = facts.before.clone();
        note_plain(&mut facts, &offered);
    }
    facts.preauth = session.view().preauth();
    secure(&mut session, running, transport, limit).await?;
    if facts.preauth {
        let nobody = || Account::new("preauth", "");
        let account = running.accounts.first().unwrap_or_else(nobody);
        running.accounts = Accounts::these(vec![account]);
    }
    let Some(Account { user, password }) = running.accounts.first() else {
        facts.log_in = Err("the target has no account".to_owned());
        return Ok(facts);
    };
    facts.log_in = match enter(&mut session, &login(&user, &password), limit).await {
        Ok(Status::Ok) => Ok(()),
        Ok(_) => {
            let said = Secrets::new([password.as_str()]).mask_text(&said(&session));
            Err(format!("LOGIN was answered `{said}`"))
        }
        Err(stop) => Err(format!("LOGIN: {stop}")),
    };
    if facts.log_in.is_err() {
        return Ok(facts);
    }
    facts.capabilities = capabilities(&mut session, limit).await;
    namespace(&mut session, &mut facts, limit).await;
    if ask(&mut session, b"SELECT INBOX", limit).await.is_ok() {
        let permanent = session.inbox.iter().find_map(|r| permanent_flags(&tree(&r.octets)));
        facts.keywords = permanent.is_none_or(|flags| flags.iter().any(|f| f == "\\*"));
    }
    if facts.has("ID") && ask(&mut session, b"ID NIL", limit).await.is_ok() {
        facts.server = session.inbox.iter().find_map(|r| identity(&tree(&r.octets)));
    }
    let _ = ask(&mut session, b"LOGOUT", limit).await;
    session.disconnect().await;
    Ok(facts)
}

fn note_plain(facts: &mut Facts, offered: &[String]) {
    facts.starttls = offered.iter().any(|c| c.eq_ignore_ascii_case("STARTTLS"));
    facts.login_disabled = offered.iter().any(|c| c.eq_ignore_ascii_case("LOGINDISABLED"));
}

/// Logs in, unless the greeting was PREAUTH: there LOGIN would be BAD.
pub(super) async fn enter(
    session: &mut Session,
    login: &[u8],
    limit: Duration,
) -> Result<Status, Stop> {
    if is_in(session) {
        return Ok(Status::Ok);
    }
    ask(session, login, limit).await
}

/// STARTTLS, where the transport wants it.
pub(super) async fn secure(
    session: &mut Session,
    running: &Running,
    transport: Transport,
    limit: Duration,
) -> Result<(), Unreachable> {
    if transport != Transport::StartTls {
        return Ok(());
    }
    if session.view().preauth() {
        let why = "the server greets with PREAUTH, after which there is no STARTTLS (9051#6.2.1)";
        return Err(Unreachable(why.to_owned()));
    }
    let done = match ask(session, b"STARTTLS", limit).await {
        Ok(Status::Ok) => session.start_tls(running.verify, limit).await,
        Ok(_) => Err(Stop::Broken("STARTTLS was refused".to_owned())),
        Err(stop) => Err(stop),
    };
    done.map_err(|stop| Unreachable(format!("STARTTLS does not work: {stop}")))
}

/// A connection that nobody judges, up to its greeting.
pub(super) async fn open(
    running: &Running,
    transport: Transport,
    limit: Duration,
) -> Result<Session, Unreachable> {
    let connection =
        transport.open(running, 0, limit).await.map_err(|e| Unreachable(e.to_string()))?;
    let observer: Shared = Arc::new(Mutex::new(Deaf(0)));
    let tls = transport == Transport::Tls;
    let start = Instant::now();
    let mut session =
        Session::new("probe", 0, connection, observer, Secrets::default(), start, (tls, ""));
    session
        .receive(Instant::now() + limit)
        .await
        .map_err(|stop| Unreachable(format!("no greeting: {stop}")))?;
    Ok(session)
}

/// One command, and how it was answered; what came with the answer is in the inbox.
pub(super) async fn ask(
    session: &mut Session,
    command: &[u8],
    limit: Duration,
) -> Result<Status, Stop> {
    session.inbox.clear();
    session.ask(command, Instant::now() + limit).await
}

async fn capabilities(session: &mut Session, limit: Duration) -> Option<Vec<String>> {
    ask(session, b"CAPABILITY", limit).await.ok()?;
    session.inbox.iter().find_map(|r| match tree(&r.octets).as_slice() {
        [star, word, rest @ ..] if star.is_word("*") && word.is_word("CAPABILITY") => {
            Some(rest.iter().map(text).collect())
        }
        _ => None,
    })
}

/// NAMESPACE where there is one, else what `LIST "" ""` says of the delimiter.
async fn namespace(session: &mut Session, facts: &mut Facts, limit: Duration) {
    if (facts.has("NAMESPACE") || facts.has("rev2"))
        && ask(session, b"NAMESPACE", limit).await.is_ok()
    {
        for received in &session.inbox {
            if let [_, word, personal, ..] = tree(&received.octets).as_slice()
                && word.is_word("NAMESPACE")
                && let Some([first, ..]) = personal.children()
                && let Some([prefix, delimiter, ..]) = first.children()
            {
                facts.prefix = text(prefix);
                facts.delimiter = if delimiter.is_nil() { String::new() } else { text(delimiter) };
                return;
            }
        }
    }
    if ask(session, b"LIST \"\" \"\"", limit).await.is_ok() {
        for received in &session.inbox {
            if let [_, word, _, delimiter, ..] = tree(&received.octets).as_slice()
                && word.is_word("LIST")
            {
                facts.delimiter = if delimiter.is_nil() { String::new() } else { text(delimiter) };
            }
        }
    }
    if !may_create(session, "", limit).await {
        let below = format!("INBOX{}", facts.delimiter);
        if !facts.delimiter.is_empty() && may_create(session, &below, limit).await {
            facts.prefix = below;
        }
    }
}

/// `* OK [PERMANENTFLAGS (…)]`
fn permanent_flags(nodes: &[Node]) -> Option<Vec<String>> {
    let code = nodes.get(2)?.children()?;
    match code {
        [name, flags, ..] if name.is_word("PERMANENTFLAGS") => {
            Some(flags.children()?.iter().map(text).collect())
        }
        _ => None,
    }
}

/// Whether a mailbox can be made behind this prefix; only where NAMESPACE cannot tell.
async fn may_create(session: &mut Session, prefix: &str, limit: Duration) -> bool {
    let name = quoted(format!("{prefix}imapspec-probe").as_bytes());
    let mut done = [false; 2];
    for (done, command) in done.iter_mut().zip([&b"CREATE "[..], b"DELETE "]) {
        let command = [command, &name[..]].concat();
        *done = matches!(ask(session, &command, limit).await, Ok(Status::Ok));
    }
    // One that a broken run left behind is gone now.
    done.contains(&true)
}

/// `name version` out of an ID response.
fn identity(nodes: &[Node]) -> Option<String> {
    let [star, word, list] = nodes else { return None };
    if !star.is_word("*") || !word.is_word("ID") {
        return None;
    }
    let fields = list.children()?;
    let field = |name: &str| {
        fields.chunks(2).find_map(|pair| match pair {
            [key, value] if key.value.eq_ignore_ascii_case(name.as_bytes()) && !value.is_nil() => {
                Some(text(value))
            }
            _ => None,
        })
    };
    match (field("name"), field("version")) {
        (Some(name), Some(version)) => Some(format!("{name} {version}")),
        (name, version) => name.or(version),
    }
}

/// The last line received.
pub(super) fn said(session: &Session) -> String {
    let octets = session.inbox.last().map(|r| r.octets.as_slice()).unwrap_or_default();
    String::from_utf8_lossy(octets).trim_end().to_owned()
}

fn text(node: &Node) -> String {
    String::from_utf8_lossy(&node.value).into_owned()
}
