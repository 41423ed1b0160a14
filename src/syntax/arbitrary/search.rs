//! SEARCH, SORT, THREAD: keys and answers.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    pub(super) fn thread(&mut self) -> Thread {
        match self.die(3) {
            0 | 1 => Thread { chain: self.few(1, Self::nz_number), branches: Vec::new() },
            _ => self.deeper(
                |g| Thread { chain: vec![g.nz_number()], branches: Vec::new() },
                |g| Thread { chain: g.few(0, Self::nz_number), branches: g.few(2, Self::thread) },
            ),
        }
    }

    pub(super) fn esearch(&mut self) -> Esearch<'static> {
        // RFC 7377 has MAILBOX and UIDVALIDITY together, and only with a tag.
        let tag = self.option(Self::tag);
        let source = match tag {
            Some(_) => self.option(|g| (g.mailbox(), g.nz_number())),
            None => None,
        };
        let (mailbox, uid_validity) = source.unzip();
        Esearch {
            tag,
            mailbox,
            uid_validity,
            uid: self.flip(),
            items: self.few(0, Self::esearch_item),
        }
    }

    pub(super) fn esearch_item(&mut self) -> EsearchItem<'static> {
        let change = |g: &mut Self| (g.number(), g.uid_set());
        match self.die(10) {
            0 => EsearchItem::Count(self.number()),
            1 => EsearchItem::Min(self.nz_number()),
            2 => EsearchItem::Max(self.nz_number()),
            3 => EsearchItem::All(self.uid_set()),
            4 => EsearchItem::ModSeq(self.mod_sequence()),
            5 => EsearchItem::Partial(self.partial_range(), self.option(Self::uid_set)),
            6 => EsearchItem::AddTo(self.few(1, change)),
            7 => EsearchItem::RemoveFrom(self.few(1, change)),
            8 => EsearchItem::Relevancy(self.few(0, |g| g.int(1..=100))),
            _ => EsearchItem::Extension(self.x_name(), self.tagged_value()),
        }
    }

    pub(super) fn search(&mut self) -> Search<'static> {
        Search {
            returns: self.option(|g| g.few(0, Self::return_option)),
            charset: self.option(Self::charset),
            keys: self.few(1, Self::search_key),
        }
    }

    pub(super) fn charset(&mut self) -> Octets<'static> {
        match self.flip() {
            false => b"UTF-8"[..].into(),
            true => self.quoted(),
        }
    }

    pub(super) fn return_option(&mut self) -> ReturnOption<'static> {
        match self.die(10) {
            0 => ReturnOption::All,
            1 => ReturnOption::Min,
            2 => ReturnOption::Max,
            3 => ReturnOption::Count,
            4 => ReturnOption::Save,
            5 => ReturnOption::Update(self.few(0, Self::fetch_att)),
            6 => ReturnOption::Context,
            7 => ReturnOption::Partial(self.partial_range()),
            8 => ReturnOption::Relevancy,
            _ => {
                let (name, value) = self.parameter();
                ReturnOption::Extension(name, value)
            }
        }
    }

    pub(super) fn sort_criterion(&mut self) -> SortCriterion {
        SortCriterion { reverse: self.flip(), key: self.sort_key() }
    }

    pub(super) fn sort_key(&mut self) -> SortKey {
        const ALL: [SortKey; 10] = [
            SortKey::Arrival,
            SortKey::Cc,
            SortKey::Date,
            SortKey::From,
            SortKey::Size,
            SortKey::Subject,
            SortKey::To,
            SortKey::DisplayFrom,
            SortKey::DisplayTo,
            SortKey::Relevancy,
        ];
        self.one_of(&ALL, SortKey::Arrival)
    }

    pub(super) fn entry_type(&mut self) -> EntryType {
        self.one_of(&[EntryType::All, EntryType::Private, EntryType::Shared], EntryType::All)
    }

    pub(super) fn search_key(&mut self) -> SearchKey<'static> {
        match self.die(53) {
            1 => SearchKey::Answered,
            2 => SearchKey::Bcc(self.string()),
            3 => SearchKey::Before(self.date()),
            4 => SearchKey::Body(self.string()),
            5 => SearchKey::Cc(self.string()),
            6 => SearchKey::Deleted,
            7 => SearchKey::Draft,
            8 => SearchKey::Flagged,
            9 => SearchKey::From(self.string()),
            10 => SearchKey::Header(self.string(), self.string()),
            11 => SearchKey::Keyword(Flag::Keyword(self.atom())),
            13 if !self.rev2 => SearchKey::New,
            12 | 13 => SearchKey::Larger(self.size()),
            14 => self.key_of_key(|key| SearchKey::Not(Box::new(key))),
            15 if !self.rev2 => SearchKey::Old,
            16 => SearchKey::On(self.date()),
            17 => {
                let other = self.deeper(|_| SearchKey::Seen, Self::search_key);
                self.key_of_key(|key| SearchKey::Or(Box::new(key), Box::new(other)))
            }
            18 if !self.rev2 => SearchKey::Recent,
            19 => SearchKey::Seen,
            20 => SearchKey::SentBefore(self.date()),
            21 => SearchKey::SentOn(self.date()),
            22 => SearchKey::SentSince(self.date()),
            23 => SearchKey::Since(self.date()),
            24 => SearchKey::Smaller(self.size()),
            25 => SearchKey::Subject(self.string()),
            26 => SearchKey::Text(self.string()),
            27 => SearchKey::To(self.string()),
            28 => SearchKey::Uid(self.sequence_set()),
            29 => SearchKey::Unanswered,
            30 => SearchKey::Undeleted,
            31 => SearchKey::Undraft,
            32 => SearchKey::Unflagged,
            33 => SearchKey::Unkeyword(Flag::Keyword(self.atom())),
            34 => SearchKey::Unseen,
            35 => SearchKey::SequenceSet(self.sequence_set()),
            36 => self.deeper(|_| SearchKey::All, |g| SearchKey::And(g.few(1, Self::search_key))),
            37 => SearchKey::Older(self.nz_number()),
            38 => SearchKey::Younger(self.nz_number()),
            39 => SearchKey::ModSeq(self.option(Self::entry), self.number64()),
            40 => SearchKey::EmailId(self.object_id()),
            41 => SearchKey::ThreadId(self.object_id()),
            42 => SearchKey::SavedBefore(self.date()),
            43 => SearchKey::SavedOn(self.date()),
            44 => SearchKey::SavedSince(self.date()),
            45 => SearchKey::SaveDateSupported,
            46 => self.key_of_key(|key| SearchKey::Fuzzy(Box::new(key))),
            47 => SearchKey::Filter(self.filter_name()),
            48 => SearchKey::UidAfter(self.nz_number()),
            49 => SearchKey::UidBefore(self.nz_number()),
            50 => SearchKey::Subject(b"a b"[..].into()),
            51 => SearchKey::SequenceSet(SequenceSet::one(1)),
            _ => SearchKey::All,
        }
    }

    fn key_of_key(
        &mut self,
        wrap: impl FnOnce(SearchKey<'static>) -> SearchKey<'static>,
    ) -> SearchKey<'static> {
        let key = self.deeper(|_| SearchKey::All, Self::search_key);
        wrap(key)
    }

    fn entry(&mut self) -> (Octets<'static>, EntryType) {
        let names = ["/flags/\\Seen", "/flags/$Junk", "/flags/\\X-Y"];
        (self.one_of(&names, "/flags/\\Seen").as_bytes().into(), self.entry_type())
    }
}
