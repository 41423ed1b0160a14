//! Arithmetic and comparison.

use super::{Result, ValueError, Values};
use crate::scenario::{Arithmetic, Check, Comparison, Expression, Scenario};

impl Values {
    /// The result of an expression: a number where it is one, else the text.
    ///
    /// # Errors
    /// When a value is not known, or is no number where one is needed.
    pub fn evaluate(&self, scenario: &Scenario, expression: &Expression) -> Result<String> {
        match expression {
            Expression::Operand(template) => self.text(scenario, template),
            Expression::Binary { left, op, right } => {
                let number = |side: &Expression| -> Result<i128> {
                    let text = self.evaluate(scenario, side)?;
                    text.trim().parse().map_err(|_| ValueError(format!("`{text}` is no number")))
                };
                let (a, b) = (number(left)?, number(right)?);
                let result = match op {
                    Arithmetic::Plus => a.checked_add(b),
                    Arithmetic::Minus => a.checked_sub(b),
                    Arithmetic::Times => a.checked_mul(b),
                };
                result
                    .map(|n| n.to_string())
                    .ok_or_else(|| ValueError("the result is too large".to_owned()))
            }
        }
    }

    /// Whether a comparison holds, and both sides for the message.
    ///
    /// # Errors
    /// As [`Values::evaluate`].
    pub fn holds(&self, scenario: &Scenario, check: &Check) -> Result<(bool, String, String)> {
        let left = self.evaluate(scenario, &check.left)?;
        let right = self.evaluate(scenario, &check.right)?;
        Ok((compare(check.op, &left, &right), left, right))
    }
}

/// Whether the comparison holds: as numbers where both are, else as texts.
pub fn compare(op: Comparison, left: &str, right: &str) -> bool {
    let order = match (left.trim().parse::<i128>(), right.trim().parse::<i128>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => left.cmp(right),
    };
    match op {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Contains => left.contains(right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_of_numbers_and_texts() {
        assert!(compare(Comparison::Greater, "10", "9"));
        assert!(compare(Comparison::Less, "10x", "9x"));
        assert!(compare(Comparison::Contains, "a b", "b"));
        assert!(compare(Comparison::Equal, " 7", "7 "));
    }
}
