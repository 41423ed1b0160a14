//! A server that we start by a shell command, on a free port, in a directory of its own.
//!
//! It runs in its own process group, under a small shell that waits for our end of a pipe to
//! close: however this process ends (return, panic, signal, SIGKILL), the kernel closes the pipe,
//! and the shell ends the group and removes the directory. No signal handler is needed, and a
//! Ctrl-C at the terminal does not reach the server before us.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::account::{Accounts, Who};
use super::ready::{self, Try};
use super::{Bounds, Endpoint, Quota, Running, Server, TargetError, Via};

/// What to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// For `sh -c`, with `{port}` (in the clear), `{tls_port}` and `{dir}` in it.
    pub command: String,
    /// Who may log in.
    pub who: Who,
    /// How long it may take until it greets.
    pub ready_within: Duration,
}

impl Setting {
    /// A command, with a time limit that keeps the promise of a verdict within 10 s.
    pub fn new(command: impl Into<String>, who: Who) -> Self {
        Self { command: command.into(), who, ready_within: Duration::from_secs(9) }
    }

    pub(super) fn name(&self) -> String {
        // The program's name: `./target/debug/myserver --port {port}` is `myserver`.
        let program = self.command.split_whitespace().find(|word| !word.contains('='));
        let name = program.and_then(|word| word.rsplit('/').next()).unwrap_or_default();
        if name.is_empty() { "command".to_owned() } else { name.to_owned() }
    }

    pub(super) async fn start(&self) -> Result<Running, TargetError> {
        let has = |what: &str| self.command.contains(what);
        if !has("{port}") && !has("{tls_port}") {
            return Err(TargetError::usage("the command has neither {port} nor {tls_port}")
                .advise("write the port where it belongs: --command './server --port {port}'"));
        }
        let ports = free_ports()?;
        let endpoint = |port| Endpoint { host: "127.0.0.1".to_owned(), port };
        let plain = has("{port}").then(|| endpoint(ports.0));
        let tls = has("{tls_port}").then(|| endpoint(ports.1));
        let process = Process::start(&self.command, ports)?;
        let deadline = Instant::now() + self.ready_within;
        let listens = [(&plain, Via::Clear), (&tls, Via::Tls)]
            .into_iter()
            .filter_map(|(e, v)| Some((e.as_ref()?, v)));
        for (endpoint, via) in listens {
            let ready = tokio::select! {
                ready = ready::wait(endpoint, via, false, deadline) => ready,
                how = process.wait() => Err(Try::Never(how)),
            };
            if let Err(tried) = ready {
                // What it says as it goes down should be in the log.
                sleep(Duration::from_millis(50)).await;
                return Err(self.failed(endpoint, tried, &process));
            }
        }
        Ok(Running {
            name: self.name(),
            starttls: plain.is_some(),
            clear_login: plain.is_some(),
            plain,
            tls,
            verify: false,
            accounts: match &self.who {
                Who::Any(password) => Accounts::any(password),
                Who::These(accounts) => Accounts::these(accounts.clone()),
            },
            quota: Quota::None,
            bounds: Bounds::default(),
            server: Server::Process(process),
        })
    }

    fn failed(&self, at: &Endpoint, tried: Try, process: &Process) -> TargetError {
        let name = self.name();
        let seconds = self.ready_within.as_secs();
        let error = match tried {
            Try::Never(how) if process.ended().is_some() => {
                TargetError::environment(format!("{name} does not run: {how}"))
            }
            Try::Never(why) => TargetError::server(format!("{name} does not greet: {why}")),
            Try::NotYet(why) => TargetError::environment(format!(
                "{name} does not answer on port {} within {seconds} s: {why}",
                at.port
            ))
            .advise("does it listen on 127.0.0.1 and the port it was given? If it needs longer to start, give it longer (--ready-within)"),
            Try::Ready => TargetError::environment(format!("{name}: it greeted after all")),
        };
        error.with_log(process.log(20))
    }
}

/// Two ports that nobody listens on now.
fn free_ports() -> Result<(u16, u16), TargetError> {
    let bind = || {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        Ok::<_, std::io::Error>((listener, port))
    };
    match (bind(), bind()) {
        (Ok((_one, plain)), Ok((_other, tls))) => Ok((plain, tls)),
        (Err(error), _) | (_, Err(error)) => {
            Err(TargetError::environment(format!("no free port on 127.0.0.1: {error}")))
        }
    }
}

/// `$1` the command, `$2` its directory; standard input is the pipe whose end is our end.
const WATCH: &str = r#"
exec 3<&0 </dev/null
( trap '' TERM
  read -r _ <&3
  kill -TERM 0
  sleep 1
  rm -rf "$2"
  kill -KILL 0
) >/dev/null 2>&1 &
exec 3<&-
exec sh -c "$1"
"#;

/// The process group of a server.
#[derive(Debug)]
pub struct Process {
    child: Mutex<Child>,
    /// Closing it ends the group.
    pipe: Option<ChildStdin>,
    log: PathBuf,
}

impl Process {
    fn start(command: &str, ports: (u16, u16)) -> Result<Self, TargetError> {
        let failed = |what: &str, error: std::io::Error| {
            TargetError::environment(format!("{what}: {error}"))
        };
        let dir = tempfile::Builder::new()
            .prefix("imapspec-")
            .tempdir()
            .map_err(|e| failed("no temporary directory", e))?;
        let log = dir.path().join("server.log");
        let out = File::create(&log).map_err(|e| failed("no log file", e))?;
        let err = out.try_clone().map_err(|e| failed("no log file", e))?;
        let command = command
            .replace("{port}", &ports.0.to_string())
            .replace("{tls_port}", &ports.1.to_string())
            .replace("{dir}", &dir.path().to_string_lossy());
        let mut child = Command::new("sh")
            .args(["-c", WATCH, "imapspec", &command])
            .arg(dir.path())
            .stdin(Stdio::piped())
            .stdout(out)
            .stderr(err)
            .process_group(0)
            .spawn()
            .map_err(|e| failed("no shell", e))?;
        let pipe = child.stdin.take();
        // From here on the watching shell removes it.
        let _ = dir.keep();
        Ok(Self { child: Mutex::new(child), pipe, log })
    }

    /// The last lines of what it printed.
    pub(super) fn log(&self, lines: usize) -> String {
        const TAIL: u64 = 256 << 10;
        let read = || {
            let mut file = File::open(&self.log)?;
            let size = file.metadata()?.len();
            file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
            let mut octets = Vec::new();
            file.take(TAIL).read_to_end(&mut octets)?;
            Ok::<_, std::io::Error>(octets)
        };
        let octets = read().unwrap_or_default();
        tail(&String::from_utf8_lossy(&octets), lines)
    }

    /// Octets of the files in its directory, without its log.
    pub(super) fn stored(&self) -> Option<u64> {
        let dir = self.log.parent()?;
        let log = self.log.metadata().map_or(0, |log| log.len());
        Some(octets_below(dir).saturating_sub(log))
    }

    /// How it ended, if it has.
    pub(super) fn ended(&self) -> Option<String> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.try_wait().ok().flatten().map(|status| format!("it ended with {status}"))
    }

    async fn wait(&self) -> String {
        loop {
            if let Some(how) = self.ended() {
                return how;
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it and waits, two seconds at most.
    pub(super) async fn stop(mut self) {
        self.pipe = None;
        let _ = tokio::time::timeout(Duration::from_secs(2), self.wait()).await;
    }
}

/// Octets of the files below a folder. Symbolic links are not followed; what goes away meanwhile
/// counts nothing.
fn octets_below(folder: &Path) -> u64 {
    let mut sum = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(data) if data.is_dir() => folders.push(entry.path()),
                Ok(data) if data.is_file() => sum += data.len(),
                _ => {}
            }
        }
    }
    sum
}

/// The last lines of a text.
pub(super) fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
