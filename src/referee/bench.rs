//! Where findings are laid down.

use std::collections::HashMap;

use super::rule::Rule;
use super::scene::Scene;
use crate::finding::{Evidence, Finding, Grade};

/// Findings kept of one scenario; a server that breaks more kinds of rules is broken enough.
const KEPT: usize = 1000;

/// The findings so far.
#[derive(Default)]
pub(crate) struct Bench {
    held: Vec<Held>,
    /// Rule, client and reason → which finding.
    index: HashMap<(String, String, String), usize>,
    /// For what is broken beyond [`KEPT`].
    spare: Option<Held>,
}

/// A finding, and how often it was made.
pub(crate) struct Held {
    finding: Finding,
    times: usize,
}

impl Held {
    /// Marks the first place where `words` stand in `bytes` (any case), as the evidence.
    pub(crate) fn at(&mut self, bytes: &[u8], words: &str) -> &mut Self {
        if self.times == 1
            && let Some(evidence) = &mut self.finding.evidence
            && let Some(start) = find(bytes, words.as_bytes())
        {
            (evidence.start, evidence.end) = (start, start + words.len());
        }
        self
    }

    /// Lowers the grade: where one of the RFCs that may apply only advises it.
    pub(crate) fn graded(&mut self, grade: Grade) -> &mut Self {
        self.finding.grade = self.finding.grade.min(grade);
        self
    }

    /// Says what would have been accepted, in the words of the wire.
    pub(crate) fn accepts(&mut self, accepted: impl Into<String>) -> &mut Self {
        if self.times == 1 {
            self.finding.accepted = vec![accepted.into()];
        }
        self
    }
}

impl Bench {
    /// A rule was broken, as `message` says with the values seen. The whole line is the evidence
    /// unless [`Held::at`] narrows it.
    pub(crate) fn broken(
        &mut self,
        scene: &Scene<'_>,
        rule: &Rule,
        message: impl Into<String>,
    ) -> &mut Held {
        let bytes = scene.bytes();
        let end = bytes.strip_suffix(b"\r\n").unwrap_or(bytes).len();
        self.hold(
            scene,
            Finding {
                rule: rule.id.to_owned(),
                grade: rule.grade,
                spec: rule.spec.iter().map(|&s| s.to_owned()).collect(),
                message: message.into(),
                client: Some(scene.client().to_owned()),
                evidence: Some(Evidence { entry: scene.entry(), start: 0, end }),
                accepted: vec![rule.wants.to_owned()],
                place: None,
            },
        )
    }

    /// Lays a finding down as it is; one of each kind is kept.
    pub(super) fn hold(&mut self, scene: &Scene<'_>, finding: Finding) -> &mut Held {
        // Two messages that differ in numbers only have the same reason.
        let reason: String = finding.message.chars().filter(|c| !c.is_ascii_digit()).collect();
        let key = (finding.rule.clone(), scene.client().to_owned(), reason);
        let next = self.held.len();
        let at = *self.index.entry(key).or_insert(next);
        if at < next {
            let held = &mut self.held[at];
            held.times += 1;
            return held;
        }
        let held = Held { finding, times: 1 };
        if next < KEPT {
            self.held.push(held);
            return &mut self.held[next];
        }
        self.spare.insert(held)
    }

    /// All that was found, gravest first.
    pub(crate) fn findings(self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .held
            .into_iter()
            .map(|Held { mut finding, times }| {
                if times > 1 {
                    finding.message.push_str(&format!(" ({times} times)"));
                }
                finding
            })
            .collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.grade));
        findings
    }
}

/// The first place of `words` in `bytes`, in any case.
fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len().max(1)).position(|window| window.eq_ignore_ascii_case(words))
}

#[cfg(test)]
mod tests {
    use crate::referee::script::selected;

    #[test]
    fn the_same_fault_is_found_once_with_a_count() {
        let findings =
            selected("C: 1 NOOP\nS: * 3 EXISTS \nS: * 3 EXISTS \nS: * 3 EXISTS \nS: 1 OK done");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.ends_with("(3 times)"), "{}", findings[0].message);
    }
}
