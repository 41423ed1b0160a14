//! Which IMAP is spoken: revisions and extensions go in, the extensions used come out.
//!
//! To add an extension that changes the grammar: a line in `extensions!`, and where it is granted
//! by another one or by IMAP4rev2 a line in [`Extension::granted_by`] or [`Extension::in_rev2`].

use std::fmt;

/// Base specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Revision {
    /// RFC 3501
    Rev1,
    /// RFC 9051
    Rev2,
}

/// Some of the revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RevisionSet {
    /// RFC 3501
    pub rev1: bool,
    /// RFC 9051
    pub rev2: bool,
}

impl RevisionSet {
    /// Both revisions.
    pub const BOTH: Self = Self { rev1: true, rev2: true };

    /// Just this one.
    pub const fn only(revision: Revision) -> Self {
        Self { rev1: matches!(revision, Revision::Rev1), rev2: matches!(revision, Revision::Rev2) }
    }

    /// Whether `revision` is among them.
    pub const fn contains(self, revision: Revision) -> bool {
        match revision {
            Revision::Rev1 => self.rev1,
            Revision::Rev2 => self.rev2,
        }
    }

    /// What is in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { rev1: self.rev1 && other.rev1, rev2: self.rev2 && other.rev2 }
    }

    /// No revision at all.
    pub const fn is_empty(self) -> bool {
        !self.rev1 && !self.rev2
    }
}

macro_rules! extensions {
    ($($variant:ident $name:literal $rfc:literal,)*) => {
        /// An extension that changes the grammar of commands or responses. Those that only add
        /// response codes are not here: `resp-text-code` allows any code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Extension {
            $(
                #[doc = concat!("`", $name, "` (RFC ", $rfc, ")")]
                $variant,
            )*
        }

        impl Extension {
            /// All of them, in the order of their names.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Name as reports show it: the capability where there is one of that name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Number of the RFC that specifies it.
            pub const fn rfc(self) -> &'static str {
                match self { $(Self::$variant => $rfc),* }
            }
        }
    };
}

extensions! {
    Acl "ACL" "4314",
    AppendLimit "APPENDLIMIT" "7889",
    Binary "BINARY" "3516",
    Catenate "CATENATE" "4469",
    Comparator "COMPARATOR" "5255",
    Compress "COMPRESS" "4978",
    CondStore "CONDSTORE" "7162",
    Context "CONTEXT" "5267",
    CreateSpecialUse "CREATE-SPECIAL-USE" "6154",
    Enable "ENABLE" "5161",
    Esearch "ESEARCH" "4731",
    Esort "ESORT" "5267",
    Filters "FILTERS" "5466",
    Fuzzy "FUZZY" "6203",
    Generic "GENERIC" "4466",
    Id "ID" "2971",
    Idle "IDLE" "2177",
    Language "LANGUAGE" "5255",
    ListExtended "LIST-EXTENDED" "5258",
    ListMetadata "LIST-METADATA" "9590",
    ListMyRights "LIST-MYRIGHTS" "8440",
    ListStatus "LIST-STATUS" "5819",
    LiteralMinus "LITERAL-" "7888",
    LiteralPlus "LITERAL+" "7888",
    MessageLimit "MESSAGELIMIT" "9738",
    Metadata "METADATA" "5464",
    Move "MOVE" "6851",
    MultiAppend "MULTIAPPEND" "3502",
    MultiSearch "MULTISEARCH" "7377",
    Namespace "NAMESPACE" "2342",
    Notify "NOTIFY" "5465",
    ObjectId "OBJECTID" "8474",
    Partial "PARTIAL" "9394",
    Preview "PREVIEW" "8970",
    QResync "QRESYNC" "7162",
    Quota "QUOTA" "9208",
    Replace "REPLACE" "8508",
    SaslIr "SASL-IR" "4959",
    SaveDate "SAVEDATE" "8514",
    SearchRes "SEARCHRES" "5182",
    Sort "SORT" "5256",
    SortDisplay "SORT=DISPLAY" "5957",
    SpecialUse "SPECIAL-USE" "6154",
    StatusSize "STATUS=SIZE" "8438",
    Thread "THREAD" "5256",
    UidOnly "UIDONLY" "9586",
    UidPlus "UIDPLUS" "4315",
    Unauthenticate "UNAUTHENTICATE" "8437",
    Unselect "UNSELECT" "3691",
    UrlAuth "URLAUTH" "4467",
    UrlAuthBinary "URLAUTH=BINARY" "5524",
    Utf8Accept "UTF8=ACCEPT" "9755",
    Within "WITHIN" "5032",
}

impl Extension {
    /// Whether RFC 9051 has taken its grammar in.
    pub const fn in_rev2(self) -> bool {
        matches!(
            self,
            Self::Binary
                | Self::Enable
                | Self::Esearch
                | Self::Idle
                | Self::ListExtended
                | Self::ListStatus
                | Self::LiteralMinus
                | Self::LiteralPlus
                | Self::Move
                | Self::Namespace
                | Self::SaslIr
                | Self::SearchRes
                | Self::SpecialUse
                | Self::StatusSize
                | Self::UidPlus
                | Self::Unselect
                | Self::Utf8Accept
        )
    }

    /// Extensions whose grammar holds this one's.
    pub const fn granted_by(self) -> &'static [Self] {
        match self {
            Self::CondStore => &[Self::QResync],
            Self::Esearch => &[Self::Context, Self::Esort, Self::MultiSearch],
            Self::LiteralMinus => &[Self::LiteralPlus],
            Self::UrlAuth => &[Self::UrlAuthBinary],
            Self::Sort => &[Self::SortDisplay],
            _ => &[],
        }
    }

    /// The extension of this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|e| e.name().eq_ignore_ascii_case(name))
    }

    /// The extension that a capability announces, if it changes the grammar.
    pub fn from_capability(capability: &str) -> Option<Self> {
        let upper = capability.to_ascii_uppercase();
        let name = match upper.as_str() {
            "I18NLEVEL=2" => "COMPARATOR",
            "COMPRESS=DEFLATE" => "COMPRESS",
            "SEARCH=FUZZY" => "FUZZY",
            "CONTEXT=SEARCH" | "CONTEXT=SORT" => "CONTEXT",
            "METADATA-SERVER" => "METADATA",
            "UTF8=ONLY" => "UTF8=ACCEPT",
            "QUOTASET" => "QUOTA",
            other => match other.split_once('=') {
                Some((
                    name @ ("APPENDLIMIT" | "MESSAGELIMIT" | "THREAD" | "QUOTA" | "RIGHTS"),
                    _,
                )) => match name {
                    "RIGHTS" => "ACL",
                    name => name,
                },
                _ => other,
            },
        };
        Self::from_name(name)
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of extensions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ExtensionSet(u64);

impl ExtensionSet {
    /// None.
    pub const EMPTY: Self = Self(0);

    /// All that are known here.
    pub fn all() -> Self {
        Extension::ALL.iter().copied().collect()
    }

    /// All that a server can announce: RFC 4466's generic syntax is no capability.
    pub fn announced() -> Self {
        let mut all = Self::all();
        all.remove(Extension::Generic);
        all
    }

    /// Puts one in.
    pub const fn insert(&mut self, extension: Extension) {
        self.0 |= 1 << extension as u8;
    }

    /// Takes one out.
    pub const fn remove(&mut self, extension: Extension) {
        self.0 &= !(1 << extension as u8);
    }

    /// The set with this one in it.
    #[must_use]
    pub const fn with(mut self, extension: Extension) -> Self {
        self.insert(extension);
        self
    }

    /// Whether this very extension is in the set.
    pub const fn contains(self, extension: Extension) -> bool {
        self.0 & (1 << extension as u8) != 0
    }

    /// What is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is here but not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its members, in the order of their names.
    pub fn iter(self) -> impl Iterator<Item = Extension> {
        Extension::ALL.iter().copied().filter(move |&e| self.contains(e))
    }
}

impl FromIterator<Extension> for ExtensionSet {
    fn from_iter<I: IntoIterator<Item = Extension>>(iter: I) -> Self {
        iter.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Debug for ExtensionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Extension::name)).finish()
    }
}

/// What the parsers accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// What is right in one of these is accepted.
    pub revisions: RevisionSet,
    /// Extensions that may be used.
    pub extensions: ExtensionSet,
    /// Deepest nesting of bodies, threads and lists.
    pub nesting: u16,
}

impl Dialect {
    /// Nesting unless the caller says otherwise.
    pub const NESTING: u16 = 100;

    /// Both revisions and all known extensions.
    pub fn everything() -> Self {
        Self {
            revisions: RevisionSet::BOTH,
            extensions: ExtensionSet::all(),
            nesting: Self::NESTING,
        }
    }

    /// One revision without extensions.
    pub const fn bare(revision: Revision) -> Self {
        Self {
            revisions: RevisionSet::only(revision),
            extensions: ExtensionSet::EMPTY,
            nesting: Self::NESTING,
        }
    }

    /// One revision with these extensions.
    #[must_use]
    pub const fn with(mut self, extensions: ExtensionSet) -> Self {
        self.extensions = self.extensions.union(extensions);
        self
    }

    /// Whether the grammar of `extension` may be used, IMAP4rev2's own parts left aside.
    pub fn allows(&self, extension: Extension) -> bool {
        self.extensions.contains(extension)
            || extension.granted_by().iter().any(|&by| self.extensions.contains(by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_unique_and_known() {
        assert!(Extension::ALL.len() <= 64, "the set is a u64");
        for pair in Extension::ALL.windows(2) {
            assert!(pair[0] < pair[1]);
        }
        for &extension in Extension::ALL {
            assert_eq!(Extension::from_name(extension.name()), Some(extension));
        }
    }

    #[test]
    fn capabilities_announce_extensions() {
        let of = Extension::from_capability;
        assert_eq!(of("thread=REFERENCES"), Some(Extension::Thread));
        assert_eq!(of("I18NLEVEL=2"), Some(Extension::Comparator));
        assert_eq!(of("SORT=DISPLAY"), Some(Extension::SortDisplay));
        assert_eq!(of("STATUS=SIZE"), Some(Extension::StatusSize));
        assert_eq!(of("RIGHTS=kx"), Some(Extension::Acl));
        assert_eq!(of("AUTH=PLAIN"), None);
    }

    #[test]
    fn sets_and_dialects() {
        let set = ExtensionSet::EMPTY.with(Extension::QResync).with(Extension::Acl);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Extension::Acl, Extension::QResync]);
        assert!(Dialect::bare(Revision::Rev1).with(set).allows(Extension::CondStore));
        assert!(!Dialect::bare(Revision::Rev2).with(set).allows(Extension::Binary));
    }
}
