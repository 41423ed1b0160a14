//! LIST, NAMESPACE, STATUS.

use super::writer::Writer;
use crate::syntax::types::{ListData, NamespaceData, NamespaceItem, StatusItem, Value};

impl Writer {
    /// `mailbox-list`
    pub(super) fn list_data(&mut self, data: &ListData<'_>) {
        self.list(&data.attributes, |w, attribute| w.backslash_atom(attribute));
        self.sp();
        self.delimiter(data.delimiter);
        self.sp();
        self.mailbox(&data.mailbox);
        if !data.extended.is_empty() {
            self.sp();
            self.list(&data.extended, |w, (tag, value)| {
                w.astring(tag);
                w.sp();
                w.extended_value(tag, value);
            });
        }
    }

    /// The value of an extended item. CHILDINFO's strings are quoted, in no other form.
    fn extended_value(&mut self, tag: &[u8], value: &Value<'_>) {
        match value {
            Value::List(items) if tag.eq_ignore_ascii_case(b"CHILDINFO") => {
                self.list(items, |w, item| match item {
                    Value::String(octets) => w.quoted(octets),
                    other => w.comp_value(other),
                });
            }
            other => self.tagged_value(other),
        }
    }

    /// `DQUOTE QUOTED-CHAR DQUOTE / nil`
    fn delimiter(&mut self, delimiter: Option<char>) {
        match delimiter {
            None | Some('\0' | '\r' | '\n') => self.nil(),
            Some(delimiter) => {
                self.byte(b'"');
                if matches!(delimiter, '"' | '\\') {
                    self.byte(b'\\');
                }
                self.raw(delimiter.encode_utf8(&mut [0; 4]).as_bytes());
                self.byte(b'"');
            }
        }
    }

    /// `Namespace-Response` behind its name
    pub(super) fn namespaces(&mut self, data: &NamespaceData<'_>) {
        let NamespaceData { personal, other, shared } = data;
        self.spaced([personal, other, shared], |w, items| match items.as_deref() {
            None | Some([]) => w.nil(),
            Some(items) => {
                w.byte(b'(');
                for item in items {
                    w.namespace(item);
                }
                w.byte(b')');
            }
        });
    }

    fn namespace(&mut self, item: &NamespaceItem<'_>) {
        self.byte(b'(');
        self.string(&item.prefix);
        self.sp();
        self.delimiter(item.delimiter);
        self.each(&item.extensions, |w, (name, values)| {
            w.string(name);
            w.sp();
            w.list(values, |w, value| w.string(value));
        });
        self.byte(b')');
    }

    /// `status-att-val`
    pub(super) fn status_item(&mut self, item: &StatusItem<'_>) {
        match item {
            StatusItem::Messages(n) => self.named_count("MESSAGES", *n),
            StatusItem::Recent(n) => self.named_count("RECENT", *n),
            StatusItem::UidNext(n) => self.named_number("UIDNEXT", *n),
            StatusItem::UidValidity(n) => self.named_number("UIDVALIDITY", *n),
            StatusItem::Unseen(n) => self.named_count("UNSEEN", *n),
            StatusItem::Deleted(n) => self.named_count("DELETED", *n),
            StatusItem::Size(n) => self.named_number("SIZE", *n),
            StatusItem::HighestModSeq(n) => self.named_number("HIGHESTMODSEQ", *n),
            StatusItem::AppendLimit(limit) => {
                self.word_sp("APPENDLIMIT");
                self.number_or_nil(*limit);
            }
            StatusItem::MailboxId(id) => {
                self.word_sp("MAILBOXID");
                self.object_id(id);
            }
            StatusItem::DeletedStorage(n) => self.named_number("DELETED-STORAGE", *n),
        }
    }
}
