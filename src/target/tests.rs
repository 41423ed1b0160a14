//! Targets that do not come up, and one that does, each within its limits.

use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use super::*;
use crate::wire::connection::Incoming;

fn at(port: u16, tls: bool) -> Target {
    Target::Address(address::Setting {
        address: address::Address {
            tls,
            endpoint: Endpoint { host: "127.0.0.1".to_owned(), port },
        },
        who: Who::These(vec![Account::new("al", "secret")]),
        verify: false,
    })
}

fn command(line: &str) -> Target {
    Target::Command(command::Setting::new(line, Who::Any("secret".to_owned())))
}

/// A server that says `octets` to whoever comes and then holds the line or hangs up.
async fn saying(octets: &'static [u8], hold: bool) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(octets).await;
            if hold {
                held.push(stream);
            }
        }
    });
    port
}

async fn fails(target: &Target) -> TargetError {
    let begun = Instant::now();
    let error = target.start().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(10), "told after {:?}", begun.elapsed());
    error
}

#[tokio::test]
async fn nobody_listening_is_an_environment_error() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let error = fails(&at(port, false)).await;
    assert_eq!((error.fault, error.exit_code()), (Fault::Environment, 3));
    assert!(error.to_string().contains("connection refused"), "{error}");
    assert!(error.advice.is_some());
}

#[tokio::test]
async fn the_advice_is_about_what_happened() {
    for (octets, advice) in [
        (&b"220 mail.example.org ESMTP\r\n"[..], "port of an IMAP server"),
        (b"* BYE not today\r\n", "limit connections"),
        (b"", "imaps://"),
    ] {
        let error = fails(&at(saying(octets, true).await, false)).await;
        assert!(error.advice.as_ref().is_some_and(|it| it.contains(advice)), "{error:?}");
    }
}

#[tokio::test]
async fn hostile_servers_end_within_their_limit() {
    let endless: &'static [u8] = vec![b'x'; 1 << 20].leak();
    let silent = saying(b"", true).await;
    let cases = [
        (at(silent, false), "said nothing"),
        (at(silent, true), "TLS handshake"),
        (at(saying(b"", false).await, false), "without a greeting"),
        (at(saying(b"* OK half", false).await, false), "within its greeting"),
        (at(saying(b"* OK half", true).await, false), "has no end"),
        (at(saying(b"HTTP/1.1 400 Bad Request\r\n\r\n", true).await, false), "no IMAP greeting"),
        (at(saying(b"* BYE not today\r\n", true).await, false), "not today"),
        (at(saying(b"* OK this is no TLS\r\n", true).await, true), "TLS handshake"),
        (at(saying(endless, true).await, false), "a line of more than"),
        (at(saying(b"* {4294967296}\r\n", true).await, false), "greeting"),
    ];
    let all = cases.iter().map(|(target, expected)| async move {
        let error = fails(target).await;
        assert_eq!(error.exit_code(), 3);
        assert!(error.to_string().contains(expected), "{expected}: {error}");
    });
    futures::future::join_all(all).await;
}

#[tokio::test]
async fn a_server_that_greets_is_running() {
    let port = saying(b"* ok hello\r\n", true).await;
    let running = at(port, false).start().await.unwrap();
    assert_eq!(running.name, format!("imap://127.0.0.1:{port}"));
    let missing = running.open(Via::Tls, Limits::default(), Duration::from_secs(1)).await;
    assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::Unsupported);
    assert!(running.quota_account(20).await.unwrap().is_none());
}

#[tokio::test]
async fn a_command_without_a_port_is_a_usage_error() {
    assert_eq!(fails(&command("./server")).await.exit_code(), 2);
}

#[tokio::test]
async fn a_command_that_ends_is_told_at_once_with_its_log() {
    let begun = Instant::now();
    let error = fails(&command("echo no such option --port {port} >&2; exit 3")).await;
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert_eq!(error.fault, Fault::Environment);
    assert!(error.what.contains("exit status: 3"), "{error}");
    assert!(error.log.unwrap().contains("no such option --port"));
}

#[tokio::test]
async fn a_command_that_never_listens_is_given_up() {
    let setting = command::Setting {
        command: "sleep 60 # {port}".to_owned(),
        who: Who::Any("secret".to_owned()),
        ready_within: Duration::from_millis(300),
    };
    let error = fails(&Target::Command(setting)).await;
    assert!(error.what.contains("does not answer"), "{error}");
}

const SCRIPT: &str = r#"exec python3 -c '
import socket, sys
s = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("up", flush=True)
while True:
    c, _ = s.accept(); c.sendall(b"* OK script\r\n")
' {port}"#;

#[tokio::test]
async fn a_command_runs_until_it_is_dropped() {
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: there is no python3 here");
        return;
    }
    let target = command(SCRIPT);
    let running = target.start().await.unwrap();
    assert!(running.ended().await.is_none());
    assert_eq!(running.log(5).await, "up");
    let port = running.plain.clone().unwrap().port;
    drop(running);
    let begun = Instant::now();
    while TcpListener::bind(("127.0.0.1", port)).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(5), "the server outlives its target");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Sends a command and returns all lines up to its tagged one or a continuation request.
async fn say(connection: &mut Connection, command: &str) -> String {
    connection.send(format!("a {command}\r\n").as_bytes(), SOON).await.unwrap();
    let mut all = String::new();
    loop {
        let frame = next(connection).await;
        all.push_str(&frame);
        if frame.starts_with("a ") || frame.starts_with("+ ") {
            return all;
        }
    }
}

async fn next(connection: &mut Connection) -> String {
    match connection.next_frame(tokio::time::Instant::now() + SOON).await {
        Incoming::Frame(frame) => String::from_utf8(frame).unwrap(),
        other => panic!("{other:?}"),
    }
}

const SOON: Duration = Duration::from_secs(5);

async fn referenced(in_memory: bool) -> Running {
    let setting = reference::Setting { in_memory, ..reference::Setting::default() };
    Target::Reference(setting).start().await.unwrap()
}

#[tokio::test]
async fn the_reference_speaks_over_sockets_and_in_memory_in_all_layers() {
    for in_memory in [false, true] {
        let running = referenced(in_memory).await;
        for via in [Via::Clear, Via::Tls] {
            let mut connection = running.open(via, Limits::default(), SOON).await.unwrap();
            assert!(next(&mut connection).await.starts_with("* OK"));
            if via == Via::Clear {
                assert!(say(&mut connection, "STARTTLS").await.starts_with("a OK"));
                assert_eq!(connection.start_tls(false, SOON).await.unwrap(), b"");
            }
            let account = running.accounts.fresh().unwrap();
            let login = say(&mut connection, &format!("LOGIN {} secret", account.user)).await;
            assert!(login.contains("a OK"), "{login}");
            assert!(say(&mut connection, "COMPRESS DEFLATE").await.starts_with("a OK"));
            connection.start_deflate();
            let selected = say(&mut connection, "SELECT INBOX").await;
            assert!(selected.contains("* 0 EXISTS"), "{selected}");
            assert!(say(&mut connection, "LOGOUT").await.starts_with("* BYE"));
        }
        running.stop().await;
    }
}

#[tokio::test]
async fn what_one_session_does_another_is_told_in_idle() {
    let running = referenced(true).await;
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let mut connection = running.open(Via::Clear, Limits::default(), SOON).await.unwrap();
        next(&mut connection).await;
        say(&mut connection, "LOGIN al secret").await;
        say(&mut connection, "SELECT INBOX").await;
        sessions.push(connection);
    }
    assert!(say(&mut sessions[0], "IDLE").await.starts_with("+ "));
    say(&mut sessions[1], "APPEND INBOX {3+}\r\nx\r\n").await;
    assert!(next(&mut sessions[0]).await.contains("1 EXISTS"));
}

#[tokio::test]
async fn a_refused_login_in_the_clear_is_announced() {
    let options = crate::reference::Options { clear_login: false, ..Default::default() };
    let setting = reference::Setting { options, in_memory: true };
    let running = Target::Reference(setting).start().await.unwrap();
    assert!(!running.clear_login);
    let mut connection = running.open(Via::Clear, Limits::default(), SOON).await.unwrap();
    assert!(next(&mut connection).await.contains("LOGINDISABLED"));
}

#[tokio::test]
async fn when_the_reference_is_dropped_its_port_is_free_and_its_clients_are_told() {
    let running = referenced(false).await;
    let mut connection = running.open(Via::Clear, Limits::default(), SOON).await.unwrap();
    next(&mut connection).await;
    let port = running.plain.clone().unwrap().port;
    drop(running);
    let end = connection.next_frame(tokio::time::Instant::now() + SOON).await;
    assert!(matches!(end, Incoming::Closed { .. }), "{end:?}");
    TcpListener::bind(("127.0.0.1", port)).await.unwrap();
}
