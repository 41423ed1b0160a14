//! SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding.
//!
//! The server has no randomness: its part of the nonce and the salt are made of the session's
//! number. That is fit for tests only, as is the one password of all users.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

const ITERATIONS: u32 = 4096;

/// Where an exchange stands.
#[derive(Debug)]
pub(crate) enum Scram {
    /// Waits for the client's first message.
    First {
        /// Makes the nonce.
        serial: u64,
    },
    /// Waits for the client's final message.
    Final {
        user: Vec<u8>,
        /// `gs2-header` as sent.
        header: Vec<u8>,
        nonce: String,
        salt: Vec<u8>,
        /// The first two messages, as `AuthMessage` has them.
        messages: String,
    },
    /// Waits for the empty answer to the server's final message.
    Proved { user: Vec<u8> },
}

impl Scram {
    pub(super) const fn new(serial: u64) -> Self {
        Self::First { serial }
    }

    /// Takes a message; gives a challenge, or at last the user.
    pub(super) fn step(
        self,
        message: &[u8],
        password: &[u8],
    ) -> Result<(Vec<u8>, Option<Self>), ()> {
        match self {
            Self::First { serial } => first(message, serial).ok_or(()),
            Self::Final { user, header, nonce, salt, messages } => {
                let proof = last(message, &header, &nonce, &salt, &messages, password).ok_or(())?;
                Ok((proof, Some(Self::Proved { user })))
            }
            Self::Proved { user } if message.is_empty() => Ok((user, None)),
            Self::Proved { .. } => Err(()),
        }
    }
}

fn first(message: &[u8], serial: u64) -> Option<(Vec<u8>, Option<Scram>)> {
    let text = std::str::from_utf8(message).ok()?;
    // gs2-header: flag, authzid, then the bare message.
    let mut fields = text.splitn(3, ',');
    let (flag, acting, bare) = (fields.next()?, fields.next()?, fields.next()?);
    if !matches!(flag, "n" | "y") || !(acting.is_empty() || acting.starts_with("a=")) {
        return None;
    }
    let mut attributes = bare.split(',');
    let user = attributes.next()?.strip_prefix("n=")?.replace("=2C", ",").replace("=3D", "=");
    let theirs = attributes.next()?.strip_prefix("r=")?;
    if theirs.is_empty() || theirs.len() > 256 || user.is_empty() {
        return None;
    }
    if let Some(acting) = acting.strip_prefix("a=")
        && acting.replace("=2C", ",").replace("=3D", "=") != user
    {
        return None;
    }
    let mine = BASE64.encode(&Sha256::digest(serial.to_be_bytes()));
    let nonce = format!("{theirs}{}", mine.trim_end_matches('='));
    let salt = Sha256::digest(user.as_bytes()).to_vec();
    let challenge = format!("r={nonce},s={},i={ITERATIONS}", BASE64.encode(&salt));
    let messages = format!("{bare},{challenge}");
    let header = format!("{flag},{acting},").into_bytes();
    let scram = Scram::Final { user: user.into_bytes(), header, nonce, salt, messages };
    Some((challenge.into_bytes(), Some(scram)))
}

fn last(
    message: &[u8],
    header: &[u8],
    nonce: &str,
    salt: &[u8],
    messages: &str,
    password: &[u8],
) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(message).ok()?;
    let (without_proof, proof) = text.rsplit_once(",p=")?;
    let mut attributes = without_proof.split(',');
    let binding = attributes.next()?.strip_prefix("c=")?;
    if BASE64.decode(binding.as_bytes()).ok()? != header
        || attributes.next()?.strip_prefix("r=")? != nonce
    {
        return None;
    }
    let proof = BASE64.decode(proof.as_bytes()).ok()?;
    let salted = pbkdf2(password, salt)?;
    let client_key = mac(&salted, b"Client Key")?;
    let stored_key = Sha256::digest(&client_key);
    let auth_message = format!("{messages},{without_proof}");
    let signature = mac(&stored_key, auth_message.as_bytes())?;
    let wanted: Vec<u8> = client_key.iter().zip(&signature).map(|(a, b)| a ^ b).collect();
    if wanted != proof {
        return None;
    }
    let server_key = mac(&salted, b"Server Key")?;
    let signature = mac(&server_key, auth_message.as_bytes())?;
    Some(format!("v={}", BASE64.encode(&signature)).into_bytes())
}

fn mac(key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(message);
    Some(mac.finalize().into_bytes().to_vec())
}

/// `Hi` of RFC 5802 §2.2.
fn pbkdf2(password: &[u8], salt: &[u8]) -> Option<Vec<u8>> {
    let mut block = mac(password, &[salt, &[0, 0, 0, 1]].concat())?;
    let mut sum = block.clone();
    for _ in 1..ITERATIONS {
        block = mac(password, &block)?;
        sum.iter_mut().zip(&block).for_each(|(sum, octet)| *sum ^= octet);
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The exchange of RFC 7677 §3, its nonce and salt put in place of ours.
    #[test]
    fn the_example_of_the_rfc() {
        let nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        let salt = BASE64.decode(b"W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
        let messages =
            format!("n=user,r=rOprNGfwEbeRWgbNEkqO,r={nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        let message = format!("c=biws,r={nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        let proof = last(message.as_bytes(), b"n,,", nonce, &salt, &messages, b"pencil").unwrap();
        assert_eq!(proof, b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assert_eq!(last(message.as_bytes(), b"n,,", nonce, &salt, &messages, b"pen"), None);
    }

    #[test]
    fn rubbish_is_refused() {
        for wrong in [&b""[..], b"n,,", b"p=tls,,n=u,r=x", b"n,,n=u", b"n,,n=u,r=", b"\xff"] {
            assert!(Scram::new(1).step(wrong, b"secret").is_err(), "{wrong:?}");
        }
    }
}
