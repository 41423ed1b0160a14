//! A set of numbers kept as ranges, so that `1:4294967295` costs no more than `1`.

use std::collections::BTreeMap;

use crate::syntax::types::{SeqNumber, SequenceSet};

/// A set of message sequence numbers or UIDs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// First number of a range → its last; ranges neither touch nor overlap.
    ranges: BTreeMap<u32, u32>,
}

impl Numbers {
    /// The numbers of a `sequence-set`, `*` being `largest`. `$` gives nothing.
    pub fn of(set: &SequenceSet, largest: u32) -> Self {
        let end = |number| match number {
            SeqNumber::Number(n) => n,
            SeqNumber::Star => largest,
        };
        let mut numbers = Self::default();
        if let SequenceSet::Ranges(ranges) = set {
            for range in ranges {
                let (a, b) = (end(range.from), end(range.to));
                numbers.insert(a.min(b), a.max(b));
            }
        }
        numbers
    }

    /// Adds all numbers from `first` to `last`, both included.
    pub fn insert(&mut self, first: u32, last: u32) {
        let (mut first, mut last) = (first, last);
        // Every range that overlaps the new one or touches it becomes one with it.
        while let Some((&start, &end)) = self.ranges.range(..=last.saturating_add(1)).next_back() {
            if end.saturating_add(1) < first {
                break;
            }
            first = first.min(start);
            last = last.max(end);
            self.ranges.remove(&start);
        }
        self.ranges.insert(first, last);
    }

    /// Whether `number` is in the set.
    pub fn contains(&self, number: u32) -> bool {
        self.ranges.range(..=number).next_back().is_some_and(|(_, &end)| number <= end)
    }

    /// Whether the set has nothing in it.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many numbers are in it.
    pub fn len(&self) -> u64 {
        self.ranges.iter().map(|(&a, &b)| u64::from(b) - u64::from(a) + 1).sum()
    }

    /// The smallest number.
    pub fn first(&self) -> Option<u32> {
        self.ranges.keys().next().copied()
    }

    /// The largest number.
    pub fn last(&self) -> Option<u32> {
        self.ranges.values().next_back().copied()
    }

    /// The numbers, ascending. May be four thousand million: ask [`Numbers::len`] first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.ranges.iter().flat_map(|(&a, &b)| a..=b)
    }

    /// Its ranges, ascending, both ends included.
    pub fn ranges(&self) -> impl DoubleEndedIterator<Item = (u32, u32)> + '_ {
        self.ranges.iter().map(|(&a, &b)| (a, b))
    }

    /// The first number in it that `other` has not.
    pub fn first_outside(&self, other: &Self) -> Option<u32> {
        self.ranges.iter().find_map(|(&a, &b)| {
            let mut at = a;
            while let Some((_, &end)) = other.ranges.range(..=at).next_back() {
                if end < at {
                    break;
                }
                if end >= b {
                    return None;
                }
                at = end + 1;
            }
            Some(at)
        })
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<T: IntoIterator<Item = u32>>(numbers: T) -> Self {
        let mut set = Self::default();
        for number in numbers {
            set.insert(number, number);
        }
        set
    }
}

impl std::fmt::Display for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, (a, b)) in self.ranges().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            if a == b { write!(f, "{comma}{a}")? } else { write!(f, "{comma}{a}:{b}")? }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_become_one() {
        let mut numbers: Numbers = [1, 2, 3, 7, 9].into_iter().collect();
        assert_eq!(numbers.to_string(), "1:3,7,9");
        numbers.insert(4, 8);
        assert_eq!(numbers.to_string(), "1:9");
        numbers.insert(u32::MAX, u32::MAX);
        assert_eq!((numbers.len(), numbers.last()), (10, Some(u32::MAX)));
        assert!(numbers.contains(9) && !numbers.contains(10));
    }

    #[test]
    fn the_first_outside_is_found_without_counting() {
        let all: Numbers = [1, 2, 3, 5].into_iter().collect();
        let mut wide = Numbers::default();
        wide.insert(1, u32::MAX);
        assert_eq!(all.first_outside(&wide), None);
        assert_eq!(wide.first_outside(&all), Some(4));
        assert_eq!(all.first_outside(&Numbers::default()), Some(1));
    }
}
