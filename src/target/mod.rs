//! Where the server under test comes from.
//!
//! | target | what | in |
//! |---|---|---|
//! | reference | the embedded specification, on loopback or in memory | `reference` |
//! | container | a server of `containers/`, started through testcontainers | `container` |
//! | command | a server that we start by a shell command | `command` |
//! | address | a server that runs already | `address` |
//!
//! A [`Target`] is a description; [`Target::start`] makes it [`Running`]. Whatever was started ends
//! when `Running` is dropped, and also when the process ends by a panic, a signal or a kill. A
//! target that does not come up is a [`TargetError`]: by whose fault, and what to do about it.
//! What the server says once it has greeted is the engine's to judge, not ours.
//!
//! To add a kind of target: a file here with a setting that has `start`, a variant of [`Target`]
//! and of `Server`.

pub mod account;
pub mod address;
pub mod command;
pub mod container;
mod error;
mod ready;
pub mod reference;

pub use account::{Account, Accounts, Hold, Lease, Who, now_in_base36};
pub use error::{Fault, TargetError};

use std::io;
use std::time::Duration;

use crate::syntax::frame::Limits;
use crate::wire::connection::Connection;

/// A server, described.
#[derive(Debug, Clone)]
pub enum Target {
    /// The embedded reference.
    Reference(reference::Setting),
    /// A container.
    Container(Box<container::Recipe>),
    /// A command that starts it.
    Command(command::Setting),
    /// An address where it runs.
    Address(address::Setting),
}

impl Target {
    /// As in `--target`, in reports and in the name of a baseline.
    pub fn name(&self) -> String {
        match self {
            Self::Reference(_) => "reference".to_owned(),
            Self::Container(recipe) => recipe.name.clone(),
            Self::Command(setting) => setting.name(),
            Self::Address(setting) => setting.name(),
        }
    }

    /// Starts it and waits for its greeting.
    ///
    /// # Errors
    /// When it cannot be started or reached, or does not greet, within its time limit.
    pub async fn start(&self) -> Result<Running, TargetError> {
        self.start_telling(&|_| ()).await
    }

    /// As [`Self::start`]; `tell` hears what takes long (the building of an image), in a line.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_telling(&self, tell: container::Tell<'_>) -> Result<Running, TargetError> {
        match self {
            Self::Reference(setting) => setting.start().await,
            Self::Container(recipe) => recipe.start(tell).await,
            Self::Command(setting) => setting.start().await,
            Self::Address(setting) => setting.start().await,
        }
    }
}

/// Where to connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
}

/// How a connection begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    /// In the clear; STARTTLS may follow.
    Clear,
    /// TLS from the first octet.
    Tls,
}

/// How an account with a storage quota is had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quota {
    /// Not at all.
    None,
    /// By its name: `u7@20K` has 20 KiB.
    InName,
    /// This administrator sets it by SETQUOTA on the root `user/NAME`, as Cyrus has it.
    ByAdmin(Account),
}

/// What is known of a server beside what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Connections that it serves at once.
    pub connections: Option<usize>,
    /// How long an answer to a log-in may take; some wait on purpose before they refuse.
    pub login: Duration,
    /// How long to wait for something pushed (IDLE) before calling it missing.
    pub push: Duration,
    /// Bad commands before log-in that end the connection.
    pub bad_before_login: Option<u32>,
    /// Bad commands in a row after log-in that end the connection.
    pub bad_in_a_row: Option<u32>,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: None,
            login: Duration::from_secs(10),
            push: Duration::from_secs(5),
            bad_before_login: None,
            bad_in_a_row: None,
        }
    }
}

/// A server that runs. Dropping it ends what was started.
#[derive(Debug)]
pub struct Running {
    /// [`Target::name`]
    pub name: String,
    /// Where it listens in the clear.
    pub plain: Option<Endpoint>,
    /// Where it listens for TLS from the first octet.
    pub tls: Option<Endpoint>,
    /// STARTTLS is worth trying on the plain port; for a server that we do not know, its
    /// capabilities decide.
    pub starttls: bool,
    /// Log-in in the clear is allowed; for a server that we do not know, LOGINDISABLED decides.
    pub clear_login: bool,
    /// Its certificate must be valid (test servers sign their own).
    pub verify: bool,
    /// Who may log in.
    pub accounts: Accounts,
    /// Accounts that fill up.
    pub quota: Quota,
    /// Known limits.
    pub bounds: Bounds,
    server: Server,
}

/// What must be ended.
#[derive(Debug)]
enum Server {
    /// Nothing: it ran before us.
    Elsewhere,
    /// The reference's sockets.
    Reference(reference::Shell),
    /// The reference without sockets: connections are made by it.
    Memory(reference::Shell),
    /// Its container.
    #[cfg(feature = "containers")]
    Container(Box<container::Held>),
    /// Its process group.
    Process(command::Process),
}

impl Running {
    /// Opens a connection, up to the greeting and not into it.
    ///
    /// # Errors
    /// When there is no such port ([`io::ErrorKind::Unsupported`]), nobody answers within
    /// `timeout`, or the TLS handshake fails.
    pub async fn open(
        &self,
        via: Via,
        limits: Limits,
        timeout: Duration,
    ) -> io::Result<Connection> {
        let endpoint = match via {
            Via::Clear => self.plain.as_ref(),
            Via::Tls => self.tls.as_ref(),
        };
        let Some(Endpoint { host, port }) = endpoint else {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "the target has no such port"));
        };
        let mut connection = match &self.server {
            Server::Memory(shell) => Connection::over(shell.connect(via), "localhost", limits),
            _ => Connection::open(host, *port, limits, timeout).await?,
        };
        if via == Via::Tls {
            connection.start_tls(self.verify, timeout).await?;
        }
        Ok(connection)
    }

    /// Leases `count` accounts for a scenario; waits where a pool has none to spare. `None` where
    /// the target will never have so many.
    pub async fn lease(&self, count: usize) -> Option<Lease> {
        self.accounts.lease(count).await
    }

    /// A fresh account whose storage ends after `kib` KiB; `None` where the target has no such.
    ///
    /// # Errors
    /// When the administrator cannot set the quota.
    pub async fn quota_account(&self, kib: u32) -> Result<Option<Account>, TargetError> {
        let Some(mut account) = self.accounts.fresh() else { return Ok(None) };
        match &self.quota {
            Quota::None => return Ok(None),
            Quota::InName => account.user = format!("{}@{kib}K", account.user),
            Quota::ByAdmin(admin) => ready::set_quota(self, admin, &account, kib).await?,
        }
        Ok(Some(account))
    }

    /// The last `lines` lines that the server logged; empty where we do not have its log.
    pub async fn log(&self, lines: usize) -> String {
        match &self.server {
            Server::Elsewhere | Server::Reference(_) | Server::Memory(_) => String::new(),
            #[cfg(feature = "containers")]
            Server::Container(held) => held.log(lines).await,
            Server::Process(process) => process.log(lines),
        }
    }

    /// Octets of the files in the server's store, where we gave it the place: a container's store, a
    /// command's `{dir}`.
    pub async fn stored(&self) -> Option<u64> {
        match &self.server {
            Server::Elsewhere | Server::Reference(_) | Server::Memory(_) => None,
            #[cfg(feature = "containers")]
            Server::Container(held) => held.stored().await,
            Server::Process(process) => process.stored(),
        }
    }

    /// How the server ended, if it did so by itself.
    pub async fn ended(&self) -> Option<String> {
        match &self.server {
            Server::Elsewhere | Server::Reference(_) | Server::Memory(_) => None,
            #[cfg(feature = "containers")]
            Server::Container(held) => held.ended().await,
            Server::Process(process) => process.ended(),
        }
    }

    /// Ends the server in good order. Dropping does it as well, but cannot wait.
    pub async fn stop(self) {
        match self.server {
            Server::Elsewhere => {}
            Server::Reference(shell) | Server::Memory(shell) => drop(shell),
            #[cfg(feature = "containers")]
            Server::Container(held) => held.stop().await,
            Server::Process(process) => process.stop().await,
        }
    }
}

#[cfg(test)]
mod tests;
