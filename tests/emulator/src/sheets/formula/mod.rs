//! Formulas: arithmetic, references, arrays that spill, and the functions of `table`.
//!
//! A formula outside of that, or one that is not a formula at all, comes to an error; its source is kept and shown.

mod args;
mod call;
mod eval;
mod functions;
mod lex;
mod operators;
mod parse;
mod refs;
mod shape;
mod spill;
mod table;
mod titles;
mod value;

pub(crate) use eval::Evaluator;
pub(crate) use refs::{shifted, translated};
pub(crate) use shape::Shape;
pub(crate) use titles::{Cut, retitled};
