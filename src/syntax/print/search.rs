//! SEARCH, SORT, THREAD: the answers.

use super::writer::Writer;
use crate::syntax::types::{Esearch, EsearchItem, SequenceSet, Thread};

impl Writer {
    /// `*(SP nz-number) [SP "(" "MODSEQ" SP n ")"]`
    pub(super) fn found(&mut self, numbers: &[u32], mod_sequence: Option<u64>) {
        self.each(numbers, |w, number| w.number(*number));
        // RFC 7162 has the mod-sequence behind at least one number only.
        if let (Some(value), false) = (mod_sequence, numbers.is_empty()) {
            self.raw(b" (");
            self.named_number("MODSEQ", value);
            self.byte(b')');
        }
    }

    /// `[SP 1*thread-list]`
    pub(super) fn threads(&mut self, threads: &[Thread]) {
        let mut first = true;
        for thread in threads.iter().filter(|thread| !is_empty(thread)) {
            if std::mem::take(&mut first) {
                self.sp();
            }
            self.thread(thread);
        }
    }

    /// `thread-list`. A lone branch is told as the chain that it is.
    fn thread(&mut self, thread: &Thread) {
        self.byte(b'(');
        let mut at = thread;
        let mut numbers = 0;
        loop {
            for number in &at.chain {
                if numbers > 0 {
                    self.sp();
                }
                self.number(*number);
                numbers += 1;
            }
            let mut branches = at.branches.iter().filter(|branch| !is_empty(branch));
            match (branches.next(), branches.next()) {
                (None, _) => break,
                (Some(only), None) => at = only,
                _ => {
                    if numbers > 0 {
                        self.sp();
                    }
                    at.branches
                        .iter()
                        .filter(|branch| !is_empty(branch))
                        .for_each(|branch| self.thread(branch));
                    break;
                }
            }
        }
        self.byte(b')');
    }

    /// `esearch-response` behind its name
    pub(super) fn esearch(&mut self, found: &Esearch<'_>) {
        let Esearch { tag, mailbox, uid_validity, uid, items } = found;
        if tag.is_some() || mailbox.is_some() || uid_validity.is_some() {
            self.raw(b" (");
            let start = self.out.len();
            if let Some(tag) = tag {
                self.word_sp("TAG");
                self.string(tag);
            }
            if let Some(mailbox) = mailbox {
                self.sp_unless(start);
                self.word_sp("MAILBOX");
                self.mailbox(mailbox);
            }
            if let Some(value) = uid_validity {
                self.sp_unless(start);
                self.named_number("UIDVALIDITY", *value);
            }
            self.byte(b')');
        }
        if *uid {
            self.sp();
            self.word("UID");
        }
        self.each(items, Self::esearch_item);
    }

    /// A space, unless nothing has come since `start`.
    pub(super) fn sp_unless(&mut self, start: usize) {
        if self.out.len() > start {
            self.sp();
        }
    }

    fn esearch_item(&mut self, item: &EsearchItem<'_>) {
        match item {
            EsearchItem::Min(n) => self.named_number("MIN", *n),
            EsearchItem::Max(n) => self.named_number("MAX", *n),
            EsearchItem::All(set) => {
                self.word_sp("ALL");
                self.set(set);
            }
            EsearchItem::Count(n) => self.named_number("COUNT", *n),
            EsearchItem::ModSeq(n) => self.named_number("MODSEQ", *n),
            EsearchItem::Partial(range, set) => {
                self.word_sp("PARTIAL");
                self.byte(b'(');
                self.partial_range(*range);
                self.sp();
                match set {
                    Some(set) => self.set(set),
                    None => self.nil(),
                }
                self.byte(b')');
            }
            EsearchItem::AddTo(changes) => self.changes("ADDTO", changes),
            EsearchItem::RemoveFrom(changes) => self.changes("REMOVEFROM", changes),
            EsearchItem::Relevancy(scores) => {
                self.word_sp("RELEVANCY");
                self.list(scores, |w, score| w.number(*score));
            }
            EsearchItem::Extension(name, value) => {
                self.label(name);
                self.sp();
                self.tagged_value(value);
            }
        }
    }

    fn changes(&mut self, name: &str, changes: &[(u32, SequenceSet)]) {
        self.word_sp(name);
        self.list(changes, |w, (position, set)| {
            w.number(*position);
            w.sp();
            w.set(set);
        });
    }
}

fn is_empty(thread: &Thread) -> bool {
    thread.chain.is_empty() && thread.branches.iter().all(is_empty)
}
