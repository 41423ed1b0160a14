//! What steps find out, noted for the verdict and the figures.

use std::time::Duration;

use super::event::Measurement;
use super::expect::Miss;
use super::expect::shown::accepted;
use super::player::{Halt, Player, micros};
use crate::finding::{Finding, Grade};
use crate::scenario::{ClientId, Span, Step};

impl Player<'_> {
    /// Notes what broke a step's expectation. `Err` where it counts.
    pub(super) fn miss(
        &mut self,
        step: &Step,
        who: Option<ClientId>,
        miss: Miss,
        alive: bool,
    ) -> Result<(), Halt> {
        let mut message = miss.message;
        if let Some(row) = &self.row {
            message = format!("{message} (row {row})");
        }
        if let Some(because) = &step.because {
            message = format!("{message}; {because}");
        }
        let span = if miss.span == Span::default() { step.span } else { miss.span };
        let (grade, spec) = match self.lenient && alive {
            true => (step.grade.min(Grade::Should), syntax_sections()),
            false => (step.grade, self.spec_of(step)),
        };
        self.note(step, who, Miss { message, span, ..miss }, (grade, spec));
        match grade {
            Grade::Must => Err(Halt::Failed { alive }),
            // The session may be of no more use all the same.
            _ if !alive => Err(Halt::Failed { alive }),
            _ => Ok(()),
        }
    }

    /// Notes an outcome that is accepted but breaks a SHOULD.
    pub(super) fn warn(&mut self, step: &Step, who: Option<ClientId>, outcome: Miss) {
        let row = self.row.as_ref().map(|row| format!(" (row {row})")).unwrap_or_default();
        let message = format!("{}{row}", outcome.message);
        let spec = self.spec_of(step);
        self.note(step, who, Miss { message, ..outcome }, (Grade::Should, spec));
    }

    /// Notes a figure for the report.
    pub(super) fn measure(&mut self, name: &str, who: ClientId, time: Duration) {
        self.measurements.push(Measurement {
            name: name.to_owned(),
            micros: micros(time),
            client: self.scenario.clients[who.0].name.clone(),
        });
    }

    fn note(
        &mut self,
        step: &Step,
        who: Option<ClientId>,
        Miss { message, evidence, span }: Miss,
        (grade, spec): (Grade, Vec<String>),
    ) {
        self.findings.push(Finding {
            rule: format!("expect/{}", step.number),
            grade,
            spec,
            message,
            client: who.map(|id| self.scenario.clients[id.0].name.clone()),
            evidence,
            accepted: accepted(step),
            place: self.scenario.place(span),
        });
    }

    fn spec_of(&self, step: &Step) -> Vec<String> {
        if step.spec.is_empty() { self.scenario.spec.clone() } else { step.spec.clone() }
    }
}

/// Where it stands that what breaks the syntax should be refused.
fn syntax_sections() -> Vec<String> {
    vec!["9051#2.2.2".to_owned(), "3501#2.2.2".to_owned()]
}
