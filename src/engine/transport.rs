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

    /// Opens a connection up to the greeting; STARTTLS and DEFLATE come later.
    ///
    /// # Errors
    /// When the target has no such port, or nobody answers within `timeout`.
    pub async fn open(self, running: &Running, timeout: Duration) -> io::Result<Connection> {
        let via = if self == Self::Tls { Via::Tls } else { Via::Clear };
        let mut connection = running.open(via, LIMITS, timeout).await?;
        if self == Self::Octets {
            connection.set_segments(Segments::Octets);
        }
        Ok(connection)
    }
}

/// What a server may send: enough for any scenario, and several clients at once stay far below
/// 256 MiB.
const LIMITS: Limits = Limits { line: 1 << 20, literal: 16 << 20, frame: 24 << 20 };
