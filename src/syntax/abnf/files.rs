//! The files of rules, and when each of them holds.

use std::sync::LazyLock;

use super::read::{Written, rules};
use crate::syntax::dialect::{Dialect, Extension as E, Revision};
use crate::syntax::frame::Sender;

/// When a file's rules hold.
pub enum When {
    Always,
    Base(Revision),
    /// With any of these.
    Any(&'static [E]),
    /// With all of these.
    All(&'static [E]),
    /// With any of these in IMAP4rev1: in IMAP4rev2 the base has it.
    InRev1(&'static [E]),
    /// With any of these, and in IMAP4rev2.
    OrRev2(&'static [E]),
    /// For what clients send.
    Sent(&'static When),
}

impl When {
    pub fn holds(&self, sender: Sender, revision: Revision, dialect: &Dialect) -> bool {
        let any = |set: &[E]| set.iter().any(|&e| dialect.allows(e));
        let rev2 = revision == Revision::Rev2;
        match self {
            Self::Always => true,
            Self::Base(base) => *base == revision,
            Self::Any(set) => any(set),
            Self::All(set) => set.iter().all(|&e| dialect.allows(e)),
            Self::InRev1(set) => !rev2 && any(set),
            Self::OrRev2(set) => rev2 || any(set),
            Self::Sent(when) => sender == Sender::Client && when.holds(sender, revision, dialect),
        }
    }
}

/// One file of rules.
pub struct File {
    /// Path below `rules/`, without its ending.
    pub name: &'static str,
    pub when: When,
    text: &'static str,
}

macro_rules! files {
    ($($name:literal $when:expr;)*) => {
        /// All files of rules, in the order in which later ones replace (`=`) or extend (`=/`).
        pub const FILES: &[File] = &[$(File {
            name: $name,
            when: $when,
            text: include_str!(concat!("rules/", $name, ".abnf")),
        }),*];
    };
}

files! {
    "core" When::Always;
    "common" When::Always;
    "tagged" When::Always;
    "rfc3501" When::Base(Revision::Rev1);
    "rfc9051" When::Base(Revision::Rev2);
    "rfc4466" When::Always;
    "list-extended" When::OrRev2(&[E::ListExtended]);
    "rfc9051-list" When::Base(Revision::Rev2);
    "rfc4731" When::OrRev2(&[E::Esearch]);
    "literal-minus" When::Sent(&When::OrRev2(&[E::LiteralMinus]));
    "literal-plus" When::Sent(&When::Any(&[E::LiteralPlus]));
    "rfc2177" When::InRev1(&[E::Idle]);
    "rfc2342" When::InRev1(&[E::Namespace]);
    "rfc2971" When::Any(&[E::Id]);
    "rfc3502" When::Any(&[E::MultiAppend]);
    "rfc3516" When::InRev1(&[E::Binary]);
    "rfc3516-append" When::Any(&[E::Binary]);
    "rfc3691" When::InRev1(&[E::Unselect]);
    "rfc4314" When::Any(&[E::Acl]);
    "rfc4315" When::InRev1(&[E::UidPlus]);
    "rfc4467" When::Any(&[E::UrlAuth]);
    "rfc5524" When::Any(&[E::UrlAuthBinary]);
    "rfc4469" When::Any(&[E::Catenate]);
    "rfc4959" When::InRev1(&[E::SaslIr]);
    "rfc4978" When::Any(&[E::Compress]);
    "rfc5032" When::Any(&[E::Within]);
    "rfc5161" When::InRev1(&[E::Enable]);
    "rfc5182" When::InRev1(&[E::SearchRes]);
    "language" When::Any(&[E::Language]);
    "comparator" When::Any(&[E::Comparator]);
    "search-criteria" When::Any(&[E::Sort, E::Thread]);
    "sort" When::Any(&[E::Sort]);
    "thread" When::Any(&[E::Thread]);
    "rfc5957" When::Any(&[E::SortDisplay]);
    "context" When::Any(&[E::Context]);
    "esort" When::Any(&[E::Context, E::Esort]);
    "rfc5258" When::Any(&[E::ListExtended]);
    "rfc5464" When::Any(&[E::Metadata]);
    "filter-mailboxes" When::Any(&[E::Notify, E::MultiSearch]);
    "rfc5465" When::Any(&[E::Notify]);
    "rfc5466" When::Any(&[E::Filters]);
    "rfc6154" When::Any(&[E::CreateSpecialUse]);
    "rfc6203" When::Any(&[E::Fuzzy]);
    "rfc6851" When::InRev1(&[E::Move]);
    "rfc6855" When::Any(&[E::Utf8Accept]);
    "condstore" When::Any(&[E::CondStore]);
    "qresync" When::Any(&[E::QResync]);
    "rfc7377" When::Any(&[E::MultiSearch]);
    "rfc7889" When::Any(&[E::AppendLimit]);
    "rfc8437" When::Any(&[E::Unauthenticate]);
    "rfc8438" When::InRev1(&[E::StatusSize]);
    "rfc8474" When::Any(&[E::ObjectId]);
    "rfc8508" When::Any(&[E::Replace]);
    "rfc8514" When::Any(&[E::SaveDate]);
    "rfc8970" When::Any(&[E::Preview]);
    "rfc9208" When::Any(&[E::Quota]);
    "rfc9394" When::Any(&[E::Partial]);
    "rfc9738" When::Any(&[E::MessageLimit]);
    "generic" When::Any(&[E::Generic]);
    "responses/common" When::Always;
    "responses/codes" When::Always;
    "responses/message" When::Always;
    "responses/rfc3501" When::Base(Revision::Rev1);
    "responses/rfc9051" When::Base(Revision::Rev2);
    "responses/rfc2971" When::Any(&[E::Id]);
    "responses/rfc3502" When::Any(&[E::MultiAppend]);
    "responses/rfc3516" When::OrRev2(&[E::Binary]);
    "responses/rfc4314" When::Any(&[E::Acl]);
    "responses/rfc4467" When::Any(&[E::UrlAuth]);
    "responses/rfc5524" When::Any(&[E::UrlAuthBinary]);
    "responses/namespace" When::OrRev2(&[E::Namespace]);
    "responses/enabled" When::OrRev2(&[E::Enable]);
    "responses/rfc5255-language" When::Any(&[E::Language]);
    "responses/rfc5255-comparator" When::Any(&[E::Comparator]);
    "responses/sort" When::Any(&[E::Sort]);
    "responses/thread" When::Any(&[E::Thread]);
    "responses/list-extended" When::OrRev2(&[E::ListExtended]);
    "responses/rfc5258" When::InRev1(&[E::ListExtended]);
    "responses/use-attr" When::Any(&[E::SpecialUse]);
    "responses/esearch" When::OrRev2(&[E::Esearch]);
    "responses/esearch-rfc9051" When::Base(Revision::Rev2);
    "responses/rfc4731" When::All(&[E::CondStore]);
    "responses/partial" When::Any(&[E::Context, E::Partial]);
    "responses/rfc5267" When::Any(&[E::Context]);
    "responses/rfc6203" When::Any(&[E::Fuzzy]);
    "responses/rfc7377" When::Any(&[E::MultiSearch]);
    "responses/rfc5464" When::Any(&[E::Metadata]);
    "responses/rfc6855" When::InRev1(&[E::Utf8Accept]);
    "responses/condstore" When::Any(&[E::CondStore]);
    "responses/condstore-sort" When::All(&[E::CondStore, E::Sort]);
    "responses/vanished" When::Any(&[E::QResync, E::UidOnly]);
    "responses/rfc7889" When::Any(&[E::AppendLimit]);
    "responses/rfc8438" When::InRev1(&[E::StatusSize]);
    "responses/rfc8474" When::Any(&[E::ObjectId]);
    "responses/rfc8514" When::Any(&[E::SaveDate]);
    "responses/rfc8970" When::Any(&[E::Preview]);
    "responses/rfc9208" When::Any(&[E::Quota]);
    "responses/rfc9586" When::Any(&[E::UidOnly]);
}

/// All files, read.
pub struct Book {
    /// The rules of each, in the order of [`FILES`].
    pub files: Vec<Vec<Written>>,
    /// By its number, each choice: its rule, and the choice as written.
    pub choices: Vec<(String, String)>,
    /// By its number, the file of each choice in [`FILES`].
    pub owners: Vec<usize>,
}

/// Read once, when they are first needed.
pub static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let mut book = Book { files: Vec::new(), choices: Vec::new(), owners: Vec::new() };
    for (at, file) in FILES.iter().enumerate() {
        book.files.push(rules(file.text, &mut book.choices));
        book.owners.resize(book.choices.len(), at);
    }
    book
});
