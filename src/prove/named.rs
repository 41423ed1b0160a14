//! Whether a finding names what a defect breaks.

use crate::engine::event::ScenarioFinished;
use crate::finding::{Finding, Grade, Verdict};

/// The rule of what names nothing.
const BLOCKED: &str = "blocked";

/// All that a scenario shows; that it could not be judged is shown too.
pub(super) fn all(played: &ScenarioFinished) -> Vec<Finding> {
    let mut findings = played.findings.clone();
    if let Verdict::Blocked(why) | Verdict::Error(why) = &played.verdict {
        findings.push(blocked(why));
    }
    findings
}

/// A scenario that could not be judged, as a finding that names nothing.
fn blocked(why: &str) -> Finding {
    Finding {
        rule: BLOCKED.to_owned(),
        grade: Grade::Must,
        spec: Vec::new(),
        message: why.to_owned(),
        client: None,
        evidence: None,
        accepted: Vec::new(),
        place: None,
    }
}

/// Whether `finding` stands on the section `spec` (one or several, separated by spaces), or on one
/// that holds it or is held by it. Sessions that ended and answers that never came name nothing.
pub(super) fn names(finding: &Finding, spec: &str) -> bool {
    !is_silent(finding)
        && spec.split(' ').any(|wanted| finding.spec.iter().any(|found| related(found, wanted)))
}

/// Whether a finding only says that a session ended, an answer did not come, or nothing could be
/// set up.
fn is_silent(finding: &Finding) -> bool {
    let silent = ["was not answered in time", "the server closed the connection", "not connected"];
    finding.rule == BLOCKED
        || finding.rule.starts_with("expect/")
            && silent.iter().any(|words| finding.message.contains(words))
}

/// `9051#6.4` and `9051#6.4.5` are related, `9051#6.4` and `9051#6.45` are not.
fn related(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_related_by_their_numbers() {
        assert!(related("9051#6.4", "9051#6.4.5"));
        assert!(related("7162", "7162#3.1"));
        assert!(!related("9051#6.4", "9051#6.45"));
        assert!(!related("9051#6.4.5", "3501#6.4.5"));
    }
}
