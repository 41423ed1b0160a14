//! `imapspec grammar`: what of the RFCs' ABNF was tried.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;

use super::exit;
use super::selecting::Selecting;
use crate::prove;
use crate::syntax::abnf::coverage::{Choice, Coverage};
use crate::syntax::frame::Sender;

/// The seeds, from the root of a checkout.
const SEEDS: &str = "fuzz/seeds";

/// Options of `imapspec grammar`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show which alternatives of the ABNF were reached, and by what
    Coverage(Reached),
}

/// Options of `imapspec grammar coverage`.
///
/// An alternative is reached by a sentence that the grammar itself makes and the parsers read
/// (`made`), by a fuzz seed (`seeds`), or by what clients and servers say when the scenarios are
/// played against the embedded reference (`corpus`). Exit code: 0 all are reached or explained, 1
/// some are neither, 2 usage.
#[derive(Debug, clap::Args)]
pub struct Reached {
    #[command(flatten)]
    selecting: Selecting,
    /// Only what nothing reached; with the name of a source, what that one did not reach
    #[arg(long, value_name = "SOURCE", num_args = 0..=1, default_missing_value = "any",
          value_parser = ["any", "made", "seeds", "corpus"])]
    missing: Option<String>,
    /// A folder of fuzz seeds [default: fuzz/seeds, where it is]
    #[arg(long, value_name = "FOLDER")]
    seeds: Option<PathBuf>,
}

/// Runs it. Returns the exit code.
///
/// # Errors
/// When scenarios or seeds cannot be read, or the reference cannot be served.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let What::Coverage(args) = &args.what;
    let corpus = match args.selecting.scenarios()? {
        Ok(corpus) => corpus,
        Err(code) => return Ok(code),
    };
    let mut coverage = Coverage::new();
    coverage.generated("made");
    let folder = args.seeds.as_deref().unwrap_or(Path::new(SEEDS));
    if folder.is_dir() {
        seeds(&mut coverage, folder)?;
    } else if args.seeds.is_some() {
        anyhow::bail!("{} is no folder", folder.display());
    } else {
        anstream::eprintln!("no seeds: there is no {SEEDS} here");
    }
    let said = prove::said(&corpus.scenarios)?;
    said.clients.iter().for_each(|said| coverage.octets("corpus", Sender::Client, said));
    said.servers.iter().for_each(|said| coverage.octets("corpus", Sender::Server, said));
    Ok(show(&coverage, args.missing.as_deref()))
}

/// All seeds of all targets, as what a client and as what a server says.
fn seeds(coverage: &mut Coverage, folder: &Path) -> anyhow::Result<()> {
    let list = |folder: &Path| -> anyhow::Result<Vec<PathBuf>> {
        let context = || format!("reading {}", folder.display());
        let entries = std::fs::read_dir(folder).with_context(context)?;
        entries.map(|entry| Ok(entry.with_context(context)?.path())).collect()
    };
    for target in list(folder)?.iter().filter(|path| path.is_dir()) {
        for path in list(target)? {
            let octets =
                std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            coverage.octets("seeds", Sender::Client, &octets);
            coverage.octets("seeds", Sender::Server, &octets);
        }
    }
    Ok(())
}

/// Prints it; returns the exit code.
fn show(coverage: &Coverage, missing: Option<&str>) -> u8 {
    let (mut total, mut reached, mut explained, mut wrong) = (0, 0, 0, 0);
    let (mut file, mut rule) = ("", "");
    for (choice, by) in coverage.choices() {
        total += 1;
        let why = choice.unreachable();
        match (by.is_empty(), why) {
            (false, None) => reached += 1,
            (true, Some(_)) => explained += 1,
            _ => wrong += 1,
        }
        let shown = match missing {
            None => true,
            Some("any") => by.is_empty(),
            Some(source) => !by.contains(&source),
        };
        if shown {
            let Choice { written, .. } = choice;
            if file != choice.file {
                anstream::println!("{}", choice.file);
                rule = "";
            }
            if rule != choice.rule {
                anstream::println!("  {}", choice.rule);
            }
            (file, rule) = (choice.file, choice.rule);
            let by = if by.is_empty() { "-".to_owned() } else { by.join(" ") };
            match why {
                None => anstream::println!("    {by:<18} {written}"),
                Some(why) => anstream::println!("    {by:<18} {written}   ({why})"),
            }
        }
    }
    let by: Vec<_> = coverage.sources().map(|(name, count)| format!("{name} {count}")).collect();
    anstream::println!(
        "reached {reached} of {total} alternatives, explained {explained} ({})",
        by.join(", ")
    );
    if wrong > 0 {
        anstream::println!("{wrong} are neither, or reached in spite of what explains them");
    }
    if wrong == 0 { exit::OK } else { exit::FINDINGS }
}
