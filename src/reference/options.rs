//! What a server is made with.

use super::defect::DefectSet;
use super::liberty::Liberty;
use super::{Feature, When, limits};

/// How a [`Server`](super::Server) behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Features that are switched off: their commands, items and codes are gone.
    pub disabled: Vec<Feature>,
    /// Legal freedoms taken by this seed; `None` is plain and quiet.
    pub liberty: Option<u64>,
    /// What is wrong with it.
    pub defects: DefectSet,
    /// When it is wrong, if not always.
    pub when: Option<When>,
    /// The password of every account.
    pub password: String,
    /// Whether the shell can do TLS: STARTTLS is offered in the clear.
    pub tls: bool,
    /// Whether log-in is allowed in the clear; if not, LOGINDISABLED is advertised there.
    pub clear_login: bool,
    /// Greets with PREAUTH, as this user.
    pub preauth: Option<String>,
    /// Octets of the largest message.
    pub append_limit: u32,
    /// Keywords can be set; else those that a client sets are forgotten.
    pub keywords: bool,
    /// How names are written.
    pub hierarchy: Hierarchy,
    /// MESSAGELIMIT (RFC 9738), if any.
    pub message_limit: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            disabled: Vec::new(),
            liberty: None,
            defects: DefectSet::default(),
            when: None,
            password: "secret".to_owned(),
            tls: true,
            clear_login: true,
            preauth: None,
            append_limit: limits::MESSAGE,
            keywords: true,
            hierarchy: Hierarchy::Slash,
            message_limit: None,
        }
    }
}

impl Options {
    /// A server of this seed, that takes liberties: for every other seed some extensions are
    /// missing, and mailbox names or keywords may be of another kind.
    pub fn varied(seed: u64) -> Self {
        let mut draw = Liberty::new(Some(seed), u64::MAX);
        let whole = draw.one_in(2);
        let rarity = [3, 6, 12, 24].get(draw.pick(4)).copied().unwrap_or(12);
        let mut disabled: Vec<Feature> = Vec::new();
        for &feature in Feature::ALL {
            // One revision at least, and a way to log in.
            let vital = match feature {
                Feature::Rev1 => disabled.contains(&Feature::Rev2) || !draw.one_in(8),
                Feature::AuthPlain => true,
                _ => false,
            };
            if !whole && !vital && draw.one_in(rarity) {
                disabled.push(feature);
            }
        }
        // IMAP4rev2 stands on much; alone it would be gone with any of that.
        if disabled.contains(&Feature::Rev1) {
            disabled = vec![Feature::Rev1];
        }
        let hierarchies = [Hierarchy::Slash, Hierarchy::Slash, Hierarchy::Dot];
        let rare = [Hierarchy::BelowInbox, Hierarchy::Flat];
        let hierarchy = match draw.one_in(4) {
            true => rare.get(draw.pick(rare.len())),
            false => hierarchies.get(draw.pick(hierarchies.len())),
        };
        Self {
            disabled,
            liberty: Some(seed),
            hierarchy: hierarchy.copied().unwrap_or_default(),
            keywords: !draw.one_in(8),
            ..Self::default()
        }
    }
}

/// Where mailboxes are, and what separates the levels of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Hierarchy {
    /// `a/b`
    #[default]
    Slash,
    /// `a.b`
    Dot,
    /// `INBOX.a.b`: nothing can be made beside INBOX.
    BelowInbox,
    /// No levels: the delimiter is NIL.
    Flat,
}

impl Hierarchy {
    /// Each, with its name on the command line.
    pub const ALL: &[(&str, Self)] = &[
        ("slash", Self::Slash),
        ("dot", Self::Dot),
        ("inbox", Self::BelowInbox),
        ("flat", Self::Flat),
    ];

    pub(crate) const fn delimiter(self) -> Option<char> {
        match self {
            Self::Slash => Some('/'),
            Self::Dot | Self::BelowInbox => Some('.'),
            Self::Flat => None,
        }
    }

    /// Between what clients write and the names inside, where levels end with a slash: two octets
    /// are exchanged, so that it goes both ways. None of them is in modified BASE64.
    pub(crate) fn exchange(self, octets: &mut [u8]) {
        let other = match self {
            Self::Slash => return,
            Self::Dot | Self::BelowInbox => b'.',
            Self::Flat => b'`',
        };
        for octet in octets {
            *octet = match *octet {
                b'/' => other,
                octet if octet == other => b'/',
                octet => octet,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::feature::Features;

    #[test]
    fn a_varied_server_has_a_revision() {
        let mut kinds = std::collections::HashSet::new();
        for seed in 0..500 {
            let options = Options::varied(seed);
            let features = Features::new(&options.disabled);
            assert!(features.has(Feature::Rev1) || features.has(Feature::Rev2), "{seed}");
            kinds.insert((options.disabled.len(), options.hierarchy, options.keywords));
        }
        assert!(kinds.len() > 20, "{}", kinds.len());
    }
}
