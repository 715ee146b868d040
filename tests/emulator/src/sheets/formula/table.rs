//! Every function there is, under its English and its Spanish name.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::args::Args;
use super::call::{Answer, Body};
use super::eval::{Evaluator, Scope};
use super::functions::{
    arrays, conditions, dates, info, logic, lookup, maths, patterns, statistics, text, workdays,
};
use super::parse::Expression;
use crate::sheets::cell::{Failure, Outcome};

/// One function.
#[derive(Clone, Copy)]
pub(crate) struct Function {
    /// Its names, the English one first.
    pub(crate) names: &'static [&'static str],
    pub(crate) least: usize,
    /// The most arguments it takes; `ANY` is no limit.
    pub(crate) most: usize,
    pub(crate) body: Body,
    /// It may come to an array, which flows into the cells around.
    pub(crate) spills: bool,
}

pub(crate) const ANY: usize = usize::MAX;

type Names = &'static [&'static str];

/// A function of single values.
pub(crate) const fn each(
    names: Names,
    least: usize,
    most: usize,
    act: fn(&Args<'_, '_>) -> Result<Outcome, Failure>,
) -> Function {
    Function { names, least, most, body: Body::Each(act), spills: false }
}

/// A function of single values that looks at errors too.
pub(crate) const fn raw(
    names: Names,
    least: usize,
    most: usize,
    act: fn(&Args<'_, '_>) -> Result<Outcome, Failure>,
) -> Function {
    Function { names, least, most, body: Body::Raw(act), spills: false }
}

/// A function of ranges, in which the parameters of the mask are single values.
pub(crate) const fn whole(
    names: Names,
    least: usize,
    most: usize,
    mask: u32,
    act: fn(&Args<'_, '_>) -> Answer,
) -> Function {
    Function { names, least, most, body: Body::Whole(mask, act), spills: false }
}

/// A function of arrays.
pub(crate) const fn arrays(
    names: Names,
    least: usize,
    most: usize,
    mask: u32,
    act: fn(&Args<'_, '_>) -> Answer,
) -> Function {
    Function { names, least, most, body: Body::Arrays(mask, act), spills: false }
}

/// A function that chooses what of its arguments is evaluated.
pub(crate) const fn lazy(
    names: Names,
    least: usize,
    most: usize,
    act: fn(&Evaluator<'_>, &[Expression], Scope) -> Answer,
) -> Function {
    Function { names, least, most, body: Body::Lazy(act), spills: false }
}

/// The function, when it may come to an array.
pub(crate) const fn spilling(function: Function) -> Function {
    Function { spills: true, ..function }
}

static FAMILIES: [&[Function]; 11] = [
    logic::TABLE,
    lookup::TABLE,
    conditions::TABLE,
    text::TABLE,
    patterns::TABLE,
    maths::TABLE,
    statistics::TABLE,
    dates::TABLE,
    workdays::TABLE,
    info::TABLE,
    arrays::TABLE,
];

static BY_NAME: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    let all = FAMILIES.iter().flat_map(|family| family.iter());
    all.flat_map(|function| function.names.iter().map(move |name| (*name, function))).collect()
});

/// The function of that name, which is in capitals.
pub(crate) fn named(name: &str) -> Option<&'static Function> {
    BY_NAME.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_taken_twice() {
        let names: usize = FAMILIES.iter().flat_map(|f| f.iter()).map(|f| f.names.len()).sum();
        assert_eq!(BY_NAME.len(), names);
        assert!(BY_NAME.len() > 200, "{}", BY_NAME.len());
        assert_eq!(named("BUSCARV").map(|f| f.names[0]), Some("VLOOKUP"));
    }
}
