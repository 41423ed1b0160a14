//! Small forms: durations, yes and no, numbers, sections; and the nearest known word.

use std::time::Duration;

use super::Reader;
use crate::scenario::yaml::{Node, Text};
use crate::scenario::{rfcs, sections};

/// `500ms`, `5s`, `1.5s`, `2m`.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at_checked(split)?;
    let factor = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        _ => return None,
    };
    let seconds = number.parse::<f64>().ok()? * factor;
    (seconds <= 3600.0).then(|| Duration::from_secs_f64(seconds))
}

/// `9051#6.3.1`, `3501#A` (an appendix).
pub(in crate::scenario) fn is_spec(text: &str) -> bool {
    let Some((rfc, section)) = text.split_once('#') else { return false };
    let part = |part: &str| {
        !part.is_empty()
            && (part.bytes().all(|b| b.is_ascii_digit())
                || (part.len() == 1 && part.bytes().all(|b| b.is_ascii_uppercase())))
    };
    (3..=5).contains(&rfc.len())
        && rfc.bytes().all(|b| b.is_ascii_digit())
        && section.split('.').all(part)
}

/// "did you mean `x`?" for the known word nearest to `word`, where one is near.
pub(in crate::scenario) fn suggest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let lower = word.to_lowercase();
    // Of those equally far, one with the same letters in another order.
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let same = letters(&lower);
    known
        .into_iter()
        .map(|one| {
            let other = one.to_lowercase();
            let distance = strsim::damerau_levenshtein(&lower, &other);
            (distance, letters(&other) != same, one)
        })
        .min()
        .filter(|(distance, _, one)| {
            *distance <= 1 + one.len().min(word.len()) / 4 && *distance < word.len()
        })
        .map(|(_, _, one)| format!("did you mean `{one}`?"))
}

/// Whether `name` can name a client, a value, a mailbox.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// A list as `a, b or c`.
pub(super) fn or(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [start @ .., last] => {
            let start: Vec<String> = start.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", start.join(", "))
        }
    }
}

impl Reader<'_> {
    /// A duration.
    pub(super) fn duration(&mut self, node: &Node) -> Option<Duration> {
        let text = self.scalar(node, "a duration")?;
        let duration = duration(&text.value);
        if duration.is_none() {
            let message = format!("`{}` is no duration", text.value);
            self.advise(text.all(), message, "", "write `500ms`, `5s` or `2m` (an hour at most)");
        }
        duration
    }

    /// `yes`, `no`, `true`, `false`.
    pub(super) fn flag(&mut self, node: &Node) -> Option<bool> {
        let text = self.scalar(node, "`yes` or `no`")?;
        match text.value.as_str() {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => {
                let message = format!("`{}` is neither `yes` nor `no`", text.value);
                self.wrong(text.all(), message, "`yes` or `no`");
                None
            }
        }
    }

    /// One of `words`, as its index.
    pub(super) fn one_of(&mut self, text: &Text, what: &str, words: &[&str]) -> Option<usize> {
        let found = words.iter().position(|word| *word == text.value);
        if found.is_none() {
            let message = format!("{what} cannot be `{}`", text.value);
            self.wrong(text.all(), message, or(words));
        }
        found
    }

    /// Sections of RFCs.
    pub(super) fn spec(&mut self, node: &Node) -> Vec<String> {
        let mut found = Vec::new();
        for text in self.texts(node, "`spec`") {
            let value = text.value.as_str();
            let number = value.split('#').next().unwrap_or_default();
            if !is_spec(value) {
                let help = if number == value && number.parse::<u32>().is_ok() {
                    format!("name the section too: `{value}#6.3.1`")
                } else {
                    "write RFC, `#`, section: `9051#6.3.1`; an appendix is `3501#A`".to_owned()
                };
                self.advise(text.all(), format!("`{value}` is no section of an RFC"), "", help);
            } else if rfcs::title(number).is_none() {
                let message = format!("RFC {number} is not one that concerns IMAP");
                let help = suggest(number, rfcs::numbers())
                    .unwrap_or_else(|| "if it does, add it to src/scenario/rfcs.rs".to_owned());
                self.advise(text.all(), message, "unknown RFC", help);
            } else if !sections::exists(value) {
                let section = value.split('#').nth(1).unwrap_or_default();
                let help = sections::nearest(value).map_or_else(
                    || "if it does, add it to src/scenario/sections.txt".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("RFC {number} has no section {section}");
                self.advise(text.all(), message, "unknown section", help);
            } else if found.iter().any(|one| one == value) {
                self.wrong(text.all(), format!("`{value}` is named twice"), "again");
            } else {
                found.push(value.to_owned());
            }
        }
        found
    }
}
