//! Lists of responses whose order means nothing, in another order each time: flags, capabilities,
//! quota resources, annotations (RFC 9051 §7.2.1, §7.3.5, §7.5.2; RFC 9208 §5.1; RFC 5464 §4.4).
//! Only where liberties are taken.

use super::liberty::Liberty;
use crate::syntax::types::{Code, MsgAtt, Untagged};

pub(super) fn stir(liberty: &mut Liberty, untagged: &mut Untagged<'_>) {
    if !liberty.is_free() {
        return;
    }
    match untagged {
        Untagged::Flags(flags) => liberty.shuffle(flags),
        Untagged::Enabled(names) => liberty.shuffle(names),
        Untagged::Status(_, text) => {
            if let Some(Code::PermanentFlags(flags)) = &mut text.code {
                liberty.shuffle(flags);
            }
        }
        Untagged::Fetch(_, items) | Untagged::UidFetch(_, items) => {
            for item in items {
                if let MsgAtt::Flags(flags) = item {
                    liberty.shuffle(flags);
                }
            }
        }
        Untagged::Quota(_, resources) => liberty.shuffle(resources),
        Untagged::Metadata(_, entries) => liberty.shuffle(entries),
        Untagged::MetadataChanged(_, entries) => liberty.shuffle(entries),
        Untagged::Id(Some(fields)) => liberty.shuffle(fields),
        _ => {}
    }
}
