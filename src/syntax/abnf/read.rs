//! ABNF (RFC 5234) to expressions.

/// What a rule is made of; rules are named by `R`.
#[derive(Debug, Clone)]
pub enum Expr<R> {
    /// `a / b`
    Alt(Vec<Expr<R>>),
    /// `a b`
    Cat(Vec<Expr<R>>),
    /// `n*m a`, `[a]`
    Repeat(usize, usize, Box<Expr<R>>),
    /// `"text"` in any case
    Text(Vec<u8>),
    /// `%x00-ff`
    Range(u8, u8),
    /// `<any A except B>`: one octet of the first that is none of the others
    Except(Box<Expr<R>>, Vec<Expr<R>>),
    /// `name`
    Rule(R),
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
        }
    }
}

/// The rules of a file: name in lower case, whether it extends, expression.
pub fn rules(text: &str) -> Vec<(String, bool, Expr<String>)> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with(';')) {
        match lines.last_mut() {
            Some(last) if line.starts_with(' ') => last.push_str(line),
            _ => lines.push(line.into()),
        }
    }
    lines.iter().map(|line| rule(line)).collect()
}

fn rule(line: &str) -> (String, bool, Expr<String>) {
    let (name, rest) = line.split_once(" =").unwrap_or_else(|| panic!("no rule: {line}"));
    let (extends, body) = match rest.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, rest),
    };
    let mut reader = Reader { text: body.as_bytes(), at: 0 };
    let expr = reader.alternation();
    assert_eq!(reader.at, body.len(), "{line}");
    (name.to_ascii_lowercase(), extends, expr)
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
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

    fn alternation(&mut self) -> Expr<String> {
        let mut list = vec![self.concatenation()];
        while self.peek() == b'/' {
            self.at += 1;
            list.push(self.concatenation());
        }
        if list.len() == 1 { list.remove(0) } else { Expr::Alt(list) }
    }

    fn concatenation(&mut self) -> Expr<String> {
        let mut list = Vec::new();
        while !matches!(self.peek(), 0 | b'/' | b')' | b']') {
            list.push(self.repetition());
        }
        if list.len() == 1 { list.remove(0) } else { Expr::Cat(list) }
    }

    fn repetition(&mut self) -> Expr<String> {
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
            (_, min) => Expr::Repeat(min.unwrap_or(0), max, Box::new(element)),
        }
    }

    fn element(&mut self) -> Expr<String> {
        match self.peek() {
            b'(' | b'[' => {
                let optional = self.peek() == b'[';
                self.at += 1;
                let inner = self.alternation();
                self.peek();
                self.at += 1;
                if optional { Expr::Repeat(0, 1, Box::new(inner)) } else { inner }
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
