//! What the parsers run on: octets, the dialect, and the place where reading got stuck.
//!
//! A parser is a function from [`In`] to [`Res`], so that all of nom's combinators apply. The
//! error that it returns is empty: what went wrong is noted in [`Cx`], which keeps the furthest
//! place that any alternative reached. That costs nothing while parsing succeeds.

use std::borrow::Cow;
use std::cell::Cell;

use nom::error::{ErrorKind, ParseError};

use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, Revision, RevisionSet};
use crate::syntax::frame::Sender;
use crate::syntax::{SyntaxError, SyntaxErrorKind};

/// The octets not yet read, and the parse they belong to.
#[derive(Clone, Copy)]
pub struct In<'a, 'c> {
    /// What is still to be read.
    pub octets: &'a [u8],
    /// The parse.
    pub cx: &'c Cx,
}

/// What a parser returns.
pub type Res<'a, 'c, T> = nom::IResult<In<'a, 'c>, T, Fail>;

/// A parser did not succeed; [`Cx`] knows where and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fail;

/// One parse: what is allowed, what was used, where it got stuck.
pub struct Cx {
    dialect: Dialect,
    sender: Sender,
    no_nul: bool,
    uses: Cell<ExtensionSet>,
    beyond: Cell<ExtensionSet>,
    revisions: Cell<RevisionSet>,
    depth: Cell<u16>,
    fault: Cell<Fault>,
}

#[derive(Clone, Copy)]
struct Fault {
    /// Octets not yet read at the furthest failure.
    left: usize,
    rule: &'static str,
    expected: [&'static str; 4],
    kind: SyntaxErrorKind,
}

impl Cx {
    /// A parse in this dialect of what `sender` sends; `no_nul` where no octet is NUL.
    pub const fn new(dialect: Dialect, sender: Sender, no_nul: bool) -> Self {
        Self {
            sender,
            no_nul,
            uses: Cell::new(ExtensionSet::EMPTY),
            beyond: Cell::new(ExtensionSet::EMPTY),
            revisions: Cell::new(dialect.revisions),
            depth: Cell::new(dialect.nesting),
            fault: Cell::new(Fault {
                left: usize::MAX,
                rule: "",
                expected: [""; 4],
                kind: SyntaxErrorKind::Wrong,
            }),
            dialect,
        }
    }

    /// The revisions in which all that was read so far is right.
    pub fn revisions(&self) -> RevisionSet {
        self.revisions.get()
    }

    /// The dialect asked for.
    pub const fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// Whose octets they are: only clients send non-synchronizing literals.
    pub const fn sender(&self) -> Sender {
        self.sender
    }

    /// Whether it is known that no octet is NUL.
    pub const fn has_no_nul(&self) -> bool {
        self.no_nul
    }

    /// Extensions used: all of them, and those that even IMAP4rev2 does not bring.
    pub fn uses(&self) -> (ExtensionSet, ExtensionSet) {
        (self.uses.get(), self.beyond.get())
    }

    /// The furthest failure.
    pub fn error(&self, total: usize) -> SyntaxError {
        let fault = self.fault.get();
        let mut wanted = fault.expected.iter().filter(|e| !e.is_empty());
        let first = wanted.next().copied().unwrap_or("something else");
        let expected =
            wanted.fold(Cow::Borrowed(first), |all, one| Cow::Owned(format!("{all} or {one}")));
        SyntaxError {
            offset: total.saturating_sub(fault.left),
            rule: fault.rule,
            expected,
            kind: match fault.kind {
                SyntaxErrorKind::Wrong if fault.left == 0 => SyntaxErrorKind::Incomplete,
                kind => kind,
            },
        }
    }

    #[cold]
    #[inline(never)]
    fn note(&self, left: usize, rule: &'static str, expected: &'static str, kind: SyntaxErrorKind) {
        let mut fault = self.fault.get();
        if left > fault.left {
            return;
        }
        if left < fault.left || fault.kind != kind {
            fault = Fault { left, rule, expected: [expected, "", "", ""], kind };
        } else {
            if fault.rule.is_empty() {
                fault.rule = rule;
            }
            if !fault.expected.contains(&expected)
                && let Some(free) = fault.expected.iter_mut().find(|e| e.is_empty())
            {
                *free = expected;
            }
        }
        self.fault.set(fault);
    }

    fn note_only(&self, left: usize, rule: &'static str, expected: &'static str) {
        let kind = SyntaxErrorKind::Wrong;
        self.fault.set(Fault { left, rule, expected: [expected, "", "", ""], kind });
    }
}

impl<'a, 'c> In<'a, 'c> {
    /// The next octet.
    #[inline]
    pub fn first(self) -> Option<u8> {
        self.octets.first().copied()
    }

    /// Whether the next octet is this one.
    #[inline]
    pub fn at(self, octet: u8) -> bool {
        self.first() == Some(octet)
    }

    /// Without the first `count` octets.
    ///
    /// Asking for more than there are gives the end of the input.
    #[inline]
    pub fn skip(self, count: usize) -> Self {
        Self { octets: self.octets.get(count..).unwrap_or_default(), cx: self.cx }
    }

    /// The first `count` octets, and what follows them.
    #[inline]
    pub fn split(self, count: usize) -> (Self, &'a [u8]) {
        let count = count.min(self.octets.len());
        let (taken, rest) = self.octets.split_at(count);
        (Self { octets: rest, cx: self.cx }, taken)
    }

    /// How many of the next octets have this property.
    #[inline]
    pub fn run(self, property: impl Fn(u8) -> bool) -> usize {
        self.octets.iter().position(|&b| !property(b)).unwrap_or(self.octets.len())
    }

    /// This octet is wrong: the rule that it breaks, and what that rule wants.
    #[cold]
    pub fn fail<T>(self, rule: &'static str, expected: &'static str) -> Res<'a, 'c, T> {
        self.cx.note(self.octets.len(), rule, expected, SyntaxErrorKind::Wrong);
        Err(nom::Err::Error(Fail))
    }

    /// As [`In::fail`], at a place already passed: where `left` octets were still to be read.
    #[cold]
    pub fn fail_back<T>(
        self,
        left: usize,
        rule: &'static str,
        expected: &'static str,
    ) -> Res<'a, 'c, T> {
        self.cx.note_only(left, rule, expected);
        Err(nom::Err::Failure(Fail))
    }

    /// As [`In::fail`] for a word that begins here and is none of the words wanted. A word that
    /// the input cuts short may yet become one of them.
    #[cold]
    pub fn fail_word<T>(
        self,
        word: usize,
        rule: &'static str,
        expected: &'static str,
    ) -> Res<'a, 'c, T> {
        let here = if word == self.octets.len() { self.skip(word) } else { self };
        here.fail(rule, expected)
    }

    /// What follows takes `extension`, which IMAP4rev2 may have taken in.
    #[inline]
    pub fn need(self, extension: Extension, rule: &'static str) -> Res<'a, 'c, ()> {
        self.want(extension, extension.in_rev2(), rule)
    }

    /// What follows takes `extension`, even where IMAP4rev2 has taken other parts of it in.
    #[inline]
    pub fn need_beyond(self, extension: Extension, rule: &'static str) -> Res<'a, 'c, ()> {
        self.want(extension, false, rule)
    }

    /// What follows is in IMAP4rev2, and in IMAP4rev1 takes `extension`, which holds more than that.
    #[inline]
    pub fn need_in_rev1(self, extension: Extension, rule: &'static str) -> Res<'a, 'c, ()> {
        self.want(extension, true, rule)
    }

    fn want(self, extension: Extension, in_rev2: bool, rule: &'static str) -> Res<'a, 'c, ()> {
        let cx = self.cx;
        cx.uses.set(cx.uses.get().with(extension));
        if !in_rev2 {
            cx.beyond.set(cx.beyond.get().with(extension));
        }
        if cx.dialect.allows(extension) {
            return Ok((self, ()));
        }
        if in_rev2 && cx.revisions.get().rev2 {
            cx.revisions.set(RevisionSet::only(Revision::Rev2));
            return Ok((self, ()));
        }
        cx.note(self.octets.len(), rule, extension.name(), SyntaxErrorKind::NeedsExtension);
        Err(nom::Err::Error(Fail))
    }

    /// What follows is right in one revision only.
    #[inline]
    pub fn only(
        self,
        revision: Revision,
        rule: &'static str,
        expected: &'static str,
    ) -> Res<'a, 'c, ()> {
        let left = self.cx.revisions.get().and(RevisionSet::only(revision));
        if left.is_empty() {
            return self.fail(rule, expected);
        }
        self.cx.revisions.set(left);
        Ok((self, ()))
    }

    /// Whether `extension` could be used here, without using it.
    pub fn allows(self, extension: Extension) -> bool {
        self.cx.dialect.allows(extension) || (extension.in_rev2() && self.cx.revisions.get().rev2)
    }

    /// Runs `parser` one level deeper.
    pub fn nested<T>(
        self,
        rule: &'static str,
        parser: impl FnOnce(Self) -> Res<'a, 'c, T>,
    ) -> Res<'a, 'c, T> {
        let depth = self.cx.depth.get();
        if depth == 0 {
            self.cx.note(self.octets.len(), rule, "less nesting", SyntaxErrorKind::Limit);
            return Err(nom::Err::Failure(Fail));
        }
        self.cx.depth.set(depth - 1);
        let result = parser(self);
        self.cx.depth.set(depth);
        result
    }
}

impl<'a, 'c> ParseError<In<'a, 'c>> for Fail {
    fn from_error_kind(input: In<'a, 'c>, _: ErrorKind) -> Self {
        input.cx.note(input.octets.len(), "", "another octet", SyntaxErrorKind::Wrong);
        Self
    }

    fn append(_: In<'a, 'c>, _: ErrorKind, other: Self) -> Self {
        other
    }
}

impl<'a> nom::Input for In<'a, '_> {
    type Item = u8;
    type Iter = std::iter::Copied<std::slice::Iter<'a, u8>>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.octets.len()
    }
    fn take(&self, index: usize) -> Self {
        Self { octets: &self.octets[..index], cx: self.cx }
    }
    fn take_from(&self, index: usize) -> Self {
        Self { octets: &self.octets[index..], cx: self.cx }
    }
    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }
    fn position<P: Fn(u8) -> bool>(&self, predicate: P) -> Option<usize> {
        self.octets.iter().position(|&b| predicate(b))
    }
    fn iter_elements(&self) -> Self::Iter {
        self.octets.iter().copied()
    }
    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }
    fn slice_index(&self, count: usize) -> Result<usize, nom::Needed> {
        match count.checked_sub(self.octets.len()).and_then(std::num::NonZeroUsize::new) {
            Some(missing) => Err(nom::Needed::Size(missing)),
            None => Ok(count),
        }
    }
}
