//! JUnit XML: a test suite an area, a test case a scenario.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::Report;
use super::failure::{Detail, explain};
use super::text::printable;
use crate::engine::event::{Event, ScenarioFinished};
use crate::finding::Verdict;

/// Collects test cases, and writes them when the run is over.
pub struct JUnit<W: Write> {
    out: W,
    target: String,
    suites: BTreeMap<String, Vec<TestCase>>,
}

impl<W: Write> JUnit<W> {
    /// A report that goes to `out`.
    pub fn new(out: W) -> Self {
        Self { out, target: String::new(), suites: BTreeMap::new() }
    }
}

impl<W: Write> Report for JUnit<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(run) => self.target.clone_from(&run.target),
            Event::ScenarioFinished(scenario) => {
                let cases = self.suites.entry(scenario.area.clone()).or_default();
                cases.push(case(scenario));
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let mut report = quick_junit::Report::new(format!("imapspec {}", self.target));
        for (area, mut cases) in std::mem::take(&mut self.suites) {
            cases.sort_by(|a, b| a.name.as_str().cmp(b.name.as_str()));
            let mut suite = TestSuite::new(area);
            suite.add_test_cases(cases);
            report.add_test_suite(suite);
        }
        report.serialize(&mut self.out).map_err(io::Error::other)?;
        self.out.flush()
    }
}

fn case(scenario: &ScenarioFinished) -> TestCase {
    let status = match &scenario.verdict {
        Verdict::Pass => TestCaseStatus::success(),
        Verdict::Xfail => skipped(&format!(
            "known deviation: {}",
            scenario.baseline.as_deref().unwrap_or_default()
        )),
        Verdict::Unsupported(needs) => skipped(&format!("unsupported: {}", needs.join(", "))),
        Verdict::Fail => {
            let first = scenario.findings.first();
            let message = first.map(|f| f.message.as_str()).unwrap_or_default();
            let kind = first.map(|f| f.rule.as_str()).unwrap_or_default();
            not_passed(NonSuccessKind::Failure, message, kind, scenario)
        }
        Verdict::Xpass => not_passed(
            NonSuccessKind::Failure,
            "passes, but the baseline says that it fails",
            "xpass",
            scenario,
        ),
        Verdict::Blocked(why) => not_passed(NonSuccessKind::Error, why, "blocked", scenario),
        Verdict::Error(why) => not_passed(NonSuccessKind::Error, why, "error", scenario),
    };
    let mut case = TestCase::new(scenario.id.clone(), status);
    case.set_classname(scenario.area.clone());
    case.set_time(Duration::from_micros(scenario.duration));
    case
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(printable(why.as_bytes()));
    status
}

fn not_passed(
    kind: NonSuccessKind,
    message: &str,
    rule: &str,
    scenario: &ScenarioFinished,
) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(printable(message.as_bytes()));
    status.set_type(rule);
    let text = explain(scenario, "", Detail::Trace);
    status.set_description(anstream::adapter::strip_str(&text).to_string());
    status
}
