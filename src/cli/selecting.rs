//! Which scenarios: the options that several sub-commands share.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::Context;

use super::exit;
use crate::report::text::shell;
use crate::scenario::{Corpus, Error, Library, Selection};

/// Which scenarios; without any of these, all.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Selecting {
    /// Scenarios: ids, folders, globs (`sync/*`, `**/expunge-*`) or files;
    /// with `run` also a server's address (`imaps://host`)
    #[arg(value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Only this area (folder) of the corpus
    #[arg(long, value_name = "AREA")]
    pub area: Vec<String>,
    /// Only what stands on this RFC or section: 7162, 9051#6.3.1
    #[arg(long, value_name = "RFC#SECTION")]
    pub spec: Vec<String>,
    /// Only what requires this capability
    #[arg(long, value_name = "NAME")]
    pub capability: Vec<String>,
    #[command(flatten)]
    pub from: From,
}

/// Where scenarios come from.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct From {
    /// Take scenarios from this folder instead of those that come with imapspec
    #[arg(long = "scenarios", value_name = "DIR", env = "IMAPSPEC_SCENARIOS")]
    pub folder: Option<PathBuf>,
}

impl From {
    /// How to say the same again, with a space in front.
    pub fn again(&self) -> String {
        let folder = self.folder.as_ref().map(|folder| shell(&folder.to_string_lossy()));
        folder.map(|folder| format!(" --scenarios {folder}")).unwrap_or_default()
    }

    /// The library.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn library(&self) -> anyhow::Result<Library> {
        match &self.folder {
            Some(folder) => {
                let mut library = Library::folder(folder).with_context(|| {
                    format!("cannot read the scenarios in {}", folder.display())
                })?;
                // A folder of one's own need not bring messages of its own.
                if let Ok(bundled) = Library::bundled() {
                    library.borrow_messages(&bundled);
                }
                Ok(library)
            }
            None => Library::bundled()
                .context("cannot read the scenarios of this build; name a folder with --scenarios"),
        }
    }
}

impl Selecting {
    /// What is selected, without where from.
    pub fn selection(&self) -> Selection {
        Selection {
            paths: self.scenarios.clone(),
            areas: self.area.clone(),
            specs: self.spec.clone(),
            capabilities: self.capability.clone(),
        }
    }

    /// The scenarios that are selected: all of them right, at least one. Else says why not and
    /// gives the exit code.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn scenarios(&self) -> anyhow::Result<Result<Corpus, u8>> {
        let library = self.from.library()?;
        let selection = self.selection();
        let corpus = Corpus::select(&library, &selection);
        if !corpus.errors.is_empty() {
            show_errors(&corpus.errors);
            return Ok(Err(exit::USAGE));
        }
        if let Some(nothing) = selection.fits_nothing(&library, &corpus) {
            anstream::eprintln!("{nothing}{}", hint(&self.scenarios));
            return Ok(Err(exit::NOTHING));
        }
        Ok(Ok(corpus))
    }
}

/// What somebody meant who named a server where scenarios are named.
fn hint(words: &[String]) -> String {
    let target = |word: &&String| {
        *word == "reference" || word.starts_with("dovecot") || word.starts_with("cyrus")
    };
    // `host:port`; no scenario has a colon in its name.
    let address =
        |word: &&String| word.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    if let Some(name) = words.iter().find(target) {
        return format!("\nto play against the server {name}: --target {name}");
    }
    match words.iter().find(address) {
        Some(word) => format!("\nto play against the server there: imap://{word}"),
        None => String::new(),
    }
}

/// Shows what is wrong with scenarios, on standard error.
pub fn show_errors(errors: &[Error]) {
    let styled = std::io::stderr().is_terminal();
    for error in errors {
        anstream::eprintln!("{}\n", error.render(styled));
    }
}
