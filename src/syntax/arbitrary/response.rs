//! Whole responses.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    /// Untagged ones more often: they are the most.
    pub(super) fn response(&mut self) -> Response<'static> {
        match self.die(8) {
            6 => Response::Continuation(self.continuation()),
            7 => Response::Tagged(self.tagged()),
            _ => Response::Untagged(self.untagged()),
        }
    }

    pub(super) fn continuation(&mut self) -> Continuation<'static> {
        match self.flip() {
            false => Continuation::Challenge(self.octets()),
            true => {
                let mut text = self.resp_text();
                if text.code.is_none() {
                    // What could be base64 is a challenge.
                    text.text = [b"- ", text.text.as_ref()].concat().into();
                }
                Continuation::Text(text)
            }
        }
    }

    pub(super) fn tagged(&mut self) -> Tagged<'static> {
        Tagged { tag: self.tag(), status: self.status(), text: self.resp_text() }
    }

    pub(super) fn status(&mut self) -> Status {
        self.one_of(&[Status::Ok, Status::No, Status::Bad], Status::Ok)
    }

    pub(super) fn resp_text(&mut self) -> RespText<'static> {
        RespText { code: self.option(Self::code), text: self.text() }
    }

    pub(super) fn untagged(&mut self) -> Untagged<'static> {
        match self.die(34) {
            0 => Untagged::Exists(self.number()),
            1 => Untagged::Status(self.status(), self.resp_text()),
            2 => Untagged::Preauth(self.resp_text()),
            3 => Untagged::Bye(self.resp_text()),
            4 => Untagged::Capability(self.capabilities()),
            5 => Untagged::Enabled(self.few(0, Self::capability)),
            7 if !self.rev2 => Untagged::Lsub(self.lsub_data()),
            6 | 7 => Untagged::List(self.list_data()),
            8 => Untagged::Namespace(self.namespaces()),
            9 => {
                let (numbers, mod_sequence) = self.found();
                Untagged::Search(numbers, mod_sequence)
            }
            10 => {
                let (numbers, mod_sequence) = self.found();
                Untagged::Sort(numbers, mod_sequence)
            }
            11 => Untagged::Thread(self.few(0, Self::thread)),
            12 => Untagged::Esearch(self.esearch()),
            13 => Untagged::MailboxStatus(self.mailbox(), self.few(0, Self::status_item)),
            14 => Untagged::Flags(self.few(0, Self::flag)),
            15 => Untagged::Recent(self.number()),
            16 => Untagged::Expunge(self.nz_number()),
            17 | 18 => Untagged::Fetch(self.nz_number(), self.few(1, Self::msg_att)),
            19 => Untagged::UidFetch(self.nz_number(), self.few(1, Self::msg_att)),
            20 => Untagged::Vanished { earlier: self.flip(), uids: self.uid_set() },
            21 => Untagged::Id(self.id_params()),
            22 => Untagged::Quota(self.string(), self.few(1, Self::quota_resource)),
            23 => Untagged::QuotaRoot(self.mailbox(), self.few(0, Self::string)),
            24 => {
                let pair = |g: &mut Self| (g.string(), g.rights());
                Untagged::Acl(self.mailbox(), self.few(0, pair))
            }
            25 => Untagged::ListRights {
                mailbox: self.mailbox(),
                identifier: self.string(),
                required: self.rights(),
                optional: self.few(0, Self::rights),
            },
            26 => Untagged::MyRights(self.mailbox(), self.rights()),
            27 => Untagged::Metadata(self.mailbox(), self.few(1, Self::metadata_entry)),
            28 => Untagged::MetadataChanged(self.mailbox(), self.few(1, Self::entry_name)),
            29 => Untagged::Language(self.few(1, Self::string)),
            30 => Untagged::Comparator(self.string(), self.few(0, Self::string)),
            31 => Untagged::GenUrlAuth(self.few(1, Self::string)),
            32 => Untagged::UrlFetch(self.few(1, |g| (g.string(), g.url_data()))),
            _ => Untagged::Exists(self.int(0..=9)),
        }
    }

    /// Capabilities with a revision among them.
    pub(super) fn capabilities(&mut self) -> Vec<Capability<'static>> {
        let mut all = self.few(0, Self::capability);
        let revision = if self.rev2 { "IMAP4rev2" } else { "IMAP4rev1" };
        let at = self.int(0..=all.len());
        all.insert(at, Capability(revision.as_bytes().into()));
        all
    }

    fn found(&mut self) -> (Vec<u32>, Option<u64>) {
        let numbers = self.few(0, Self::nz_number);
        let mod_sequence = match numbers.is_empty() {
            true => None,
            false => self.option(Self::mod_sequence),
        };
        (numbers, mod_sequence)
    }

    /// `id-params-list`
    pub(super) fn id_params(&mut self) -> Option<Vec<(Octets<'static>, Option<Octets<'static>>)>> {
        self.option(|g| g.few(0, |g| (g.string(), g.option(Self::string))))
    }

    pub(super) fn url_data(&mut self) -> UrlData<'static> {
        match self.flip() {
            false => UrlData::Plain(self.option(Self::string)),
            true => UrlData::Items(self.few(1, Self::url_item)),
        }
    }

    pub(super) fn url_item(&mut self) -> UrlItem<'static> {
        match self.die(3) {
            0 => UrlItem::Body(self.option(Self::string)),
            1 => UrlItem::Binary(self.option(Self::octets)),
            _ => UrlItem::BodyPartStructure(self.body_of(true)),
        }
    }
}
