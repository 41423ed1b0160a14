//! All scenarios of a library.

use std::path::Path;
use std::sync::Arc;

use super::{Error, Library, Scenario, Selection, parse};

/// The scenarios of a [`Library`], and what is wrong with those that could not be read.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// Ordered by id.
    pub scenarios: Vec<Arc<Scenario>>,
    /// One for each file that is no scenario.
    pub errors: Vec<Error>,
}

impl Corpus {
    /// Reads all scenarios of `library`.
    pub fn load(library: &Library) -> Self {
        let mut corpus = Self::default();
        for path in library.scenarios() {
            let octets = library.file(path).unwrap_or_default();
            corpus.add(library, path, &library.shown(path), octets, None);
        }
        corpus
    }

    /// Reads the scenarios of `library` that `selection` names, and the files that it names outside
    /// of it.
    ///
    /// A file with errors is kept in [`Corpus::errors`] only if `selection` may mean it: by path. What
    /// cannot be told of a file that cannot be read (capabilities, sections) counts as meant.
    pub fn select(library: &Library, selection: &Selection) -> Self {
        let mut corpus = Self::default();
        let files = selection.files(library);
        let inside = selection.without(&files);
        for path in library.scenarios() {
            let id = path.strip_suffix(".yaml").unwrap_or(path);
            if inside.as_ref().is_some_and(|inside| inside.names(id)) {
                let octets = library.file(path).unwrap_or_default();
                corpus.add(library, path, &library.shown(path), octets, None);
            }
        }
        for path in files {
            let shown = path.to_string_lossy().into_owned();
            match std::fs::read(&path) {
                Ok(octets) => {
                    corpus.add(library, &outside(&path), &shown, &octets, Some(shown.clone()));
                }
                Err(error) => corpus.errors.push(Error::unreadable(shown, error.to_string())),
            }
        }
        corpus.scenarios.retain(|scenario| selection.matches(scenario));
        corpus
    }

    fn add(
        &mut self,
        library: &Library,
        path: &str,
        shown: &str,
        octets: &[u8],
        outside: Option<String>,
    ) {
        let result = match std::str::from_utf8(octets) {
            Ok(text) => parse(library, path, shown, text),
            Err(error) => {
                let message =
                    format!("this is no UTF-8: octet {} is wrong", error.valid_up_to() + 1);
                Err(Error::unreadable(shown, message))
            }
        };
        match result {
            Ok(scenario) => self.scenarios.push(Arc::new(Scenario { outside, ..scenario })),
            Err(error) => self.errors.push(error),
        }
    }
}

/// The id of a file outside of the corpus: its path, as far as it goes down from a folder
/// `scenarios`, if there is one.
fn outside(path: &Path) -> String {
    let text = path.to_string_lossy();
    let start = text.trim_start_matches(['.', '/']);
    let start = start.rsplit("../").next().unwrap_or(start);
    match start.rsplit_once("scenarios/") {
        Some((before, rest)) if before.is_empty() || before.ends_with('/') => rest.to_owned(),
        _ => start.to_owned(),
    }
}
