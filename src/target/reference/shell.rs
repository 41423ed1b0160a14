//! The server with its connections.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustls::ServerConfig;
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, interval};

use super::super::Via;
use super::{certificate, session};
use crate::reference::{Event, Now, Options, Output, Security, Server, SessionId, Way};
use crate::wire::stream::{Base, Stream};

/// How often the server hears that time passes.
const TICK: Duration = Duration::from_millis(500);

/// Octets on their way in memory.
const PIPE: usize = 256 << 10;

/// The reference with a clock, connections and TLS. Dropping it closes them all.
#[derive(Debug)]
pub struct Shell {
    inner: Arc<Inner>,
    tasks: Mutex<JoinSet<()>>,
}

/// What all connections share.
#[derive(Debug)]
pub(super) struct Inner {
    state: Mutex<State>,
    began: Instant,
    /// By the calendar: with `began` it makes a clock that goes on in simulated time too.
    epoch: Duration,
    pub(super) tls: Arc<ServerConfig>,
    /// Octets are sent in small pieces.
    pub(super) fragments: bool,
}

#[derive(Debug)]
struct State {
    server: Server,
    outboxes: HashMap<SessionId, UnboundedSender<Output>>,
}

impl Shell {
    /// A server without connections. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// When no certificate can be made.
    pub fn new(options: Options) -> io::Result<Self> {
        let fragments = Way::Fragments.taken(options.liberty);
        let inner = Arc::new(Inner {
            fragments,
            state: Mutex::new(State { server: Server::new(options), outboxes: HashMap::new() }),
            began: Instant::now(),
            epoch: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            tls: certificate::config()?,
        });
        let shell = Self { inner: inner.clone(), tasks: Mutex::new(JoinSet::new()) };
        shell.tasks().spawn(async move {
            let mut ticks = interval(TICK);
            loop {
                ticks.tick().await;
                inner.tick();
            }
        });
        Ok(shell)
    }

    /// Serves whoever connects there; returns where that is.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn listen(&self, at: impl ToSocketAddrs, via: Via) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind(at).await?;
        let address = listener.local_addr()?;
        let inner = self.inner.clone();
        self.tasks().spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                tokio::select! {
                    accepted = listener.accept() => match accepted {
                        Ok((tcp, _)) => {
                            // Without it, small answers wait for the client's acknowledgement.
                            let _ = tcp.set_nodelay(true);
                            connections.spawn(session::serve(inner.clone(), tcp_stream(tcp), via));
                        }
                        // No more file descriptors: some connection must end first.
                        Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                    },
                    Some(_) = connections.join_next(), if !connections.is_empty() => {}
                }
            }
        });
        Ok(address)
    }

    /// A connection without a socket: the client's end of it.
    pub fn connect(&self, via: Via) -> Base {
        let (ours, theirs) = tokio::io::duplex(PIPE);
        let stream = Stream::Clear(Base::Memory(ours));
        let mut tasks = self.tasks();
        // Those that ended must not pile up.
        while tasks.try_join_next().is_some() {}
        tasks.spawn(session::serve(self.inner.clone(), stream, via));
        Base::Memory(theirs)
    }

    fn tasks(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tcp_stream(tcp: tokio::net::TcpStream) -> Stream {
    Stream::Clear(Base::Tcp(tcp))
}

impl Inner {
    /// A new session and what it is to send.
    pub(super) fn connect(&self, via: Via) -> (SessionId, UnboundedReceiver<Output>) {
        let security = match via {
            Via::Clear => Security::Clear,
            Via::Tls => Security::Tls,
        };
        let mut state = self.state();
        let (session, events) = state.server.connect(security, self.now());
        let (sender, receiver) = unbounded_channel();
        state.outboxes.insert(session, sender);
        state.hand_out(events);
        (session, receiver)
    }

    pub(super) fn receive(&self, session: SessionId, octets: &[u8]) {
        let mut state = self.state();
        let events = state.server.receive(session, octets, self.now());
        state.hand_out(events);
    }

    pub(super) fn started_tls(&self, session: SessionId) {
        self.state().server.started_tls(session);
    }

    pub(super) fn disconnect(&self, session: SessionId) {
        let mut state = self.state();
        state.outboxes.remove(&session);
        state.server.disconnect(session);
    }

    fn tick(&self) {
        let mut state = self.state();
        let events = state.server.tick(self.now());
        state.hand_out(events);
    }

    fn now(&self) -> Now {
        let millis = |d: Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
        let passed = self.began.elapsed();
        Now { unix_ms: millis(self.epoch.saturating_add(passed)), tick: millis(passed) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn hand_out(&self, events: Vec<Event>) {
        for Event { session, output } in events {
            if let Some(outbox) = self.outboxes.get(&session) {
                // A session that has ended hears nothing more.
                let _ = outbox.send(output);
            }
        }
    }
}
