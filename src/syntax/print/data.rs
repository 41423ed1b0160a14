//! Responses about mailboxes, accounts and the server.

use super::writer::Writer;
use crate::syntax::types::{Octets, Untagged, UrlData, UrlItem};

impl Writer {
    /// What [`Writer::untagged`](super::response) leaves: data named by a word in front.
    pub(super) fn mailbox_data(&mut self, untagged: &Untagged<'_>) {
        match untagged {
            Untagged::List(data) => {
                self.word_sp("LIST");
                self.list_data(data);
            }
            Untagged::Lsub(data) => {
                self.word_sp("LSUB");
                self.list_data(data);
            }
            Untagged::Namespace(data) => {
                self.word_sp("NAMESPACE");
                self.namespaces(data);
            }
            Untagged::MailboxStatus(mailbox, items) => {
                self.word_sp("STATUS");
                self.mailbox(mailbox);
                self.sp();
                self.list(items, Self::status_item);
            }
            Untagged::Id(pairs) => {
                self.word_sp("ID");
                self.id_params(pairs.as_deref());
            }
            Untagged::Quota(root, resources) => {
                self.word_sp("QUOTA");
                self.astring(root);
                self.sp();
                self.list(resources, |w, resource| {
                    w.atom(&resource.name);
                    w.each([resource.usage, resource.limit], Self::number);
                });
            }
            Untagged::QuotaRoot(mailbox, roots) => {
                self.word_sp("QUOTAROOT");
                self.mailbox(mailbox);
                self.each(roots, |w, root| w.astring(root));
            }
            Untagged::Acl(mailbox, entries) => {
                self.word_sp("ACL");
                self.mailbox(mailbox);
                self.each(entries, |w, (identifier, rights)| {
                    w.astring(identifier);
                    w.sp();
                    w.astring(rights);
                });
            }
            Untagged::ListRights { mailbox, identifier, required, optional } => {
                self.word_sp("LISTRIGHTS");
                self.mailbox(mailbox);
                self.each([identifier, required], |w, octets| w.astring(octets));
                self.each(optional, |w, octets| w.astring(octets));
            }
            Untagged::MyRights(mailbox, rights) => {
                self.word_sp("MYRIGHTS");
                self.mailbox(mailbox);
                self.sp();
                self.astring(rights);
            }
            Untagged::Metadata(mailbox, entries) => {
                self.word_sp("METADATA");
                self.mailbox(mailbox);
                self.sp();
                self.list(entries, |w, entry| {
                    w.astring(&entry.entry);
                    w.sp();
                    w.nstring(entry.value.as_deref());
                });
            }
            Untagged::MetadataChanged(mailbox, entries) => {
                self.word_sp("METADATA");
                self.mailbox(mailbox);
                self.each(entries, |w, entry| w.astring(entry));
            }
            Untagged::Language(tags) => {
                self.word_sp("LANGUAGE");
                self.list(tags, |w, tag| w.astring(tag));
            }
            Untagged::Comparator(active, matching) => {
                self.word_sp("COMPARATOR");
                self.astring(active);
                if !matching.is_empty() {
                    self.sp();
                    self.list(matching, |w, name| w.astring(name));
                }
            }
            Untagged::GenUrlAuth(urls) => {
                self.word("GENURLAUTH");
                self.each(urls, |w, url| w.astring(url));
            }
            Untagged::UrlFetch(urls) => {
                self.word("URLFETCH");
                self.each(urls, |w, (url, data)| w.url_data(url, data));
            }
            _ => {}
        }
    }

    /// `id-params-list` (RFC 2971)
    pub(super) fn id_params(&mut self, pairs: Option<&[(Octets<'_>, Option<Octets<'_>>)]>) {
        match pairs {
            None => self.nil(),
            Some(pairs) => self.list(pairs, |w, (field, value)| {
                w.string(field);
                w.sp();
                w.nstring(value.as_deref());
            }),
        }
    }

    fn url_data(&mut self, url: &Octets<'_>, data: &UrlData<'_>) {
        self.astring(url);
        match data {
            UrlData::Plain(octets) => {
                self.sp();
                self.content(octets.as_deref());
            }
            UrlData::Items(items) => self.each(items, |w, item| {
                w.byte(b'(');
                w.url_item(item);
                w.byte(b')');
            }),
        }
    }

    fn url_item(&mut self, item: &UrlItem<'_>) {
        match item {
            UrlItem::BodyPartStructure(body) => {
                self.word_sp("BODYPARTSTRUCTURE");
                self.body(body, true);
            }
            UrlItem::Body(data) => self.named_content("BODY", data.as_deref()),
            UrlItem::Binary(data) => self.named_content("BINARY", data.as_deref()),
        }
    }
}
