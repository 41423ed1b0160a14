//! Legal freedoms, taken by seed.

/// A stream of choices. Without a seed the choice is always the plain one.
#[derive(Debug, Clone)]
pub(crate) struct Liberty(Option<u64>);

impl Liberty {
    /// The choices of one session: `salt` tells sessions apart.
    pub(crate) fn new(seed: Option<u64>, salt: u64) -> Self {
        Self(seed.map(|seed| seed ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// Whether liberties are taken at all.
    pub(crate) const fn is_free(&self) -> bool {
        self.0.is_some()
    }

    /// Takes the freedom once in `n` times; never without a seed.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.next().is_some_and(|choice| choice.is_multiple_of(n.max(1)))
    }

    /// One of `n` ways; 0, the plain one, without a seed.
    pub(crate) fn pick(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(1).max(1);
        self.next().and_then(|choice| usize::try_from(choice % n).ok()).unwrap_or(0)
    }

    /// Another order, where there is freedom.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        if self.is_free() {
            for last in (1..items.len()).rev() {
                let other = self.pick(last + 1);
                items.swap(last, other);
            }
        }
    }

    /// splitmix64
    fn next(&mut self) -> Option<u64> {
        let state = self.0.as_mut()?;
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Some((z ^ (z >> 31)) >> 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_seed_all_is_plain() {
        let mut plain = Liberty::new(None, 3);
        let mut items = [1, 2, 3];
        plain.shuffle(&mut items);
        assert_eq!((plain.one_in(1), plain.pick(5), items), (false, 0, [1, 2, 3]));
    }

    #[test]
    fn a_seed_decides() {
        let choices = |seed| {
            let mut l = Liberty::new(Some(seed), 1);
            (0..20).map(|_| l.pick(10)).collect::<Vec<_>>()
        };
        assert_eq!(choices(7), choices(7));
        assert_ne!(choices(7), choices(8));
    }
}
