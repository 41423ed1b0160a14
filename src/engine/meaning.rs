//! What responses mean: whether a pattern line holds of all that was heard.
//!
//! Here stands which lists are sets, which are pairs, which words are sequence-sets; and that
//! a FETCH may be split or merged, a SEARCH told in pieces, a mailbox named INBOX in any case.
//! To teach it another response: a line in [`untagged`] and, if need be, a function below.

use super::pattern::{Captures, Pat, alternatives, attempt, matches, ordered, set};
use crate::client::session::Received;
use crate::client::view::Numbers;
use crate::syntax::lenient::{Kind, NODES, Node, tree, tree_within};
use crate::syntax::parse::dates::date_time_of;
use crate::syntax::parse::sets::sequence_set_of;

/// All that one client heard in a step.
pub struct Heard<'a> {
    responses: &'a [Received],
    trees: Vec<Vec<Node>>,
}

impl<'a> Heard<'a> {
    /// Responses in the order in which they came.
    pub fn new(responses: &'a [Received]) -> Self {
        let mut left = 2 * NODES;
        let trees = responses.iter().map(|r| tree_within(&r.octets, &mut left)).collect();
        Self { responses, trees }
    }

    /// The responses themselves.
    pub fn responses(&self) -> &'a [Received] {
        self.responses
    }

    /// The response that an untagged or continuation pattern matches: its index, the last one
    /// where several make up the meaning.
    pub fn find(&self, pats: &[Pat], captures: &mut Captures) -> Option<usize> {
        match pats {
            [star, rest @ ..] if star.is("*") => untagged(self, rest, captures),
            [plus, rest @ ..] if plus.is("+") => self.trees.iter().position(|nodes| {
                nodes.first().is_some_and(|n| n.is_word("+"))
                    && (rest.is_empty() || attempt(captures, |c| ordered(rest, &nodes[1..], c)))
            }),
            _ => None,
        }
    }

    /// Whether the tagged response at `index` is as the pattern (`OK [CODE] text`) wants it.
    pub fn status(&self, index: usize, pats: &[Pat], captures: &mut Captures) -> bool {
        // Behind the tag, which may have brackets in it.
        let Some(octets) = self.responses.get(index).map(|r| &r.octets) else { return false };
        let behind = octets.iter().position(|&b| b == b' ').map_or(octets.len(), |at| at + 1);
        let nodes = tree(octets.get(behind..).unwrap_or_default());
        attempt(captures, |c| status(pats, &nodes, c))
    }

    /// Responses of the kind that a pattern is about, to be shown where none fits.
    pub fn alike(&self, pats: &[Pat]) -> Vec<usize> {
        let Some(kind) = kind_of_pattern(pats) else { return Vec::new() };
        let is = |nodes: &[Node]| match kind_of(nodes) {
            Some(word) if is_status(word) && is_status(&kind) => code(nodes) == code_of(pats),
            Some(word) => word.eq_ignore_ascii_case(&kind),
            None => false,
        };
        (0..self.trees.len()).filter(|&i| is(&self.trees[i])).collect()
    }

    /// Indices of the untagged responses of this kind (`LIST`, `FETCH`).
    pub fn of_kind(&self, kind: &str) -> Vec<usize> {
        (0..self.trees.len())
            .filter(|&i| {
                kind_of(&self.trees[i])
                    .is_some_and(|word| word.eq_ignore_ascii_case(kind.as_bytes()))
            })
            .collect()
    }

    /// Whether the response at `index` is part of what a pattern is about though it does not fit
    /// it alone: a FETCH that is split (RFC 9051 §7.5.2), or flags that a server may tell of any
    /// message unasked, where the patterns do not speak of flags.
    pub fn belongs(&self, index: usize, all: &[Vec<Pat>]) -> bool {
        let [_, number, _, list, ..] = self.trees[index].as_slice() else { return false };
        let Some(kind) = kind_of(&self.trees[index]).filter(|kind| is_fetch(kind)) else {
            return false;
        };
        let about: Vec<(&Pat, &[Pat])> = all
            .iter()
            .filter_map(|pats| match pats.as_slice() {
                [_, n, word, Pat::List(items)]
                    if word.octets().is_some_and(|w| kind.eq_ignore_ascii_case(w)) =>
                {
                    Some((n, items.as_slice()))
                }
                _ => None,
            })
            .collect();
        let named = about.iter().any(|(n, _)| matches(n, number, &mut Captures::new()));
        if named || about.is_empty() {
            return named;
        }
        let of_flags = |p: &Pat| p.is("FLAGS") || p.is("MODSEQ");
        let items: Vec<&Node> = list.children().unwrap_or_default().iter().step_by(2).collect();
        !about.iter().any(|(_, wanted)| wanted.iter().any(of_flags))
            && items.iter().any(|i| i.is_word("FLAGS"))
            && items.iter().all(|i| ["FLAGS", "UID", "MODSEQ"].iter().any(|w| i.is_word(w)))
    }

    /// Whether the response at `index` alone fits the untagged pattern.
    pub fn fits(&self, index: usize, pats: &[Pat]) -> bool {
        let one = Heard {
            responses: &self.responses[index..=index],
            trees: vec![self.trees[index].clone()],
        };
        one.find(pats, &mut Captures::new()).is_some()
    }
}

/// The word that tells what an untagged response is.
fn kind_of(nodes: &[Node]) -> Option<&[u8]> {
    match nodes {
        [star, number, word, ..] if star.is_word("*") && number.number().is_some() => {
            Some(&word.value)
        }
        [star, word, ..] if star.is_word("*") => Some(&word.value),
        _ => None,
    }
}

fn is_fetch(kind: &[u8]) -> bool {
    kind.eq_ignore_ascii_case(b"FETCH") || kind.eq_ignore_ascii_case(b"UIDFETCH")
}

fn kind_of_pattern(pats: &[Pat]) -> Option<Vec<u8>> {
    let rest = match pats {
        [star, rest @ ..] if star.is("*") => rest,
        rest => rest,
    };
    let word = match rest {
        [first, second, ..] if is_number(first) && second.octets().is_some() => second,
        [first, ..] => first,
        [] => return None,
    };
    word.octets().map(<[u8]>::to_vec)
}

fn is_number(pat: &Pat) -> bool {
    match pat {
        Pat::Any | Pat::Capture(_) => true,
        other => other.octets().is_some_and(|o| !o.is_empty() && o.iter().all(u8::is_ascii_digit)),
    }
}

fn is_status(word: &[u8]) -> bool {
    [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|s| word.eq_ignore_ascii_case(s))
}

fn code(nodes: &[Node]) -> Option<Vec<u8>> {
    nodes.iter().find_map(|n| match &n.kind {
        Kind::Code(inner) => inner.first().map(|n| n.value.to_ascii_uppercase()),
        _ => None,
    })
}

fn code_of(pats: &[Pat]) -> Option<Vec<u8>> {
    pats.iter().find_map(|p| match p {
        Pat::Code(inner) => inner.first()?.octets().map(<[u8]>::to_ascii_uppercase),
        _ => None,
    })
}

/// `pats` is what follows `*`.
fn untagged(heard: &Heard<'_>, pats: &[Pat], captures: &mut Captures) -> Option<usize> {
    let each = |run: &dyn Fn(&[Node], &mut Captures) -> bool, captures: &mut Captures| {
        heard.trees.iter().position(|nodes| match nodes.as_slice() {
            [star, rest @ ..] if star.is_word("*") => attempt(captures, |c| run(rest, c)),
            _ => false,
        })
    };
    match pats {
        [Pat::Word(word), rest @ ..] if word == b"search" => {
            search_or_esearch(heard, rest, captures)
        }
        [word, rest @ ..] if word.is("SEARCH") => numbers_told(heard, "SEARCH", rest, captures),
        [word, rest @ ..] if word.is("VANISHED") => vanished(heard, rest, captures),
        [word, rest @ ..] if word.is("ESEARCH") => each(&|n, c| esearch(rest, n, c), captures),
        [word, rest @ ..] if word.is("CAPABILITY") || word.is("ENABLED") => each(
            &|n, c| same(word, n, c) && set(rest, &n[1..].iter().collect::<Vec<_>>(), c),
            captures,
        ),
        [word, Pat::List(wanted)] if word.is("FLAGS") => each(
            &|n, c| same(word, n, c) && n.get(1).is_some_and(|list| set_in(wanted, list, c)),
            captures,
        ),
        [word, rest @ ..] if word.is("LIST") || word.is("LSUB") => {
            each(&|n, c| same(word, n, c) && list(rest, &n[1..], c), captures)
        }
        [word, name, Pat::List(wanted)] if word.is("STATUS") => each(
            &|n, c| {
                same(word, n, c)
                    && n.get(1).is_some_and(|m| mailbox(name, m, c))
                    && n.get(2).and_then(Node::children).is_some_and(|l| pairs(wanted, l, c))
            },
            captures,
        ),
        [word, name, Pat::List(wanted)] if word.is("QUOTA") => each(
            &|n, c| {
                same(word, n, c)
                    && n.get(1).is_some_and(|m| matches(name, m, c))
                    && n.get(2).and_then(Node::children).is_some_and(|l| groups(3, wanted, l, c))
            },
            captures,
        ),
        [word, name, Pat::List(wanted)] if word.is("METADATA") => each(
            &|n, c| {
                same(word, n, c)
                    && n.get(1).is_some_and(|m| mailbox(name, m, c))
                    && n.get(2).and_then(Node::children).is_some_and(|l| groups(2, wanted, l, c))
            },
            captures,
        ),
        [word, name, wanted @ ..] if word.is("ACL") => each(
            &|n, c| {
                same(word, n, c)
                    && n.get(1).is_some_and(|m| mailbox(name, m, c))
                    && groups(2, wanted, &n[2..], c)
            },
            captures,
        ),
        [word, name, rest @ ..]
            if ["MYRIGHTS", "QUOTAROOT", "LISTRIGHTS"].iter().any(|w| word.is(w)) =>
        {
            each(
                &|n, c| {
                    same(word, n, c)
                        && n.get(1).is_some_and(|m| mailbox(name, m, c))
                        && ordered(rest, &n[2..], c)
                },
                captures,
            )
        }
        [word, ..] if word.octets().is_some_and(is_status_any) => {
            each(&|n, c| status(pats, n, c), captures)
        }
        [number, word, Pat::List(wanted)] if word.is("FETCH") || word.is("UIDFETCH") => {
            fetch(heard, number, word, wanted, captures)
        }
        _ => each(&|n, c| ordered(pats, n, c), captures),
    }
}

fn is_status_any(word: &[u8]) -> bool {
    alternatives(word).all(is_status)
}

fn same(word: &Pat, nodes: &[Node], captures: &mut Captures) -> bool {
    nodes.first().is_some_and(|n| matches(word, n, captures))
}

fn set_in(wanted: &[Pat], list: &Node, captures: &mut Captures) -> bool {
    list.children().is_some_and(|l| set(wanted, &l.iter().collect::<Vec<_>>(), captures))
}

/// INBOX in any case; else as any value.
fn mailbox(pat: &Pat, node: &Node, captures: &mut Captures) -> bool {
    let inbox = |o: &[u8]| o.eq_ignore_ascii_case(b"INBOX");
    pat.octets().is_some_and(|o| inbox(o) && inbox(&node.value)) || matches(pat, node, captures)
}

/// `OK [CODE …] text`: without a code or text in the pattern, any.
fn status(pats: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let ([word, rest @ ..], [first, nodes @ ..]) = (pats, nodes) else { return false };
    if !matches(word, first, captures) {
        return false;
    }
    let (rest, nodes) = match (rest, nodes) {
        ([Pat::Code(wanted), rest @ ..], [node, nodes @ ..]) => match &node.kind {
            Kind::Code(found) if response_code(wanted, found, captures) => (rest, nodes),
            _ => return false,
        },
        ([Pat::Code(_), ..], []) => return false,
        (rest, [node, nodes @ ..]) if matches!(node.kind, Kind::Code(_)) => (rest, nodes),
        other => other,
    };
    rest.is_empty() || ordered(rest, nodes, captures)
}

fn response_code(wanted: &[Pat], found: &[Node], captures: &mut Captures) -> bool {
    let ([name, wanted @ ..], [first, found @ ..]) = (wanted, found) else { return false };
    if !matches(name, first, captures) {
        return false;
    }
    let is = |word: &str| first.is_word(word);
    if is("CAPABILITY") {
        return set(wanted, &found.iter().collect::<Vec<_>>(), captures);
    }
    if is("PERMANENTFLAGS") || is("BADCHARSET") {
        return match (wanted, found) {
            ([], _) => true,
            ([Pat::List(wanted)], [list]) => set_in(wanted, list, captures),
            _ => false,
        };
    }
    if is("COPYUID") || is("APPENDUID") || is("MODIFIED") {
        return wanted.len() == found.len()
            && wanted.iter().zip(found).all(|(pat, node)| sequence(pat, node, captures));
    }
    // `[REFERRAL ...]`, `[METADATA LONGENTRIES 7]`: a code without arguments in the pattern
    // stands for the code with any.
    wanted.is_empty() || ordered(wanted, found, captures)
}

/// A sequence-set: the same numbers, however spelled. A COPYUID's order is judged elsewhere.
fn sequence(pat: &Pat, node: &Node, captures: &mut Captures) -> bool {
    let mut wanted = Wanted::default();
    let read = pat.octets().is_some_and(|octets| wanted.add(pat, octets).is_some());
    read && numbers_of(&node.value).is_some_and(|told| wanted.are(&told))
        || matches(pat, node, captures)
}

/// The numbers of a sequence-set without `*`.
fn numbers_of(octets: &[u8]) -> Option<Numbers> {
    if octets.contains(&b'*') {
        return None;
    }
    sequence_set_of(octets).map(|set| Numbers::of(&set, u32::MAX))
}

/// Numbers that a pattern names.
#[derive(Default)]
struct Wanted {
    /// No others.
    all: Numbers,
    /// These at least. UIDs may have gaps: of a range of values that only the run knows, the ends
    /// alone are there for certain.
    certain: Numbers,
}

impl Wanted {
    fn add(&mut self, pat: &Pat, word: &[u8]) -> Option<()> {
        for (first, last) in numbers_of(word)?.ranges() {
            self.all.insert(first, last);
            if matches!(pat, Pat::Exact(_)) {
                self.certain.insert(first, first);
                self.certain.insert(last, last);
            } else {
                self.certain.insert(first, last);
            }
        }
        Some(())
    }

    fn are(&self, told: &Numbers) -> bool {
        let within = |a: &Numbers, b: &Numbers| {
            a.ranges().all(|(first, last)| b.ranges().any(|(x, y)| x <= first && last <= y))
        };
        within(told, &self.all) && within(&self.certain, told)
    }
}

/// All numbers that the pattern's words name, separated by spaces.
fn wanted_numbers(pats: &[Pat]) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    for pat in pats {
        for word in pat.octets()?.split(|&b| b == b' ').filter(|w| !w.is_empty()) {
            wanted.add(pat, word)?;
        }
    }
    Some(wanted)
}

/// SEARCH: the union of all such responses is the set wanted. `(MODSEQ n)` may be asked for.
fn numbers_told(
    heard: &Heard<'_>,
    kind: &str,
    pats: &[Pat],
    captures: &mut Captures,
) -> Option<usize> {
    let told = heard.of_kind(kind);
    let last = *told.last()?;
    let (lists, pats): (Vec<&Pat>, Vec<&Pat>) =
        pats.iter().partition(|p| matches!(p, Pat::List(_)));
    let numbers: Vec<&Node> =
        told.iter().flat_map(|&i| &heard.trees[i][2..]).filter(|n| n.number().is_some()).collect();
    for list in lists {
        let found = told
            .iter()
            .flat_map(|&i| &heard.trees[i][2..])
            .any(|n| attempt(captures, |c| matches(list, n, c)));
        if !found {
            return None;
        }
    }
    let pats: Vec<Pat> = pats.into_iter().cloned().collect();
    let fits = match wanted_numbers(&pats) {
        Some(wanted) => {
            let mut all = Numbers::default();
            for n in &numbers {
                let n = n.number().and_then(|n| u32::try_from(n).ok())?;
                all.insert(n, n);
            }
            wanted.are(&all)
        }
        None => set(&pats, &numbers, captures),
    };
    fits.then_some(last)
}

/// `* search 1 3`: told by SEARCH or by ESEARCH with ALL, whichever the server uses.
fn search_or_esearch(heard: &Heard<'_>, pats: &[Pat], captures: &mut Captures) -> Option<usize> {
    if let Some(found) = numbers_told(heard, "SEARCH", pats, captures) {
        return Some(found);
    }
    let (lists, pats): (Vec<Pat>, Vec<Pat>) =
        pats.iter().cloned().partition(|p| matches!(p, Pat::List(_)));
    let wanted = wanted_numbers(&pats);
    heard.of_kind("ESEARCH").into_iter().find(|&i| {
        let nodes = &heard.trees[i];
        let all = nodes.iter().position(|n| n.is_word("ALL")).and_then(|at| nodes.get(at + 1));
        let told = all.map_or_else(Numbers::default, |n| numbers_of(&n.value).unwrap_or_default());
        attempt(captures, |c| {
            let found = match &wanted {
                Some(wanted) => wanted.are(&told),
                None => set(&pats, &nodes_of(&told).iter().collect::<Vec<_>>(), c),
            };
            // `(MODSEQ n)` of SEARCH is an item here.
            found
                && lists.iter().all(|list| {
                    let Some([name, value]) = list.inner() else { return false };
                    nodes.windows(2).any(|n| {
                        matches(name, &n[0], c) && attempt(c, |c| matches(value, &n[1], c))
                    })
                })
        })
    })
}

/// Numbers as SEARCH tells them; no more than any scenario has.
fn nodes_of(numbers: &Numbers) -> Vec<Node> {
    let all = numbers.ranges().flat_map(|(first, last)| first..=last).take(10_000);
    let node = |n: u32| Node {
        kind: Kind::Atom,
        span: 0..0,
        value: n.to_string().into_bytes(),
        glued: false,
    };
    all.map(node).collect()
}

/// `VANISHED [(EARLIER)] uids`: in one response, or together.
fn vanished(heard: &Heard<'_>, pats: &[Pat], captures: &mut Captures) -> Option<usize> {
    let (earlier, pats) = match pats {
        [Pat::List(_), rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let of_this = |nodes: &[Node]| nodes.get(2).is_some_and(|n| n.children().is_some()) == earlier;
    let told: Vec<usize> =
        heard.of_kind("VANISHED").into_iter().filter(|&i| of_this(&heard.trees[i])).collect();
    let set_at = |i: usize| heard.trees[i].get(if earlier { 3 } else { 2 });
    if let Some(wanted) = wanted_numbers(pats) {
        let is_all = |told: &Numbers| wanted.are(told);
        let mut all = Numbers::default();
        for &i in &told {
            let numbers = set_at(i).and_then(|n| numbers_of(&n.value)).unwrap_or_default();
            if is_all(&numbers) {
                return Some(i);
            }
            for (first, last) in numbers.ranges() {
                all.insert(first, last);
            }
        }
        return told.last().copied().filter(|_| is_all(&all));
    }
    let pat = pats.first()?;
    told.into_iter().find(|&i| set_at(i).is_some_and(|n| attempt(captures, |c| matches(pat, n, c))))
}

/// `ESEARCH [(TAG "x")] [UID] pairs`: items that are not named may be there.
fn esearch(pats: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let [word, nodes @ ..] = nodes else { return false };
    if !word.is_word("ESEARCH") {
        return false;
    }
    let (tag, nodes) = match nodes {
        [list, rest @ ..] if list.children().is_some() => (Some(list), rest),
        rest => (None, rest),
    };
    let pats = match pats {
        [wanted @ Pat::List(_), rest @ ..] => {
            if !tag.is_some_and(|list| matches(wanted, list, captures)) {
                return false;
            }
            rest
        }
        rest => rest,
    };
    let (uid, nodes) = match nodes {
        [word, rest @ ..] if word.is_word("UID") => (true, rest),
        rest => (false, rest),
    };
    let pats = match pats {
        [word, rest @ ..] if word.is("UID") => {
            if !uid {
                return false;
            }
            rest
        }
        rest => rest,
    };
    if pats.is_empty() {
        // `* ESEARCH` alone: nothing was found, so nothing but counts of 0 is told.
        return !nodes.iter().any(|n| n.is_word("ALL") || n.is_word("MIN") || n.is_word("MAX"));
    }
    pairs(pats, nodes, captures)
}

/// `(attributes) delimiter name extended…`
fn list(pats: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let ([attributes, pats @ ..], [found, nodes @ ..]) = (pats, nodes) else { return false };
    let fits = match attributes {
        Pat::List(wanted) => set_in(wanted, found, captures),
        other => matches(other, found, captures),
    };
    match (pats, nodes) {
        ([delimiter, name, rest @ ..], [d, n, extended @ ..]) => {
            fits && matches(delimiter, d, captures)
                && mailbox(name, n, captures)
                && (rest.is_empty() || ordered(rest, extended, captures))
        }
        ([], _) => fits,
        _ => false,
    }
}

/// Names with values, in any order; those that are not asked for may be there.
fn pairs(wanted: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let wanted: Vec<&Pat> = wanted.iter().filter(|p| **p != Pat::Rest).collect();
    wanted.chunks(2).all(|pair| {
        let [name, rest @ ..] = pair else { return false };
        let Some(name) = name.octets() else { return false };
        nodes.chunks(2).any(|found| {
            let [n, values @ ..] = found else { return false };
            attribute(&n.value) == attribute(name)
                && match (rest, values) {
                    ([], _) => true,
                    ([pat], [value]) => attempt(captures, |c| item(name, pat, value, c)),
                    _ => false,
                }
        })
    })
}

/// Groups of `size` values, in any order; without `...` there are no others.
fn groups(size: usize, wanted: &[Pat], nodes: &[Node], captures: &mut Captures) -> bool {
    let open = wanted.contains(&Pat::Rest);
    let wanted: Vec<Pat> = wanted.iter().filter(|p| **p != Pat::Rest).cloned().collect();
    if !open && wanted.len() != nodes.len() {
        return false;
    }
    wanted
        .chunks(size)
        .all(|group| nodes.chunks(size).any(|n| attempt(captures, |c| ordered(group, n, c))))
}

/// The value of one FETCH, STATUS or ESEARCH item.
fn item(name: &[u8], pat: &Pat, value: &Node, captures: &mut Captures) -> bool {
    let is = |word: &str| name.eq_ignore_ascii_case(word.as_bytes());
    match pat {
        Pat::List(wanted) if is("FLAGS") => {
            let names_recent = wanted
                .iter()
                .any(|p| p.octets().is_some_and(|o| o.to_ascii_lowercase().ends_with(b"\\recent")));
            value.children().is_some_and(|flags| {
                let flags: Vec<&Node> =
                    flags.iter().filter(|f| names_recent || !f.is_word("\\Recent")).collect();
                set(wanted, &flags, captures)
            })
        }
        Pat::Word(_) | Pat::Exact(_) if is("ALL") => sequence(pat, value, captures),
        Pat::List(wanted) if is("PARTIAL") && wanted.len() == 2 => {
            value.children().is_some_and(|found| match (wanted.as_slice(), found) {
                ([range, wanted], [asked, told]) => {
                    matches(range, asked, captures) && sequence(wanted, told, captures)
                }
                _ => false,
            })
        }
        Pat::Exact(wanted) if is("INTERNALDATE") || is("SAVEDATE") => {
            match (moment(wanted), moment(&value.value)) {
                (Some(a), Some(b)) => a == b,
                _ => matches(pat, value, captures),
            }
        }
        _ => matches(pat, value, captures),
    }
}

/// Minutes and seconds of a `date-time` since some day, in UTC: the zone in which a server tells a
/// moment, and a day's leading zero or space, are its own business.
fn moment(octets: &[u8]) -> Option<i64> {
    let at = date_time_of(octets)?;
    let day = jiff::civil::Date::new(
        i16::try_from(at.date.year).ok()?,
        i8::try_from(at.date.month).ok()?,
        i8::try_from(at.date.day).ok()?,
    )
    .ok()?;
    let days = i64::from(day.since(jiff::civil::date(1970, 1, 1)).ok()?.get_days());
    let minutes = i64::from(at.hour) * 60 + i64::from(at.minute) - i64::from(at.zone);
    Some((days * 1440 + minutes) * 60 + i64::from(at.second))
}

/// An item's name without differences that mean nothing: case, the form of header fields' names
/// and their order.
fn attribute(name: &[u8]) -> Vec<u8> {
    let Some(open) = name.iter().position(|&b| b == b'(') else {
        return name.to_ascii_uppercase();
    };
    let (head, rest) = name.split_at(open);
    let nodes = tree(rest);
    let Some((Some(fields), last)) = nodes.first().map(|n| (n.children(), n.span.end)) else {
        return name.to_ascii_uppercase();
    };
    let mut fields: Vec<Vec<u8>> = fields.iter().map(|f| f.value.to_ascii_uppercase()).collect();
    fields.sort();
    fields.dedup();
    let tail = rest.get(last..).unwrap_or_default();
    let parts = [head, b"(", &fields.join(&b' '), b")", tail];
    parts.concat().to_ascii_uppercase()
}

/// FETCH: one response, or all of the same message together, later items over earlier ones.
fn fetch(
    heard: &Heard<'_>,
    number: &Pat,
    word: &Pat,
    wanted: &[Pat],
    captures: &mut Captures,
) -> Option<usize> {
    let kind = String::from_utf8_lossy(word.octets()?).into_owned();
    let told = heard.of_kind(&kind);
    let items = |i: usize| heard.trees[i].get(3).and_then(Node::children);
    for &i in &told {
        let fits = attempt(captures, |c| {
            heard.trees[i].get(1).is_some_and(|n| matches(number, n, c))
                && items(i).is_some_and(|items| pairs(wanted, items, c))
        });
        if fits {
            return Some(i);
        }
    }
    for (at, &first) in told.iter().enumerate() {
        let which = heard.trees[first].get(1)?;
        let mut merged: Vec<Node> = Vec::new();
        let mut last = first;
        for &i in &told[at..] {
            if heard.trees[i].get(1).is_some_and(|n| n.value == which.value) {
                for pair in items(i).into_iter().flat_map(|items| items.chunks(2)) {
                    // The newest first, so that it is found.
                    merged.splice(0..0, pair.iter().cloned());
                }
                last = i;
            }
        }
        let fits = attempt(captures, |c| matches(number, which, c) && pairs(wanted, &merged, c));
        if fits {
            return Some(last);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::pattern::{Piece, pattern};
    use super::*;
    use crate::syntax::dialect::Dialect;
    use crate::syntax::parse;

    fn heard(lines: &[&str]) -> Vec<Received> {
        lines
            .iter()
            .enumerate()
            .map(|(entry, line)| {
                let octets = format!("{line}\r\n").into_bytes();
                let dialect = Dialect::everything();
                let parsed = parse::response(&octets, &dialect).map(|p| parse::Parsed {
                    value: bounded_static::IntoBoundedStatic::into_static(p.value),
                    uses: p.uses,
                    beyond_rev2: p.beyond_rev2,
                    revisions: p.revisions,
                });
                Received { entry, octets, parsed, at: tokio::time::Instant::now() }
            })
            .collect()
    }

    fn holds(text: &str, lines: &[&str]) -> bool {
        let responses = heard(lines);
        let pats = pattern(&[Piece::Text(text.to_owned())]);
        Heard::new(&responses).find(&pats, &mut Captures::new()).is_some()
    }

    #[test]
    fn fetch_items_in_any_order_split_or_merged() {
        let one = "* 2 FETCH (UID 7 FLAGS (\\Seen \\Flagged \\Recent))";
        assert!(holds("* 2 FETCH (FLAGS (\\Flagged \\Seen))", &[one]));
        assert!(!holds("* 2 FETCH (FLAGS (\\Flagged))", &[one]));
        assert!(holds("* 2 FETCH (FLAGS (\\Flagged ...) UID 7)", &[one]));
        let split = ["* 2 FETCH (UID 7)", "* 2 FETCH (FLAGS ())"];
        assert!(holds("* 2 FETCH (UID 7 FLAGS ())", &split));
        assert!(!holds("* 3 FETCH (UID 7)", &split));
        assert!(holds(
            "* _ FETCH (BODY[HEADER.FIELDS (to)] _)",
            &["* 1 FETCH (BODY[HEADER.FIELDS (\"TO\")] \"x\")"]
        ));
        let literal = ["* 1 FETCH (BODY[1.HEADER.FIELDS.NOT ({2}\r\nTo {4}\r\ndate)]<0> \"x\")"];
        assert!(holds("* 1 FETCH (BODY[1.HEADER.FIELDS.NOT (Date to)]<0> x)", &literal));
        assert!(!holds("* 1 FETCH (BODY[1.HEADER.FIELDS.NOT (Date)]<0> x)", &literal));
        assert!(!holds("* 1 FETCH (BODY[HEADER.FIELDS.NOT (Date To)]<0> x)", &literal));
    }

    #[test]
    fn search_is_a_set() {
        assert!(holds("* SEARCH 3 1:2", &["* SEARCH 2 3", "* SEARCH 1"]));
        assert!(!holds("* SEARCH 1", &["* SEARCH 1 2"]));
        assert!(holds("* SEARCH", &["* SEARCH"]));
        assert!(holds("* search 1:3", &["* ESEARCH (TAG \"A1\") ALL 1,2:3"]));
        assert!(holds("* search", &["* ESEARCH (TAG \"A1\")"]));
        assert!(holds("* search _ 2 (MODSEQ 7)", &["* ESEARCH ALL 1:2 MODSEQ 7"]));
        assert!(!holds("* search _ 2 (MODSEQ 7)", &["* ESEARCH ALL 1:2 MODSEQ 8"]));
        assert!(!holds("* search _", &["* ESEARCH ALL 1:2"]));
        assert!(holds("* ESEARCH COUNT 2 ALL 1:2", &["* ESEARCH (TAG \"a\") ALL 2,1 COUNT 2"]));
    }

    #[test]
    fn status_codes_and_text() {
        assert!(holds("* OK [UIDNEXT 4]", &["* OK [UIDNEXT 4] Predicted"]));
        assert!(!holds("* OK [UIDNEXT 4]", &["* OK [UIDNEXT 5] Predicted"]));
        assert!(holds("* OK [PERMANENTFLAGS (\\* ...)]", &["* OK [PERMANENTFLAGS (a \\*)] x"]));
        assert!(holds("* BYE", &["* BYE [UNAVAILABLE] x"]));
        let responses = heard(&["A1 OK [COPYUID 7 1,2:3 5:7] done"]);
        let pats = pattern(&[Piece::Text("OK [COPYUID _ 1:3 5,6,7]".into())]);
        assert!(Heard::new(&responses).status(0, &pats, &mut Captures::new()));
    }

    #[test]
    fn a_moment_is_the_same_in_any_zone() {
        let told = ["* 1 FETCH (INTERNALDATE \" 1-Jan-2020 00:30:00 +0100\")"];
        assert!(holds("* 1 FETCH (INTERNALDATE \"31-Dec-2019 23:30:00 +0000\")", &told));
        assert!(!holds("* 1 FETCH (INTERNALDATE \"01-Jan-2020 00:30:00 +0000\")", &told));
    }

    #[test]
    fn lists_status_and_quota() {
        assert!(holds(
            "* LIST (\\HasChildren ...) _ inbox",
            &["* LIST (\\A \\haschildren) \"/\" INBOX"]
        ));
        assert!(!holds("* LIST () _ x", &["* LIST (\\A) \"/\" x"]));
        assert!(holds("* STATUS x (UNSEEN 2)", &["* STATUS \"x\" (MESSAGES 3 UNSEEN 2)"]));
        assert!(holds(
            "* QUOTA _ (STORAGE _ 20 ...)",
            &["* QUOTA \"\" (MESSAGE 1 2 STORAGE 3 20)"]
        ));
        assert!(holds(
            "* VANISHED (EARLIER) 3:4",
            &["* VANISHED (EARLIER) 3", "* VANISHED (EARLIER) 4"]
        ));
        assert!(!holds("* VANISHED 3", &["* VANISHED (EARLIER) 3"]));
        let range = [Piece::Text("* VANISHED ".into()), Piece::Exact(b"3".to_vec())];
        let to = [Piece::Text(":".into()), Piece::Exact(b"7".to_vec())];
        let gaps = heard(&["* VANISHED 3:4,7"]);
        let pats = pattern(&[range, to].concat());
        assert!(Heard::new(&gaps).find(&pats, &mut Captures::new()).is_some());
        assert!(!holds("* VANISHED 3:7", &["* VANISHED 3:4,7"]));
        assert!(!holds("* VANISHED 3:7", &["* VANISHED 3:4"]));
        assert!(!holds("* VANISHED 3:7", &["* VANISHED 3:8"]));
    }
}
