//! Removal of a container when this process is killed.
//!
//! testcontainers removes it on a normal end, a panic and the usual signals. What is left (SIGHUP,
//! SIGKILL, abort) is caught by a small shell that waits for our end of a pipe to close. It needs
//! the engine's command-line client; without one, the next start sweeps.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// `$1` is the container. A word on the pipe says that it is gone already.
const WATCH: &str = r#"
trap '' INT TERM HUP
read -r gone
[ -n "$gone" ] || ${DOCKER:-docker} rm --force --volumes "$1"
"#;

/// Watches over one container.
#[derive(Debug)]
pub(super) struct Watch(Option<Child>);

impl Watch {
    pub(super) fn over(container: &str) -> Self {
        let child = Command::new("sh")
            .args(["-c", WATCH, "imapspec", container])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Not of our group: what kills that must not kill the watch.
            .process_group(0)
            .spawn();
        // Without a shell there is still the sweep.
        Self(child.ok())
    }

    /// The container is gone: nothing is left to watch over.
    pub(super) fn end(&mut self) {
        let Some(mut child) = self.0.take() else { return };
        let told = child.stdin.take().is_some_and(|mut pipe| pipe.write_all(b"gone\n").is_ok());
        if told {
            let _ = child.wait();
        }
    }
}
