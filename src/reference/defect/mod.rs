//! Named ways to make the reference wrong, so that every check can be shown to fail.
//!
//! To add one: a line in `table`, and `cx.has(Defect::X)` at the place where the behaviour goes
//! wrong, in words that say what goes wrong there.

mod table;

pub use table::Defect;

use std::fmt;

/// The defects that are switched on.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct DefectSet([u64; WORDS]);

const WORDS: usize = Defect::ALL.len().div_ceil(64);

impl DefectSet {
    /// Just this one.
    pub fn only(defect: Defect) -> Self {
        let mut set = Self::default();
        set.insert(defect);
        set
    }

    /// Switches one on.
    pub fn insert(&mut self, defect: Defect) {
        let at = defect as usize;
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// Whether this one is on.
    pub fn contains(&self, defect: Defect) -> bool {
        let at = defect as usize;
        self.0.get(at / 64).is_some_and(|word| word & (1 << (at % 64)) != 0)
    }

    /// Those that are on, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = Defect> {
        Defect::ALL.iter().copied().filter(|&d| self.contains(d))
    }

    /// Whether the server is right.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }
}

impl FromIterator<Defect> for DefectSet {
    fn from_iter<I: IntoIterator<Item = Defect>>(iter: I) -> Self {
        let mut set = Self::default();
        iter.into_iter().for_each(|defect| set.insert(defect));
        set
    }
}

impl fmt::Debug for DefectSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Defect::name)).finish()
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_spelled_alike() {
        let mut names: Vec<_> = Defect::ALL.iter().map(|d| d.name()).collect();
        names.sort_unstable();
        for pair in names.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
        for defect in Defect::ALL {
            let name = defect.name();
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            );
            assert!(defect.spec().contains('#'), "{name}");
            assert_eq!(Defect::from_name(name), Some(*defect));
        }
    }

    #[test]
    fn sets_hold_what_is_put_in() {
        let set: DefectSet = Defect::ALL.iter().copied().step_by(7).collect();
        assert_eq!(set.iter().count(), Defect::ALL.len().div_ceil(7));
        assert!(DefectSet::default().is_empty() && !set.is_empty());
    }
}
