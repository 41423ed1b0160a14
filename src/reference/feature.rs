//! What can be advertised and switched off.
//!
//! A feature is named as its capability. Where one is off, the parsers do not know its grammar,
//! so that its commands and parameters are BAD; what it adds to answers asks [`Features::has`].

use crate::syntax::dialect::{Extension, ExtensionSet};

/// When a capability is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Always.
    Always,
    /// After log-in only.
    After,
    /// By rules of its own, in `capability`.
    Special,
}

macro_rules! features {
    ($($variant:ident $name:literal $shown:ident [$($extension:ident)*],)*) => {
        /// A capability, or what several capabilities of one RFC stand for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Feature {
            $(
                #[doc = concat!("`", $name, "`")]
                $variant,
            )*
        }

        impl Feature {
            /// All of them, in the order in which they are advertised.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its capabilities, separated by spaces; the first one is its name.
            pub const fn capabilities(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub(crate) const fn shown(self) -> Shown {
                match self { $(Self::$variant => Shown::$shown),* }
            }

            pub(crate) const fn extensions(self) -> &'static [Extension] {
                match self { $(Self::$variant => &[$(Extension::$extension),*]),* }
            }
        }
    };
}

features! {
    Rev1 "IMAP4rev1" Always [],
    Rev2 "IMAP4rev2" Always [],
    StartTls "STARTTLS" Special [],
    AuthPlain "AUTH=PLAIN" Special [],
    AuthLogin "AUTH=LOGIN" Special [],
    AuthScramSha256 "AUTH=SCRAM-SHA-256" Special [],
    SaslIr "SASL-IR" Always [SaslIr],
    LiteralPlus "LITERAL+" Always [LiteralPlus],
    LiteralMinus "LITERAL-" Special [LiteralMinus],
    Id "ID" Always [Id],
    Enable "ENABLE" Always [Enable],
    Acl "ACL RIGHTS=kxte" After [Acl],
    AppendLimit "APPENDLIMIT" Special [AppendLimit],
    Binary "BINARY" After [Binary],
    Catenate "CATENATE" After [Catenate],
    Children "CHILDREN" After [],
    Comparator "I18NLEVEL=1" After [],
    Compress "COMPRESS=DEFLATE" After [Compress],
    CondStore "CONDSTORE" After [CondStore],
    Context "CONTEXT=SEARCH CONTEXT=SORT" After [Context],
    CreateSpecialUse "CREATE-SPECIAL-USE" After [CreateSpecialUse],
    Esearch "ESEARCH" After [Esearch],
    Esort "ESORT" After [Esort],
    Idle "IDLE" After [Idle],
    InProgress "INPROGRESS" After [],
    ListExtended "LIST-EXTENDED" After [ListExtended],
    ListMetadata "LIST-METADATA" After [ListMetadata],
    ListMyRights "LIST-MYRIGHTS" After [ListMyRights],
    ListStatus "LIST-STATUS" After [ListStatus],
    MessageLimit "MESSAGELIMIT" Special [MessageLimit],
    Metadata "METADATA" After [Metadata],
    Move "MOVE" After [Move],
    MultiAppend "MULTIAPPEND" After [MultiAppend],
    MultiSearch "MULTISEARCH" After [MultiSearch],
    Namespace "NAMESPACE" After [Namespace],
    Notify "NOTIFY" After [Notify],
    ObjectId "OBJECTID" After [ObjectId],
    Partial "PARTIAL" After [Partial],
    Preview "PREVIEW" After [Preview],
    QResync "QRESYNC" After [QResync],
    Quota "QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTASET" After [Quota],
    Replace "REPLACE" After [Replace],
    SaveDate "SAVEDATE" After [SaveDate],
    SearchRes "SEARCHRES" After [SearchRes],
    Sort "SORT" After [Sort],
    SortDisplay "SORT=DISPLAY" After [SortDisplay],
    SpecialUse "SPECIAL-USE" After [SpecialUse],
    StatusSize "STATUS=SIZE" After [StatusSize],
    Thread "THREAD=ORDEREDSUBJECT THREAD=REFERENCES" After [Thread],
    UidOnly "UIDONLY" After [UidOnly],
    UidPlus "UIDPLUS" After [UidPlus],
    Unauthenticate "UNAUTHENTICATE" After [Unauthenticate],
    Unselect "UNSELECT" After [Unselect],
    UrlAuth "URLAUTH" After [UrlAuth],
    Utf8Accept "UTF8=ACCEPT" After [Utf8Accept],
    Within "WITHIN" After [Within],
}

/// Not yet whole: never advertised, never spoken.
const UNFINISHED: &[Feature] = &[];

impl Feature {
    /// Its name: the first of its capabilities.
    pub fn name(self) -> &'static str {
        self.capabilities().split(' ').next().unwrap_or_default()
    }

    /// The feature that announces this capability, in any case. Values behind `=` of
    /// `APPENDLIMIT=` and `MESSAGELIMIT=` do not matter.
    pub fn from_name(name: &str) -> Option<Self> {
        let bare = name.split_once('=').map_or(name, |(bare, _)| bare);
        let same = |a: &str| {
            a.eq_ignore_ascii_case(name)
                || (a.eq_ignore_ascii_case(bare) && (a == "APPENDLIMIT" || a == "MESSAGELIMIT"))
        };
        Self::ALL.iter().copied().find(|f| f.capabilities().split(' ').any(same))
    }

    /// Features without which this one cannot be.
    const fn stands_on(self) -> &'static [Self] {
        match self {
            // RFC 9051 appendix E: what IMAP4rev2 has taken in.
            Self::Rev2 => &[
                Self::Binary,
                Self::Enable,
                Self::Esearch,
                Self::Idle,
                Self::ListExtended,
                Self::ListStatus,
                Self::Move,
                Self::Namespace,
                Self::SaslIr,
                Self::SearchRes,
                Self::SpecialUse,
                Self::StatusSize,
                Self::UidPlus,
                Self::Unselect,
                Self::Children,
            ],
            Self::Context | Self::SearchRes | Self::Partial | Self::MultiSearch => &[Self::Esearch],
            Self::Esort => &[Self::Sort, Self::Esearch],
            // RFC 6154 §2: the capability stands for options of the extended LIST.
            Self::SpecialUse => &[Self::ListExtended],
            Self::CreateSpecialUse => &[Self::SpecialUse],
            Self::ListMetadata => &[Self::Metadata, Self::ListExtended],
            Self::ListMyRights => &[Self::Acl, Self::ListExtended],
            Self::ListStatus => &[Self::ListExtended],
            Self::QResync => &[Self::CondStore, Self::Enable],
            Self::SortDisplay => &[Self::Sort],
            Self::UidOnly => &[Self::UidPlus, Self::Enable],
            Self::Utf8Accept => &[Self::Enable],
            Self::Notify => &[Self::ListStatus],
            Self::UrlAuth => &[Self::Catenate],
            _ => &[],
        }
    }
}

/// The features of one server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Features(u128);

impl Features {
    /// All but those switched off, those that stand on them, and the unfinished.
    pub(crate) fn new(disabled: &[Feature]) -> Self {
        let mut set = Self(0);
        for &feature in Feature::ALL {
            if !disabled.contains(&feature) && !UNFINISHED.contains(&feature) {
                set.0 |= bit(feature);
            }
        }
        loop {
            let lame = |f: &&Feature| set.has(**f) && f.stands_on().iter().any(|&g| !set.has(g));
            match Feature::ALL.iter().find(lame) {
                Some(&feature) => set.0 &= !bit(feature),
                None => return set,
            }
        }
    }

    /// Whether it is served.
    pub(crate) const fn has(self, feature: Feature) -> bool {
        self.0 & bit(feature) != 0
    }

    /// The grammar that they bring.
    pub(crate) fn extensions(self) -> ExtensionSet {
        let on = Feature::ALL.iter().filter(|f| self.has(**f));
        let mut set: ExtensionSet = on.flat_map(|f| f.extensions().iter().copied()).collect();
        // The generic parameters of RFC 4466 come with any extension that uses them.
        if !set.is_empty() {
            set.insert(Extension::Generic);
        }
        set
    }
}

const fn bit(feature: Feature) -> u128 {
    1 << feature as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        assert!(Feature::ALL.len() <= 128, "the set is a u128");
        for &feature in Feature::ALL {
            assert_eq!(Feature::from_name(feature.name()), Some(feature));
        }
        assert_eq!(Feature::from_name("appendlimit=5"), Some(Feature::AppendLimit));
        assert_eq!(Feature::from_name("thread=references"), Some(Feature::Thread));
        assert_eq!(Feature::from_name("X"), None);
    }

    #[test]
    fn what_stands_on_a_missing_feature_is_gone() {
        let all = Features::new(&[]);
        assert!(all.has(Feature::Rev2) && all.has(Feature::QResync));
        let some = Features::new(&[Feature::CondStore, Feature::Esearch]);
        assert!(!some.has(Feature::QResync) && !some.has(Feature::Rev2));
        assert!(!some.has(Feature::SearchRes) && some.has(Feature::Rev1));
        assert!(!some.extensions().contains(Extension::CondStore));
    }
}
