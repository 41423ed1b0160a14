//! Which scenarios are wanted.

use std::path::PathBuf;

use super::read::suggest;
use super::types::{Need, Scenario};
use super::{Corpus, Library, rfcs, sections};

/// What is selected: all that fits each of the non-empty fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Ids, folders, globs (`sync/*`, `**/expunge-*`), paths of files; one must fit.
    pub paths: Vec<String>,
    /// Areas; one must fit.
    pub areas: Vec<String>,
    /// RFCs (`7162`) and sections (`9051#6.3.9`, which has `9051#6.3.9.2` in it); one must fit.
    pub specs: Vec<String>,
    /// Capabilities that the scenario requires; one must fit.
    pub capabilities: Vec<String>,
}

impl Selection {
    /// Whether nothing is said, so that all is meant.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the scenario `id` is meant, by what can be told from its id.
    pub fn names(&self, id: &str) -> bool {
        (self.paths.is_empty() || self.paths.iter().any(|path| fits(path, id)))
            && (self.areas.is_empty() || self.areas.iter().any(|area| in_area(area, id)))
    }

    /// Whether `scenario`, which came in by its id or its path, is meant.
    pub fn matches(&self, scenario: &Scenario) -> bool {
        let spec = |wanted: &String| {
            let steps = step_specs(&scenario.steps);
            scenario.spec.iter().chain(steps).any(|spec| in_section(wanted, spec))
        };
        let capability = |wanted: &String| {
            scenario.requires.iter().any(|requirement| {
                requirement.any.iter().any(
                    |need| matches!(need, Need::Capability(name) if name.eq_ignore_ascii_case(wanted)),
                )
            })
        };
        (self.areas.is_empty() || self.areas.iter().any(|area| in_area(area, &scenario.id)))
            && (self.specs.is_empty() || self.specs.iter().any(spec))
            && (self.capabilities.is_empty() || self.capabilities.iter().any(capability))
    }

    /// Files that are meant by their path and are not the library's own: what lies on the disk
    /// counts, not what was built in.
    pub(super) fn files(&self, library: &Library) -> Vec<PathBuf> {
        let own = library.origin().and_then(|folder| folder.canonicalize().ok());
        let outside = |path: &&PathBuf| {
            let real = path.canonicalize().ok();
            !matches!((&own, real), (Some(own), Some(real)) if real.starts_with(own))
        };
        let in_library = |path: &str| {
            library.scenarios().any(|own| fits(path, own.strip_suffix(".yaml").unwrap_or(own)))
        };
        // A file's id is its path without the ending: what a report calls it can be typed.
        let named = |path: &&String| path.ends_with(".yaml") || !in_library(path);
        let yaml = self.paths.iter().filter(named).map(|path| file_of(path));
        let files: Vec<PathBuf> = yaml.filter(|path| path.is_file()).collect();
        files.iter().filter(outside).cloned().collect()
    }

    /// What is left to be found in the library once `files` are taken; `None` if nothing.
    pub(super) fn without(&self, files: &[PathBuf]) -> Option<Self> {
        let mut rest = self.clone();
        rest.paths.retain(|path| !files.contains(&file_of(path)));
        (!rest.paths.is_empty() || self.paths.is_empty()).then_some(rest)
    }

    /// In words, what of the selection fits nothing, if `corpus` is what came of it: all together,
    /// or one path or area of several. A name that is misspelt must not pass for a test that
    /// passed.
    pub fn fits_nothing(&self, library: &Library, corpus: &Corpus) -> Option<String> {
        let files = self.files(library);
        let known = |fits: &dyn Fn(&str) -> bool| {
            library.scenarios().any(|path| fits(path.strip_suffix(".yaml").unwrap_or(path)))
        };
        let path = |path: &&String| !files.contains(&file_of(path)) && !known(&|id| fits(path, id));
        let area = |area: &&String| !known(&|id| in_area(area, id));
        let idle = Self {
            paths: self.paths.iter().filter(path).cloned().collect(),
            areas: self.areas.iter().filter(area).cloned().collect(),
            ..Self::default()
        };
        if !idle.is_all() {
            Some(idle.describe(library))
        } else if corpus.scenarios.is_empty() && corpus.errors.is_empty() {
            Some(self.describe(library))
        } else {
            None
        }
    }

    /// The selection in words, for a message that nothing fits it.
    fn describe(&self, library: &Library) -> String {
        let mut parts = Vec::new();
        let mut part = |name: &str, values: &[String]| {
            if !values.is_empty() {
                parts.push(format!("{name} {}", values.join(" or ")));
            }
        };
        part("path", &self.paths);
        part("area", &self.areas);
        part("RFC section", &self.specs);
        part("capability", &self.capabilities);
        let mut text = if parts.is_empty() {
            "the corpus has no scenarios".to_owned()
        } else {
            format!("no scenario fits: {}", parts.join(", and "))
        };
        for spec in &self.specs {
            let number = spec.split('#').next().unwrap_or_default();
            if rfcs::title(number).is_none() {
                text.push_str(&format!("; RFC {number} is not one that concerns IMAP"));
            } else if let Some((_, section)) = spec.split_once('#')
                && !sections::exists(spec)
            {
                text.push_str(&format!("; RFC {number} has no section {section}"));
            }
        }
        let files = |path: &&String| path.ends_with(".yaml") || path.ends_with(".yml");
        for path in self.paths.iter().filter(files) {
            text.push_str(&format!("; there is no file {path}"));
        }
        if !self.areas.is_empty() || !self.paths.is_empty() {
            let mut areas: Vec<&str> = library
                .scenarios()
                .filter_map(|path| path.split_once('/'))
                .map(|(a, _)| a)
                .collect();
            areas.dedup();
            let wanted = self.areas.iter().chain(&self.paths);
            let near = |one: &String| {
                let area = one.split('/').next().unwrap_or_default();
                if areas.contains(&area) { None } else { suggest(area, areas.iter().copied()) }
            };
            let near: Vec<String> = wanted.filter_map(near).collect();
            if !near.is_empty() {
                text.push_str(&format!("; {}", near.join(" ")));
            } else if !areas.is_empty() {
                text.push_str(&format!("; areas are {}", areas.join(", ")));
            }
        }
        text
    }
}

/// The file that a path on the command line may name.
fn file_of(path: &str) -> PathBuf {
    if path.ends_with(".yaml") {
        PathBuf::from(path)
    } else {
        PathBuf::from(format!("{path}.yaml"))
    }
}

/// Sections named by steps.
fn step_specs(steps: &[super::Step]) -> Vec<&String> {
    use super::Action;
    let mut found = Vec::new();
    for step in steps {
        found.extend(&step.spec);
        match &step.action {
            Action::Each(rows) => found.extend(rows.iter().flat_map(|row| step_specs(&row.steps))),
            Action::Use { steps, .. } => found.extend(step_specs(steps)),
            _ => {}
        }
    }
    found
}

fn in_area(area: &str, id: &str) -> bool {
    id.strip_prefix(area.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the section `spec` is `wanted` or in it.
fn in_section(wanted: &str, spec: &str) -> bool {
    let wanted = wanted.trim_start_matches("RFC").trim_start_matches("rfc").trim();
    match spec.strip_prefix(wanted) {
        Some("") => true,
        Some(rest) if wanted.contains('#') => rest.starts_with('.'),
        Some(rest) => rest.starts_with('#'),
        None => false,
    }
}

/// Whether `path`, as somebody types it, means the scenario `id`.
fn fits(path: &str, id: &str) -> bool {
    let path = path.strip_suffix(".yaml").unwrap_or(path);
    let path = path.trim_start_matches("./").trim_end_matches('/');
    // As in a checkout, or any path that ends so.
    let path = match path.rsplit_once("scenarios/") {
        Some((before, rest)) if before.is_empty() || before.ends_with('/') => rest,
        _ => path,
    };
    if path.contains(['*', '?']) {
        return glob(path.as_bytes(), id.as_bytes());
    }
    path == id || in_area(path, id)
}

/// `*` and `?` within a folder, `**` across folders.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    // Positions in the pattern that may be reached after each octet of the text.
    let closure = |states: &mut Vec<bool>| {
        for at in 0..pattern.len() {
            if states.get(at) == Some(&true)
                && pattern.get(at) == Some(&b'*')
                && let Some(next) = states.get_mut(at + 1)
            {
                *next = true;
            }
        }
    };
    let mut states = vec![false; pattern.len() + 1];
    if let Some(first) = states.first_mut() {
        *first = true;
    }
    closure(&mut states);
    for octet in text {
        let mut next = vec![false; pattern.len() + 1];
        for (at, _) in states.iter().enumerate().filter(|(_, reached)| **reached) {
            let deep = pattern.get(at + 1) == Some(&b'*')
                || (at > 0 && pattern.get(at - 1) == Some(&b'*'));
            let to = match pattern.get(at) {
                Some(b'*') if deep || *octet != b'/' => at,
                Some(b'?') if *octet != b'/' => at + 1,
                Some(c) if *c != b'*' && *c != b'?' && c == octet => at + 1,
                _ => continue,
            };
            if let Some(state) = next.get_mut(to) {
                *state = true;
            }
        }
        closure(&mut next);
        states = next;
    }
    states.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for path in [
            "sync/flag-arrives",
            "sync",
            "sync/",
            "sync/*",
            "s*/flag-*",
            "**/flag-*",
            "**",
            "sync/flag-arrive?",
            "scenarios/sync/flag-arrives.yaml",
            "./scenarios/sync",
        ] {
            assert!(fits(path, "sync/flag-arrives"), "{path}");
        }
        for path in ["syn", "sync/flag", "*", "flag-arrives", "sync/flag-arrives-late", "*/late"] {
            assert!(!fits(path, "sync/flag-arrives"), "{path}");
        }
    }

    #[test]
    fn sections() {
        assert!(in_section("9051", "9051#6.3.1"));
        assert!(in_section("RFC9051", "9051#6.3.1"));
        assert!(in_section("9051#6.3", "9051#6.3.1"));
        assert!(in_section("9051#6.3.1", "9051#6.3.1"));
        assert!(!in_section("9051#6.3.1", "9051#6.3.11"));
        assert!(!in_section("905", "9051#6.3.1"));
    }
}
