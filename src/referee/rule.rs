//! What a rule is.

use crate::finding::Grade;

/// A universal rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// `referee/<family>-<what>`; stable, for baselines name it.
    pub id: &'static str,
    /// How binding it is. A finding may be graded lower where the RFCs differ.
    pub grade: Grade,
    /// RFC sections, `9051#7.5.2`.
    pub spec: &'static [&'static str],
    /// One plain sentence: what it wants of a server.
    pub wants: &'static str,
    /// Why no defect of the reference can break it in any scenario, where that is so.
    pub unproven: Option<&'static str>,
}

/// Names a family's rules as constants and lists them as `RULES`. Behind what a rule wants may
/// stand `unproven "why"`.
macro_rules! rules {
    ($family:literal: $($name:ident $what:literal $grade:ident [$($spec:literal),+] $wants:literal
        $(unproven $unproven:literal)?;)+) => {
        $(
            const $name: $crate::referee::Rule = $crate::referee::Rule {
                id: concat!("referee/", $family, "-", $what),
                grade: $crate::finding::Grade::$grade,
                spec: &[$($spec),+],
                wants: $wants,
                unproven: $crate::referee::rule::rules!(@ $($unproven)?),
            };
        )+
        /// The rules of this family.
        pub(super) const RULES: &[$crate::referee::Rule] = &[$($name),+];
    };
    (@) => { None };
    (@ $unproven:literal) => { Some($unproven) };
}

pub(crate) use rules;
