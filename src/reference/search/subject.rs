//! The base subject (RFC 5256 §2.1).

use crate::reference::message::words;

/// A subject without what replying and forwarding put about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaseSubject {
    /// The base subject, decoded.
    pub text: String,
    /// Whether `re:`, `fwd:`, `(fwd)` or `[fwd: ]` was taken away.
    pub reply: bool,
}

/// The base subject of an unfolded Subject field, encoded words and all.
pub fn base_subject(subject: &[u8]) -> BaseSubject {
    // (1)
    let decoded = words::decode_words(subject);
    let mut flat = String::with_capacity(decoded.len());
    for character in decoded.chars() {
        let character = if matches!(character, '\t' | '\r' | '\n') { ' ' } else { character };
        if !(character == ' ' && flat.ends_with(' ')) {
            flat.push(character);
        }
    }
    let mut text = flat.as_str();
    let mut reply = false;
    loop {
        // (2)
        loop {
            text = text.trim_end_matches(' ');
            match strip_suffix(text, "(fwd)") {
                Some(rest) => (text, reply) = (rest, true),
                None => break,
            }
        }
        // (3) to (5)
        loop {
            let before = text;
            text = text.trim_start_matches(' ');
            if let Some(rest) = leader(text) {
                (text, reply) = (rest, true);
            } else {
                // What follows these blobs is no subj-refwd, so there is no need to look again.
                while let Some(rest) = blob(text).filter(|rest| !rest.is_empty()) {
                    text = rest;
                }
            }
            if text.len() == before.len() {
                break;
            }
        }
        // (6)
        match strip_prefix(text, "[fwd:").and_then(|rest| rest.strip_suffix(']')) {
            Some(rest) => (text, reply) = (rest, true),
            None => return BaseSubject { text: text.to_owned(), reply },
        }
    }
}

/// `*subj-blob subj-refwd`
fn leader(mut text: &str) -> Option<&str> {
    loop {
        if let Some(rest) = refwd(text) {
            return Some(rest);
        }
        text = blob(text)?;
    }
}

/// `("re" / ("fw" ["d"])) *WSP [subj-blob] ":"`
fn refwd(text: &str) -> Option<&str> {
    let rest = strip_prefix(text, "re")
        .or_else(|| strip_prefix(text, "fwd"))
        .or_else(|| strip_prefix(text, "fw"))?
        .trim_start_matches(' ');
    blob(rest).unwrap_or(rest).strip_prefix(':')
}

/// `"[" *BLOBCHAR "]" *WSP`
fn blob(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('[')?;
    let end = rest.find(['[', ']'])?;
    Some(rest.get(end..)?.strip_prefix(']')?.trim_start_matches(' '))
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let front = text.get(..prefix.len())?;
    front.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..))?
}

fn strip_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    text.get(at..)?.eq_ignore_ascii_case(suffix).then(|| text.get(..at))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases() {
        for (subject, base, reply) in [
            ("Apple", "Apple", false),
            ("Re: Apple", "Apple", true),
            ("RE :Apple", "Apple", true),
            ("re [2]: Apple", "Apple", true),
            ("[list] Cherry (fwd)", "Cherry", true),
            ("[list] Re: [list] Fw: Apple (FWD) ", "Apple", true),
            ("[Fwd: [list] Re: Apple]", "Apple", true),
            ("[fwd: [fwd: x] (fwd)]", "x", true),
            ("[only]", "[only]", false),
            ("[a] [b]", "[b]", false),
            ("[a][b] c", "c", false),
            ("Re:", "", true),
            ("", "", false),
            ("Reply", "Reply", false),
            ("Fwd", "Fwd", false),
            ("a  b\t c", "a b c", false),
            ("re: [unclosed", "[unclosed", true),
            ("=?utf-8?Q?Re=3A_Caf=C3=A9?=", "Café", true),
            ("(fwd)", "", true),
            ("ré: x", "ré: x", false),
        ] {
            let found = base_subject(subject.as_bytes());
            assert_eq!((found.text.as_str(), found.reply), (base, reply), "{subject}");
        }
    }
}
