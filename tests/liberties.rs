//! Nobody is accused falsely: the corpus under the reference's liberties, and where it is a server
//! of another kind. More seeds: `imapspec prove --liberties 1000`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::process::Command;

fn accuses_nobody(options: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_imapspec"))
        .args(["prove", "--liberties", "1"])
        .args(options)
        .env_remove("IMAPSPEC_SCENARIOS")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{options:?}\n{told}");
}

#[test]
fn a_server_with_everything() {
    accuses_nobody(&["--from", "1"]);
    accuses_nobody(&["--from", "2"]);
}

#[test]
fn an_old_server_with_all_below_inbox() {
    let lacking = ["--disable", "IMAP4rev2", "--disable", "UIDPLUS", "--disable", "NAMESPACE"];
    accuses_nobody(&[&["--from", "3", "--hierarchy", "inbox"][..], &lacking].concat());
}

#[test]
fn a_server_without_levels_and_keywords() {
    accuses_nobody(&["--from", "4", "--hierarchy", "flat", "--no-keywords", "--disable", "ACL"]);
}

#[test]
fn a_server_of_rev2_alone() {
    accuses_nobody(&["--from", "5", "--hierarchy", "dot", "--disable", "IMAP4rev1"]);
}
