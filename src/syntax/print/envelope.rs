//! ENVELOPE (RFC 9051 §7.5.2).

use super::writer::Writer;
use crate::syntax::types::{Address, Envelope};

impl Writer {
    pub(super) fn envelope(&mut self, envelope: &Envelope<'_>) {
        self.byte(b'(');
        self.nstring(envelope.date.as_deref());
        self.sp();
        self.nstring(envelope.subject.as_deref());
        let Envelope { from, sender, reply_to, to, cc, bcc, .. } = envelope;
        self.each([from, sender, reply_to, to, cc, bcc], |w, list| w.addresses(list.as_deref()));
        self.sp();
        self.nstring(envelope.in_reply_to.as_deref());
        self.sp();
        self.nstring(envelope.message_id.as_deref());
        self.byte(b')');
    }

    /// `"(" 1*address ")" / nil`
    fn addresses(&mut self, addresses: Option<&[Address<'_>]>) {
        let Some(addresses @ [_, ..]) = addresses else {
            return self.nil();
        };
        self.byte(b'(');
        for Address { name, adl, mailbox, host } in addresses {
            self.list([name, adl, mailbox, host], |w, field| w.nstring(field.as_deref()));
        }
        self.byte(b')');
    }
}
