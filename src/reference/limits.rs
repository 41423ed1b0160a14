//! Bounds of what clients may make the server hold.

/// Octets of a command line without its literals; RFC 9051 §4 asks clients for 8192 at most.
pub const LINE: usize = 64 << 10;
/// Octets of one literal before log-in, and of all literals of a command then.
pub const LITERAL_BEFORE_LOGIN: u64 = 8 << 10;
/// Octets of a literal that is not a message.
pub const LITERAL: u64 = 256 << 10;
/// Octets of a message: the `APPENDLIMIT` unless the options say otherwise.
pub const MESSAGE: u32 = 32 << 20;
/// Octets of a whole command.
pub const COMMAND: usize = 96 << 20;
/// Octets of all messages of all accounts together.
pub const OCTETS: usize = 512 << 20;
/// Octets that one command may answer with, the last message aside.
pub const OUTBOX: usize = 256 << 20;
/// Connections at a time.
pub const SESSIONS: usize = 1000;
/// Accounts.
pub const ACCOUNTS: usize = 20_000;
/// Mailbox names of an account, subscriptions included.
pub const NAMES: usize = 2000;
/// Octets of a mailbox name.
pub const NAME: usize = 1000;
/// Messages of a mailbox.
pub const MESSAGES: usize = 200_000;
/// Mailboxes of all accounts.
pub const MAILBOXES: usize = 200_000;
/// Messages of all mailboxes, and as all sessions know them.
pub const RECORDS: usize = 4_000_000;
/// Keywords of a mailbox.
pub const KEYWORDS: usize = 200;
/// Octets of a keyword.
pub const KEYWORD: usize = 200;
/// Expunged UIDs that a mailbox remembers for QRESYNC (RFC 7162 §3.2.5).
pub const VANISHED: usize = 100_000;
/// Search contexts of a session (RFC 5267).
pub const CONTEXTS: usize = 16;
/// Metadata entries of a mailbox or of the server, and octets of one value (RFC 5464).
pub const METADATA_ENTRIES: usize = 100;
/// Octets of one metadata value.
pub const METADATA_VALUE: usize = 64 << 10;
/// Commands in a row that are no commands, before the server hangs up.
pub const BAD_COMMANDS: u32 = 100;
/// Milliseconds of silence before log-in, and after it (RFC 9051 §5.4 wants 30 minutes).
pub const IDLE_BEFORE_LOGIN: u64 = 5 * 60 * 1000;
/// Milliseconds of silence of an authenticated session.
pub const IDLE: u64 = 31 * 60 * 1000;
