//! The reference fed with any octets from several sessions: it stays in the grammar, silent after it
//! has hung up, and does the same again when it is told the same.

use std::collections::BTreeMap;

use imapspec::reference::{Event, Now, Options, Output, Security, Server, SessionId};
use imapspec::syntax::dialect::Dialect;
use imapspec::syntax::frame::{Frame, Framer, Limits, Sender};
use imapspec::syntax::parse;

/// Between two steps of the script.
const SEPARATOR: u8 = 0x1e;

/// The first octet says how the server is set up; steps follow, each an octet that says who does
/// what, and what is sent.
pub fn any_octets(data: &[u8]) {
    let Some((&setup, script)) = data.split_first() else { return };
    let played = play(setup, script);
    if data.len() < 2000 {
        assert!(played == play(setup, script), "not the same again: {}", data.escape_ascii());
    }
}

fn play(setup: u8, script: &[u8]) -> Vec<Event> {
    let liberty = (setup & 1 == 1).then_some(u64::from(setup));
    let mut shell = Shell::new(Options { liberty, ..Options::default() });
    let mut sessions: Vec<SessionId> = (0..3).map(|_| shell.connect()).collect();
    if setup & 2 == 0 {
        for &session in &sessions {
            shell.say(session, b"x LOGIN anna secret\r\nx SELECT INBOX\r\n");
        }
    }
    for step in script.split(|&octet| octet == SEPARATOR) {
        let Some((&who, octets)) = step.split_first() else { continue };
        let Some(session) = sessions.get_mut(usize::from(who % 3)) else { continue };
        match who / 3 % 8 {
            0 => shell.tick(u64::try_from(octets.len()).unwrap_or_default() * 60_000),
            1 => octets.iter().for_each(|octet| shell.say(*session, std::slice::from_ref(octet))),
            2 => {
                shell.server.disconnect(*session);
                *session = shell.connect();
            }
            _ => shell.say(*session, octets),
        }
    }
    shell.log
}

/// What stands between the server and its connections.
struct Shell {
    server: Server,
    now: u64,
    log: Vec<Event>,
    /// What each connection has received; `None` once it is closed.
    streams: BTreeMap<SessionId, Option<Stream>>,
}

struct Stream {
    framer: Framer,
    greeted: bool,
}

impl Shell {
    fn new(options: Options) -> Self {
        let (log, streams) = (Vec::new(), BTreeMap::new());
        Self { server: Server::new(options), now: 1_700_000_000_000, log, streams }
    }

    fn connect(&mut self) -> SessionId {
        let (session, events) = self.server.connect(Security::Clear, Now::from_unix_ms(self.now));
        let framer = Framer::new(Sender::Server, Limits::default());
        self.streams.insert(session, Some(Stream { framer, greeted: false }));
        self.take(events);
        session
    }

    fn say(&mut self, session: SessionId, octets: &[u8]) {
        self.now += 1000;
        let events = self.server.receive(session, octets, Now::from_unix_ms(self.now));
        self.take(events);
    }

    fn tick(&mut self, milliseconds: u64) {
        self.now += milliseconds;
        let events = self.server.tick(Now::from_unix_ms(self.now));
        self.take(events);
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in &events {
            let stream = self.streams.entry(event.session).or_insert(None);
            let Some(open) = stream else {
                panic!("{event:?} on a connection that is closed");
            };
            match &event.output {
                Output::Bytes(octets) => open.read(octets),
                Output::StartTls => self.server.started_tls(event.session),
                Output::StartDeflate => {}
                Output::Close => *stream = None,
            }
        }
        self.log.extend(events);
    }
}

impl Stream {
    /// All that the server says is a response.
    fn read(&mut self, octets: &[u8]) {
        self.framer.push(octets);
        let read = |frame: Frame<'_>, greeted: bool| {
            let parsed = match greeted {
                true => parse::response(frame, &Dialect::everything()),
                false => parse::greeting(frame, &Dialect::everything()),
            };
            assert!(parsed.is_ok(), "{:?}: {}", parsed.err(), frame.escape_ascii());
        };
        loop {
            match self.framer.next_frame() {
                Ok(Some(frame)) => read(frame, self.greeted),
                Ok(None) => break,
                Err(error) => panic!("{error}: {}", octets.escape_ascii()),
            }
            self.greeted = true;
        }
        let pending = self.framer.pending();
        assert!(pending.is_empty(), "half a response: {}", pending.escape_ascii());
    }
}
