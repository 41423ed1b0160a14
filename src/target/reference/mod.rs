//! The embedded reference: its pure state machine behind sockets, or in memory.
//!
//! The [`Shell`] gives it what it lacks: connections, TLS, DEFLATE and a clock. All sessions share
//! one `Server` behind a lock; what it says goes to each session's outbox while the lock is
//! held, so that the order of events is the order on the wire.

mod certificate;
mod session;
mod shell;

pub use shell::Shell;

use std::io;

use super::account::Accounts;
use super::{Bounds, Endpoint, Quota, Running, Server, TargetError, Via};
use crate::reference::Options;

/// How the reference is served to a run.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// How it behaves.
    pub options: Options,
    /// Without sockets: thousands of servers may live in one process.
    pub in_memory: bool,
}

impl Setting {
    pub(super) async fn start(&self) -> Result<Running, TargetError> {
        let failed = |error: io::Error| {
            TargetError::environment(format!("the reference cannot be served: {error}"))
        };
        let shell = Shell::new(self.options.clone()).map_err(failed)?;
        let endpoint = |port| Endpoint { host: "127.0.0.1".to_owned(), port };
        let (plain, tls) = if self.in_memory {
            // Nobody connects by these: `Running::open` asks the shell.
            (endpoint(143), endpoint(993))
        } else {
            let plain = shell.listen(("127.0.0.1", 0), Via::Clear).await.map_err(failed)?;
            let tls = shell.listen(("127.0.0.1", 0), Via::Tls).await.map_err(failed)?;
            (endpoint(plain.port()), endpoint(tls.port()))
        };
        Ok(Running {
            name: "reference".to_owned(),
            plain: Some(plain),
            tls: Some(tls),
            starttls: true,
            clear_login: self.options.clear_login,
            verify: false,
            accounts: Accounts::any(&self.options.password),
            quota: Quota::InName,
            bounds: Bounds::default(),
            server: if self.in_memory { Server::Memory(shell) } else { Server::Reference(shell) },
        })
    }
}
