//! The layers of a connection, and its end on our side.

use std::time::Duration;

use super::{Session, Stop};
use crate::client::happening::What;
use crate::wire::transcript::Direction;

impl Session {
    /// Starts TLS on our side; the server must be ready for it.
    ///
    /// # Errors
    /// When the handshake fails or takes longer than `timeout`.
    pub async fn start_tls(&mut self, verify: bool, timeout: Duration) -> Result<(), Stop> {
        match self.connection.start_tls(verify, timeout).await {
            Ok(early) if early.is_empty() => {
                self.note("TLS started", What::TlsStarted);
                Ok(())
            }
            Ok(early) => {
                self.note(
                    "TLS started; octets that came before the handshake are dropped:",
                    What::TlsStarted,
                );
                self.record(Direction::Server, &early);
                Ok(())
            }
            Err(error) => Err(self.over(Stop::Broken(format!("TLS: {error}")), b"")),
        }
    }

    /// Starts DEFLATE in both directions.
    pub fn start_deflate(&mut self) {
        self.connection.start_deflate();
        self.note("DEFLATE started", What::DeflateStarted);
    }

    /// Closes the connection in good order, without LOGOUT.
    pub async fn disconnect(&mut self) {
        if self.ended.is_none() {
            self.connection.close().await;
            self.left("disconnected by the client");
        }
    }

    /// Tears the connection down.
    pub fn abort(&mut self) {
        if self.ended.is_none() {
            self.connection.abort();
            self.left("connection reset by the client");
        }
    }

    /// Shuts our sending side; the server may still answer.
    ///
    /// # Errors
    /// When the connection is gone already.
    pub async fn half_close(&mut self) -> Result<(), Stop> {
        self.connection.half_close().await.map_err(|e| self.lost(&e))?;
        self.half_closed = true;
        self.record(Direction::Note, b"sending side closed by the client");
        Ok(())
    }

    fn left(&mut self, remark: &str) {
        self.note(remark, What::Closed { by_server: false, leftover: b"" });
        self.ended = Some(Stop::NotConnected);
    }
}
