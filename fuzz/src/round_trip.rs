//! Print then parse gives the same value; parse then print then parse the same meaning.

use arbitrary::{Arbitrary, Unstructured};
use imapspec::syntax::dialect::Dialect;
use imapspec::syntax::frame::{Framer, Limits, Sender};
use imapspec::syntax::parse;
use imapspec::syntax::print::{self, Case, Literals, Strings, Style};
use imapspec::syntax::types::{Command, Response, Untagged};

/// A generated response or command, printed in a generated style, is read as the same. That it is one
/// frame, too, and is told in the same pieces, is left to [`from_values`], which reads it again.
pub fn value(data: &[u8]) {
    generated(data, false);
}

/// A generated response or command, printed in a generated style.
pub fn from_values(data: &[u8]) {
    generated(data, true);
}

fn generated(data: &[u8], all: bool) {
    let mut random = Unstructured::new(data);
    let (Ok(style), Ok(client)) = (Style::arbitrary(&mut random), bool::arbitrary(&mut random))
    else {
        return;
    };
    match client {
        true => {
            let command = Command::arbitrary(&mut random);
            command.iter().for_each(|command| command_survives(command, &style, all));
        }
        false => {
            let response = Response::arbitrary(&mut random);
            response.iter().for_each(|response| response_survives(response, &style, all));
        }
    }
}

/// Octets that are a response or a command, printed in several styles.
pub fn from_octets(data: &[u8]) {
    let dialect = Dialect::everything();
    let seed = data.iter().fold(7u64, |seed, &b| seed.wrapping_mul(31).wrapping_add(b.into()));
    if let Ok(parsed) = parse::response(data, &dialect) {
        styles(seed).iter().for_each(|style| response_survives(&parsed.value, style, true));
    }
    if let Ok(parsed) = parse::greeting(data, &dialect) {
        styles(seed).iter().for_each(|style| response_survives(&parsed.value, style, true));
    }
    if let Ok(parsed) = parse::command(data, &dialect) {
        styles(seed).iter().for_each(|style| command_survives(&parsed.value, style, true));
    }
}

fn styles(seed: u64) -> [Style; 4] {
    let plain = Style::default();
    let (utf8, bare) = (true, true);
    let literals = Literals::NonSyncSmall;
    [
        plain,
        Style { strings: Strings::Quoted, utf8, case: Case::Lower, ..plain },
        Style { strings: Strings::Literal, bare, literals, ..plain },
        Style { strings: Strings::Mixed(seed), case: Case::Mixed, utf8, bare, ..plain },
    ]
}

fn response_survives(response: &Response<'_>, style: &Style, all: bool) {
    let printed = print::response(response, style);
    if all {
        one_frame(Sender::Server, &printed);
    }
    // PREAUTH only greets.
    let read = match response {
        Response::Untagged(Untagged::Preauth(_)) => {
            parse::greeting(&printed, &Dialect::everything())
        }
        _ => parse::response(&printed, &Dialect::everything()),
    };
    match read {
        Ok(parsed) => assert_eq!(parsed.value, *response, "{}", printed.escape_ascii()),
        Err(error) => panic!("{error:?}\n{}\n{response:?}", printed.escape_ascii()),
    }
}

fn command_survives(command: &Command<'_>, style: &Style, all: bool) {
    let printed = print::command(command, style);
    if all {
        assert_eq!(print::pieces(command, style).concat(), printed);
        one_frame(Sender::Client, &printed);
    }
    match parse::command(&printed, &Dialect::everything()) {
        Ok(parsed) => assert_eq!(parsed.value, *command, "{}", printed.escape_ascii()),
        Err(error) => panic!("{error:?}\n{}\n{command:?}", printed.escape_ascii()),
    }
}

/// What is printed is one frame, neither more nor less.
fn one_frame(sender: Sender, octets: &[u8]) {
    let mut framer = Framer::new(sender, Limits::default());
    framer.push(octets);
    assert_eq!(framer.next_frame(), Ok(Some(octets.into())), "{}", octets.escape_ascii());
}
