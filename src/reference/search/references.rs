//! THREAD=REFERENCES, step by step as RFC 5256 §3 has it. Nothing recurses over the tree, so
//! that no chain of replies is too long.

use std::collections::HashMap;

use super::thread::{DEPTH, Entry};
use crate::syntax::types::Thread;

/// The threads of the entries, which are in mailbox order.
pub(super) fn threads(entries: &[Entry]) -> Vec<Thread> {
    let mut forest = Forest { entries, nodes: Vec::new(), roots: Vec::new() };
    forest.link();
    forest.gather_roots();
    forest.prune();
    forest.sort_roots();
    forest.merge_subjects();
    forest.sort_all();
    forest.roots.iter().map(|&root| forest.tree(root)).collect()
}

/// A message, or a dummy for one that is not there.
#[derive(Default)]
struct Node {
    /// Its place among the entries; `None` for a dummy.
    entry: Option<usize>,
    parent: Option<usize>,
    children: Vec<usize>,
}

struct Forest<'a> {
    entries: &'a [Entry],
    nodes: Vec<Node>,
    /// The children of the root.
    roots: Vec<usize>,
}

impl Forest<'_> {
    /// (1): parents and children by Message-ID.
    fn link(&mut self) {
        let entries = self.entries;
        let mut by_id: HashMap<&[u8], usize> = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            let node = self.add(Some(place));
            // Of messages with the same id the first has it; the others have a unique one,
            // which nobody refers to.
            if let Some(id) = &entry.id {
                by_id.entry(id).or_insert(node);
            }
        }
        for (place, entry) in entries.iter().enumerate() {
            // (A)
            let mut last = None;
            for id in &entry.references {
                let node = match by_id.get(id.as_slice()) {
                    Some(&node) => node,
                    None => {
                        let node = self.add(None);
                        by_id.insert(id, node);
                        node
                    }
                };
                if let Some(parent) = last
                    && self.node(node).is_some_and(|node| node.parent.is_none())
                {
                    self.adopt(parent, node);
                }
                last = Some(node);
            }
            // (B): nodes of messages have the places of their entries.
            self.orphan(place);
            if let Some(parent) = last {
                self.adopt(parent, place);
            }
        }
    }

    fn add(&mut self, entry: Option<usize>) -> usize {
        self.nodes.push(Node { entry, ..Node::default() });
        self.nodes.len() - 1
    }

    fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    fn children(&self, at: usize) -> &[usize] {
        self.node(at).map_or(&[], |node| &node.children)
    }

    /// Makes `child` a child of `parent`, unless that makes a loop.
    fn adopt(&mut self, parent: usize, child: usize) {
        if parent == child {
            return;
        }
        // A node without children has no descendants: no need to climb.
        let mut above = if self.children(child).is_empty() { None } else { Some(parent) };
        while let Some(at) = above {
            if at == child {
                return;
            }
            above = self.node(at).and_then(|node| node.parent);
        }
        if let Some(node) = self.nodes.get_mut(parent) {
            node.children.push(child);
        }
        if let Some(node) = self.nodes.get_mut(child) {
            node.parent = Some(parent);
        }
    }

    fn orphan(&mut self, child: usize) {
        let parent = self.nodes.get_mut(child).and_then(|node| node.parent.take());
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.children.retain(|&other| other != child);
        }
    }

    /// (2)
    fn gather_roots(&mut self) {
        let all = self.nodes.iter().enumerate();
        self.roots = all.filter(|(_, node)| node.parent.is_none()).map(|(at, _)| at).collect();
    }

    /// All nodes below the roots, parents before children.
    fn downwards(&self) -> Vec<usize> {
        let mut order = self.roots.clone();
        let mut done = 0;
        while let Some(&at) = order.get(done) {
            order.extend_from_slice(self.children(at));
            done += 1;
        }
        order
    }

    /// (3): dummies go, their children come up; but not to the top, unless it is one alone.
    fn prune(&mut self) {
        for at in self.downwards().into_iter().rev() {
            let children = self.nodes.get_mut(at).map(|node| std::mem::take(&mut node.children));
            let pruned = self.pruned(children.unwrap_or_default(), false);
            if let Some(node) = self.nodes.get_mut(at) {
                node.children = pruned;
            }
        }
        let roots = std::mem::take(&mut self.roots);
        self.roots = self.pruned(roots, true);
        // Who came up has a new parent, or none.
        for at in self.downwards() {
            for child in self.children(at).to_vec() {
                if let Some(node) = self.nodes.get_mut(child) {
                    node.parent = Some(at);
                }
            }
        }
        for root in self.roots.clone() {
            if let Some(node) = self.nodes.get_mut(root) {
                node.parent = None;
            }
        }
    }

    fn pruned(&self, siblings: Vec<usize>, top: bool) -> Vec<usize> {
        let mut kept = Vec::new();
        for at in siblings {
            let children = self.children(at);
            if !self.is_dummy(at) || (top && children.len() > 1) {
                kept.push(at);
            } else {
                kept.extend_from_slice(children);
            }
        }
        kept
    }

    fn is_dummy(&self, at: usize) -> bool {
        self.node(at).is_none_or(|node| node.entry.is_none())
    }

    /// The message itself, or the first child of a dummy.
    fn entry(&self, at: usize) -> Option<(usize, &Entry)> {
        let node = self.node(at)?;
        let place = match (node.entry, node.children.first()) {
            (Some(place), _) => place,
            (None, Some(&first)) => self.node(first)?.entry?,
            (None, None) => return None,
        };
        Some((place, self.entries.get(place)?))
    }

    /// Sent date, then place in the mailbox.
    fn date(&self, at: usize) -> Option<(i64, usize)> {
        self.entry(at).map(|(place, entry)| (entry.sent, place))
    }

    fn sort_children(&mut self, at: usize) {
        let mut children = self.children(at).to_vec();
        children.sort_by_key(|&child| self.date(child));
        if let Some(node) = self.nodes.get_mut(at) {
            node.children = children;
        }
    }

    /// (4)
    fn sort_roots(&mut self) {
        let mut roots = std::mem::take(&mut self.roots);
        for &root in &roots {
            if self.is_dummy(root) {
                self.sort_children(root);
            }
        }
        roots.sort_by_key(|&root| self.date(root));
        self.roots = roots;
    }

    /// (5): threads of the same base subject become one.
    fn merge_subjects(&mut self) {
        let entries = self.entries;
        let is_reply = |forest: &Self, at| forest.entry(at).is_some_and(|(_, entry)| entry.reply);
        // The subject of a thread is that of its first message, which no merging changes.
        let subjects: Vec<(usize, &[u8])> = self
            .roots
            .iter()
            .filter_map(|&root| {
                let (place, _) = self.entry(root)?;
                Some((root, entries.get(place)?.subject.as_slice()))
            })
            .filter(|(_, subject)| !subject.is_empty())
            .collect();
        // (A), (B)
        let mut table: HashMap<&[u8], usize> = HashMap::new();
        for &(root, subject) in &subjects {
            match table.get(subject) {
                None => {
                    table.insert(subject, root);
                }
                Some(&known) if !self.is_dummy(known) => {
                    let better = is_reply(self, known) && !is_reply(self, root);
                    if self.is_dummy(root) || better {
                        table.insert(subject, root);
                    }
                }
                Some(_) => {}
            }
        }
        // (C)
        for &(root, subject) in &subjects {
            let Some(&known) = table.get(subject) else { continue };
            // What has been moved below another is no child of the root any more.
            if known == root || self.node(root).is_some_and(|node| node.parent.is_some()) {
                continue;
            }
            match (self.is_dummy(known), self.is_dummy(root)) {
                (true, true) => {
                    let children =
                        self.nodes.get_mut(root).map(|node| std::mem::take(&mut node.children));
                    for child in children.unwrap_or_default() {
                        self.put_below(known, child);
                    }
                }
                (true, false) => self.put_below(known, root),
                (false, _) if is_reply(self, root) && !is_reply(self, known) => {
                    self.put_below(known, root);
                }
                _ => {
                    let dummy = self.add(None);
                    self.roots.push(dummy);
                    self.put_below(dummy, known);
                    self.put_below(dummy, root);
                    table.insert(subject, dummy);
                }
            }
        }
        let mut roots = std::mem::take(&mut self.roots);
        roots.retain(|&at| {
            let below = self.node(at).is_some_and(|node| node.parent.is_some());
            let emptied = self.is_dummy(at) && self.children(at).is_empty();
            !below && !emptied
        });
        self.roots = roots;
    }

    fn put_below(&mut self, parent: usize, child: usize) {
        if let Some(node) = self.nodes.get_mut(parent) {
            node.children.push(child);
        }
        if let Some(node) = self.nodes.get_mut(child) {
            node.parent = Some(parent);
        }
    }

    /// (6): every set of siblings by sent date, the youngest set first.
    fn sort_all(&mut self) {
        for at in self.downwards().into_iter().rev() {
            self.sort_children(at);
        }
        let mut roots = std::mem::take(&mut self.roots);
        roots.sort_by_key(|&root| self.date(root));
        self.roots = roots;
    }

    /// The answer's form of one thread.
    fn tree(&self, root: usize) -> Thread {
        self.subtree(root, DEPTH)
    }

    /// Recursion is bounded by `depth`.
    fn subtree(&self, top: usize, depth: usize) -> Thread {
        let mut thread = Thread { chain: Vec::new(), branches: Vec::new() };
        let mut at = top;
        loop {
            thread.chain.extend(self.number(at));
            match self.children(at) {
                [] => return thread,
                [only] => at = *only,
                several if depth == 0 => {
                    // Too deep: all that is below, flat.
                    let mut flat = several.to_vec();
                    let mut done = 0;
                    while let Some(&at) = flat.get(done) {
                        flat.extend_from_slice(self.children(at));
                        done += 1;
                    }
                    let one = |number| Thread { chain: vec![number], branches: Vec::new() };
                    thread.branches =
                        flat.into_iter().filter_map(|at| self.number(at)).map(one).collect();
                    return thread;
                }
                several => {
                    let branch = |&at: &usize| self.subtree(at, depth - 1);
                    thread.branches = several.iter().map(branch).collect();
                    return thread;
                }
            }
        }
    }

    fn number(&self, at: usize) -> Option<u32> {
        let place = self.node(at)?.entry?;
        self.entries.get(place).map(|entry| entry.number)
    }
}
