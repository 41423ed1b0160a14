//! Arithmetic and comparison: `${a} + 1 < ${b}`.

use std::ops::Range;

use super::Reader;
use super::arguments::quoted_length;
use super::template::{Mode, placeholder};
use crate::scenario::types::{Arithmetic, Check, Comparison, Expression, Template};
use crate::scenario::yaml::{Node, Text};

/// How deep parentheses may be nested.
const MAX_DEPTH: usize = 16;

#[derive(Debug)]
enum Token {
    Operand(Template),
    Arithmetic(Arithmetic),
    Comparison(Comparison),
    Open,
    Close,
}

impl Reader<'_> {
    /// `check`: one comparison or a list of them.
    pub(super) fn checks(&mut self, node: &Node) -> Vec<Check> {
        let items = self.items(node, "`check`");
        if items.is_empty() {
            self.wrong(node.span, "`check` needs a comparison", "\"${a} < ${b}\"");
        }
        items.into_iter().filter_map(|item| self.check(item)).collect()
    }

    fn check(&mut self, node: &Node) -> Option<Check> {
        let text = self.scalar(node, "a comparison")?;
        let mut tokens = self.tokens(text, 0..text.value.len())?.into_iter().peekable();
        let left = self.sum(text, &mut tokens, 0)?;
        let Some(Token::Comparison(op)) = tokens.next() else {
            let help = "== != < <= > >= contains";
            self.advise(text.all(), "this is no comparison", "", help);
            return None;
        };
        let right = self.sum(text, &mut tokens, 0)?;
        if tokens.next().is_some() {
            self.wrong(
                text.all(),
                "one comparison is enough: write others on lines of their own",
                "",
            );
            return None;
        }
        Some(Check { left, op, right, text: text.value.trim().to_owned(), span: text.all() })
    }

    /// The expression at `range` of `text`.
    pub(super) fn expression(&mut self, text: &Text, range: Range<usize>) -> Option<Expression> {
        let mut tokens = self.tokens(text, range.clone())?.into_iter().peekable();
        let expression = self.sum(text, &mut tokens, 0)?;
        if tokens.next().is_some() {
            self.wrong(text.span(range), "only + - * ( ) can stand here", "");
            return None;
        }
        Some(expression)
    }

    fn sum(&mut self, text: &Text, tokens: &mut Tokens, depth: usize) -> Option<Expression> {
        let mut left = self.product(text, tokens, depth)?;
        while let Some(Token::Arithmetic(Arithmetic::Plus | Arithmetic::Minus)) = tokens.peek() {
            let Some(Token::Arithmetic(op)) = tokens.next() else { break };
            let right = Box::new(self.product(text, tokens, depth)?);
            left = Expression::Binary { left: Box::new(left), op, right };
        }
        Some(left)
    }

    fn product(&mut self, text: &Text, tokens: &mut Tokens, depth: usize) -> Option<Expression> {
        let mut left = self.operand(text, tokens, depth)?;
        while let Some(Token::Arithmetic(Arithmetic::Times)) = tokens.peek() {
            tokens.next();
            let right = Box::new(self.operand(text, tokens, depth)?);
            left = Expression::Binary { left: Box::new(left), op: Arithmetic::Times, right };
        }
        Some(left)
    }

    fn operand(&mut self, text: &Text, tokens: &mut Tokens, depth: usize) -> Option<Expression> {
        match tokens.next() {
            Some(Token::Operand(template)) => Some(Expression::Operand(template)),
            Some(Token::Open) if depth < MAX_DEPTH => {
                let inner = self.sum(text, tokens, depth + 1)?;
                if !matches!(tokens.next(), Some(Token::Close)) {
                    self.wrong(text.all(), "a `)` is missing", "");
                    return None;
                }
                Some(inner)
            }
            _ => {
                self.wrong(text.all(), "a number or a value is missing in this expression", "");
                None
            }
        }
    }

    fn tokens(&mut self, text: &Text, range: Range<usize>) -> Option<Vec<Token>> {
        let mut tokens = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let rest = text.value.get(at..range.end)?;
            let Some(next) = rest.chars().next() else { break };
            if next.is_whitespace() {
                at += next.len_utf8();
                continue;
            }
            let complete = matches!(tokens.last(), Some(Token::Operand(_) | Token::Close));
            if let Some((token, length)) = symbol(rest, complete) {
                tokens.push(token);
                at += length;
                continue;
            }
            let length = operand_length(rest);
            let span = at..at + length;
            let template = if rest.starts_with('"') {
                self.quoted(text, span)
            } else {
                self.template_in(text, span, Mode::Plain)
            };
            tokens.push(Token::Operand(template));
            at += length;
        }
        Some(tokens)
    }
}

type Tokens = std::iter::Peekable<std::vec::IntoIter<Token>>;

/// The operator at the start of `text`; `complete`: an operand stands before it.
fn symbol(text: &str, complete: bool) -> Option<(Token, usize)> {
    if let Some(op) = Comparison::leading(text) {
        return Some((Token::Comparison(op), op.symbol().len()));
    }
    if complete
        && let Some(rest) = text.strip_prefix("contains")
        && rest.starts_with(char::is_whitespace)
    {
        return Some((Token::Comparison(Comparison::Contains), "contains".len()));
    }
    let token = match text.as_bytes().first()? {
        b'+' => Token::Arithmetic(Arithmetic::Plus),
        b'*' => Token::Arithmetic(Arithmetic::Times),
        // Before an operand it is a sign.
        b'-' if complete => Token::Arithmetic(Arithmetic::Minus),
        b'(' => Token::Open,
        b')' => Token::Close,
        _ => return None,
    };
    Some((token, 1))
}

/// Length of the operand at the start of `text`: a text in quotes, or words and placeholders up
/// to a space or an operator. A `-` inside of a word belongs to it.
fn operand_length(text: &str) -> usize {
    if text.starts_with('"') {
        return quoted_length(text);
    }
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("${") {
            at += placeholder(rest).unwrap_or(rest.len());
            continue;
        }
        let Some(next) = rest.chars().next() else { break };
        let ends = match next {
            '+' | '*' | '(' | ')' | '<' | '>' | '=' | '!' => true,
            '-' => at > 0 && !word,
            c => c.is_whitespace(),
        };
        if ends && at > 0 {
            break;
        }
        at += next.len_utf8();
    }
    at.max(1).min(text.len())
}
