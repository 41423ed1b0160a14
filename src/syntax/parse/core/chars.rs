//! Character classes.

const ATOM: u8 = 1;
const ASTRING: u8 = 1 << 1;
const QUOTED: u8 = 1 << 2;
const TEXT: u8 = 1 << 3;
const TAG: u8 = 1 << 4;
const LABEL: u8 = 1 << 5;
const NAME: u8 = 1 << 6;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut octet = 1u8;
    while octet < 0x80 {
        let mut class = 0;
        let control = octet < 0x20 || octet == 0x7f;
        if !control && !matches!(octet, b'(' | b')' | b'{' | b' ' | b'%' | b'*' | b'"' | b'\\') {
            class |= ASTRING;
            if octet != b']' {
                class |= ATOM;
            }
            if octet != b'+' {
                class |= TAG;
            }
        }
        if !matches!(octet, b'\r' | b'\n') {
            class |= TEXT;
            if !matches!(octet, b'"' | b'\\') {
                class |= QUOTED;
            }
        }
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.' | b':') {
            class |= LABEL;
        }
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.') {
            class |= NAME;
        }
        classes[octet as usize] = class;
        octet += 1;
    }
    classes
};

/// `ATOM-CHAR = <any CHAR except atom-specials>`
#[inline]
pub fn is_atom_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & ATOM != 0
}

/// `ASTRING-CHAR = ATOM-CHAR / resp-specials`
#[inline]
pub fn is_astring_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & ASTRING != 0
}

/// `list-char = ATOM-CHAR / list-wildcards / resp-specials`
#[inline]
pub fn is_list_char(octet: u8) -> bool {
    is_astring_char(octet) || matches!(octet, b'%' | b'*')
}

/// `<any TEXT-CHAR except quoted-specials>`
#[inline]
pub fn is_quoted_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & QUOTED != 0
}

/// `TEXT-CHAR = <any CHAR except CR and LF>`
#[inline]
pub fn is_text_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & TEXT != 0
}

/// `<any ASTRING-CHAR except "+">`
#[inline]
pub fn is_tag_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & TAG != 0
}

/// `tagged-label-char = tagged-label-fchar / DIGIT / ":"`
#[inline]
pub fn is_label_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & LABEL != 0
}

/// What the names of FETCH items and the like are made of.
#[inline]
pub fn is_name_char(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & NAME != 0
}
