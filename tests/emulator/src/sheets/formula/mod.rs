//! Formulas, as far as arithmetic, comparison, joining, references and a few functions go.
//!
//! A formula outside of that, or one that is not a formula at all, comes to an error; its source is kept and shown.

mod eval;
mod functions;
mod lex;
mod parse;
mod refs;
mod titles;

pub(crate) use eval::{Evaluator, Shape};
pub(crate) use refs::{shifted, translated};
pub(crate) use titles::{Cut, retitled};
