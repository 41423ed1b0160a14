//! Command lines as they are typed, with what they say and how they end: `tests/cmd/*.trycmd`.
//!
//! Few, and nothing in them that changes by itself (times, ports, names of accounts). After a change
//! that is meant, `TRYCMD=overwrite cargo test --test cli` writes them anew; put the wildcards back.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::path::Path;

#[test]
fn examples_hold() {
    trycmd::TestCases::new()
        .register_bin("imapspec", Path::new(env!("CARGO_BIN_EXE_imapspec")))
        .case("tests/cmd/*.trycmd");
}
