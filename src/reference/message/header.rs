//! A header as a list of fields, every octet accounted for (RFC 5322 §2.2).
//!
//! A line ends in LF, with or without CR before it. What is no field (no colon, no name, a
//! name with blanks inside) is kept as a field without a name, so that HEADER.FIELDS.NOT
//! and HEADER.FIELDS together always give the whole header again.

use memchr::memchr;

/// One field, as it stands in the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// The name, blanks before the colon cut off; empty if the line is no field.
    pub name: &'a [u8],
    /// Name, colon, value and every line end.
    pub raw: &'a [u8],
    /// What comes after the colon, folded as sent.
    pub value: &'a [u8],
}

impl Field<'_> {
    /// Whether this field has that name (ASCII, any case).
    pub fn is(&self, name: &[u8]) -> bool {
        !self.name.is_empty() && self.name.eq_ignore_ascii_case(name)
    }

    /// The value on one line: see [`unfold`].
    pub fn text(&self) -> Vec<u8> {
        unfold(self.value)
    }
}

/// A header and the blank line that ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header<'a> {
    /// The fields in their order.
    pub fields: Vec<Field<'a>>,
    /// The blank line: CRLF, LF, or nothing where the header ends with the octets.
    pub blank: &'a [u8],
    /// Octets of the header, blank line included: where the body begins.
    pub length: usize,
}

impl<'a> Header<'a> {
    /// Reads the header at the start of `octets`.
    pub fn scan(octets: &'a [u8]) -> Self {
        let mut fields = Vec::new();
        let mut rest = octets;
        while !rest.is_empty() {
            let (line, _) = split_line(rest);
            if matches!(line, b"\r\n" | b"\n") {
                return Self {
                    fields,
                    blank: line,
                    length: octets.len() - rest.len() + line.len(),
                };
            }
            let (raw, after) = rest.split_at(field_length(rest));
            fields.push(field(raw));
            rest = after;
        }
        Self { fields, blank: b"", length: octets.len() }
    }

    /// The first field of that name (ASCII, any case).
    pub fn get(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.is(name.as_bytes()))
    }

    /// The unfolded value of the first field of that name.
    pub fn text(&self, name: &str) -> Option<Vec<u8>> {
        self.get(name).map(Field::text)
    }
}

/// The value on one line (RFC 5322 §2.2.3): line ends removed, the blanks after them kept,
/// blanks at both ends cut. NUL and bare CR, which no IMAP string should carry, go too.
pub fn unfold(value: &[u8]) -> Vec<u8> {
    let text: Vec<u8> =
        value.iter().copied().filter(|octet| !matches!(octet, b'\r' | b'\n' | 0)).collect();
    trim(&text).to_vec()
}

/// Cuts SP and TAB at both ends.
pub fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = text {
        text = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

/// The first line with its end, and what follows it.
pub fn split_line(octets: &[u8]) -> (&[u8], &[u8]) {
    octets.split_at(memchr(b'\n', octets).map_or(octets.len(), |at| at + 1))
}

/// The line without its end.
pub fn chomp(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Octets of the first line and of the lines that continue it.
fn field_length(octets: &[u8]) -> usize {
    let mut rest = octets;
    loop {
        rest = split_line(rest).1;
        if !matches!(rest.first(), Some(b' ' | b'\t')) {
            return octets.len() - rest.len();
        }
    }
}

fn field(raw: &[u8]) -> Field<'_> {
    let nameless = Field { name: b"", raw, value: chomp(raw) };
    let Some(colon) = memchr(b':', raw) else { return nameless };
    let (name, rest) = raw.split_at(colon);
    let mut name = name;
    while let [front @ .., b' ' | b'\t'] = name {
        name = front;
    }
    if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
        return nameless;
    }
    Field { name, raw, value: chomp(rest.get(1..).unwrap_or_default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_body_are_found() {
        let header = Header::scan(b"A: one\r\nB : two\r\n three\r\n\r\nbody");
        assert_eq!(header.length, 27);
        assert_eq!(header.blank, b"\r\n");
        assert_eq!(header.text("b").unwrap(), b"two three");
        assert_eq!(header.get("B").unwrap().raw, b"B : two\r\n three\r\n");
    }

    #[test]
    fn lines_that_are_no_fields_stay() {
        let header = Header::scan(b" lost\nno colon\n: none\nA b: c\nX:\n");
        assert!(header.fields.iter().take(4).all(|field| field.name.is_empty()));
        assert_eq!(header.text("X").unwrap(), b"");
        assert_eq!((header.blank, header.length), (&b""[..], 32));
        let all: Vec<u8> = header.fields.iter().flat_map(|field| field.raw.to_vec()).collect();
        assert_eq!(all.len(), 32);
    }

    #[test]
    fn a_blank_line_first_is_an_empty_header() {
        let header = Header::scan(b"\r\nbody");
        assert!(header.fields.is_empty());
        assert_eq!(header.length, 2);
    }

    #[test]
    fn unfolding_keeps_the_blanks_and_drops_the_line_ends() {
        assert_eq!(unfold(b" a\r\n\t b\0 \r\n"), b"a\t b");
    }
}
