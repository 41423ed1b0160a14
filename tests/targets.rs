//! The command line before a server that is not there, is none, or is ours.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn imapspec(args: &[&str]) -> Output {
    let begun = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_imapspec"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10), "{args:?} took {:?}", begun.elapsed());
    output
}

/// Runs and returns the exit code and what went to standard error.
fn fails(args: &[&str]) -> (i32, String) {
    let output = imapspec(args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), said)
}

const WHO: [&str; 2] = ["--any-user", "secret"];

#[test]
fn a_server_that_is_not_there_is_exit_3_with_advice() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("imap://127.0.0.1:{port}");
    let (code, said) = fails(&["run", &url, WHO[0], WHO[1]]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("connection refused") && said.contains("help:"), "{said}");
}

#[test]
fn a_server_that_is_silent_is_exit_3_within_10_s() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("imap://{}", listener.local_addr().unwrap());
    let (code, said) = fails(&["run", &url, WHO[0], WHO[1]]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("said nothing"), "{said}");
}

#[test]
fn a_command_that_fails_shows_its_log() {
    let command = "echo cannot read my.conf >&2; exit 1 # {port}";
    let (code, said) = fails(&["run", "--command", command, WHO[0], WHO[1]]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("cannot read my.conf"), "{said}");
}

#[test]
fn what_is_no_target_is_exit_2() {
    for args in [
        &["run", "--target", "no-such-server"][..],
        &["run", "http://localhost", WHO[0], WHO[1]],
        &["run", "imap://localhost:port", WHO[0], WHO[1]],
        &["run", "imap://localhost"],
        &["run", "--command", "./server", WHO[0], WHO[1]],
        &["run", "--defect", "no-such-defect"],
        &["serve", "--disable", "NO-SUCH-EXTENSION"],
    ] {
        let (code, said) = fails(args);
        assert_eq!(code, 2, "{args:?}: {said}");
        assert!(said.contains("error:"), "{args:?}: {said}");
    }
}

#[test]
fn targets_names_all_and_says_whether_they_run_here() {
    let output = imapspec(&["targets"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for name in ["reference", "dovecot-2.4", "dovecot-2.3", "cyrus-3.10", "cyrus-3.6"] {
        let line = said.lines().find(|line| line.starts_with(name));
        let line = line.unwrap_or_else(|| panic!("{name} in {said}"));
        assert!(line.contains(" yes") || line.contains(" no"), "{line}");
    }
}

#[test]
fn without_an_engine_targets_says_why() {
    let output = Command::new(env!("CARGO_BIN_EXE_imapspec"))
        .arg("targets")
        .env("DOCKER_HOST", "unix:///nowhere/docker.sock")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let line = said.lines().find(|line| line.starts_with("dovecot-2.4")).unwrap();
    assert!(line.contains(" no "), "{line}");
    assert_eq!(said.matches("no container engine").count(), 1, "{said}");
    assert!(said.contains("help:"), "{said}");
}

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn serve_says_where_it_listens_and_lets_anybody_in() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_imapspec"))
        .args(["serve", "--port", "0", "--disable", "IDLE", "--password", "pass"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let _served = Served(child);
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    let address = line.strip_prefix("imap://").and_then(|rest| rest.split(' ').next()).unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream.write_all(b"a LOGIN al pass\r\nb CAPABILITY\r\nc LOGOUT\r\n").unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    assert!(all.contains("\r\na OK") && all.contains("\r\nc OK"), "{all}");
    assert!(all.contains(" CONDSTORE ") && !all.contains(" IDLE "), "{all}");
}

#[test]
fn a_port_that_is_taken_is_exit_3() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let (code, said) = fails(&["serve", "--port", &port]);
    assert_eq!(code, 3, "{said}");
}

#[test]
fn the_reference_as_a_command_is_played_against() {
    let command = format!("{} serve --port {{port}}", env!("CARGO_BIN_EXE_imapspec"));
    let args =
        ["run", "sync/flag-reaches-others-by-noop-and-idle", "--command", &command, WHO[0], WHO[1]];
    let output = imapspec(&args);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}
