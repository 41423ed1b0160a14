//! A server on a loopback port that does to each command what it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What there is after log-in, so that scenarios of many kinds apply.
pub const GREETING: &[u8] = b"* OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE STARTTLS] hostile\r\n";

/// What it does.
#[derive(Debug, Clone)]
pub enum Act {
    /// Says this.
    Say(&'static [u8]),
    /// Says this for ever.
    Flood(&'static [u8]),
    /// Closes the connection.
    Close,
    /// Says nothing more, and closes nothing.
    Hang,
}

pub const CLOSE: Act = Act::Close;
pub const HANG: Act = Act::Hang;

pub fn say(octets: &[u8]) -> Act {
    Act::Say(octets.to_vec().leak())
}

pub fn flood(octets: &[u8]) -> Act {
    // Large pieces: it is to be fast.
    Act::Flood(octets.repeat(1 + 65_536 / octets.len()).leak())
}

/// As a server in good order, more or less, would answer.
pub fn fine(tag: &str, verb: &str) -> Vec<Act> {
    let mut text = String::new();
    match verb {
        "{" => return vec![say(b"+ go\r\n")],
        "CAPABILITY" => text.push_str("* CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE STARTTLS\r\n"),
        "SELECT" | "EXAMINE" => text.push_str(
            "* 3 EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen \\Deleted)\r\n\
             * OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 9] x\r\n",
        ),
        "LIST" => text.push_str("* LIST () \"/\" \"\"\r\n"),
        "LOGOUT" => text.push_str("* BYE bye\r\n"),
        "IDLE" => return vec![say(b"+ idling\r\n")],
        _ => {}
    }
    text.push_str(&format!("{tag} OK done\r\n"));
    let mut acts = vec![say(text.as_bytes())];
    if verb == "LOGOUT" {
        acts.push(CLOSE);
    }
    acts
}

/// One that runs until it is dropped.
pub struct Server {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    open: AtomicUsize,
    unanswered: AtomicUsize,
    over: std::sync::atomic::AtomicBool,
}

impl Server {
    /// Greets by `greeting`, and answers each command (tag, verb) by `answer`; the verb is `{` where
    /// a literal is announced that waits to be asked for.
    pub fn start(
        greeting: Vec<Act>,
        answer: impl Fn(&str, &str) -> Vec<Act> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let (answer, shared) = (Arc::new(answer), state.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.over.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (greeting, answer, shared) = (greeting.clone(), answer.clone(), shared.clone());
                std::thread::spawn(move || {
                    shared.open.fetch_add(1, Ordering::SeqCst);
                    // That the client goes away is no error of the test.
                    let _ = serve(&stream, &greeting, &*answer, &shared);
                    let _ = stream.shutdown(Shutdown::Both);
                    shared.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { port, state }
    }

    pub fn url(&self) -> String {
        format!("imap://127.0.0.1:{}", self.port)
    }

    /// Connections that stand.
    pub fn open(&self) -> usize {
        self.state.open.load(Ordering::SeqCst)
    }

    /// Lines that were answered by nothing.
    pub fn unanswered(&self) -> usize {
        self.state.unanswered.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::SeqCst);
        // It wakes up to see that it is over.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn serve(
    stream: &TcpStream,
    greeting: &[Act],
    answer: &dyn Fn(&str, &str) -> Vec<Act>,
    state: &State,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    if !act(stream, &mut reader, greeting)? {
        return Ok(());
    }
    loop {
        let Some(line) = next_line(&mut reader)? else { return Ok(()) };
        let mut words = line.split(' ');
        let tag = words.next().unwrap_or_default();
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        let mut end = line.clone();
        while let Some((octets, waits)) = literal(&end) {
            if waits && !act(stream, &mut reader, &answer(tag, "{"))? {
                return Ok(());
            }
            std::io::copy(&mut (&mut reader).take(octets), &mut std::io::sink())?;
            end = next_line(&mut reader)?.unwrap_or_default();
        }
        let acts = answer(tag, &verb);
        if acts.is_empty() {
            state.unanswered.fetch_add(1, Ordering::SeqCst);
        }
        if !act(stream, &mut reader, &acts)? {
            return Ok(());
        }
    }
}

fn next_line(reader: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut line = Vec::new();
    let read = reader.read_until(b'\n', &mut line)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&line).trim_end().to_owned()))
}

/// Octets of the literal that the line announces, and whether it waits to be asked for.
fn literal(line: &str) -> Option<(u64, bool)> {
    let (_, number) = line.strip_suffix('}')?.rsplit_once('{')?;
    let waits = !number.ends_with('+');
    Some((number.trim_end_matches('+').parse().ok()?, waits))
}

/// Whether it goes on after that.
fn act(
    mut stream: &TcpStream,
    reader: &mut BufReader<&TcpStream>,
    acts: &[Act],
) -> std::io::Result<bool> {
    for act in acts {
        match act {
            Act::Say(octets) => stream.write_all(octets)?,
            Act::Flood(octets) => loop {
                stream.write_all(octets)?;
            },
            Act::Close => return Ok(false),
            Act::Hang => {
                // Until the client goes away.
                std::io::copy(reader, &mut std::io::sink())?;
                return Ok(false);
            }
        }
    }
    Ok(true)
}
