//! Arithmetic and comparison of values.

use super::{Span, Template};

/// Something to reckon with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// A number, a text or a value; what it is shows when it is filled in.
    Operand(Template),
    /// Two numbers.
    Binary {
        /// Left side.
        left: Box<Self>,
        /// What to do.
        op: Arithmetic,
        /// Right side.
        right: Box<Self>,
    },
}

/// What to do with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Arithmetic {
    Plus,
    Minus,
    Times,
}

/// A comparison that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Left side.
    pub left: Expression,
    /// How they are compared: as numbers where both are, else as texts.
    pub op: Comparison,
    /// Right side.
    pub right: Expression,
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// The left text has the right one in it.
    Contains,
}

impl Comparison {
    /// The operator of signs that `text` begins with.
    pub fn leading(text: &str) -> Option<Self> {
        // Those of two signs first.
        let all = [
            Self::Equal,
            Self::NotEqual,
            Self::LessOrEqual,
            Self::GreaterOrEqual,
            Self::Less,
            Self::Greater,
        ];
        all.into_iter().find(|op| text.starts_with(op.symbol()))
    }

    /// As written in the language.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Contains => "contains",
        }
    }
}
