//! GitHub's workflow commands: findings as annotations at the line of the scenario.

use std::io::{self, Write};

use super::Report;
use super::text::{by_rule, printable};
use crate::engine::event::{Event, ScenarioFinished};
use crate::finding::{Grade, Verdict};

/// Writes annotations.
pub struct GitHub<W: Write>(W);

impl<W: Write> GitHub<W> {
    /// Annotations that go to `out` (the log of a step).
    pub fn new(out: W) -> Self {
        Self(out)
    }

    fn scenario(&mut self, scenario: &ScenarioFinished) -> io::Result<()> {
        match &scenario.verdict {
            Verdict::Pass | Verdict::Xfail | Verdict::Unsupported(_) => return Ok(()),
            Verdict::Fail => {}
            Verdict::Xpass => {
                return self.annotate(
                    "error",
                    &scenario.id,
                    None,
                    "passes, but the baseline says that it fails",
                );
            }
            Verdict::Blocked(why) | Verdict::Error(why) => {
                return self.annotate("error", &scenario.id, None, why);
            }
        }
        let only = scenario.only.as_ref().map(|only| format!("; only {only}")).unwrap_or_default();
        // Rows of a table that fail alike are one annotation: GitHub shows few of a step.
        for same in by_rule(&scenario.findings) {
            let Some(found) = same.first() else { continue };
            let level = if found.grade == Grade::Must { "error" } else { "warning" };
            let place = found.place.as_ref().map(|p| (p.file.as_str(), p.line, p.column));
            let more = match same.len() {
                1 => String::new(),
                n => format!(" (and {} more of this rule)", n - 1),
            };
            let spec = found.spec.join(", ");
            let message = format!("{} ({spec}): {}{more}{only}", found.rule, found.message);
            self.annotate(level, &scenario.id, place, &message)?;
        }
        Ok(())
    }

    fn annotate(
        &mut self,
        level: &str,
        title: &str,
        place: Option<(&str, usize, usize)>,
        message: &str,
    ) -> io::Result<()> {
        let at = place
            .map(|(file, line, column)| {
                format!("file={},line={line},col={column},", property(file))
            })
            .unwrap_or_default();
        writeln!(self.0, "::{level} {at}title={}::{}", property(title), data(message))
    }
}

impl<W: Write> Report for GitHub<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::ScenarioFinished(scenario) => self.scenario(scenario),
            _ => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn data(text: &str) -> String {
    printable(text.as_bytes()).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_starts_no_command() {
        let mut out = Vec::new();
        GitHub::new(&mut out)
            .annotate("error", "a,b", Some(("x:y", 1, 2)), "100%\n::set-output::")
            .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "::error file=x%3Ay,line=1,col=2,title=a%2Cb::100%25%0A::set-output::\n");
    }
}
