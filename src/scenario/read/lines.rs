//! Templates cut into lines and words, and their brackets counted.

use crate::scenario::types::{Part, Piece, Span, Template};

/// The template, line by line; empty lines are left out.
pub(super) fn split(template: Template) -> Vec<Template> {
    let span = template.span;
    let several = |piece: &Piece| matches!(&piece.part, Part::Text(text) if text.contains('\n'));
    if !template.pieces.iter().any(several) {
        return vec![template];
    }
    let (mut lines, mut current) = (Vec::new(), Vec::new());
    for piece in template.pieces {
        let Part::Text(text) = &piece.part else {
            current.push(piece);
            continue;
        };
        for (n, part) in text.split('\n').enumerate() {
            if n > 0 {
                lines.push(Template { pieces: std::mem::take(&mut current), span });
            }
            if !part.is_empty() {
                current.push(Piece { part: Part::Text(part.to_owned()), span: piece.span });
            }
        }
    }
    lines.push(Template { pieces: current, span });
    lines.retain(|line| !line.pieces.is_empty());
    lines
}

/// The text before the first placeholder.
pub(super) fn leading(template: &Template) -> String {
    template
        .pieces
        .iter()
        .map_while(|piece| match &piece.part {
            Part::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// Without the first `length` octets, which are text.
pub(super) fn without(mut template: Template, mut length: usize) -> Template {
    let mut pieces = Vec::with_capacity(template.pieces.len());
    for mut piece in template.pieces {
        if length > 0
            && let Part::Text(text) = &mut piece.part
        {
            let cut = length.min(text.len());
            length -= cut;
            *text = text.get(cut..).unwrap_or_default().to_owned();
            let width = (piece.span.end.saturating_sub(piece.span.start)) as usize;
            piece.span = piece.span.slice(cut.min(width), width);
            if text.is_empty() {
                continue;
            }
        }
        pieces.push(piece);
    }
    if let Some(first) = pieces.first().filter(|first| first.span.file == template.span.file) {
        template.span.start = first.span.start.clamp(template.span.start, template.span.end);
    } else {
        template.span.start = template.span.end;
    }
    template.pieces = pieces;
    template
}

/// The first `length` octets, which are text.
pub(super) fn prefix(template: &Template, length: usize) -> Template {
    let text = leading(template).get(..length).unwrap_or_default().to_owned();
    let span = template.span.slice(0, length);
    Template { pieces: vec![Piece { part: Part::Text(text), span }], span }
}

/// What is open at the end, or closed without being open. In `prose`, only the code in brackets
/// counts.
pub(super) fn unbalanced(template: &Template, prose: bool) -> Option<(&'static str, Span)> {
    let mut open: Vec<(u8, Span)> = Vec::new();
    let mut quote = None;
    let mut escaped = false;
    let mut code = false;
    for piece in &template.pieces {
        let Part::Text(text) = &piece.part else { continue };
        for (at, octet) in text.bytes().enumerate() {
            let here = piece.span.slice(at, at + 1);
            if prose && code && open.is_empty() {
                return None;
            }
            match octet {
                _ if escaped => escaped = false,
                b'\\' if quote.is_some() => escaped = true,
                b'"' if !prose || !open.is_empty() => {
                    quote = if quote.is_some() { None } else { Some(here) };
                }
                _ if quote.is_some() => {}
                b'[' => {
                    code = true;
                    open.push((b']', here));
                }
                b'(' if !prose || !open.is_empty() => open.push((b')', here)),
                b')' | b']' if !prose || !open.is_empty() => match open.pop() {
                    Some((close, _)) if close == octet => {}
                    _ => return Some(("this is closed but was not opened", here)),
                },
                _ => {}
            }
        }
    }
    if let Some(span) = quote {
        return Some(("this quotation mark has no second one", span));
    }
    open.pop().map(|(_, span)| ("this is opened but not closed", span))
}
