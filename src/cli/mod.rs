//! The command line: one file a sub-command, each with `Args` and `run(args) -> anyhow::Result<u8>`.
//!
//! What is printed is printed here; exit codes are those of [`exit`].

mod check;
mod explain;
mod grammar;
mod list;
mod parse;
mod prove;
mod report;
mod rules;
mod run;
mod selecting;
mod serve;
pub(crate) mod server;
mod targets;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Exit codes.
pub mod exit {
    /// All is as expected.
    pub const OK: u8 = 0;
    /// There are findings.
    pub const FINDINGS: u8 = 1;
    /// Usage or a scenario is wrong.
    pub const USAGE: u8 = 2;
    /// The target could not be reached or started.
    pub const TARGET: u8 = 3;
    /// Nothing was selected.
    pub const NOTHING: u8 = 4;
    /// Interrupted by Ctrl-C.
    pub const INTERRUPTED: u8 = 130;
}

/// Tells whether an IMAP server keeps its promises.
#[derive(Debug, Parser)]
#[command(name = "imapspec", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play scenarios against a server (the embedded reference, if no other is named)
    Run(Box<run::Args>),
    /// Check scenario files without playing them
    Check(check::Args),
    /// List scenarios
    List(list::Args),
    /// Read commands or responses by the strict grammar: the tree, or the first wrong octet
    Parse(parse::Args),
    /// Explain a scenario (what it claims, on which sections, its script) or a rule
    Explain(explain::Args),
    /// Show that every check can fail: the corpus against each defect of the reference
    Prove(prove::Args),
    /// Show old runs again, merge shards, or put several servers side by side
    Report(report::Args),
    /// Show what of the RFCs' ABNF was tried
    Grammar(Box<grammar::Args>),
    /// List the rules that hold in any session
    Rules(rules::Args),
    /// List the servers that can be played against, and whether they can run here
    Targets(targets::Args),
    /// Serve the embedded reference on a port, for any client
    Serve(serve::Args),
}

/// Runs what the command line says.
pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Run(args) => run::run(&args),
        Command::Prove(args) => prove::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Grammar(args) => grammar::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Targets(args) => targets::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::List(args) => list::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Explain(args) => explain::run(&args),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::from(exit::USAGE)
        }
    }
}
