//! Over what clients connect (`--transport`): servers fall over in the odd ones.

use std::io;
use std::time::Duration;

use crate::syntax::frame::Limits;
use crate::target::{Running, Via};
use crate::wire::connection::{Connection, Segments};

/// Over what clients connect, where the script does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Transport {
    /// In the clear.
    #[default]
    Plain,
    /// TLS from the first octet.
    Tls,
    /// In the clear, then STARTTLS.
    StartTls,
    /// DEFLATE after log-in.
    Deflate,
    /// In the clear, one octet a segment.
    Octets,
    /// In the clear, each command with another one behind it in the same segment.
    Packed,
}

impl Transport {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Plain, Self::Tls, Self::StartTls, Self::Deflate, Self::Octets, Self::Packed];

    /// As given to `--transport`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::Deflate => "deflate",
            Self::Octets => "octets",
            Self::Packed => "packed",
        }
    }

    /// The transport of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }

    /// Opens a connection up to the greeting; STARTTLS and DEFLATE come later. `largest`: octets of
    /// the largest message that the server is going to hold.
    ///
    /// # Errors
    /// When the target has no such port, or nobody answers within `timeout`.
    pub async fn open(
        self,
        running: &Running,
        largest: usize,
        timeout: Duration,
    ) -> io::Result<Connection> {
        let via = if self == Self::Tls { Via::Tls } else { Via::Clear };
        let mut connection = running.open(via, limits(largest), timeout).await?;
        if self == Self::Octets {
            connection.set_segments(Segments::Octets);
        }
        Ok(connection)
    }
}

/// What a server may send: twice the largest message that it was given, and never little. A dozen or
/// two of clients at once, each with such a frame in its buffer, in its inbox and parsed, stay below
/// 256 MiB.
fn limits(largest: usize) -> Limits {
    let literal = largest.saturating_mul(2).max(2 << 20);
    Limits { line: 256 << 10, literal: literal as u64, frame: literal.saturating_add(1 << 20) }
}
