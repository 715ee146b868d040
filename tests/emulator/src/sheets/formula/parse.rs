//! The tree of a formula, by precedence climbing.

use super::lex::{Placed, Word};

#[derive(Clone, Debug)]
pub(crate) enum Expression {
    Number(f64),
    Text(String),
    Error(String),
    Name(String),
    Reference {
        title: Option<String>,
        cells: String,
    },
    Call {
        name: String,
        arguments: Vec<Expression>,
    },
    Negative(Box<Expression>),
    Positive(Box<Expression>),
    Percent(Box<Expression>),
    /// Operators applied from left to right, each to what came before; a list, for a sum may be long.
    Chain {
        first: Box<Expression>,
        rest: Vec<(&'static str, Expression)>,
    },
    /// `{1,2;3,4}`: rows of values, or of ranges.
    Array(Vec<Vec<Expression>>),
    /// An argument that was left out.
    Missing,
}

/// Formulas deeper than this cannot be read; a function in a function is two steps.
const DEPTH: usize = 200;

pub(crate) fn parse(words: &[Placed]) -> Option<Expression> {
    let mut parser = Parser { words, at: 0, depth: 0 };
    let tree = parser.binary(0)?;
    (parser.at == words.len()).then_some(tree)
}

struct Parser<'a> {
    words: &'a [Placed],
    at: usize,
    depth: usize,
}

fn strength(operator: &str) -> Option<u8> {
    Some(match operator {
        "=" | "<>" | "<" | ">" | "<=" | ">=" => 1,
        "&" => 2,
        "+" | "-" => 3,
        "*" | "/" => 4,
        "^" => 5,
        _ => return None,
    })
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Word> {
        self.words.get(self.at).map(|placed| &placed.word)
    }

    fn binary(&mut self, least: u8) -> Option<Expression> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        let first = self.unary()?;
        let mut rest = Vec::new();
        while let Some(Word::Operator(operator)) = self.peek() {
            let operator = *operator;
            let Some(own) = strength(operator).filter(|own| *own >= least) else { break };
            self.at += 1;
            rest.push((operator, self.binary(own + 1)?));
        }
        self.depth -= 1;
        Some(if rest.is_empty() { first } else { Expression::Chain { first: Box::new(first), rest } })
    }

    fn unary(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        let tree = match self.peek()? {
            Word::Operator("-") => {
                self.at += 1;
                Expression::Negative(Box::new(self.unary()?))
            }
            Word::Operator("+") => {
                self.at += 1;
                Expression::Positive(Box::new(self.unary()?))
            }
            _ => self.primary()?,
        };
        self.depth -= 1;
        Some(tree)
    }

    fn primary(&mut self) -> Option<Expression> {
        let word = self.peek()?.clone();
        self.at += 1;
        let mut tree = match word {
            Word::Number(n) => Expression::Number(n),
            Word::Text(text) => Expression::Text(text),
            Word::Error(shown) => Expression::Error(shown),
            Word::Reference { title, cells } => Expression::Reference { title, cells },
            Word::Open => {
                let inner = self.binary(0)?;
                self.close()?;
                inner
            }
            Word::Name(name) if self.peek() == Some(&Word::Open) => {
                self.at += 1;
                Expression::Call { name: name.to_uppercase(), arguments: self.arguments()? }
            }
            Word::Name(name) => Expression::Name(name),
            Word::OpenBrace => Expression::Array(self.array()?),
            Word::Operator(_) | Word::Close | Word::CloseBrace | Word::Separator(_) => return None,
        };
        while self.peek() == Some(&Word::Operator("%")) {
            self.at += 1;
            tree = Expression::Percent(Box::new(tree));
        }
        Some(tree)
    }

    fn close(&mut self) -> Option<()> {
        let closed = self.peek() == Some(&Word::Close);
        self.at += 1;
        closed.then_some(())
    }

    fn arguments(&mut self) -> Option<Vec<Expression>> {
        let mut out = Vec::new();
        if self.peek() == Some(&Word::Close) {
            self.at += 1;
            return Some(out);
        }
        loop {
            match self.peek()? {
                Word::Separator(_) | Word::Close => out.push(Expression::Missing),
                _ => out.push(self.binary(0)?),
            }
            match self.peek()? {
                Word::Separator(',' | ';') => self.at += 1,
                Word::Close => {
                    self.at += 1;
                    return Some(out);
                }
                _ => return None,
            }
        }
    }

    fn array(&mut self) -> Option<Vec<Vec<Expression>>> {
        let mut rows = vec![Vec::new()];
        loop {
            rows.last_mut()?.push(self.binary(0)?);
            let word = self.peek()?.clone();
            self.at += 1;
            match word {
                Word::Separator(';') => rows.push(Vec::new()),
                Word::Separator(_) => {}
                Word::CloseBrace => return Some(rows),
                _ => return None,
            }
        }
    }
}
