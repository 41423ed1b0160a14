//! `resp-text-code` (RFC 9051 §7.1 and the extensions).

use super::writer::Writer;
use crate::syntax::parse::core::is_text_char;
use crate::syntax::types::{Code, InProgress, Octets};

impl Writer {
    /// The code without its brackets.
    pub(super) fn code(&mut self, code: &Code<'_>) {
        if let Some(word) = plain_word(code) {
            return self.word(word);
        }
        match code {
            Code::BadCharset(charsets) => {
                self.word("BADCHARSET");
                if !charsets.is_empty() {
                    self.sp();
                    self.list(charsets, |w, charset| w.charset(charset));
                }
            }
            Code::Capability(capabilities) => {
                self.word("CAPABILITY");
                self.each(capabilities, Self::capability);
            }
            Code::PermanentFlags(flags) => {
                self.word_sp("PERMANENTFLAGS");
                self.flags(flags);
            }
            Code::UidNext(n) => self.named_number("UIDNEXT", *n),
            Code::UidValidity(n) => self.named_number("UIDVALIDITY", *n),
            Code::Unseen(n) => self.named_number("UNSEEN", *n),
            Code::AppendUid { uid_validity, uids } => {
                self.named_number("APPENDUID", *uid_validity);
                self.sp();
                self.set(uids);
            }
            Code::CopyUid { uid_validity, source, destination } => {
                self.named_number("COPYUID", *uid_validity);
                self.sp();
                self.set(source);
                self.sp();
                self.set(destination);
            }
            Code::HighestModSeq(n) => self.named_number("HIGHESTMODSEQ", *n),
            Code::Modified(set) => {
                self.word_sp("MODIFIED");
                self.set(set);
            }
            Code::UrlMech(mechanisms) => {
                self.word("URLMECH");
                self.each(mechanisms, |w, (name, data)| {
                    w.only(name, |octet| octet != b'=' && in_code(octet) && octet != b' ');
                    if let Some(data) = data {
                        w.byte(b'=');
                        w.raw(data_encoding::BASE64.encode(data).as_bytes());
                    }
                });
            }
            Code::BadUrl(url) => {
                self.word_sp("BADURL");
                // A "]" that ends a word would end the code.
                let ends = |at: usize| at > 0 && url.get(at..at + 2) == Some(b"] ");
                let url: Vec<u8> =
                    (0..url.len()).map(|at| if ends(at) { b'_' } else { url[at] }).collect();
                self.only(&url, |octet| !matches!(octet, 0 | b'\r' | b'\n' | b'\\' | 0xff));
            }
            Code::MetadataLongEntries(n) => self.named_number("METADATA LONGENTRIES", *n),
            Code::MetadataMaxSize(n) => self.named_number("METADATA MAXSIZE", *n),
            Code::BadEvent(events) => {
                self.word_sp("BADEVENT");
                self.list(events, |w, event| w.atom(event));
            }
            Code::UndefinedFilter(name) => {
                self.word_sp("UNDEFINED-FILTER");
                self.filter_name(name);
            }
            Code::NoUpdate(tag) => {
                self.word_sp("NOUPDATE");
                self.quoted(tag);
            }
            Code::MailboxId(id) => {
                self.word_sp("MAILBOXID");
                self.object_id(id);
            }
            Code::MessageLimit { limit, uid } => {
                self.named_number("MESSAGELIMIT", *limit);
                self.each(*uid, Self::number);
            }
            Code::InProgress(progress) => {
                self.word("INPROGRESS");
                self.each(progress, Self::progress);
            }
            Code::Referral(url) => {
                self.word_sp("REFERRAL");
                self.only(url, in_code);
            }
            Code::Other(name, text) => {
                self.atom(name);
                self.each(text, |w, text: &Octets<'_>| w.only(text, in_code));
            }
            _ => {}
        }
    }

    fn progress(&mut self, progress: &InProgress<'_>) {
        self.byte(b'(');
        match &progress.tag {
            Some(tag) => self.quoted(tag),
            None => self.nil(),
        }
        self.sp();
        self.number_or_nil(progress.progress);
        self.sp();
        self.number_or_nil(progress.goal.filter(|_| progress.progress.is_some()));
        self.byte(b')');
    }
}

/// `<any TEXT-CHAR except "]">`
fn in_code(octet: u8) -> bool {
    is_text_char(octet) && octet != b']'
}

/// Codes that are nothing but a name.
fn plain_word(code: &Code<'_>) -> Option<&'static str> {
    Some(match code {
        Code::Alert => "ALERT",
        Code::Parse => "PARSE",
        Code::ReadOnly => "READ-ONLY",
        Code::ReadWrite => "READ-WRITE",
        Code::TryCreate => "TRYCREATE",
        Code::UidNotSticky => "UIDNOTSTICKY",
        Code::Unavailable => "UNAVAILABLE",
        Code::AuthenticationFailed => "AUTHENTICATIONFAILED",
        Code::AuthorizationFailed => "AUTHORIZATIONFAILED",
        Code::Expired => "EXPIRED",
        Code::PrivacyRequired => "PRIVACYREQUIRED",
        Code::ContactAdmin => "CONTACTADMIN",
        Code::NoPerm => "NOPERM",
        Code::InUse => "INUSE",
        Code::ExpungeIssued => "EXPUNGEISSUED",
        Code::Corruption => "CORRUPTION",
        Code::ServerBug => "SERVERBUG",
        Code::ClientBug => "CLIENTBUG",
        Code::Cannot => "CANNOT",
        Code::Limit => "LIMIT",
        Code::OverQuota => "OVERQUOTA",
        Code::AlreadyExists => "ALREADYEXISTS",
        Code::NonExistent => "NONEXISTENT",
        Code::NoModSeq => "NOMODSEQ",
        Code::Closed => "CLOSED",
        Code::HasChildren => "HASCHILDREN",
        Code::UnknownCte => "UNKNOWN-CTE",
        Code::NotSaved => "NOTSAVED",
        Code::TooBig => "TOOBIG",
        Code::CompressionActive => "COMPRESSIONACTIVE",
        Code::BadComparator => "BADCOMPARATOR",
        Code::MetadataTooMany => "METADATA TOOMANY",
        Code::MetadataNoPrivate => "METADATA NOPRIVATE",
        Code::NotificationOverflow => "NOTIFICATIONOVERFLOW",
        Code::UseAttr => "USEATTR",
        Code::UidRequired => "UIDREQUIRED",
        _ => return None,
    })
}
