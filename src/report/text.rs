//! What every report does with what it is told: findings in order, octets that do no harm, words for a
//! shell.

use crate::finding::Finding;

/// Findings of the same rule together, in the order in which the rules come.
pub fn by_rule(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut rules: Vec<Vec<&Finding>> = Vec::new();
    for found in findings {
        let same = |rule: &&mut Vec<&Finding>| {
            rule.first().is_some_and(|f| f.rule == found.rule && f.grade == found.grade)
        };
        match rules.iter_mut().find(same) {
            Some(rule) => rule.push(found),
            None => rules.push(vec![found]),
        }
    }
    rules
}

/// Octets as text that does no harm to a terminal: UTF-8 stays, control characters are escaped.
pub fn printable(octets: &[u8]) -> String {
    let text = String::from_utf8_lossy(octets);
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c.to_string(),
            c if c.is_control() => c.escape_default().to_string(),
            c => c.to_string(),
        })
        .collect()
}

/// A word as a shell takes it.
pub fn shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@=%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_octets_never_reach_the_terminal() {
        assert_eq!(printable(b"a\x1b[31mb\x07"), "a\\u{1b}[31mb\\u{7}");
    }
}
