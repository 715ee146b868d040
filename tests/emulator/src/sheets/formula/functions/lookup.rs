//! Finding values in ranges, and ranges themselves.

use std::cmp::Ordering;

use super::conditions::wildcard;
use crate::num;
use crate::sheets::a1;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::eval::{Evaluator, Scope};
use crate::sheets::formula::parse::Expression;
use crate::sheets::formula::table::{ANY, Function, each, lazy, spilling, whole};
use crate::sheets::formula::value::{Matrix, Operand, count, order};
use crate::sheets::range::{Block, GridRange};

pub(crate) static TABLE: &[Function] = &[
    whole(&["VLOOKUP", "BUSCARV"], 3, 4, 0b1101, |a| by_first(a, false)),
    whole(&["HLOOKUP", "BUSCARH"], 3, 4, 0b1101, |a| by_first(a, true)),
    spilling(whole(&["XLOOKUP", "BUSCARX"], 3, 6, 0b11_1001, xlookup)),
    whole(&["LOOKUP", "BUSCAR"], 2, 3, 0b1, lookup),
    whole(&["MATCH", "COINCIDIR"], 2, 3, 0b101, position),
    spilling(whole(&["INDEX", "INDICE", "ÍNDICE"], 1, 3, 0b110, index)),
    spilling(whole(&["OFFSET", "DESREF"], 3, 5, 0b1_1110, offset)),
    spilling(whole(&["INDIRECT", "INDIRECTO"], 1, 2, 0b11, indirect)),
    spilling(lazy(&["CHOOSE", "ELEGIR"], 2, ANY, choose)),
    each(&["ADDRESS", "DIRECCION", "DIRECCIÓN"], 2, 5, address),
    lazy(&["ROW", "FILA"], 0, 1, |e, a, s| place(e, a, s, true)),
    lazy(&["COLUMN", "COLUMNA"], 0, 1, |e, a, s| place(e, a, s, false)),
    whole(&["ROWS", "FILAS"], 1, 1, 0, |a| Ok(count(a.matrix(0)?.rows).into())),
    whole(&["COLUMNS", "COLUMNAS"], 1, 1, 0, |a| Ok(count(a.matrix(0)?.columns).into())),
];

/// How near a value must come to the one that is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nearness {
    Exact,
    Wildcard,
    /// The largest that is not above it.
    Below,
    /// The smallest that is not below it.
    Above,
}

fn same_kind(a: &Outcome, b: &Outcome) -> bool {
    matches!(
        (a, b),
        (Outcome::Number(_), Outcome::Number(_))
            | (Outcome::Text(_), Outcome::Text(_))
            | (Outcome::Bool(_), Outcome::Bool(_))
    )
}

/// Where in a line of values the one looked for stands.
fn seek<'o>(
    line: impl Iterator<Item = &'o Outcome>,
    wanted: &Outcome,
    how: Nearness,
    last: bool,
) -> Option<usize> {
    let pattern = match wanted {
        Outcome::Text(text) if how == Nearness::Wildcard => wildcard(text),
        _ => None,
    };
    let mut best: Option<(usize, &Outcome)> = None;
    for (at, outcome) in line.enumerate() {
        let equal = match (&pattern, outcome) {
            (Some(pattern), Outcome::Text(text)) => pattern.is_match(text),
            _ => same_kind(outcome, wanted) && order(outcome, wanted).is_eq(),
        };
        if equal {
            if !last {
                return Some(at);
            }
            best = Some((at, outcome));
            continue;
        }
        if !same_kind(outcome, wanted) {
            continue;
        }
        let fits = match how {
            Nearness::Below => order(outcome, wanted) == Ordering::Less,
            Nearness::Above => order(outcome, wanted) == Ordering::Greater,
            _ => false,
        };
        let nearer = best.is_none_or(|(_, known)| {
            let order = order(outcome, known);
            if how == Nearness::Below { order.is_ge() } else { order.is_lt() }
        });
        if fits && nearer {
            best = Some((at, outcome));
        }
    }
    best.map(|(at, _)| at)
}

fn unfound(args: &Args<'_, '_>, wanted: &Outcome) -> Failure {
    let shown = args.eval.text(wanted).unwrap_or_default();
    Failure::missing(format!("Did not find value '{shown}' in {} evaluation.", args.name))
}

fn by_first(args: &Args<'_, '_>, across: bool) -> Answer {
    let wanted = args.one(0)?;
    let table = args.matrix(1)?;
    let table = if across { table.transposed() } else { table.as_ref().clone() };
    let index = args.whole(2)?;
    if index < 1 {
        return Err(args.too_small(2, num::real(index), 1));
    }
    let index = num::index(index) - 1;
    if index >= table.columns {
        return Err(Failure::reference(format!("{} evaluates to an out of bounds range.", args.name)));
    }
    let sorted = args.truth_or(3, true)?;
    let how = if sorted { Nearness::Below } else { Nearness::Wildcard };
    let first = (0..table.rows).filter_map(|row| table.at(row, 0));
    let row = seek(first, &wanted, how, sorted).ok_or_else(|| unfound(args, &wanted))?;
    Ok(table.at(row, index).cloned().unwrap_or(Outcome::Blank).into())
}

fn line(args: &Args<'_, '_>, at: usize) -> Result<std::rc::Rc<Matrix>, Failure> {
    let matrix = args.matrix(at)?;
    if matrix.is_line() {
        return Ok(matrix);
    }
    Err(Failure::missing(format!("{} must be a single row or a single column.", args.parameter(at))))
}

fn xlookup(args: &Args<'_, '_>) -> Answer {
    let wanted = args.one(0)?;
    let (keys, results) = (line(args, 1)?, args.matrix(2)?);
    let how = match args.whole_or(4, 0)? {
        -1 => Nearness::Below,
        1 => Nearness::Above,
        2 => Nearness::Wildcard,
        _ => Nearness::Exact,
    };
    let last = matches!(args.whole_or(5, 1)?, -1 | -2);
    let Some(at) = seek(keys.cells.iter(), &wanted, how, last) else {
        return if args.has(3) { args.one(3).map(Operand::One) } else { Err(unfound(args, &wanted)) };
    };
    let found = if keys.columns == 1 {
        Matrix::of(vec![results.row(at).to_vec()])
    } else {
        Matrix::column((0..results.rows).filter_map(|row| results.at(row, at).cloned()).collect())
    };
    Ok(found.into())
}

fn lookup(args: &Args<'_, '_>) -> Answer {
    let wanted = args.one(0)?;
    let table = args.matrix(1)?;
    let table = if table.columns > table.rows { table.transposed() } else { table.as_ref().clone() };
    let first = (0..table.rows).filter_map(|row| table.at(row, 0));
    let at = seek(first, &wanted, Nearness::Below, true).ok_or_else(|| unfound(args, &wanted))?;
    let found = if args.has(2) {
        line(args, 2)?.cells.get(at).cloned()
    } else {
        table.at(at, table.columns - 1).cloned()
    };
    found.map(Operand::One).ok_or_else(|| Failure::reference("LOOKUP evaluates to an out of bounds range."))
}

fn position(args: &Args<'_, '_>) -> Answer {
    let wanted = args.one(0)?;
    let keys = line(args, 1)?;
    let kind = args.whole_or(2, 1)?;
    let (how, last) = match kind.signum() {
        0 => (Nearness::Wildcard, false),
        1 => (Nearness::Below, true),
        _ => (Nearness::Above, true),
    };
    let at = seek(keys.cells.iter(), &wanted, how, last).ok_or_else(|| unfound(args, &wanted))?;
    Ok(count(at + 1).into())
}

fn index(args: &Args<'_, '_>) -> Answer {
    let (mut row, mut column) = (args.size_or(1, 0)?, args.size_or(2, 0)?);
    let (rows, columns) = match &args.list[0] {
        Operand::Cells(range) => {
            let sheet = args.eval.book.sheet(range.sheet).ok_or_else(no_reference)?;
            let block = sheet.block(*range);
            (block.rows(), block.columns())
        }
        _ => args.matrix(0).map(|m| (m.rows, m.columns))?,
    };
    // In a single row the only index counts columns.
    if rows == 1 && columns > 1 && !args.has(2) {
        (row, column) = (0, row);
    }
    for (at, given, most) in [(1, row, rows), (2, column, columns)] {
        if given > most {
            return Err(Failure::number(format!(
                "{} value is {given}. Valid values are between 0 and {most} inclusive.",
                args.parameter(at)
            )));
        }
    }
    let span = |given: usize, most: usize| if given == 0 { (0, most) } else { (given - 1, given) };
    let ((top, bottom), (left, right)) = (span(row, rows), span(column, columns));
    if let Operand::Cells(range) = &args.list[0] {
        let (down, across) = (range.rows.first(), range.columns.first());
        let block =
            Block { top: down + top, bottom: down + bottom, left: across + left, right: across + right };
        return Ok(Operand::Cells(GridRange::of(range.sheet, block)));
    }
    let matrix = args.matrix(0)?;
    Ok(Matrix::of((top..bottom).map(|r| matrix.row(r)[left..right].to_vec()).collect()).into())
}

fn no_reference() -> Failure {
    Failure::reference("Reference does not exist.")
}

fn offset(args: &Args<'_, '_>) -> Answer {
    let Operand::Cells(range) = &args.list[0] else {
        return Err(Failure::missing("Argument must be a range."));
    };
    let sheet = args.eval.book.sheet(range.sheet).ok_or_else(no_reference)?;
    let block = sheet.block(*range);
    let shifted = |at: usize, by: i64| num::int(at).checked_add(by).and_then(|n| usize::try_from(n).ok());
    let top = shifted(block.top, args.whole(1)?).ok_or_else(out_of_bounds)?;
    let left = shifted(block.left, args.whole(2)?).ok_or_else(out_of_bounds)?;
    let (height, width) = (args.size_or(3, block.rows())?, args.size_or(4, block.columns())?);
    let (bottom, right) = (top.saturating_add(height), left.saturating_add(width));
    if height == 0 || width == 0 || bottom > sheet.rows || right > sheet.columns {
        return Err(out_of_bounds());
    }
    Ok(Operand::Cells(GridRange::of(sheet.id, Block { top, bottom, left, right })))
}

fn out_of_bounds() -> Failure {
    Failure::reference("Function OFFSET evaluates to an out of bounds range.")
}

fn indirect(args: &Args<'_, '_>) -> Answer {
    let text = args.text(0)?;
    let refused = || {
        Failure::reference(format!(
            "Function INDIRECT parameter 1 value is '{text}'. It is not a valid cell/range reference."
        ))
    };
    let own = args.eval.book.sheet(args.scope.sheet).ok_or_else(no_reference)?;
    if let Some((title, cells)) = a1::split(&text) {
        return args.eval.resolve(Some(&title), cells, own.id).map_err(|_| refused());
    }
    let named = || args.eval.book.named(&text).map(Operand::Cells);
    args.eval.resolve(None, &text, own.id).ok().or_else(named).ok_or_else(refused)
}

fn choose(eval: &Evaluator<'_>, arguments: &[Expression], scope: Scope) -> Answer {
    let first = eval.operand(&arguments[0], scope).and_then(|o| eval.single(&o, scope))?;
    let who = || "Function CHOOSE parameter 1".to_owned();
    let n = crate::sheets::formula::value::number(&first, &eval.typist, &who)?;
    let most = arguments.len() - 1;
    match usize::try_from(num::floor(n)).ok().filter(|n| (1..=most).contains(n)) {
        Some(at) => eval.operand(&arguments[at], scope),
        None => Err(Failure::number(format!(
            "Function CHOOSE parameter 1 value is {n}. Valid values are between 1 and {most} inclusive."
        ))),
    }
}

fn address(args: &Args<'_, '_>) -> Result<Outcome, Failure> {
    let (row, column) = (args.size(0)?, args.size(1)?);
    if row == 0 || column == 0 {
        return Err(args.too_small(usize::from(row > 0), 0.0, 1));
    }
    let (column_held, row_held) = match args.whole_or(2, 1)? {
        1 => ("$", "$"),
        2 => ("", "$"),
        3 => ("$", ""),
        _ => ("", ""),
    };
    let cell = if args.truth_or(3, true)? {
        format!("{column_held}{}{row_held}{row}", a1::column_name(column - 1))
    } else {
        format!("R{row}C{column}")
    };
    Ok(Outcome::Text(if args.has(4) { format!("{}!{cell}", a1::quoted(&args.text(4)?)) } else { cell }))
}

/// The row or column number of a range, of each of its rows where arrays are gone through, or of the cell itself.
fn place(eval: &Evaluator<'_>, arguments: &[Expression], scope: Scope, rows: bool) -> Answer {
    let Some(tree) = arguments.first().filter(|tree| !matches!(tree, Expression::Missing)) else {
        return Ok(count(if rows { scope.row } else { scope.column } + 1).into());
    };
    let Operand::Cells(range) = eval.operand(tree, scope)? else {
        return Err(Failure::missing("Argument must be a range."));
    };
    let sheet = eval.book.sheet(range.sheet).ok_or_else(no_reference)?;
    let block = sheet.block(range);
    let (first, last) = if rows { (block.top, block.bottom) } else { (block.left, block.right) };
    if !scope.arrays || last <= first + 1 {
        return Ok(count(first + 1).into());
    }
    Evaluator::fits(last - first, 1)?;
    let all = Matrix::column((first..last).map(|at| count(at + 1)).collect());
    Ok(if rows { all } else { all.transposed() }.into())
}
