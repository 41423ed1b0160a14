//! SEARCH, SORT, THREAD, ESEARCH: what is asked.

use super::style::Strings;
use super::writer::Writer;
use crate::syntax::types::{
    CommandBody, Date, EntryType, Flag, Octets, ReturnOption, Search, SearchKey, SortCriterion,
    SortKey,
};

impl Writer {
    pub(super) fn finding(&mut self, body: &CommandBody<'_>) {
        match body {
            CommandBody::Search { uid, search } => {
                self.by_uid(*uid, "SEARCH");
                self.search(search);
            }
            CommandBody::Esearch { sources, scope, search } => {
                self.word_sp("ESEARCH");
                if !sources.is_empty() {
                    self.word_sp("IN");
                    self.byte(b'(');
                    self.spaced(sources, Self::filter);
                    if !scope.is_empty() {
                        self.sp();
                        self.list(scope, Self::parameter);
                    }
                    self.raw(b") ");
                }
                self.search(search);
            }
            CommandBody::Sort { uid, criteria, search } => {
                self.by_uid(*uid, "SORT");
                self.returns(search.returns.as_deref());
                self.list(criteria, |w, criterion| w.sort_criterion(*criterion));
                self.sp();
                self.search_criteria(search);
            }
            CommandBody::Thread { uid, algorithm, search } => {
                self.by_uid(*uid, "THREAD");
                self.atom(algorithm);
                self.sp();
                self.search_criteria(search);
            }
            _ => {}
        }
    }

    /// `[search-return-opts] SP search-program`
    fn search(&mut self, search: &Search<'_>) {
        self.returns(search.returns.as_deref());
        if let Some(charset) = &search.charset {
            self.word_sp("CHARSET");
            self.charset(charset);
            self.sp();
        }
        self.search_keys(&search.keys);
    }

    /// `search-criteria` of SORT and THREAD, where the charset is no choice.
    fn search_criteria(&mut self, search: &Search<'_>) {
        self.charset(search.charset.as_deref().unwrap_or(b"US-ASCII"));
        self.sp();
        self.search_keys(&search.keys);
    }

    fn returns(&mut self, options: Option<&[ReturnOption<'_>]>) {
        if let Some(options) = options {
            self.word_sp("RETURN");
            self.list(options, Self::return_option);
            self.sp();
        }
    }

    fn return_option(&mut self, option: &ReturnOption<'_>) {
        match option {
            ReturnOption::Min => self.word("MIN"),
            ReturnOption::Max => self.word("MAX"),
            ReturnOption::All => self.word("ALL"),
            ReturnOption::Count => self.word("COUNT"),
            ReturnOption::Save => self.word("SAVE"),
            ReturnOption::Update(items) => {
                self.word("UPDATE");
                if !items.is_empty() {
                    self.sp();
                    self.list(items, Self::fetch_att);
                }
            }
            ReturnOption::Context => self.word("CONTEXT"),
            ReturnOption::Partial(range) => {
                self.word_sp("PARTIAL");
                self.partial_range(*range);
            }
            ReturnOption::Relevancy => self.word("RELEVANCY"),
            ReturnOption::Extension(name, value) => {
                self.label(name);
                self.each(value, Self::tagged_value);
            }
        }
    }

    fn sort_criterion(&mut self, criterion: SortCriterion) {
        if criterion.reverse {
            self.word_sp("REVERSE");
        }
        self.word(match criterion.key {
            SortKey::Arrival => "ARRIVAL",
            SortKey::Cc => "CC",
            SortKey::Date => "DATE",
            SortKey::From => "FROM",
            SortKey::Size => "SIZE",
            SortKey::Subject => "SUBJECT",
            SortKey::To => "TO",
            SortKey::DisplayFrom => "DISPLAYFROM",
            SortKey::DisplayTo => "DISPLAYTO",
            SortKey::Relevancy => "RELEVANCY",
        });
    }

    fn search_keys(&mut self, keys: &[SearchKey<'_>]) {
        match keys {
            [] => self.word("ALL"),
            keys => self.spaced(keys, Self::search_key),
        }
    }

    fn search_key(&mut self, key: &SearchKey<'_>) {
        if let Some(word) = plain_word(key) {
            return self.word(word);
        }
        match key {
            SearchKey::Bcc(text) => self.text_key("BCC", text),
            SearchKey::Body(text) => self.text_key("BODY", text),
            SearchKey::Cc(text) => self.text_key("CC", text),
            SearchKey::From(text) => self.text_key("FROM", text),
            SearchKey::Subject(text) => self.text_key("SUBJECT", text),
            SearchKey::Text(text) => self.text_key("TEXT", text),
            SearchKey::To(text) => self.text_key("TO", text),
            SearchKey::Header(field, text) => {
                self.text_key("HEADER", field);
                self.sp();
                self.astring(text);
            }
            SearchKey::Before(date) => self.date_key("BEFORE", *date),
            SearchKey::On(date) => self.date_key("ON", *date),
            SearchKey::Since(date) => self.date_key("SINCE", *date),
            SearchKey::SentBefore(date) => self.date_key("SENTBEFORE", *date),
            SearchKey::SentOn(date) => self.date_key("SENTON", *date),
            SearchKey::SentSince(date) => self.date_key("SENTSINCE", *date),
            SearchKey::SavedBefore(date) => self.date_key("SAVEDBEFORE", *date),
            SearchKey::SavedOn(date) => self.date_key("SAVEDON", *date),
            SearchKey::SavedSince(date) => self.date_key("SAVEDSINCE", *date),
            SearchKey::Keyword(flag) => self.flag_key("KEYWORD", flag),
            SearchKey::Unkeyword(flag) => self.flag_key("UNKEYWORD", flag),
            SearchKey::Larger(n) => self.named_number("LARGER", *n),
            SearchKey::Smaller(n) => self.named_number("SMALLER", *n),
            SearchKey::Older(n) => self.named_number("OLDER", *n),
            SearchKey::Younger(n) => self.named_number("YOUNGER", *n),
            SearchKey::UidAfter(n) => self.named_number("UIDAFTER", *n),
            SearchKey::UidBefore(n) => self.named_number("UIDBEFORE", *n),
            SearchKey::Uid(set) => {
                self.word_sp("UID");
                self.set(set);
            }
            SearchKey::SequenceSet(set) => self.set(set),
            SearchKey::Not(key) => {
                self.word_sp("NOT");
                self.search_key(key);
            }
            SearchKey::Fuzzy(key) => {
                self.word_sp("FUZZY");
                self.search_key(key);
            }
            SearchKey::Or(one, other) => {
                self.word("OR");
                self.each([one, other], |w, key| w.search_key(key));
            }
            SearchKey::And(keys) => {
                self.byte(b'(');
                self.search_keys(keys);
                self.byte(b')');
            }
            SearchKey::ModSeq(entry, value) => {
                self.word_sp("MODSEQ");
                if let Some((name, kind)) = entry {
                    self.quoted(name);
                    self.sp();
                    self.word_sp(match kind {
                        EntryType::All => "all",
                        EntryType::Private => "priv",
                        EntryType::Shared => "shared",
                    });
                }
                self.number(*value);
            }
            SearchKey::EmailId(id) => {
                self.word_sp("EMAILID");
                self.bare_object_id(id);
            }
            SearchKey::ThreadId(id) => {
                self.word_sp("THREADID");
                self.bare_object_id(id);
            }
            SearchKey::Filter(name) => {
                self.word_sp("FILTER");
                self.filter_name(name);
            }
            _ => {}
        }
    }

    fn text_key(&mut self, name: &str, text: &Octets<'_>) {
        self.word_sp(name);
        self.astring(text);
    }

    fn flag_key(&mut self, name: &str, flag: &Flag<'_>) {
        self.word_sp(name);
        self.flag(flag);
    }

    /// `date`, with or without quotes
    fn date_key(&mut self, name: &str, date: Date) {
        self.word_sp(name);
        let quotes = match self.style.strings {
            Strings::Plain | Strings::Literal => false,
            Strings::Quoted => true,
            Strings::Mixed(_) => self.dice.below(2) == 0,
        };
        if quotes {
            self.byte(b'"');
        }
        self.date_text(date);
        if quotes {
            self.byte(b'"');
        }
    }
}

/// Keys that are nothing but a name.
fn plain_word(key: &SearchKey<'_>) -> Option<&'static str> {
    Some(match key {
        SearchKey::All => "ALL",
        SearchKey::Answered => "ANSWERED",
        SearchKey::Deleted => "DELETED",
        SearchKey::Draft => "DRAFT",
        SearchKey::Flagged => "FLAGGED",
        SearchKey::New => "NEW",
        SearchKey::Old => "OLD",
        SearchKey::Recent => "RECENT",
        SearchKey::Seen => "SEEN",
        SearchKey::Unanswered => "UNANSWERED",
        SearchKey::Undeleted => "UNDELETED",
        SearchKey::Undraft => "UNDRAFT",
        SearchKey::Unflagged => "UNFLAGGED",
        SearchKey::Unseen => "UNSEEN",
        SearchKey::SaveDateSupported => "SAVEDATESUPPORTED",
        _ => return None,
    })
}
