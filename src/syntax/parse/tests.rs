//! Known answers for what all parsers share.

use super::input::{In, Res};
use super::whole;
use super::{core, dates, ext, flags, section, sets, strings};
use crate::syntax::dialect::{Dialect, Extension, ExtensionSet, Revision};
use crate::syntax::frame::Sender;
use crate::syntax::types::*;
use crate::syntax::{SyntaxError, SyntaxErrorKind};

fn read<'a, T>(
    octets: &'a [u8],
    parser: impl for<'c> Fn(In<'a, 'c>) -> Res<'a, 'c, T>,
) -> Result<T, SyntaxError> {
    whole(octets, &Dialect::everything(), Sender::Server, parser).map(|p| p.value)
}

fn offset<T: std::fmt::Debug>(result: Result<T, SyntaxError>) -> (usize, &'static str) {
    let error = result.unwrap_err();
    (error.offset, error.rule)
}

#[test]
fn numbers_have_their_ranges() {
    assert_eq!(read(b"4294967295", core::number), Ok(u32::MAX));
    assert_eq!(offset(read(b"4294967296", core::number)), (9, "number"));
    assert_eq!(read(b"007", core::number), Ok(7));
    assert_eq!(offset(read(b"07", core::nz_number)), (0, "nz-number"));
    assert_eq!(read(b"9223372036854775807", core::number64), Ok(core::MAX_63));
    assert_eq!(offset(read(b"9223372036854775808", core::number64)), (18, "number64"));
    assert_eq!(offset(read(b"00", core::mod_sequence_value)), (2, "mod-sequence-value"));
    assert_eq!(offset(read(b"0)", core::mod_sequence_value)), (0, "mod-sequence-value"));
    assert_eq!(offset(read(b"12x", core::number)), (2, "CRLF"));
}

#[test]
fn strings_in_all_forms() {
    assert_eq!(&*read(b"\"a\\\"b\\\\\"", strings::string).unwrap(), b"a\"b\\");
    assert_eq!(&*read(b"{3}\r\na\"\n", strings::string).unwrap(), b"a\"\n");
    assert_eq!(offset(read(b"\"a\\b\"", strings::quoted)), (3, "QUOTED-CHAR"));
    assert_eq!(offset(read(b"\"a\r\"", strings::quoted)), (2, "QUOTED-CHAR"));
    assert_eq!(offset(read(b"{3}\r\na\0b", strings::literal)), (6, "CHAR8"));
    assert_eq!(&*read(b"~{3}\r\na\0b", strings::literal8).unwrap(), b"a\0b");
    assert_eq!(&*read(b"\"\xc3\xa9\\\\\"", strings::quoted).unwrap(), b"\xc3\xa9\\");
    assert_eq!(offset(read(b"\"\xc3x\"", strings::quoted)), (1, "QUOTED-CHAR"));
    assert_eq!(read(b"nil", strings::nstring), Ok(None));
    let cut = read(b"{30}\r\nabc", strings::literal).unwrap_err();
    assert_eq!((cut.offset, cut.kind), (9, SyntaxErrorKind::Incomplete));
    assert_eq!(offset(read(b"{1+}\r\na", strings::literal)), (2, "literal"));
    let client = whole(b"{1+}\r\na", &Dialect::everything(), Sender::Client, strings::literal);
    assert!(client.unwrap().uses.contains(Extension::LiteralPlus));
}

#[test]
fn utf8_takes_rev2_or_an_extension() {
    let rev1 = Dialect::bare(Revision::Rev1);
    let error = whole(b"\"\xc3\xa9\"", &rev1, Sender::Server, strings::quoted).unwrap_err();
    assert_eq!((error.offset, error.kind), (1, SyntaxErrorKind::NeedsExtension));
    let with = rev1.with(ExtensionSet::EMPTY.with(Extension::Utf8Accept));
    let parsed = whole(b"\"\xc3\xa9\"", &with, Sender::Server, strings::quoted).unwrap();
    assert_eq!(parsed.requires(), ExtensionSet::EMPTY.with(Extension::Utf8Accept));
    let rev2 = Dialect::bare(Revision::Rev2);
    let parsed = whole(b"\"\xc3\xa9\"", &rev2, Sender::Server, strings::quoted).unwrap();
    assert!(parsed.requires().is_empty());
}

#[test]
fn sets_and_ranges() {
    let set = read(b"2,4:7,9,12:*", sets::sequence_set).unwrap();
    assert!(set.contains(5, 20) && set.contains(20, 20) && !set.contains(8, 20));
    assert_eq!(read(b"$", sets::sequence_set), Ok(SequenceSet::Saved));
    assert_eq!(offset(read(b"1:0", sets::sequence_set)).0, 2);
    assert_eq!(offset(read(b"1:*", sets::uid_set)), (2, "nz-number"));
    assert_eq!(read(b"-1:-100", sets::partial_range), Ok(PartialRange { from: -1, to: -100 }));
    assert_eq!(offset(read(b"-1:5", sets::partial_range)), (3, "partial-range-last"));
}

#[test]
fn flags_and_where_they_may_stand() {
    let flags = read(b"(\\seen $Junk \\X)", flags::flag_list).unwrap();
    assert_eq!(flags[0], Flag::Seen);
    assert_eq!(flags[2], Flag::Extension(b"x"[..].into()));
    assert_eq!(offset(read(b"(\\Seen )", flags::flag_list)), (7, "flag-keyword"));
    assert_eq!(offset(read(b"(\\Seen,\\x)", flags::flag_list)), (7, "flag-list"));
    assert_eq!(offset(read(b"(\\*)", flags::flag_list)), (2, "flag-extension"));
    assert_eq!(offset(read(b"(\\Recent)", flags::flag_list)), (2, "flag"));
    assert_eq!(read(b"\\*", flags::flag_perm), Ok(Flag::Wildcard));
}

#[test]
fn dates_and_times() {
    let when = read(b"\" 7-Jul-1996 02:44:25 -0730\"", dates::date_time).unwrap();
    assert_eq!(when.date, Date { year: 1996, month: 7, day: 7 });
    assert_eq!((when.hour, when.minute, when.second, when.zone), (2, 44, 25, -450));
    assert_eq!(offset(read(b"\"17-Jul-96 02:44:25 -0700\"", dates::date_time)), (10, "date-year"));
    assert_eq!(offset(read(b"\"17-Jul-1996 24:44:25 -0700\"", dates::date_time)), (13, "time"));
    assert_eq!(read(b"1-feb-1994", dates::date).unwrap().month, 2);
    assert!(read(b"\"01-Feb-1994\"", dates::date).is_ok());
}

#[test]
fn sections() {
    let fields = read(b"[1.2.HEADER.FIELDS (To \"Cc\")]", section::section).unwrap();
    assert_eq!(fields.part, [1, 2]);
    assert!(matches!(&fields.text, Some(SectionText::HeaderFields(names)) if names.len() == 2));
    assert_eq!(read(b"[]", section::section_binary), Ok(vec![]));
    assert_eq!(offset(read(b"[MIME]", section::section)), (1, "section-spec"));
    assert_eq!(offset(read(b"[1.0]", section::section)), (3, "nz-number"));
    assert_eq!(offset(read(b"[HEADER.FIELDS ()]", section::section)), (16, "astring"));
}

#[test]
fn generic_values() {
    let value = read(b"(a 1 b (c (d \"e\")))", ext::tagged_ext_val).unwrap();
    assert!(matches!(value, Value::List(items) if items.len() == 4));
    assert_eq!(read(b"()", ext::tagged_ext_val), Ok(Value::List(vec![])));
    assert_eq!(read(b"1:5,*", ext::tagged_ext_val), Ok(Value::Atom(b"1:5,*"[..].into())));
    assert_eq!(offset(read(b"(())", ext::tagged_ext_val)).0, 2);
    assert_eq!(offset(read(b"\"5\"", ext::tagged_ext_val)), (0, "tagged-ext-val"));
    let deep = [vec![b'('; 5000], b"a".to_vec(), vec![b')'; 5000]].concat();
    assert_eq!(read(&deep, ext::tagged_ext_val).unwrap_err().kind, SyntaxErrorKind::Limit);
}
