//! LIST, NAMESPACE, STATUS, quota and metadata: what is answered.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    pub(super) fn list_data(&mut self) -> ListData<'static> {
        let mut data = self.lsub_data();
        data.extended = self.few(0, Self::list_item);
        data
    }

    /// As LSUB has it: nothing extended.
    pub(super) fn lsub_data(&mut self) -> ListData<'static> {
        // At most one of the mbx-list-sflags.
        let mut attributes: Vec<Octets<'static>> = self.few(0, |g| match g.die(3) {
            0 => b"\\HasNoChildren"[..].into(),
            1 => b"\\Sent"[..].into(),
            _ => [b"\\", g.x_name().as_ref()].concat().into(),
        });
        if self.flip() {
            attributes
                .push(self.one_of(&["\\Noselect", "\\Marked"], "\\Noselect").as_bytes().into());
        }
        ListData {
            attributes,
            delimiter: self.option(|g| g.one_of(&['/', '.', '\\', '"', '~'], '/')),
            mailbox: self.mailbox(),
            extended: Vec::new(),
        }
    }

    fn list_item(&mut self) -> (Octets<'static>, Value<'static>) {
        match self.die(3) {
            0 => {
                let subscribed = Value::String(b"SUBSCRIBED"[..].into());
                (b"CHILDINFO"[..].into(), Value::List(vec![subscribed]))
            }
            1 => {
                let old = Value::String(self.mailbox().0);
                (b"OLDNAME"[..].into(), Value::List(vec![old]))
            }
            _ => (self.x_name(), self.tagged_value()),
        }
    }

    pub(super) fn namespaces(&mut self) -> NamespaceData<'static> {
        let items = |g: &mut Self| g.option(|g| g.few(1, Self::namespace));
        NamespaceData { personal: items(self), other: items(self), shared: items(self) }
    }

    pub(super) fn namespace(&mut self) -> NamespaceItem<'static> {
        NamespaceItem {
            prefix: self.string(),
            delimiter: self.option(|g| g.one_of(&['/', '.', '\\', '"'], '/')),
            extensions: self.few(0, |g| (g.x_name(), g.few(1, Self::string))),
        }
    }

    /// What the RFCs name, as of all data that have no room for others.
    pub(super) fn status_item(&mut self) -> StatusItem<'static> {
        match self.die(11) {
            1 if !self.rev2 => StatusItem::Recent(self.number()),
            0 | 1 => StatusItem::Messages(self.number()),
            2 => StatusItem::UidNext(self.nz_number()),
            3 => StatusItem::UidValidity(self.nz_number()),
            4 => StatusItem::Unseen(self.number()),
            5 => StatusItem::Deleted(self.number()),
            6 => StatusItem::Size(self.number64()),
            7 => StatusItem::HighestModSeq(self.number64()),
            8 => StatusItem::AppendLimit(self.option(Self::number)),
            9 => StatusItem::MailboxId(self.object_id()),
            _ => StatusItem::DeletedStorage(self.number64()),
        }
    }

    pub(super) fn quota_resource(&mut self) -> QuotaResource<'static> {
        QuotaResource { name: self.resource(), usage: self.number64(), limit: self.number64() }
    }

    /// `resource-name`
    pub(super) fn resource(&mut self) -> Octets<'static> {
        match self.die(3) {
            0 => b"STORAGE"[..].into(),
            1 => b"MESSAGE"[..].into(),
            _ => self.x_name(),
        }
    }

    pub(super) fn metadata_entry(&mut self) -> MetadataEntry<'static> {
        MetadataEntry { entry: self.entry_name(), value: self.option(Self::octets) }
    }

    /// `entry` of RFC 5464
    pub(super) fn entry_name(&mut self) -> Octets<'static> {
        let names = ["/private/comment", "/shared/comment", "/shared/vendor/x/a b", "/private/x]"];
        self.one_of(&names, "/private/comment").as_bytes().into()
    }
}
