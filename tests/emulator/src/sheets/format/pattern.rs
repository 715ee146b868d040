//! A pattern as its sections, and each of them as its tokens.

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Group,
    Percent,
    /// `E+`, which always shows a sign, or `E-`.
    Exponent {
        signed: bool,
    },
    /// A part of a date or time: `yyyy`, `m`, `hh`, `am/pm`, `[h]`.
    Part(String),
    /// `@`.
    Text,
    /// `_x`: as much room as that letter takes.
    Blank,
    /// `General`: the number as it is.
    General,
}

/// `[>=100]` before a section.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Condition {
    operator: &'static str,
    than: f64,
}

impl Condition {
    fn read(text: &str) -> Option<Self> {
        let operator = ["<=", ">=", "<>", "<", ">", "="].into_iter().find(|o| text.starts_with(o))?;
        Some(Self { operator, than: text[operator.len()..].trim().parse().ok()? })
    }

    pub(super) fn holds(self, n: f64) -> bool {
        let order = n.partial_cmp(&self.than);
        match self.operator {
            "<=" => order.is_some_and(std::cmp::Ordering::is_le),
            ">=" => order.is_some_and(std::cmp::Ordering::is_ge),
            "<" => order.is_some_and(std::cmp::Ordering::is_lt),
            ">" => order.is_some_and(std::cmp::Ordering::is_gt),
            "=" => order.is_some_and(std::cmp::Ordering::is_eq),
            _ => order.is_none_or(std::cmp::Ordering::is_ne),
        }
    }

    pub(super) fn only_below_zero(self) -> bool {
        self.than <= 0.0 && (self.operator == "<" || (self.operator == "<=" && self.than < 0.0))
    }
}

/// One of up to four parts: numbers above zero, below, zero, text; or whatever its condition says.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) condition: Option<Condition>,
    pub(super) tokens: Vec<Token>,
}

impl Section {
    /// Whether it shows a date or a time: a digit beside them is a part of a second.
    pub(super) fn is_moment(&self) -> bool {
        let seconds = |part: &String| part.trim_start_matches('[').starts_with('s');
        let mut parts =
            self.tokens.iter().filter_map(|t| if let Token::Part(p) = t { Some(p) } else { None });
        let digits = self.tokens.iter().any(|t| matches!(t, Token::Digit(_)));
        if digits { parts.any(seconds) } else { parts.next().is_some() }
    }
}

pub(super) fn sections(pattern: &str) -> Vec<Section> {
    split(pattern).iter().map(|text| section(text)).collect()
}

fn split(pattern: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in pattern.chars() {
        if c == ';' && !quoted && !escaped {
            out.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

fn section(text: &str) -> Section {
    let mut condition = None;
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '"' => {
                let inner = &rest[1..];
                let end = inner.find('"').unwrap_or(inner.len());
                tokens.push(Token::Literal(inner[..end].to_owned()));
                taken = (end + 2).min(rest.len());
            }
            '\\' => {
                let next = rest[1..].chars().next().unwrap_or('\\');
                tokens.push(Token::Literal(next.to_string()));
                taken = (1 + next.len_utf8()).min(rest.len());
            }
            '[' => {
                let end = rest.find(']').map_or(rest.len(), |at| at + 1);
                let inner = rest[1..end].trim_end_matches(']');
                let lower = inner.to_ascii_lowercase();
                if let Some(symbol) = inner.strip_prefix('$') {
                    tokens.push(Token::Literal(symbol.split('-').next().unwrap_or("").to_owned()));
                } else if !lower.is_empty() && ['h', 'm', 's'].iter().any(|l| lower.chars().all(|c| c == *l))
                {
                    tokens.push(Token::Part(format!("[{lower}]")));
                } else if let Some(found) = Condition::read(inner) {
                    condition = Some(found);
                }
                // Anything else in brackets is a colour, which a text does not have.
                taken = end;
            }
            '0' | '#' | '?' => tokens.push(Token::Digit(c)),
            '.' => tokens.push(Token::Point),
            ',' => tokens.push(Token::Group),
            '%' => tokens.push(Token::Percent),
            '@' => tokens.push(Token::Text),
            // Both take the letter after them; what is repeated to fill the cell has no width in a text.
            '_' => {
                tokens.push(Token::Blank);
                taken = rest.chars().take(2).map(char::len_utf8).sum();
            }
            '*' => taken = rest.chars().take(2).map(char::len_utf8).sum(),
            'E' | 'e' if rest[1..].starts_with(['+', '-']) => {
                tokens.push(Token::Exponent { signed: rest[1..].starts_with('+') });
                taken = 2;
            }
            'G' | 'g' if starts(rest, "general") => {
                tokens.push(Token::General);
                taken = "general".len();
            }
            'a' | 'A' if starts(rest, "am/pm") || starts(rest, "a/p") => {
                let word = if starts(rest, "am/pm") { "am/pm" } else { "a/p" };
                tokens.push(Token::Part(word.to_owned()));
                taken = word.len();
            }
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => {
                let same = [c.to_ascii_lowercase(), c.to_ascii_uppercase()];
                taken = rest.len() - rest.trim_start_matches(same).len();
                tokens.push(Token::Part(rest[..taken].to_ascii_lowercase()));
            }
            _ => tokens.push(Token::Literal(c.to_string())),
        }
        rest = &rest[taken..];
    }
    Section { condition, tokens }
}

fn starts(rest: &str, word: &str) -> bool {
    rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
