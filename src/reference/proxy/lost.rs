//! What is lost: responses of a kind, items of a FETCH or STATUS, codes.

use crate::reference::defect::{Defect as D, DefectSet};
use crate::syntax::types::{
    Code, EsearchItem, MsgAtt, Response, Status, StatusItem, Untagged as U,
};

/// Whether the whole response is lost; takes out of it what is lost of it otherwise.
pub(super) fn is_lost(defects: &DefectSet, response: &mut Response<'_>) -> bool {
    let has = |defect| defects.contains(defect);
    if let Some(text) = super::text(response)
        && text.code.as_ref().and_then(code).is_some_and(has)
    {
        text.code = None;
        // `* OK` told nothing but the code.
        return matches!(response, Response::Untagged(U::Status(Status::Ok, _)));
    }
    let Response::Untagged(untagged) = response else { return false };
    match untagged {
        U::Fetch(_, atts) => {
            if has(D::ProxyFlagsLost) && matches!(atts.as_slice(), [MsgAtt::Flags(_)]) {
                return true;
            }
            atts.retain(|att| !attribute(att).is_some_and(has));
            return atts.is_empty() || has(D::ProxyFetchLost);
        }
        U::MailboxStatus(_, items) => items.retain(|item| !status(item).is_some_and(has)),
        U::Esearch(esearch) => {
            esearch
                .items
                .retain(|i| !(has(D::ProxyCountLost) && matches!(i, EsearchItem::Count(_))));
        }
        _ => {}
    }
    kind(untagged).is_some_and(has)
}

const fn kind(untagged: &U<'_>) -> Option<D> {
    Some(match untagged {
        U::Capability(_) => D::ProxyCapabilityLost,
        U::Enabled(_) => D::ProxyEnabledLost,
        U::List(_) => D::ProxyListLost,
        U::Lsub(_) => D::ProxyLsubLost,
        U::Namespace(_) => D::ProxyNamespaceLost,
        U::Id(_) => D::ProxyIdLost,
        U::Search(..) => D::ProxySearchLost,
        U::Sort(..) => D::ProxySortLost,
        U::Thread(_) => D::ProxyThreadLost,
        U::Esearch(_) => D::ProxyEsearchLost,
        U::MailboxStatus(..) => D::ProxyStatusLost,
        U::Exists(_) => D::ProxyExistsLost,
        U::Recent(_) => D::ProxyRecentLost,
        U::Expunge(_) => D::ProxyExpungeLost,
        U::Vanished { .. } => D::ProxyVanishedLost,
        U::Fetch(..) => D::ProxyFetchLost,
        U::Quota(..) => D::ProxyQuotaLost,
        U::QuotaRoot(..) => D::ProxyQuotaRootLost,
        U::Acl(..) => D::ProxyAclLost,
        U::MyRights(..) => D::ProxyMyRightsLost,
        U::ListRights { .. } => D::ProxyListRightsLost,
        U::Metadata(..) => D::ProxyMetadataLost,
        _ => return None,
    })
}

const fn code(code: &Code<'_>) -> Option<D> {
    Some(match code {
        Code::UidNext(_) => D::ProxyUidNextLost,
        Code::UidValidity(_) => D::ProxyUidValidityLost,
        Code::PermanentFlags(_) => D::ProxyPermanentFlagsLost,
        Code::HighestModSeq(_) => D::ProxyHighestModSeqLost,
        Code::MailboxId(_) => D::ProxyMailboxIdLost,
        Code::ReadOnly => D::ProxyReadOnlyLost,
        Code::ReadWrite => D::ProxyReadWriteLost,
        Code::CopyUid { .. } => D::ProxyCopyUidLost,
        Code::AppendUid { .. } => D::ProxyAppendUidLost,
        Code::Modified(_) => D::ProxyModifiedLost,
        _ => return None,
    })
}

const fn attribute(att: &MsgAtt<'_>) -> Option<D> {
    Some(match att {
        MsgAtt::Uid(_) => D::ProxyFetchUidLost,
        MsgAtt::ModSeq(_) => D::ProxyFetchModSeqLost,
        MsgAtt::InternalDate(_) => D::ProxyFetchDateLost,
        MsgAtt::Envelope(_) => D::ProxyFetchEnvelopeLost,
        MsgAtt::Rfc822Size(_) => D::ProxyFetchSizeLost,
        _ => return None,
    })
}

const fn status(item: &StatusItem<'_>) -> Option<D> {
    Some(match item {
        StatusItem::Messages(_) => D::ProxyStatusMessagesLost,
        StatusItem::Unseen(_) => D::ProxyStatusUnseenLost,
        _ => return None,
    })
}
