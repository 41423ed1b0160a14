//! Patterns of LIST: `*` matches anything, `%` all but the delimiter (RFC 9051 §6.3.9).

use crate::reference::store::name::DELIMITER;

/// A pattern, ready to be matched.
#[derive(Debug)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    One(char),
    /// `*`
    Any,
    /// `%`
    Level,
}

impl Pattern {
    /// Reads a pattern; `percent_is_any` is a defect.
    pub(crate) fn new(pattern: &str, percent_is_any: bool) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        for c in pattern.chars() {
            let piece = match c {
                '*' => Piece::Any,
                '%' if percent_is_any => Piece::Any,
                '%' => Piece::Level,
                c => Piece::One(c),
            };
            match (pieces.last(), piece) {
                // Next to `*` no other wildcard says anything.
                (Some(Piece::Any), Piece::Any | Piece::Level)
                | (Some(Piece::Level), Piece::Level) => {}
                (Some(Piece::Level), Piece::Any) => {
                    pieces.pop();
                    pieces.push(Piece::Any);
                }
                _ => pieces.push(piece),
            }
        }
        Self { pieces }
    }

    /// Whether a name matches; takes time in the product of both lengths at most.
    pub(crate) fn matches(&self, name: &str) -> bool {
        // `reached[i]`: the first `i` pieces can match what has been read.
        let mut reached = vec![false; self.pieces.len() + 1];
        if let Some(first) = reached.first_mut() {
            *first = true;
        }
        self.skip_wildcards(&mut reached);
        for c in name.chars() {
            let mut next = vec![false; reached.len()];
            for (i, piece) in self.pieces.iter().enumerate() {
                if !reached.get(i).is_some_and(|&r| r) {
                    continue;
                }
                let to = match piece {
                    Piece::One(own) if *own == c => i + 1,
                    Piece::Any => i,
                    Piece::Level if c != DELIMITER => i,
                    _ => continue,
                };
                if let Some(next) = next.get_mut(to) {
                    *next = true;
                }
            }
            self.skip_wildcards(&mut next);
            reached = next;
        }
        reached.last().is_some_and(|&r| r)
    }

    /// Wildcards may match nothing.
    fn skip_wildcards(&self, reached: &mut [bool]) {
        for (i, piece) in self.pieces.iter().enumerate() {
            let here = reached.get(i).is_some_and(|&r| r);
            if here
                && !matches!(piece, Piece::One(_))
                && let Some(next) = reached.get_mut(i + 1)
            {
                *next = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        let matches = |pattern: &str, name: &str| Pattern::new(pattern, false).matches(name);
        for (pattern, name) in [
            ("*", ""),
            ("*", "a/b"),
            ("%", "a"),
            ("a/%", "a/b"),
            ("a/%", "a/"),
            ("%/%", "a/b"),
            ("*b", "a/b"),
            ("a*c", "a/b/c"),
            ("%%*", "a/b"),
            ("", ""),
            ("f%o", "foo"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("%", "a/b"), ("a", "A"), ("a/%", "a"), ("%/%", "a/b/c"), ("*b", "a/c"), ("", "a")]
        {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
        assert!(Pattern::new("%", true).matches("a/b"));
    }
}
