//! Commands sent, and answers waited for.

use tokio::time::Instant;

use crate::client::session::{Session, Stop};
use crate::engine::expect::Hearing;
use crate::engine::meaning::Trees;

/// What came of waiting for answers.
#[derive(Default)]
pub(in crate::engine) struct Told {
    /// Tags of the commands sent; none of octets sent raw.
    pub tags: Vec<Vec<u8>>,
    /// All of them were answered.
    pub complete: bool,
    /// What ended the waiting before.
    pub stop: Option<Stop>,
}

impl Told {
    /// It could not all be sent.
    fn unsent(session: &Session, stop: Stop) -> Self {
        Self { tags: vec![session.last_tag()], complete: false, stop: Some(stop) }
    }
}

/// What the client heard; `trees` are of what it heard before in this step.
pub(super) fn hearing<'a>(
    trees: &'a mut Trees,
    session: &'a Session,
    tags: &'a [Vec<u8>],
    complete: bool,
) -> Hearing<'a> {
    let heard = trees.heard(&session.inbox);
    Hearing { heard, tags, complete, closed: session.ended().is_some() }
}

/// Commands, and all their tagged responses.
pub(in crate::engine) async fn ask(
    session: &mut Session,
    commands: &[Vec<u8>],
    deadline: Instant,
) -> Told {
    let mut told = match session.send_commands(commands, deadline).await {
        Ok(tags) => Told { tags, ..Told::default() },
        // What was said before the connection broke is still to be read.
        Err(stop @ Stop::Closed { .. }) => {
            let stop = listen(session, deadline).await.unwrap_or(stop);
            return Told::unsent(session, stop);
        }
        Err(stop) => return Told::unsent(session, stop),
    };
    for tag in told.tags.clone() {
        if let Err(stop) = session.completed(&tag, deadline).await {
            told.stop = Some(stop);
            return told;
        }
    }
    told.complete = true;
    told
}

/// A command, and the continuation request or tagged response to it.
pub(super) async fn start(session: &mut Session, command: Vec<u8>, deadline: Instant) -> Told {
    let tags = match session.send_commands(&[command], deadline).await {
        Ok(tags) => tags,
        Err(stop) => return Told::unsent(session, stop),
    };
    let tag = tags.first().cloned().unwrap_or_default();
    let mut told = Told { tags, ..Told::default() };
    match session.continued_or_completed(&tag, deadline).await {
        Ok(status) => told.complete = status.is_some(),
        Err(stop) => told.stop = Some(stop),
    }
    told
}

/// A line for the command with this tag, and its answer: the tagged response, or (unless `to_the_end`)
/// the next continuation request.
pub(super) async fn go_on(
    session: &mut Session,
    tag: Vec<u8>,
    line: &[u8],
    to_the_end: bool,
    deadline: Instant,
) -> Told {
    let mut told = Told { tags: vec![tag.clone()], ..Told::default() };
    let answered = match session.send_line(line, deadline).await {
        Err(stop) => Err(stop),
        Ok(()) if to_the_end => session.completed(&tag, deadline).await.map(Some),
        Ok(()) => session.continued_or_completed(&tag, deadline).await,
    };
    match answered {
        Ok(status) => told.complete = status.is_some(),
        Err(stop) => told.stop = Some(stop),
    }
    told
}

/// Takes in what comes until `deadline`. What ends it, other than time.
pub(super) async fn listen(session: &mut Session, deadline: Instant) -> Option<Stop> {
    loop {
        match session.receive(deadline).await {
            Ok(_) => {}
            Err(Stop::TimedOut(_)) => return None,
            Err(stop) => return Some(stop),
        }
    }
}
