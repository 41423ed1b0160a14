//! `imapspec check`: are the scenario files right?

use super::exit;
use super::selecting::{Selecting, show_errors};
use crate::scenario::{Corpus, lint};

/// Check scenario files without playing them.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selecting: Selecting,
}

/// Runs it.
///
/// # Errors
/// The folder of scenarios cannot be read.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let library = args.selecting.from.library()?;
    let selection = args.selecting.selection();
    let corpus = Corpus::select(&library, &selection);
    if let Some(nothing) = selection.fits_nothing(&library, &corpus) {
        anstream::eprintln!("{nothing}");
        return Ok(exit::NOTHING);
    }
    let mut errors = corpus.errors;
    errors.extend(corpus.scenarios.iter().filter_map(|scenario| lint::scenario(scenario)));
    errors.extend(lint::together(corpus.scenarios.iter().map(AsRef::as_ref)));
    show_errors(&errors);
    if !errors.is_empty() {
        let count: usize = errors.iter().map(|error| error.diagnostics.len()).sum();
        let files =
            errors.iter().map(|error| &error.path).collect::<std::collections::BTreeSet<_>>();
        anstream::eprintln!("{} wrong in {}", things(count, "thing"), things(files.len(), "file"));
        return Ok(exit::USAGE);
    }
    anstream::println!("{}: nothing is wrong", things(corpus.scenarios.len(), "scenario"));
    Ok(exit::OK)
}

fn things(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
