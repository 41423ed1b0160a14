//! One connection: octets to the server, its outputs to the wire, layers changed in between.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

use super::super::Via;
use super::shell::Inner;
use crate::reference::{Output, SessionId};
use crate::wire::stream::Stream;

/// A client that does not read, or does not finish its handshake, for so long is gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// Serves one connection to its end.
pub(super) async fn serve(inner: Arc<Inner>, stream: Stream, via: Via) {
    let stream = match via {
        Via::Clear => stream,
        Via::Tls => match shake_hands(&inner, stream).await {
            Ok(stream) => stream,
            Err(_) => return,
        },
    };
    let (id, outbox) = inner.connect(via);
    // The session must leave the server also when this task is cancelled.
    let session = Session { inner, id };
    // How a connection broke is the client's to know.
    let _ = converse(&session, stream, outbox).await;
}

struct Session {
    inner: Arc<Inner>,
    id: SessionId,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.inner.disconnect(self.id);
    }
}

async fn converse(
    session: &Session,
    mut stream: Stream,
    mut outbox: UnboundedReceiver<Output>,
) -> io::Result<()> {
    let mut chunk = vec![0; 32 << 10];
    loop {
        tokio::select! {
            // What is to be said goes first: layers change before more is read.
            biased;
            output = outbox.recv() => match output {
                Some(Output::Bytes(octets)) => {
                    let pieces = session.inner.fragments;
                    say(&mut stream, &octets, pieces).await?;
                }
                Some(Output::StartTls) => {
                    let clear = std::mem::replace(&mut stream, Stream::Gone);
                    stream = shake_hands(&session.inner, clear).await?;
                    session.inner.started_tls(session.id);
                }
                Some(Output::StartDeflate) => {
                    let below = std::mem::replace(&mut stream, Stream::Gone);
                    stream = below.start_deflate(Vec::new());
                }
                Some(Output::Close) | None => return close(&mut stream).await,
            },
            read = stream.read(&mut chunk) => match read? {
                0 => return Ok(()),
                n => session.inner.receive(session.id, &chunk[..n]),
            },
        }
    }
}

async fn shake_hands(inner: &Inner, stream: Stream) -> io::Result<Stream> {
    timeout(PATIENCE, stream.accept_tls(inner.tls.clone())).await?
}

/// Sends octets; where `pieces` are wanted, the first ones a few at a time.
async fn say(stream: &mut Stream, octets: &[u8], pieces: bool) -> io::Result<()> {
    let (few, rest) = octets.split_at(if pieces { octets.len().min(300) } else { 0 });
    let saying = async {
        for piece in few.chunks(7) {
            stream.write_all(piece).await?;
            stream.flush().await?;
            tokio::task::yield_now().await;
        }
        stream.write_all(rest).await?;
        stream.flush().await
    };
    timeout(PATIENCE, saying).await?
}

/// Closes so that the client gets all that was said: what it still sends is read away, since a
/// socket that is closed with octets unread is reset.
async fn close(stream: &mut Stream) -> io::Result<()> {
    let closing = async {
        stream.shutdown().await?;
        let mut chunk = [0; 4096];
        while stream.read(&mut chunk).await? > 0 {}
        Ok(())
    };
    timeout(Duration::from_secs(2), closing).await?
}
