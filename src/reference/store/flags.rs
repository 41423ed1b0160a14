//! Sets of flags.

use bounded_static::IntoBoundedStatic;

use crate::syntax::types::Flag;

/// Flags without `\Recent`, sorted, none twice, in the spelling that came first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FlagSet(Vec<Flag<'static>>);

impl FlagSet {
    pub(crate) fn new(flags: &[Flag<'_>]) -> Self {
        let mut set = Self::default();
        for flag in flags {
            set.insert(flag);
        }
        set
    }

    /// Puts a flag in; `\Recent` and `\*` are no flags of a message. Says whether it was new.
    pub(crate) fn insert(&mut self, flag: &Flag<'_>) -> bool {
        if matches!(flag, Flag::Recent | Flag::Wildcard) {
            return false;
        }
        match self.place(flag) {
            Ok(_) => false,
            Err(place) => {
                self.0.insert(place, flag.clone().into_static());
                true
            }
        }
    }

    pub(crate) fn remove(&mut self, flag: &Flag<'_>) -> bool {
        match self.place(flag) {
            Ok(place) => {
                self.0.remove(place);
                true
            }
            Err(_) => false,
        }
    }

    pub(crate) fn contains(&self, flag: &Flag<'_>) -> bool {
        self.place(flag).is_ok()
    }

    pub(crate) fn as_slice(&self) -> &[Flag<'static>] {
        &self.0
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Flag<'static>> {
        self.0.iter()
    }

    fn place(&self, flag: &Flag<'_>) -> Result<usize, usize> {
        // System flags need no folding, and most sets are short.
        if let Some(place) = self.0.iter().position(|own| own == flag) {
            return Ok(place);
        }
        let key = flag.to_octets().to_ascii_lowercase();
        let before = |own: &Flag<'_>| own.to_octets().to_ascii_lowercase() < key;
        Err(self.0.iter().take_while(|own| before(own)).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter_and_the_first_spelling_stays() {
        let mut set = FlagSet::new(&[Flag::from_octets(&b"Work"[..]), Flag::Seen, Flag::Recent]);
        assert!(!set.insert(&Flag::from_octets(&b"WORK"[..])));
        assert!(set.contains(&Flag::from_octets(&b"\\SEEN"[..])));
        assert_eq!(set.as_slice().len(), 2);
        assert!(set.remove(&Flag::from_octets(&b"wOrK"[..])) && !set.remove(&Flag::Draft));
        assert_eq!(set, FlagSet::new(&[Flag::Seen]));
    }
}
