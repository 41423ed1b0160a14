//! The transcript: who said what when, octet for octet, from which a failure can be re-read.

use serde::{Deserialize, Serialize};

/// Who spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The client.
    Client,
    /// The server.
    Server,
    /// Nobody: a remark such as `TLS started` or `connection closed by server`.
    Note,
}

/// One line (a whole response or command with its literals) or remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Name of the client whose connection it is.
    pub client: String,
    /// Which connection of that client, from 0 (it grows by reconnecting).
    pub connection: u32,
    /// Microseconds since the scenario began.
    pub at: u64,
    /// Who spoke.
    pub direction: Direction,
    /// The octets, CRLF included; passwords are replaced by `****` before they get here.
    #[serde(with = "octets")]
    pub data: Vec<u8>,
}

impl Entry {
    /// The client, and which of its connections where it is not the first: `phone#2`.
    pub fn speaker(&self) -> String {
        match self.connection {
            0 => self.client.clone(),
            n => format!("{}#{}", self.client, n + 1),
        }
    }

    /// When, in seconds: `+1.412`.
    pub fn time(&self) -> String {
        format!("+{}.{:03}", self.at / 1_000_000, self.at / 1000 % 1000)
    }
}

/// Everything said in one scenario, by all clients, in the order in which it was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
    /// How many entries were left out behind the bound on its size.
    pub dropped: usize,
}

/// Octets as a JSON string: Latin-1 code points, so that ASCII stays readable and nothing is lost.
mod octets {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(data: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&data.iter().map(|&b| char::from(b)).collect::<String>())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        String::deserialize(deserializer)?
            .chars()
            .map(|c| u8::try_from(c).map_err(|_| serde::de::Error::custom("not an octet")))
            .collect()
    }
}
