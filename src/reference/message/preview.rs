//! PREVIEW (RFC 8970): the first words of a message.

use super::binary::decoded;
use super::content;
use super::header::Header;
use super::tree::{Kind, Part};
use super::words;

/// Characters of a preview; the RFC says SHOULD NOT exceed 200, MUST NOT 256.
pub const LENGTH: usize = 200;

/// The preview: the first text that is no attachment, HTML only where no plain text is,
/// blanks made one; empty if there is none.
pub fn preview(octets: &[u8], root: &Part) -> String {
    let Some(part) = find(octets, root, "plain").or_else(|| find(octets, root, "html")) else {
        return String::new();
    };
    let text = text(octets, part).unwrap_or_default();
    let text = if part.content.is_sub("html") { strip(&text) } else { text };
    let mut preview = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !preview.is_empty() && !preview.ends_with(' ') {
            preview.push(' ');
        }
        preview.push_str(word);
        if preview.len() > LENGTH * 4 {
            break;
        }
    }
    preview.chars().take(LENGTH).collect::<String>().trim_end().to_owned()
}

/// The decoded text of a text part; `None` if it is none or cannot be decoded.
pub fn text(octets: &[u8], part: &Part) -> Option<String> {
    if part.kind != Kind::Leaf || !part.content.is("text") {
        return None;
    }
    let label = part.content.param("charset").unwrap_or_default();
    words::to_utf8(&decoded(octets, part)?, label)
}

fn find<'a>(octets: &[u8], part: &'a Part, subtype: &str) -> Option<&'a Part> {
    match &part.kind {
        Kind::Multi(parts) => parts.iter().find_map(|part| find(octets, part, subtype)),
        Kind::Message(message) => find(octets, message, subtype),
        Kind::Leaf => {
            let header = Header::scan(octets.get(part.header.clone()).unwrap_or_default());
            let attached = content::disposition(&header)
                .is_some_and(|(kind, _)| kind.eq_ignore_ascii_case(b"attachment"));
            let wanted = part.content.is("text") && part.content.is_sub(subtype) && !attached;
            wanted.then_some(part)
        }
    }
}

/// HTML without its tags, comments, styles, scripts and head.
fn strip(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        entities(before, &mut text);
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name: String =
            tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        rest = match name.as_str() {
            "style" | "script" | "head" | "title" => skip_to_close(after, &name),
            _ => after,
        };
        let inline = matches!(name.as_str(), "b" | "i" | "em" | "strong" | "a" | "span" | "u");
        let closes_inline = tag.starts_with('/')
            && matches!(
                tag.trim_start_matches('/').trim(),
                "b" | "i" | "em" | "strong" | "a" | "span" | "u"
            );
        if !inline && !closes_inline {
            text.push(' ');
        }
    }
    entities(rest, &mut text);
    text
}

fn skip_to_close<'a>(mut rest: &'a str, name: &str) -> &'a str {
    while let Some((_, after)) = rest.split_once("</") {
        let tag = after.get(..name.len()).unwrap_or_default();
        if tag.eq_ignore_ascii_case(name) {
            return after.split_once('>').map_or("", |(_, rest)| rest);
        }
        rest = after;
    }
    ""
}

fn entities(mut html: &str, text: &mut String) {
    while let Some((before, after)) = html.split_once('&') {
        text.push_str(before);
        let name =
            after.split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or("");
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            _ => name.strip_prefix('#').and_then(|number| {
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)
            }),
        };
        match character {
            Some(character) => {
                text.push(character);
                let after = after.get(name.len()..).unwrap_or_default();
                html = after.strip_prefix(';').unwrap_or(after);
            }
            None => {
                text.push('&');
                html = after;
            }
        }
    }
    text.push_str(html);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(octets: &[u8]) -> String {
        preview(octets, &Part::root(octets))
    }

    #[test]
    fn html_is_stripped() {
        let html = "<html><HEAD><title>T</title></head><style>p{}</style><p>Fresh <b>oran</b>ges \
                    &amp; lem&#111;ns<!-- no --> &c</p><p>South";
        let octets = format!("Content-Type: text/html\r\n\r\n{html}");
        assert_eq!(of(octets.as_bytes()), "Fresh oranges & lemons &c South");
    }

    #[test]
    fn at_most_200_characters_and_never_split() {
        let octets = format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{}", "ä".repeat(999));
        assert_eq!(of(octets.as_bytes()).chars().count(), LENGTH);
    }

    #[test]
    fn nothing_to_show_is_empty() {
        assert_eq!(of(b"Content-Type: image/gif\r\n\r\nGIF"), "");
        assert_eq!(of(b""), "");
    }
}
