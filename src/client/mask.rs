//! Passwords are masked in all that is kept: octet for octet, so that places stay true.

use crate::syntax::print::{escaped, quoted};

/// What must not be shown.
#[derive(Debug, Clone, Default)]
pub struct Secrets(Vec<Vec<u8>>);

impl Secrets {
    /// Secrets to be masked. Those of less than four octets are not told apart from other words, but
    /// where they stand as a quoted string.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all: Vec<Vec<u8>> = Vec::new();
        for secret in secrets.into_iter().filter(|secret| !secret.is_empty()) {
            let plain = secret.as_bytes().to_vec();
            let escaped = escaped(&plain);
            match secret.len() {
                0..4 => all.push(quoted(&plain)),
                _ if escaped == plain => all.push(plain),
                _ => all.extend([escaped, plain]),
            }
        }
        Self(all)
    }

    /// As [`Self::mask`], for a sentence.
    pub fn mask_text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.mask(text.as_bytes())).into_owned()
    }

    /// The octets with every secret replaced by as many `*`: in the clear, and any run of base64
    /// (AUTHENTICATE) that holds one.
    pub fn mask(&self, octets: &[u8]) -> Vec<u8> {
        let mut masked = octets.to_vec();
        for secret in &self.0 {
            let mut from = 0;
            while let Some(at) = find(&masked[from..], secret) {
                masked[from + at..from + at + secret.len()].fill(b'*');
                from += at + secret.len();
            }
        }
        // A base64 run that could hold a password is short; message octets are left alone.
        if octets.len() <= 16 * 1024 {
            self.mask_base64(&mut masked);
        }
        masked
    }

    fn mask_base64(&self, masked: &mut [u8]) {
        let mut at = 0;
        while at < masked.len() {
            let run = masked[at..].iter().take_while(|&&b| is_base64(b)).count();
            if run >= 8
                && let Ok(decoded) = data_encoding::BASE64.decode(&masked[at..at + run])
                && self.0.iter().any(|secret| find(&decoded, secret).is_some())
            {
                masked[at..at + run].fill(b'*');
            }
            at += run.max(1);
        }
    }
}

fn is_base64(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'=')
}

fn find(octets: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(octets, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_in_place() {
        let secrets = Secrets::new(["hunter2", "no"]);
        assert_eq!(secrets.mask(b"A LOGIN al hunter2 no\r\n"), b"A LOGIN al ******* no\r\n");
        assert_eq!(secrets.mask(b"A LOGIN \"al\" \"no\"\r\n"), b"A LOGIN \"al\" ****\r\n");
        let quoted = Secrets::new(["a\"b\\c"]);
        assert_eq!(quoted.mask(br#"A LOGIN "al" "a\"b\\c""#), br#"A LOGIN "al" "*******""#);
        let plain = data_encoding::BASE64.encode(b"\0al\0hunter2");
        let line = format!("A AUTHENTICATE PLAIN {plain}\r\n");
        let masked = secrets.mask(line.as_bytes());
        assert_eq!(masked.len(), line.len());
        assert!(masked.ends_with(b"PLAIN ****************\r\n"));
        assert_eq!(secrets.mask(b"AbCdEfGhIjKl"), b"AbCdEfGhIjKl");
    }
}
