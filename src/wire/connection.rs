//! A connection: frames come in within limits, octets go out without a deadlock.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::stream::{Base, Stream};
use crate::syntax::frame::{FrameError, Framer, Limits, Sender};

/// How octets are cut into segments on their way out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Segments {
    /// As the system likes.
    #[default]
    Whole,
    /// Each octet is a segment of its own (at most the first 4,096 of a write: literals of
    /// megabytes would take minutes).
    Octets,
}

/// What the next frame turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A whole frame, its line end included.
    Frame(Vec<u8>),
    /// The server closed; `reset` where it did so by a reset. `leftover` are octets of a frame
    /// that never ended.
    Closed {
        /// Octets without an end.
        leftover: Vec<u8>,
        /// By RST rather than FIN.
        reset: bool,
    },
    /// Nothing whole came in time.
    TimedOut {
        /// How many octets of an unfinished frame there are.
        pending: usize,
    },
    /// A limit is passed, or a layer (TLS, DEFLATE) broke: the connection is of no more use.
    Broken {
        /// In words.
        why: String,
        /// The octets so far, cut to 4 KiB.
        leftover: Vec<u8>,
    },
}

/// One connection to a server.
#[derive(Debug)]
pub struct Connection {
    stream: Stream,
    framer: Framer,
    segments: Segments,
    limits: Limits,
    host: String,
    /// What ended the reading side, told once all frames before it are taken.
    end: Option<End>,
}

#[derive(Debug, Clone)]
enum End {
    Closed { reset: bool },
    Broken(String),
}

/// Octets that may wait unread while we write; a server that says more does not read.
const UNREAD: usize = 4 << 20;

impl Connection {
    /// Connects over TCP.
    ///
    /// # Errors
    /// When nobody listens there, or nobody answers within `timeout`.
    pub async fn open(
        host: &str,
        port: u16,
        limits: Limits,
        timeout: Duration,
    ) -> io::Result<Self> {
        let tcp = tokio::time::timeout(timeout, TcpStream::connect((host, port)))
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        tcp.set_nodelay(true)?;
        Ok(Self::over(Base::Tcp(tcp), host, limits))
    }

    /// A connection over a stream that is open already; `host` is the name that TLS asks for.
    pub fn over(base: Base, host: &str, limits: Limits) -> Self {
        Self {
            stream: Stream::Clear(base),
            framer: Framer::new(Sender::Server, limits),
            segments: Segments::Whole,
            limits,
            host: host.to_owned(),
            end: None,
        }
    }

    /// Says how octets are cut from now on.
    pub fn set_segments(&mut self, segments: Segments) {
        self.segments = segments;
    }

    /// Starts TLS. Octets that came before the handshake and were not taken are thrown away and
    /// returned: a server must not have sent any.
    ///
    /// # Errors
    /// When the handshake fails or takes longer than `timeout`.
    pub async fn start_tls(&mut self, verify: bool, timeout: Duration) -> io::Result<Vec<u8>> {
        let early = self.framer.take_pending();
        let stream = std::mem::replace(&mut self.stream, Stream::Gone);
        self.stream = tokio::time::timeout(timeout, stream.start_tls(&self.host, verify))
            .await
            .map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "TLS handshake"))??;
        Ok(early)
    }

    /// Starts DEFLATE (RFC 4978) in both directions.
    pub fn start_deflate(&mut self) {
        let pending = self.framer.take_pending();
        let stream = std::mem::replace(&mut self.stream, Stream::Gone);
        self.stream = stream.start_deflate(pending);
    }

    /// Sends octets; what the server says meanwhile is taken in, so that neither side waits for
    /// the other.
    ///
    /// # Errors
    /// When the connection is gone or nothing moves within `timeout`.
    pub async fn send(&mut self, octets: &[u8], timeout: Duration) -> io::Result<()> {
        let deadline = Instant::now() + timeout;
        let one_by_one = match self.segments {
            Segments::Whole => 0,
            Segments::Octets => octets.len().min(4096),
        };
        for octet in &octets[..one_by_one] {
            self.write(std::slice::from_ref(octet), deadline).await?;
        }
        self.write(&octets[one_by_one..], deadline).await
    }

    async fn write(&mut self, octets: &[u8], deadline: Instant) -> io::Result<()> {
        let (mut read, mut write) = tokio::io::split(&mut self.stream);
        let writing = async {
            write.write_all(octets).await?;
            write.flush().await
        };
        tokio::pin!(writing);
        let mut chunk = [0; 16 * 1024];
        loop {
            let may_read = self.end.is_none() && self.framer.pending().len() < UNREAD;
            tokio::select! {
                biased;
                done = &mut writing => return done,
                got = read.read(&mut chunk), if may_read => match got {
                    Ok(0) => self.end = Some(End::Closed { reset: false }),
                    Ok(n) => self.framer.push(&chunk[..n]),
                    Err(error) => self.end = Some(ended_by(&error)),
                },
                () = tokio::time::sleep_until(deadline) => {
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "the server does not read"));
                }
            }
        }
    }

    /// The next frame, waited for until `deadline`.
    pub async fn next_frame(&mut self, deadline: Instant) -> Incoming {
        let mut chunk = vec![0; 64 * 1024];
        loop {
            match self.framer.next_frame() {
                Ok(Some(frame)) => return Incoming::Frame(frame.to_vec()),
                Ok(None) => {}
                Err(error) => return self.broken(&error),
            }
            match self.end.clone() {
                Some(End::Closed { reset }) => {
                    return Incoming::Closed { leftover: self.framer.take_pending(), reset };
                }
                Some(End::Broken(why)) => {
                    return Incoming::Broken { why, leftover: cut(self.framer.take_pending()) };
                }
                None => {}
            }
            let read = tokio::time::timeout_at(deadline, self.stream.read(&mut chunk)).await;
            match read {
                Err(_) => return Incoming::TimedOut { pending: self.framer.pending().len() },
                Ok(Ok(0)) => self.end = Some(End::Closed { reset: false }),
                Ok(Ok(n)) => self.framer.push(&chunk[..n]),
                Ok(Err(error)) => self.end = Some(ended_by(&error)),
            }
        }
    }

    /// The bounds on what the server may send.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Closes in good order, as far as the server lets us, within a second.
    pub async fn close(&mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(1), self.stream.shutdown()).await;
        self.stream = Stream::Gone;
    }

    /// Shuts our sending side; what the server still says can be read.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn half_close(&mut self) -> io::Result<()> {
        self.stream.shutdown().await
    }

    /// Tears the connection down without a word.
    pub fn abort(&mut self) {
        if let Stream::Clear(Base::Tcp(tcp)) = &self.stream {
            // A reset is what a phone that loses its network looks like in the end.
            let _ = tcp.set_zero_linger();
        }
        self.stream = Stream::Gone;
    }

    fn broken(&mut self, error: &FrameError) -> Incoming {
        let why = error.to_string();
        self.end = Some(End::Broken(why.clone()));
        Incoming::Broken { why, leftover: cut(self.framer.take_pending()) }
    }
}

fn cut(mut octets: Vec<u8>) -> Vec<u8> {
    octets.truncate(4096);
    octets
}

fn ended_by(error: &io::Error) -> End {
    match error.kind() {
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionAborted => End::Closed { reset: true },
        // rustls: the peer closed without close_notify. A truncation, but still a close.
        io::ErrorKind::UnexpectedEof => End::Closed { reset: false },
        _ => End::Broken(error.to_string()),
    }
}
