//! The containers come up, take any user, fill a mailbox with a quota, and go away.
//!
//! Where no container engine runs, these tests say so and pass.

#![cfg(feature = "containers")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::path::Path;
use std::time::Duration;

use imapspec::syntax::frame::Limits;
use imapspec::target::container::Recipe;
use imapspec::target::{Account, Running, Target, Via};
use imapspec::wire::connection::{Connection, Incoming};
use tokio::time::Instant;

const LIMIT: Duration = Duration::from_secs(10);

/// Sends a command and returns all lines up to its tagged one.
async fn say(connection: &mut Connection, command: &str) -> String {
    connection.send(format!("a {command}\r\n").as_bytes(), LIMIT).await.unwrap();
    let mut all = String::new();
    loop {
        match connection.next_frame(Instant::now() + LIMIT).await {
            Incoming::Frame(frame) => {
                let text = String::from_utf8_lossy(&frame);
                all.push_str(&text);
                if text.starts_with("a ") || text.starts_with("+ ") {
                    return all;
                }
            }
            other => panic!("after {all}: {other:?}"),
        }
    }
}

async fn login(running: &Running, via: Via, account: &Account) -> Connection {
    let mut connection = running.open(via, Limits::default(), LIMIT).await.unwrap();
    let greeting = connection.next_frame(Instant::now() + LIMIT).await;
    assert!(matches!(greeting, Incoming::Frame(_)), "{greeting:?}");
    if via == Via::Clear {
        assert!(say(&mut connection, "STARTTLS").await.starts_with("a OK"));
        connection.start_tls(false, LIMIT).await.unwrap();
    }
    let Account { user, password } = account;
    let answer = say(&mut connection, &format!("LOGIN \"{user}\" \"{password}\"")).await;
    assert!(answer.contains("a OK"), "{answer}");
    connection
}

async fn check(name: &str) {
    let recipe = Recipe::find(name, Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/containers")))
        .unwrap()
        .unwrap();
    if let Err(why) = recipe.readiness().await {
        eprintln!("skipped: {why}");
        return;
    }
    let running = Target::Container(Box::new(recipe))
        .start_telling(&|line| eprintln!("{line}"))
        .await
        .unwrap();
    assert!(running.ended().await.is_none());

    let lease = running.lease(2).await.unwrap();
    for (account, via) in lease.accounts.iter().zip([Via::Clear, Via::Tls]) {
        let mut connection = login(&running, via, account).await;
        assert!(say(&mut connection, "CAPABILITY").await.contains("CONDSTORE"));
        let started = say(&mut connection, "COMPRESS DEFLATE").await;
        assert!(started.contains("a OK"), "{started}");
        connection.start_deflate();
        let selected = say(&mut connection, "SELECT INBOX").await;
        assert!(selected.contains("* 0 EXISTS"), "{selected}");
    }

    let full = running.quota_account(20).await.unwrap().expect("a quota account");
    let mut connection = login(&running, Via::Tls, &full).await;
    let message = format!("Subject: x\r\n\r\n{}", "0123456789012345678901234567\r\n".repeat(1000));
    let append = format!("APPEND INBOX {{{}+}}\r\n{message}", message.len());
    let appended = say(&mut connection, &append).await;
    assert!(appended.contains("a NO"), "30 KB in 20 KiB: {appended}");

    assert!(!running.log(3).await.is_empty());
    let endpoint = running.plain.clone().unwrap();
    running.stop().await;
    assert!(
        tokio::net::TcpStream::connect((endpoint.host.as_str(), endpoint.port)).await.is_err(),
        "the container is gone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn dovecot_2_4() {
    check("dovecot-2.4").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dovecot_2_3() {
    check("dovecot-2.3").await;
}

#[tokio::test]
async fn cyrus_3_10() {
    check("cyrus-3.10").await;
}

#[tokio::test]
async fn cyrus_3_6() {
    check("cyrus-3.6").await;
}
