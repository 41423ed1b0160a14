//! Commands, apart from what is told in `select`, `append`, `find` and `fetch_att`.

use super::writer::Writer;
use crate::syntax::types::{Command, CommandBody, Flag, MetadataDepth, Octets, StoreAction, Value};

impl Writer {
    /// A command with its CRLF.
    pub(super) fn command(&mut self, command: &Command<'_>) {
        self.tag(&command.tag);
        self.sp();
        self.command_body(&command.body);
        self.crlf();
    }

    fn command_body(&mut self, body: &CommandBody<'_>) {
        match body {
            CommandBody::Capability => self.word("CAPABILITY"),
            CommandBody::Noop => self.word("NOOP"),
            CommandBody::Logout => self.word("LOGOUT"),
            CommandBody::StartTls => self.word("STARTTLS"),
            CommandBody::Namespace => self.word("NAMESPACE"),
            CommandBody::Idle => self.word("IDLE"),
            CommandBody::Unauthenticate => self.word("UNAUTHENTICATE"),
            CommandBody::Check => self.word("CHECK"),
            CommandBody::Close => self.word("CLOSE"),
            CommandBody::Unselect => self.word("UNSELECT"),
            CommandBody::Id(pairs) => {
                self.word_sp("ID");
                self.id_params(pairs.as_deref());
            }
            CommandBody::Authenticate { mechanism, initial } => {
                self.word_sp("AUTHENTICATE");
                self.atom(mechanism);
                self.each(initial, |w, initial: &Octets<'_>| match initial.as_ref() {
                    [] => w.byte(b'='),
                    octets => w.raw(data_encoding::BASE64.encode(octets).as_bytes()),
                });
            }
            CommandBody::Login { user, password } => {
                self.word("LOGIN");
                self.each([user, password], |w, octets| w.astring(octets));
            }
            CommandBody::Enable(capabilities) => {
                self.word("ENABLE");
                self.each(capabilities, |w, name| w.atom(name));
            }
            CommandBody::Compress(algorithm) => {
                self.word_sp("COMPRESS");
                self.atom(algorithm);
            }
            CommandBody::Language(tags) => {
                self.word("LANGUAGE");
                self.each(tags, |w, tag| w.astring(tag));
            }
            CommandBody::Comparator(names) => {
                self.word("COMPARATOR");
                self.each(names, |w, name| w.astring(name));
            }
            CommandBody::GenUrlAuth(urls) => {
                self.word("GENURLAUTH");
                self.each(urls, |w, (url, mechanism)| {
                    w.astring(url);
                    w.sp();
                    w.mechanism(mechanism);
                });
            }
            CommandBody::ResetKey(key) => {
                self.word("RESETKEY");
                self.each(key, |w, (mailbox, mechanisms)| {
                    w.mailbox(mailbox);
                    w.each(mechanisms, |w, mechanism| w.mechanism(mechanism));
                });
            }
            CommandBody::UrlFetch(urls) => {
                self.word("URLFETCH");
                self.each(urls, |w, (url, params)| match params.as_slice() {
                    [] => w.astring(url),
                    params => {
                        w.byte(b'(');
                        w.astring(url);
                        w.each(params, |w, param| w.atom(param));
                        w.byte(b')');
                    }
                });
            }
            CommandBody::Extension(name, values) => {
                self.atom(name);
                self.each(values, Self::any_value);
            }
            other => self.about_mailboxes(other),
        }
    }

    /// Quota, access rights, metadata.
    pub(super) fn about_accounts(&mut self, body: &CommandBody<'_>) {
        match body {
            CommandBody::GetQuota(root) => {
                self.word_sp("GETQUOTA");
                self.astring(root);
            }
            CommandBody::SetQuota(root, resources) => {
                self.word_sp("SETQUOTA");
                self.astring(root);
                self.sp();
                self.list(resources, |w, (name, limit)| {
                    w.atom(name);
                    w.sp();
                    w.number(*limit);
                });
            }
            CommandBody::SetAcl { mailbox, identifier, rights } => {
                self.word_sp("SETACL");
                self.mailbox(mailbox);
                self.each([identifier, rights], |w, octets| w.astring(octets));
            }
            CommandBody::DeleteAcl(mailbox, identifier) => {
                self.word_sp("DELETEACL");
                self.mailbox(mailbox);
                self.sp();
                self.astring(identifier);
            }
            CommandBody::ListRights(mailbox, identifier) => {
                self.word_sp("LISTRIGHTS");
                self.mailbox(mailbox);
                self.sp();
                self.astring(identifier);
            }
            CommandBody::GetMetadata { max_size, depth, extensions, mailbox, entries } => {
                self.word_sp("GETMETADATA");
                if max_size.is_some() || depth.is_some() || !extensions.is_empty() {
                    self.metadata_options(*max_size, *depth, extensions);
                    self.sp();
                }
                self.mailbox(mailbox);
                self.sp();
                match entries.as_slice() {
                    [one] if self.style.bare => self.astring(one),
                    entries => self.list(entries, |w, entry| w.astring(entry)),
                }
            }
            CommandBody::SetMetadata(mailbox, entries) => {
                self.word_sp("SETMETADATA");
                self.mailbox(mailbox);
                self.sp();
                self.list(entries, |w, (entry, value)| {
                    w.astring(entry);
                    w.sp();
                    w.nstring(value.as_deref());
                });
            }
            other => self.about_messages(other),
        }
    }

    fn metadata_options(
        &mut self,
        max_size: Option<u32>,
        depth: Option<MetadataDepth>,
        extensions: &[(Octets<'_>, Option<Value<'_>>)],
    ) {
        self.byte(b'(');
        let start = self.out.len();
        if let Some(size) = max_size {
            self.named_number("MAXSIZE", size);
        }
        if let Some(depth) = depth {
            self.sp_unless(start);
            self.word_sp("DEPTH");
            match depth {
                MetadataDepth::Zero => self.byte(b'0'),
                MetadataDepth::One => self.byte(b'1'),
                MetadataDepth::Infinity => self.word("infinity"),
            }
        }
        if !extensions.is_empty() {
            self.sp_unless(start);
        }
        self.spaced(extensions, Self::parameter);
        self.byte(b')');
    }

    /// Commands of the selected state.
    fn about_messages(&mut self, body: &CommandBody<'_>) {
        match body {
            CommandBody::Expunge(None) => self.word("EXPUNGE"),
            CommandBody::Expunge(Some(set)) => {
                self.word_sp("UID EXPUNGE");
                self.set(set);
            }
            CommandBody::Fetch { uid, set, items, modifiers } => {
                self.by_uid(*uid, "FETCH");
                self.set(set);
                self.sp();
                self.fetch_items(items);
                if !modifiers.is_empty() {
                    self.sp();
                    self.list(modifiers, Self::fetch_modifier);
                }
            }
            CommandBody::Store { uid, set, unchanged_since, extensions, action, silent, flags } => {
                self.by_uid(*uid, "STORE");
                self.set(set);
                self.sp();
                if unchanged_since.is_some() || !extensions.is_empty() {
                    self.store_modifiers(*unchanged_since, extensions);
                    self.sp();
                }
                self.store_flags(*action, *silent, flags);
            }
            CommandBody::Copy { uid, set, mailbox } => {
                self.by_uid(*uid, "COPY");
                self.set(set);
                self.sp();
                self.mailbox(mailbox);
            }
            CommandBody::Move { uid, set, mailbox } => {
                self.by_uid(*uid, "MOVE");
                self.set(set);
                self.sp();
                self.mailbox(mailbox);
            }
            CommandBody::Replace { uid, number, mailbox, message } => {
                self.by_uid(*uid, "REPLACE");
                self.seq_number(*number);
                self.sp();
                self.mailbox(mailbox);
                self.append_message(message);
            }
            CommandBody::CancelUpdate(tags) => {
                self.word("CANCELUPDATE");
                self.each(tags, |w, tag| w.quoted(tag));
            }
            other => self.finding(other),
        }
    }

    /// `["UID" SP] name SP`
    pub(super) fn by_uid(&mut self, uid: bool, name: &str) {
        if uid {
            self.word_sp("UID");
        }
        self.word_sp(name);
    }

    fn store_modifiers(
        &mut self,
        unchanged_since: Option<u64>,
        extensions: &[(Octets<'_>, Option<Value<'_>>)],
    ) {
        self.byte(b'(');
        if let Some(value) = unchanged_since {
            self.named_number("UNCHANGEDSINCE", value);
            if !extensions.is_empty() {
                self.sp();
            }
        }
        self.spaced(extensions, Self::parameter);
        self.byte(b')');
    }

    fn store_flags(&mut self, action: StoreAction, silent: bool, flags: &[Flag<'_>]) {
        self.word(match action {
            StoreAction::Replace => "FLAGS",
            StoreAction::Add => "+FLAGS",
            StoreAction::Remove => "-FLAGS",
        });
        if silent {
            self.word(".SILENT");
        }
        self.sp();
        match self.style.bare && !flags.is_empty() {
            true => self.spaced(flags, Self::flag),
            false => self.flags(flags),
        }
    }

    /// A name and its value, if any: the parameters of RFC 4466.
    pub(super) fn parameter(&mut self, (name, value): &(Octets<'_>, Option<Value<'_>>)) {
        self.label(name);
        self.each(value, Self::tagged_value);
    }

    /// `mechanism` of URLAUTH (RFC 4467): letters, digits, `-`, `.`
    fn mechanism(&mut self, name: &[u8]) {
        self.only(name, |octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.'));
    }
}
