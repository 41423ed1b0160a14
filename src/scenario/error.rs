//! What is wrong with a scenario file: place, caret, and what would be right.

use std::fmt;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::types::{Source, Span};
use crate::finding::Place;

/// All that is wrong with one scenario file (and the shared files that it uses).
#[derive(Debug, Clone)]
pub struct Error {
    /// Path of the scenario, as shown to people.
    pub path: String,
    /// What is wrong, in the order of the file; never empty.
    pub diagnostics: Vec<Diagnostic>,
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What, in one sentence.
    pub message: String,
    /// What stands beside the caret; may be empty.
    pub label: String,
    /// What would be right.
    pub help: Option<String>,
    /// Where; `None` for a whole file that could not be read.
    pub at: Option<(Arc<Source>, Span)>,
}

impl Diagnostic {
    /// Something wrong with `path` as a whole.
    pub fn whole(message: impl Into<String>) -> Self {
        Self { message: message.into(), label: String::new(), help: None, at: None }
    }

    /// Where, with line and column.
    pub fn place(&self) -> Option<Place> {
        self.at.as_ref().map(|(source, span)| source.place(*span))
    }
}

impl Error {
    /// The file could not be read at all.
    pub fn unreadable(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), diagnostics: vec![Diagnostic::whole(message)] }
    }

    /// As text for a terminal, in colour if `styled`. Ends without a line end.
    pub fn render(&self, styled: bool) -> String {
        let renderer = if styled {
            Renderer::styled().decor_style(DecorStyle::Unicode)
        } else {
            Renderer::plain().decor_style(DecorStyle::Ascii)
        };
        let blocks: Vec<String> =
            self.diagnostics.iter().map(|one| self.render_one(one, &renderer)).collect();
        blocks.join("\n\n")
    }

    fn render_one(&self, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
        let title = Level::ERROR.primary_title(&diagnostic.message);
        let mut group = match &diagnostic.at {
            Some((source, span)) => {
                // One line: a caret that runs over several says less than its start.
                let number = source.line_at(source.text().floor_char_boundary(span.start as usize));
                let line = source.line(number);
                let text = source.text().get(line.clone()).unwrap_or_default();
                let inside = |offset: u32| {
                    let offset = (offset as usize).clamp(line.start, line.end) - line.start;
                    text.floor_char_boundary(offset)
                };
                let (start, end) = (inside(span.start), inside(span.end));
                let label = (!diagnostic.label.is_empty()).then_some(diagnostic.label.as_str());
                title.element(
                    Snippet::source(text).line_start(number + 1).path(source.path()).annotation(
                        AnnotationKind::Primary.span(start..end.max(start)).label(label),
                    ),
                )
            }
            None => title.element(Level::NOTE.message(format!("in {}", self.path))),
        };
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Error {}
