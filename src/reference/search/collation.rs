//! i;unicode-casemap (RFC 5051), the comparator of I18NLEVEL=1 (RFC 5255).

use icu_casemap::CaseMapper;
use unicode_normalization::char::decompose_compatible;

/// The string that stands for `text` in comparisons: each character in title case, then
/// decomposed. Octets that are not UTF-8 stay as they are.
pub fn casemap(text: &[u8]) -> Vec<u8> {
    let mapper = CaseMapper::new();
    let mut mapped = String::with_capacity(text.len());
    let mut octets = Vec::new();
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character.is_ascii() {
                true => mapped.push(character.to_ascii_uppercase()),
                false => {
                    decompose_compatible(mapper.simple_titlecase(character), |c| mapped.push(c));
                }
            }
        }
        octets.extend_from_slice(mapped.as_bytes());
        octets.extend_from_slice(chunk.invalid());
        mapped.clear();
    }
    octets
}

/// A string to look for, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle(Vec<u8>);

impl Needle {
    /// Looks for `text`, which is UTF-8 or as good as it.
    pub fn new(text: &[u8]) -> Self {
        Self(casemap(text))
    }

    /// Whether it is a substring of `text`; the empty one always is.
    pub fn is_in(&self, text: &str) -> bool {
        memchr::memmem::find(&casemap(text.as_bytes()), &self.0).is_some()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_composition_do_not_matter() {
        for (a, b) in
            [("münchen", "MÜNCHEN"), ("u\u{308}", "Ü"), ("ǆ", "Ǆ"), ("σ", "Σ"), ("ключ", "КЛЮЧ")]
        {
            assert_eq!(casemap(a.as_bytes()), casemap(b.as_bytes()), "{a} {b}");
        }
        // The example of RFC 5051 §2.
        assert_eq!(casemap("\u{1c4}".as_bytes()), b"Dz\xcc\x8c");
        // Simple mapping only: sharp s is not "SS".
        assert_ne!(casemap("ß".as_bytes()), casemap(b"ss"));
        assert_eq!(casemap(b"a\xffb"), b"A\xffB");
    }

    #[test]
    fn substrings_are_found() {
        assert!(Needle::new(b"oRlD").is_in("Hello World"));
        assert!(Needle::new(b"").is_in(""));
        assert!(!Needle::new(b"x").is_in(""));
    }
}
