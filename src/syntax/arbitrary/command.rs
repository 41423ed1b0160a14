//! Commands.

use super::Gen;
use crate::syntax::types::*;

impl Gen<'_, '_> {
    pub(super) fn command(&mut self) -> Command<'static> {
        Command { tag: self.tag(), body: self.command_body() }
    }

    pub(super) fn command_body(&mut self) -> CommandBody<'static> {
        match self.die(60) {
            0 => CommandBody::Noop,
            1 => CommandBody::Capability,
            2 => CommandBody::Logout,
            3 => CommandBody::Id(self.id_params()),
            4 => CommandBody::StartTls,
            5 => CommandBody::Authenticate {
                mechanism: self.one_of(&["PLAIN", "X-Y"], "PLAIN").as_bytes().into(),
                initial: self.option(Self::octets),
            },
            6 => CommandBody::Login { user: self.string(), password: self.string() },
            7 => CommandBody::Enable(self.few(1, |g| g.capability().0)),
            8 => CommandBody::Select(self.mailbox(), self.few(0, Self::select_param)),
            9 => CommandBody::Examine(self.mailbox(), self.few(0, Self::select_param)),
            10 => CommandBody::Create {
                mailbox: self.mailbox(),
                special_use: self.few(0, Self::special_use),
                extensions: self.few(0, Self::parameter),
            },
            11 => CommandBody::Delete(self.mailbox()),
            12 => CommandBody::Rename {
                from: self.mailbox(),
                to: self.mailbox(),
                extensions: self.few(0, Self::parameter),
            },
            13 => CommandBody::Subscribe(self.mailbox()),
            14 => CommandBody::Unsubscribe(self.mailbox()),
            16 if !self.rev2 => {
                CommandBody::Lsub { reference: self.mailbox(), pattern: self.pattern() }
            }
            15 | 16 => self.list_command(),
            17 => CommandBody::Namespace,
            18 => CommandBody::Status(self.mailbox(), self.few(1, Self::status_att)),
            19 => CommandBody::Append {
                mailbox: self.mailbox(),
                messages: self.few(1, Self::append_message),
            },
            20 => CommandBody::Idle,
            21 => CommandBody::GetQuota(self.string()),
            22 => CommandBody::GetQuotaRoot(self.mailbox()),
            23 => {
                let limit = |g: &mut Self| (g.resource(), g.number64());
                CommandBody::SetQuota(self.string(), self.few(0, limit))
            }
            24 => CommandBody::SetAcl {
                mailbox: self.mailbox(),
                identifier: self.string(),
                rights: self.mod_rights(),
            },
            25 => CommandBody::DeleteAcl(self.mailbox(), self.string()),
            26 => CommandBody::GetAcl(self.mailbox()),
            27 => CommandBody::ListRights(self.mailbox(), self.string()),
            28 => CommandBody::MyRights(self.mailbox()),
            29 => CommandBody::GetMetadata {
                max_size: self.option(Self::number),
                depth: self.option(Self::metadata_depth),
                extensions: self.few(0, Self::parameter),
                mailbox: self.mailbox(),
                entries: self.few(1, Self::entry_name),
            },
            30 => {
                let entry = |g: &mut Self| (g.entry_name(), g.option(Self::octets));
                CommandBody::SetMetadata(self.mailbox(), self.few(1, entry))
            }
            31 => CommandBody::Notify(self.notify()),
            32 => CommandBody::Compress(b"DEFLATE"[..].into()),
            33 => CommandBody::Unauthenticate,
            34 if !self.rev2 => {
                CommandBody::Extension(self.x_name(), self.few(0, Self::comp_value))
            }
            35 => CommandBody::Language(self.few(0, Self::string)),
            36 => CommandBody::Comparator(self.few(0, Self::string)),
            37 => {
                let pair = |g: &mut Self| (g.string(), g.url_mechanism());
                CommandBody::GenUrlAuth(self.few(1, pair))
            }
            38 => {
                CommandBody::ResetKey(self.option(|g| (g.mailbox(), g.few(0, Self::url_mechanism))))
            }
            39 => {
                const ITEMS: [&str; 3] = ["BODY", "BINARY", "BODYPARTSTRUCTURE"];
                let item = |g: &mut Self| g.one_of(&ITEMS, "BODY").as_bytes().into();
                CommandBody::UrlFetch(self.few(1, |g| (g.string(), g.few(0, item))))
            }
            40 => CommandBody::Esearch {
                sources: self.few(1, Self::source_mailboxes),
                scope: self.few(0, Self::parameter),
                search: self.search(),
            },
            41 if !self.rev2 => CommandBody::Check,
            34 | 41 | 42 => CommandBody::Close,
            43 => CommandBody::Unselect,
            44 => CommandBody::Expunge(None),
            45 => CommandBody::Expunge(Some(self.sequence_set())),
            46 | 47 => CommandBody::Search { uid: self.flip(), search: self.search() },
            48 | 49 => {
                let (criteria, mut search) = (self.few(1, Self::sort_criterion), self.search());
                search.charset = Some(self.charset());
                CommandBody::Sort { uid: self.flip(), criteria, search }
            }
            50 | 51 => {
                let (returns, keys) = (None, self.few(1, Self::search_key));
                CommandBody::Thread {
                    uid: self.flip(),
                    algorithm: b"REFERENCES"[..].into(),
                    search: Search { returns, charset: Some(self.charset()), keys },
                }
            }
            52 | 53 => self.fetch_command(),
            54 | 55 => self.store_command(),
            56 => CommandBody::Copy {
                uid: self.flip(),
                set: self.sequence_set(),
                mailbox: self.mailbox(),
            },
            57 => CommandBody::Move {
                uid: self.flip(),
                set: self.sequence_set(),
                mailbox: self.mailbox(),
            },
            58 => CommandBody::Replace {
                uid: self.flip(),
                number: self.seq_number(),
                mailbox: self.mailbox(),
                message: Box::new(self.append_message()),
            },
            _ => CommandBody::CancelUpdate(self.few(1, Self::quoted)),
        }
    }

    fn fetch_command(&mut self) -> CommandBody<'static> {
        let uid = self.flip();
        let mut modifiers = self.few(0, Self::fetch_modifier);
        // VANISHED is UID FETCH's (RFC 7162 §3.2.6).
        modifiers.retain(|modifier| uid || *modifier != FetchModifier::Vanished);
        CommandBody::Fetch { uid, set: self.sequence_set(), items: self.fetch_items(), modifiers }
    }

    /// `mod-rights` (RFC 4314)
    fn mod_rights(&mut self) -> Octets<'static> {
        let sign = self.one_of(&["", "+", "-"], "");
        [sign.as_bytes(), self.rights().as_ref()].concat().into()
    }

    fn store_command(&mut self) -> CommandBody<'static> {
        CommandBody::Store {
            uid: self.flip(),
            set: self.sequence_set(),
            unchanged_since: self.option(Self::number64),
            extensions: self.few(0, Self::parameter),
            action: self.store_action(),
            silent: self.flip(),
            flags: self.few(0, Self::flag),
        }
    }

    pub(super) fn store_action(&mut self) -> StoreAction {
        let all = [StoreAction::Replace, StoreAction::Add, StoreAction::Remove];
        self.one_of(&all, StoreAction::Replace)
    }

    pub(super) fn append_message(&mut self) -> AppendMessage<'static> {
        AppendMessage {
            flags: self.few(0, Self::flag),
            date: self.option(Self::date_time),
            extensions: self.few(0, |g| (g.x_name(), g.tagged_value())),
            data: self.append_data(),
        }
    }

    pub(super) fn append_data(&mut self) -> AppendData<'static> {
        match self.die(5) {
            0 => AppendData::Literal(self.message()),
            1 => AppendData::Literal8(self.octets()),
            2 => AppendData::Utf8(self.message()),
            3 => AppendData::Catenate(self.few(1, Self::cat_part)),
            _ => AppendData::Literal(self.string()),
        }
    }

    pub(super) fn cat_part(&mut self) -> CatPart<'static> {
        match self.die(3) {
            0 => CatPart::Text(self.message()),
            1 => CatPart::Url(self.string()),
            _ => CatPart::Utf8(self.message()),
        }
    }

    pub(super) fn metadata_depth(&mut self) -> MetadataDepth {
        let all = [MetadataDepth::Zero, MetadataDepth::One, MetadataDepth::Infinity];
        self.one_of(&all, MetadataDepth::Zero)
    }
}
