//! ABNF (RFC 5234) to expressions.

/// Number of a choice, see [`Expr::Choice`].
pub type Id = usize;

/// What a rule is made of; rules are named by `R`.
#[derive(Debug, Clone)]
pub enum Expr<R> {
    /// `a / b`: choices, all of them
    Alt(Vec<Expr<R>>),
    /// `a b`
    Cat(Vec<Expr<R>>),
    /// `n*m a`, `[a]`
    Repeat(usize, usize, Box<Expr<R>>),
    /// `"text"` in any case
    Text(Vec<u8>),
    /// `%x00-ff`
    Range(u8, u8),
    /// `<any A except B>`: what is the first and none of the others
    Except(Box<Expr<R>>, Vec<Expr<R>>),
    /// `name`
    Rule(R),
    /// What a sentence may take or leave: an alternative, the whole of a rule that has but one, or
    /// what an option or repetition holds. Its number tells it from all others.
    Choice(Id, Box<Expr<R>>),
}

impl<R> Expr<R> {
    /// The same with other names.
    pub fn map<S>(self, name: &mut impl FnMut(R) -> S) -> Expr<S> {
        let mut all = |list: Vec<Self>| list.into_iter().map(|e| e.map(name)).collect::<Vec<_>>();
        match self {
            Self::Alt(list) => Expr::Alt(all(list)),
            Self::Cat(list) => Expr::Cat(all(list)),
            Self::Repeat(min, max, inner) => Expr::Repeat(min, max, Box::new(inner.map(name))),
            Self::Text(text) => Expr::Text(text),
            Self::Range(from, to) => Expr::Range(from, to),
            Self::Except(of, but) => {
                let but = all(but);
                Expr::Except(Box::new(of.map(name)), but)
            }
            Self::Rule(rule) => Expr::Rule(name(rule)),
            Self::Choice(id, inner) => Expr::Choice(id, Box::new(inner.map(name))),
        }
    }
}

/// A rule as a file has it.
#[derive(Debug, Clone)]
pub struct Written {
    /// As written.
    pub name: String,
    /// `=/`
    pub extends: bool,
    /// Rules by their names in lower case.
    pub expr: Expr<String>,
}

/// The rules of a file. What each choice is called is added to `choices`: the rule's name, and the
/// choice as written; its place there is its number.
///
/// The files are parts of this crate and read by its tests: one that cannot be read is a panic.
pub fn rules(text: &str, choices: &mut Vec<(String, String)>) -> Vec<Written> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with(';')) {
        match lines.last_mut() {
            Some(last) if line.starts_with(' ') => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            _ => lines.push(line.into()),
        }
    }
    lines.iter().map(|line| rule(line, choices)).collect()
}

fn rule(line: &str, choices: &mut Vec<(String, String)>) -> Written {
    let (name, rest) = line.split_once(" =").unwrap_or_else(|| panic!("no rule: {line}"));
    let (extends, body) = match rest.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, rest),
    };
    let mut reader = Reader { text: body.as_bytes(), at: 0, rule: name, choices };
    let expr = reader.alternation(true);
    assert_eq!(reader.at, body.len(), "{line}");
    Written { name: name.into(), extends, expr }
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    rule: &'t str,
    choices: &'t mut Vec<(String, String)>,
}

impl Reader<'_> {
    fn peek(&mut self) -> u8 {
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.text.get(self.at).copied().unwrap_or_default()
    }

    fn take(&mut self, property: impl Fn(u8) -> bool) -> String {
        let rest = &self.text[self.at..];
        let count = rest.iter().position(|&b| !property(b)).unwrap_or(rest.len());
        self.at += count;
        String::from_utf8_lossy(&rest[..count]).into()
    }

    fn until(&mut self, end: u8) -> String {
        self.at += 1;
        let taken = self.take(|b| b != end);
        self.at += 1;
        taken
    }

    /// What stands from `start` on, as a choice.
    fn choice(&mut self, start: usize, inner: Expr<String>) -> Expr<String> {
        let written = String::from_utf8_lossy(&self.text[start..self.at]).trim().to_owned();
        self.choices.push((self.rule.to_owned(), written));
        Expr::Choice(self.choices.len() - 1, Box::new(inner))
    }

    /// `whole`: of a rule.
    fn alternation(&mut self, whole: bool) -> Expr<String> {
        let mut list = Vec::new();
        loop {
            let start = self.at;
            let inner = self.concatenation();
            let more = self.peek() == b'/';
            if !whole && list.is_empty() && !more {
                return inner;
            }
            list.push(self.choice(start, inner));
            if !more {
                return if list.len() == 1 { list.remove(0) } else { Expr::Alt(list) };
            }
            self.at += 1;
        }
    }

    fn concatenation(&mut self) -> Expr<String> {
        let mut list = Vec::new();
        while !matches!(self.peek(), 0 | b'/' | b')' | b']') {
            list.push(self.repetition());
        }
        if list.len() == 1 { list.remove(0) } else { Expr::Cat(list) }
    }

    fn repetition(&mut self) -> Expr<String> {
        let start = self.at;
        let min = self.take(|b| b.is_ascii_digit()).parse().ok();
        let star = self.peek() == b'*';
        if star {
            self.at += 1;
        }
        let max = match star {
            true => self.take(|b| b.is_ascii_digit()).parse().unwrap_or(usize::MAX),
            false => min.unwrap_or(1),
        };
        let element = self.element();
        match (star, min) {
            (false, None) => element,
            (false, Some(count)) => Expr::Repeat(count, count, Box::new(element)),
            (true, min) => {
                let inner = self.choice(start, element);
                Expr::Repeat(min.unwrap_or(0), max, Box::new(inner))
            }
        }
    }

    fn element(&mut self) -> Expr<String> {
        let start = self.at;
        match self.peek() {
            b'(' | b'[' => {
                let optional = self.peek() == b'[';
                self.at += 1;
                let inner = self.alternation(false);
                self.peek();
                self.at += 1;
                match optional {
                    true => Expr::Repeat(0, 1, Box::new(self.choice(start, inner))),
                    false => inner,
                }
            }
            b'"' => Expr::Text(self.until(b'"').into_bytes()),
            b'<' => prose(&self.until(b'>')),
            b'%' => {
                self.at += 2;
                let hex = |text: String| u8::from_str_radix(&text, 16).unwrap_or_default();
                let from = hex(self.take(|b| b.is_ascii_hexdigit()));
                if self.text.get(self.at) != Some(&b'-') {
                    return Expr::Range(from, from);
                }
                self.at += 1;
                Expr::Range(from, hex(self.take(|b| b.is_ascii_hexdigit())))
            }
            _ => {
                let name = self.take(|b| b.is_ascii_alphanumeric() || b == b'-');
                assert!(!name.is_empty(), "{}", String::from_utf8_lossy(self.text));
                Expr::Rule(name.to_ascii_lowercase())
            }
        }
    }
}

/// `any A except B and C`
fn prose(text: &str) -> Expr<String> {
    let one = |word: &str| match word.strip_prefix('"') {
        Some(quoted) => Expr::Text(quoted.trim_end_matches('"').into()),
        None => Expr::Rule(word.to_ascii_lowercase()),
    };
    let words = text.strip_prefix("any ").and_then(|rest| rest.split_once(" except "));
    let (of, but) = words.unwrap_or_else(|| panic!("prose that nobody understands: {text}"));
    Expr::Except(Box::new(one(of)), but.split(" and ").map(one).collect())
}
