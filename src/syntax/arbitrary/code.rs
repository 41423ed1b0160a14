//! `resp-text-code`.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    pub(super) fn code(&mut self) -> Code<'static> {
        match self.die(57) {
            0 => Code::Alert,
            1 => Code::Parse,
            2 => Code::ReadOnly,
            3 => Code::ReadWrite,
            4 => Code::TryCreate,
            5 => Code::UidNotSticky,
            6 => Code::Unavailable,
            7 => Code::AuthenticationFailed,
            8 => Code::AuthorizationFailed,
            9 => Code::Expired,
            10 => Code::PrivacyRequired,
            11 => Code::ContactAdmin,
            12 => Code::NoPerm,
            13 => Code::InUse,
            14 => Code::ExpungeIssued,
            15 => Code::Corruption,
            16 => Code::ServerBug,
            17 => Code::ClientBug,
            18 => Code::Cannot,
            19 => Code::Limit,
            20 => Code::OverQuota,
            21 => Code::AlreadyExists,
            22 => Code::NonExistent,
            23 => Code::NoModSeq,
            24 => Code::Closed,
            25 => Code::HasChildren,
            26 => Code::UnknownCte,
            27 => Code::NotSaved,
            28 => Code::TooBig,
            29 => Code::CompressionActive,
            30 => Code::BadComparator,
            31 => Code::MetadataTooMany,
            32 => Code::MetadataNoPrivate,
            33 => Code::NotificationOverflow,
            34 => Code::UseAttr,
            35 => Code::UidRequired,
            36 => Code::BadCharset(self.few(0, Self::quoted)),
            37 => Code::Capability(self.capabilities()),
            38 => Code::PermanentFlags(self.few(0, |g| match g.die(6) {
                5 => Flag::Wildcard,
                _ => g.flag(),
            })),
            39 => Code::UidNext(self.nz_number()),
            40 => Code::UidValidity(self.nz_number()),
            41 => Code::Unseen(self.nz_number()),
            42 => Code::AppendUid { uid_validity: self.nz_number(), uids: self.uid_set() },
            43 => Code::CopyUid {
                uid_validity: self.nz_number(),
                source: self.uid_set(),
                destination: self.uid_set(),
            },
            44 => Code::HighestModSeq(self.mod_sequence()),
            45 => Code::Modified(self.uid_set()),
            46 => {
                let mut mechanisms = vec![(b"INTERNAL"[..].into(), None)];
                mechanisms.extend(self.few(0, |g| (g.x_name(), g.option(Self::octets))));
                Code::UrlMech(mechanisms)
            }
            47 => Code::BadUrl(self.url_text()),
            48 => Code::MetadataLongEntries(self.number().into()),
            49 => Code::MetadataMaxSize(self.number().into()),
            50 => {
                let names = ["MessageNew", "FlagChange", "MailboxName"];
                Code::BadEvent(self.few(1, |g| g.one_of(&names, "MessageNew").as_bytes().into()))
            }
            51 => Code::UndefinedFilter(self.filter_name()),
            52 => Code::NoUpdate(self.quoted()),
            53 => Code::MailboxId(self.object_id()),
            54 => Code::MessageLimit { limit: self.nz_number(), uid: self.option(Self::nz_number) },
            55 => Code::InProgress(self.option(Self::in_progress)),
            _ => match self.flip() {
                false => Code::Referral(b"IMAP://user;AUTH=*@SERVER2/"[..].into()),
                true => Code::Other(self.x_name(), self.option(Self::code_text)),
            },
        }
    }

    pub(super) fn in_progress(&mut self) -> InProgress<'static> {
        let progress = self.option(Self::number);
        InProgress {
            tag: self.option(Self::tag),
            progress,
            goal: progress.and_then(|_| self.option(Self::nz_number)),
        }
    }
}
