//! Dialogues that break and keep the rules of `octets`.

use crate::referee::script::{breaks, keeps, selected};

fn fetched(items: &str) -> Vec<crate::finding::Finding> {
    selected(&format!("C: 1 FETCH 1 (UID)\nS: * 1 FETCH (UID 4 {items})\nS: 1 OK x"))
}

const HEADER: &str = "BODY[HEADER] {23}\\r\\nSubject: a\\r\\nTo: b@c\\r\\n\\r\\n";

#[test]
fn sizes_are_those_of_the_octets() {
    keeps(fetched("RFC822.SIZE 5 BODY[] {5}\\r\\n\\r\\nabc"));
    breaks("octets-size", fetched("RFC822.SIZE 6 BODY[] {5}\\r\\n\\r\\nabc"));
    breaks(
        "octets-size",
        fetched(&format!("RFC822.SIZE 25 {HEADER} BODY[TEXT] abc").replace("abc", "\"abc\"")),
    );
    keeps(fetched(&format!("RFC822.SIZE 26 {HEADER} BODY[TEXT] \"abc\"")));
}

#[test]
fn header_and_text_are_the_whole() {
    let whole = "BODY[] {26}\\r\\nSubject: a\\r\\nTo: b@c\\r\\n\\r\\nabc";
    keeps(fetched(&format!("{HEADER} BODY[TEXT] \"abc\" {whole}")));
    breaks("octets-whole", fetched(&format!("{HEADER} BODY[TEXT] \"abd\" {whole}")));
}

#[test]
fn structures_count_right() {
    let structure = |octets: u32, lines: u32| {
        format!(
            "BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" {octets} {lines} NIL NIL NIL NIL)"
        )
    };
    let text = "BODY[1] {8}\\r\\nab\\r\\ncd\\r\\n";
    keeps(fetched(&format!("{} {text}", structure(8, 2))));
    breaks("octets-structure", fetched(&format!("{} {text}", structure(9, 2))));
    breaks("octets-lines", fetched(&format!("{} {text}", structure(8, 3))));
    let multi = |octets: u32| {
        format!(
            "BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1)(\"image\" \"png\" NIL NIL NIL \"base64\" {octets}) \"mixed\")"
        )
    };
    keeps(fetched(&format!("{} BODY[2] \"abcd\"", multi(4))));
    breaks("octets-structure", fetched(&format!("{} BODY[2] \"abcd\"", multi(5))));
    let body = "BODY (\"text\" \"plain\" NIL NIL NIL \"7bit\" 8 2)";
    keeps(fetched(&format!("{} {body}", structure(8, 2))));
    breaks("octets-body", fetched(&format!("{} {body}", structure(8, 1))));
}

#[test]
fn fields_are_those_of_the_header() {
    let to = "BODY[HEADER.FIELDS (To)] {11}\\r\\nTo: b@c\\r\\n\\r\\n";
    keeps(fetched(&format!("{HEADER} {to}")));
    breaks("octets-fields", fetched(&to.replace("(To)", "(Cc)")));
    breaks(
        "octets-fields",
        fetched(&format!("{HEADER} BODY[HEADER.FIELDS (To)] {{2}}\\r\\n\\r\\n")),
    );
    breaks("octets-fields", fetched(&format!("{HEADER} {}", to.replace("FIELDS", "FIELDS.NOT"))));
    keeps(fetched("BODY[HEADER] {15}\\r\\nTo: b@c\\r\\njunk\\r\\n BODY[TEXT] \"abc\""));
    breaks("octets-blank-line", fetched("BODY[HEADER] {9}\\r\\nTo: b@c\\r\\n BODY[TEXT] \"abc\""));
}

#[test]
fn the_envelope_is_the_header_s() {
    let envelope = |subject: &str| {
        format!("{HEADER} ENVELOPE (NIL {subject} NIL NIL NIL NIL NIL NIL NIL NIL)")
    };
    keeps(fetched(&envelope("\"a\"")));
    breaks("octets-envelope", fetched(&envelope("\"b\"")));
    breaks("octets-envelope", fetched(&envelope("NIL")));
}

#[test]
fn binary_sizes() {
    keeps(fetched("BINARY.SIZE[1] 3 BINARY[1] \"abc\""));
    breaks("octets-binary-size", fetched("BINARY.SIZE[1] 4 BINARY[1] \"abc\""));
}

#[test]
fn a_part_is_cut_as_asked() {
    let cut = |part: &str| {
        selected(&format!(
            "C: 1 FETCH 1 (UID BODY.PEEK[TEXT])\nS: * 1 FETCH (UID 4 BODY[TEXT] \"abcdef\")\nS: 1 OK x\nC: 2 UID FETCH 4 BODY.PEEK[TEXT]<2.3>\nS: * 1 FETCH (UID 4 BODY[TEXT]<2> {part})\nS: 2 OK x"
        ))
    };
    keeps(cut("\"cde\""));
    breaks("octets-partial", cut("\"cd\""));
    breaks("octets-partial", cut("\"bcd\""));
}
