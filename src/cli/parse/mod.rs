//! `imapspec parse`: the tree of what is right, the caret under what is wrong.
//!
//! `show` is for people, `jsonl` answers many questions of a program.

mod jsonl;
mod show;

use std::io::{self, BufReader, BufWriter, IsTerminal as _, Read as _, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;

use crate::cli::exit;
use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, RevisionSet};
use crate::syntax::frame::{Framer, Limits, Sender};
use crate::syntax::verdict;

/// Read commands or responses by the strict grammar: show the value, or the first wrong octet.
///
/// Exit code: 0 all is right, 1 something is rejected, 2 usage.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to read, CRLF added at its end; without it and --file, standard input is read
    #[arg(conflicts_with = "file")]
    line: Option<String>,
    /// A file of exact octets: one or more commands or responses
    #[arg(long, short)]
    file: Option<PathBuf>,
    /// What it is; behind a greeting, responses are read [default: told from the first line]
    #[arg(long, value_enum)]
    start: Option<Start>,
    /// Base specification; without it, what is right in either is right
    #[arg(long, value_enum)]
    rev: Option<Rev>,
    /// Extensions that may be used: capability names, `all`, `none`, `GENERIC` (RFC 4466)
    #[arg(long, value_delimiter = ',', default_value = "all")]
    ext: Vec<String>,
    /// Take a bare LF for CRLF, as editors and shells write it
    #[arg(long)]
    lf: bool,
    /// Read JSON lines {"id", "start", "rev", "b64"[, "ext"]}, answer a JSON line each
    #[arg(long, conflicts_with_all = ["line", "start", "rev", "ext", "lf"])]
    jsonl: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Start {
    Command,
    Response,
    Greeting,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rev {
    /// RFC 3501
    Rev1,
    /// RFC 9051
    Rev2,
}

/// Runs it.
///
/// # Errors
/// An extension that is not known, or a file that cannot be read.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    if args.jsonl {
        return answer(args);
    }
    let dialect = dialect(args)?;
    let octets = input(args)?;
    if octets.is_empty() {
        anyhow::bail!("there is nothing to read");
    }
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    let mut code = exit::OK;
    let begin = args.start.unwrap_or_else(|| guess(&octets));
    let mut start = match begin {
        Start::Command => verdict::Start::Command,
        Start::Response => verdict::Start::Response,
        Start::Greeting => verdict::Start::Greeting,
    };
    for frame in frames(&octets, begin) {
        let shown = match verdict::read(frame, start, &dialect) {
            Ok(said) => show::right(&said),
            Err(error) => {
                code = exit::FINDINGS;
                show::wrong(frame, &error)
            }
        };
        writeln!(out, "{shown}")?;
        if start == verdict::Start::Greeting {
            start = verdict::Start::Response;
        }
    }
    Ok(code)
}

/// Answers JSON lines.
fn answer(args: &Args) -> anyhow::Result<u8> {
    let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let wrong = match &args.file {
        Some(path) => {
            let file =
                std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
            jsonl::answer(BufReader::with_capacity(1 << 16, file), out)?
        }
        None => jsonl::answer(BufReader::with_capacity(1 << 16, io::stdin().lock()), out)?,
    };
    Ok(if wrong == 0 { exit::OK } else { exit::USAGE })
}

fn dialect(args: &Args) -> anyhow::Result<Dialect> {
    let revisions = match args.rev {
        Some(Rev::Rev1) => RevisionSet { rev1: true, rev2: false },
        Some(Rev::Rev2) => RevisionSet { rev1: false, rev2: true },
        None => RevisionSet::BOTH,
    };
    let mut extensions = ExtensionSet::EMPTY;
    for name in &args.ext {
        match name.to_ascii_lowercase().as_str() {
            "all" => extensions = extensions.union(ExtensionSet::announced()),
            "none" | "" => {}
            _ => match Extension::from_capability(name) {
                Some(extension) => extensions.insert(extension),
                None => {
                    let known: Vec<_> = Extension::ALL.iter().map(|e| e.name()).collect();
                    anyhow::bail!(
                        "{name:?} is no extension that changes the grammar; these do: {}",
                        known.join(", ")
                    );
                }
            },
        }
    }
    Ok(Dialect { revisions, extensions, nesting: Dialect::NESTING })
}

/// The octets to be read.
fn input(args: &Args) -> anyhow::Result<Vec<u8>> {
    let mut octets = Vec::new();
    match (&args.line, &args.file) {
        (Some(line), _) => {
            octets.extend_from_slice(line.as_bytes());
            if !octets.ends_with(b"\n") {
                octets.extend_from_slice(b"\r\n");
            }
        }
        (None, Some(path)) => {
            octets = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        }
        (None, None) => {
            if io::stdin().is_terminal() {
                anstream::eprintln!("reading from the terminal; end it with Ctrl-D");
            }
            io::stdin().lock().read_to_end(&mut octets).context("reading standard input")?;
        }
    }
    if args.lf {
        octets = with_crlf(&octets);
    }
    Ok(octets)
}

/// With CR before each LF that has none.
fn with_crlf(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len() + octets.len() / 16);
    for &octet in octets {
        if octet == b'\n' && out.last() != Some(&b'\r') {
            out.push(b'\r');
        }
        out.push(octet);
    }
    out
}

/// A server speaks first with `*` or `+`, or with a status behind a tag; all else is a command.
fn guess(octets: &[u8]) -> Start {
    let line = octets.split(|&octet| octet == b'\r' || octet == b'\n').next().unwrap_or_default();
    let mut words = line.split(|&octet| octet == b' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    let status = |word: &[u8]| {
        [&b"OK"[..], b"NO", b"BAD"].iter().any(|status| word.eq_ignore_ascii_case(status))
    };
    match second {
        _ if matches!(first, b"*" | b"+") => Start::Response,
        Some(word) if !status(word) => Start::Command,
        _ => Start::Response,
    }
}

/// Cuts the octets into frames; what is left over at the end, or breaks the framing, is the last.
fn frames(octets: &[u8], start: Start) -> Vec<&[u8]> {
    let sender = if start == Start::Command { Sender::Client } else { Sender::Server };
    let everything = octets.len().max(1);
    let limits = Limits { line: everything, literal: everything as u64, frame: everything };
    let mut framer = Framer::new(sender, limits);
    framer.push(octets);
    let mut frames = Vec::new();
    let mut rest = octets;
    while let Ok(Some(frame)) = framer.next_frame() {
        let (first, behind) = rest.split_at(frame.len());
        frames.push(first);
        rest = behind;
    }
    if !rest.is_empty() {
        frames.push(rest);
    }
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_a_file() {
        let octets = b"a LOGIN {1}\r\nx y\r\nb NOOP\r\nc LOGIN {9}\r\nx";
        let cut: &[&[u8]] = &[b"a LOGIN {1}\r\nx y\r\n", b"b NOOP\r\n", b"c LOGIN {9}\r\nx"];
        assert_eq!(frames(octets, Start::Command), cut);
        assert_eq!(frames(b"* OK {3}\r\n+ \r\n", Start::Response).len(), 2);
        assert_eq!(with_crlf(b"a\nb\r\n\n"), b"a\r\nb\r\n\r\n");
    }
}
