//! Which choices of the ABNF sentences have reached, and which they cannot reach.
//!
//! A choice is an alternative, an option or a repetition beyond its least; a rule that has none
//! counts as one. An alternative that is the same in RFC 3501 and in RFC 9051 stands in one file and
//! counts once, one that differs counts for each. [`UNREACHABLE`] has what no sentence can reach.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::files::{BOOK, FILES};
use super::{Generator, Grammar, Id, Seed};
use crate::syntax::dialect::{Dialect, ExtensionSet, Revision};
use crate::syntax::frame::{Framer, Limits, Sender};
use crate::syntax::verdict::{self, Start};

/// How many sentences are made through a choice until one takes it.
const TRIES: usize = 8;
/// Longest frame that is looked at: reading may take time by the square of it, and a stack in
/// proportion.
const LONGEST: usize = 2000;
/// The stack that this takes.
const STACK: usize = 256 << 20;

/// One choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Its file, as `responses/rfc9051`.
    pub file: &'static str,
    /// Its rule.
    pub rule: &'static str,
    /// As written there.
    pub written: &'static str,
}

/// Rules whose choices no sentence can reach, with the reason.
pub const UNREACHABLE: &[(&str, &str)] = &[
    ("atom-specials", ONLY_EXCEPT),
    ("CHAR", ONLY_EXCEPT),
    ("CR", ONLY_EXCEPT),
    ("CTL", ONLY_EXCEPT),
    ("known-resp-text-code", ONLY_EXCEPT),
    ("known-search-return-data", ONLY_EXCEPT),
    ("LF", ONLY_EXCEPT),
    ("text-like-code", ONLY_EXCEPT),
];
/// What a character or a name must not be, no sentence shows.
const ONLY_EXCEPT: &str = "stands in <any … except …> only";

/// The grammars to read by, and what was reached.
pub struct Coverage {
    grammars: Vec<(Start, Dialect, Grammar)>,
    /// What each source reached.
    reached: BTreeMap<&'static str, BTreeSet<Id>>,
    /// Frames looked at, by their [`shape`].
    seen: HashSet<(Start, Vec<u8>)>,
}

impl Default for Coverage {
    fn default() -> Self {
        Self::new()
    }
}

impl Coverage {
    /// Nothing was reached yet.
    pub fn new() -> Self {
        let mut grammars = Vec::new();
        let mut all = BTreeSet::new();
        for set in [ExtensionSet::all(), ExtensionSet::EMPTY] {
            for revision in [Revision::Rev1, Revision::Rev2] {
                for start in Start::ALL {
                    let dialect = Dialect::bare(revision).with(set);
                    let grammar = Grammar::of(start.sender(), revision, &dialect);
                    let choices = Generator::new(&grammar).choices(start.name());
                    // The bare dialects, where extensions have replaced something.
                    if !choices.is_subset(&all) {
                        all.extend(choices);
                        grammars.push((start, dialect, grammar));
                    }
                }
            }
        }
        Self { grammars, reached: BTreeMap::new(), seen: HashSet::new() }
    }

    /// Takes in what clients or servers said: the frames of it that are derivable. What a server
    /// says first is read as greeting, too.
    pub fn octets(&mut self, source: &'static str, sender: Sender, octets: &[u8]) {
        let mut framer = Framer::new(sender, Limits::default());
        framer.push(octets);
        let mut frames = Vec::new();
        while let Ok(Some(frame)) = framer.next_frame() {
            frames.push(frame.to_vec());
        }
        self.frames(source, sender, frames);
    }

    /// The same of frames.
    pub fn frames(
        &mut self,
        source: &'static str,
        sender: Sender,
        frames: impl IntoIterator<Item = Vec<u8>>,
    ) {
        let starts = Start::ALL.into_iter().filter(|start| start.sender() == sender);
        let mut fresh = Vec::new();
        for frame in frames.into_iter().filter(|frame| frame.len() <= LONGEST) {
            for start in starts.clone() {
                if self.seen.insert((start, shape(&frame))) {
                    fresh.push((start, frame.clone()));
                }
            }
        }
        let grammars = &self.grammars;
        let read = || {
            let mut taken = BTreeSet::new();
            for (start, frame) in &fresh {
                for (.., grammar) in grammars.iter().filter(|(of, ..)| of == start) {
                    taken.extend(grammar.taken(start.name(), frame));
                }
            }
            taken
        };
        // Without threads there is the stack that we have.
        let taken = std::thread::scope(|scope| {
            let builder = std::thread::Builder::new().stack_size(STACK);
            builder.spawn_scoped(scope, read).ok().and_then(|thread| thread.join().ok())
        });
        self.reached.entry(source).or_default().extend(taken.unwrap_or_default());
    }

    /// Takes in sentences made by the grammar itself, one through each choice, as far as the parsers
    /// read them as well.
    pub fn generated(&mut self, source: &'static str) {
        let mut seed = Seed(3);
        let reached = self.reached.entry(source).or_default();
        for (start, dialect, grammar) in &self.grammars {
            let mut generator = Generator::new(grammar);
            for choice in generator.choices(start.name()) {
                for _ in 0..TRIES {
                    if reached.contains(&choice) {
                        break;
                    }
                    let made = generator.through(start.name(), choice, &mut seed);
                    let Some(sentence) = made else { break };
                    if verdict::read(&sentence.octets, *start, dialect).is_ok() {
                        reached.extend(grammar.taken(start.name(), &sentence.octets));
                    }
                }
            }
        }
    }

    /// The sources, with how many choices each has reached.
    pub fn sources(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.reached.iter().map(|(name, reached)| (*name, reached.len()))
    }

    /// All choices in the order of their files, each with the sources that reached it.
    pub fn choices(&self) -> impl Iterator<Item = (Choice, Vec<&'static str>)> {
        (0..BOOK.choices.len()).map(|id| {
            let by = self.reached.iter().filter(|(_, reached)| reached.contains(&id));
            (choice(id), by.map(|(name, _)| *name).collect())
        })
    }
}

/// A frame without what tags, numbers and names that are counted up make of it: of those that differ
/// in this alone, one is enough. One digit is told from several.
fn shape(frame: &[u8]) -> Vec<u8> {
    let mut shape = Vec::with_capacity(frame.len());
    for run in frame.chunk_by(|a, b| a.is_ascii_digit() && b.is_ascii_digit()) {
        match run {
            [b'0'..=b'9', b'0'..=b'9', ..] => shape.extend_from_slice(b"00"),
            [b'0'..=b'9'] => shape.push(b'0'),
            other => shape.extend_from_slice(other),
        }
    }
    shape
}

fn choice(id: Id) -> Choice {
    let (rule, written) = &BOOK.choices[id];
    Choice { file: FILES[BOOK.owners[id]].name, rule, written }
}

impl Choice {
    /// Why no sentence reaches it, where none can.
    pub fn unreachable(&self) -> Option<&'static str> {
        UNREACHABLE.iter().find(|(rule, _)| *rule == self.rule).map(|(_, why)| *why)
    }
}
