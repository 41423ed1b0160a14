//! Scenarios as tests of `cargo test`: each is a trial named by target and path.
//!
//! A Rust server's own tests do it in ten lines (`tests/imap.rs`, with `harness = false`):
//!
//! ```no_run
//! use imapspec::harness::Suite;
//!
//! fn main() -> std::process::ExitCode {
//!     // … start your server here, or let the suite start it by `Suite::command` …
//!     Suite::address("imap://127.0.0.1:1143")
//!         .account("alice", "secret")
//!         .account("bob", "secret")
//!         .baseline("tests/imap-baseline.yaml")
//!         .main()
//! }
//! ```
//!
//! The server is started once, when the first of its trials runs; the engine plays all that the
//! test filter selects side by side, and each trial waits for its own verdict.

mod group;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::Arguments;

use self::group::Group;
use crate::cli::server::Server;
use crate::scenario::{Corpus, Library, Scenario, Selection};

/// Scenarios against one server or several, as trials.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    members: Vec<Member>,
    selection: Selection,
    folder: Option<PathBuf>,
}

#[derive(Debug, Clone, Default)]
struct Member {
    server: Server,
    url: Option<String>,
    baseline: Option<PathBuf>,
}

impl Suite {
    /// Against a server that runs already: `imap://127.0.0.1:1143`, `imaps://…`.
    pub fn address(url: &str) -> Self {
        let member = Member { url: Some(url.to_owned()), ..Member::default() };
        Self { members: vec![member], ..Self::default() }
    }

    /// Against a server that is started by this shell command, in which `{port}` is filled in.
    pub fn command(command: &str) -> Self {
        let server = Server { command: Some(command.to_owned()), ..Server::default() };
        Self { members: vec![Member { server, ..Member::default() }], ..Self::default() }
    }

    /// Against the embedded reference, or a container target of this name.
    pub fn target(name: &str) -> Self {
        let server = Server { target: Some(name.to_owned()), ..Server::default() };
        Self { members: vec![Member { server, ..Member::default() }], ..Self::default() }
    }

    /// Against what `other` names as well.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.members.extend(other.members);
        self
    }

    /// An account to log in with; a second one lets shared mailboxes be tested, and with three or
    /// more each scenario has one of its own.
    #[must_use]
    pub fn account(mut self, user: &str, password: &str) -> Self {
        if let Some(member) = self.members.last_mut() {
            member.server.account.push(format!("{user}:{password}"));
        }
        self
    }

    /// Any user name logs in with this password.
    #[must_use]
    pub fn any_user(mut self, password: &str) -> Self {
        if let Some(member) = self.members.last_mut() {
            member.server.any_user = Some(password.to_owned());
        }
        self
    }

    /// Known deviations, as `imapspec run --update-baseline` writes them.
    #[must_use]
    pub fn baseline(mut self, path: impl Into<PathBuf>) -> Self {
        if let Some(member) = self.members.last_mut() {
            member.baseline = Some(path.into());
        }
        self
    }

    /// Only these scenarios: ids, folders, globs.
    #[must_use]
    pub fn only<'a>(mut self, paths: impl IntoIterator<Item = &'a str>) -> Self {
        self.selection.paths.extend(paths.into_iter().map(str::to_owned));
        self
    }

    /// Scenarios of this folder instead of those built in.
    #[must_use]
    pub fn scenarios(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Reads the test runner's arguments, plays, and returns the exit code of the test binary.
    pub fn main(self) -> ExitCode {
        let arguments = Arguments::from_args();
        let corpus = match self.corpus() {
            Ok(corpus) => corpus,
            Err(why) => {
                anstream::eprintln!("{why}");
                return ExitCode::from(2);
            }
        };
        let mut trials = Vec::new();
        let mut groups = Vec::new();
        for member in self.members {
            let group = match Group::new(member, &corpus, &arguments) {
                Ok(group) => Arc::new(group),
                Err(why) => {
                    anstream::eprintln!("{why}");
                    return ExitCode::from(2);
                }
            };
            trials.extend(group.trials(&corpus));
            groups.push(group);
        }
        let conclusion = libtest_mimic::run(&arguments, trials);
        // Servers are stopped before the process ends.
        for group in groups {
            group.end();
        }
        conclusion.exit_code()
    }

    fn corpus(&self) -> Result<Vec<Arc<Scenario>>, String> {
        let library = match &self.folder {
            Some(folder) => Library::folder(folder),
            None => Library::bundled(),
        };
        let library = library.map_err(|e| format!("scenarios cannot be read: {e}"))?;
        let corpus = Corpus::select(&library, &self.selection);
        if let [first, ..] = corpus.errors.as_slice() {
            return Err(first.render(false));
        }
        if let Some(nothing) = self.selection.fits_nothing(&library, &corpus) {
            return Err(nothing);
        }
        Ok(corpus.scenarios)
    }
}
