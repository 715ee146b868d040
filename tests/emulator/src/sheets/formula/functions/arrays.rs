//! Functions whose result is an array.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use crate::num;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::eval::Evaluator;
use crate::sheets::formula::table::{ANY, Function, arrays, spilling};
use crate::sheets::formula::value::{Matrix, Operand, sorting};

pub(crate) static TABLE: &[Function] = &[
    spilling(arrays(&["ARRAYFORMULA"], 1, 1, 0, whole)),
    spilling(arrays(&["ARRAY_CONSTRAIN"], 3, 3, 0b110, constrain)),
    spilling(arrays(&["FILTER", "FILTRAR"], 2, ANY, 0, filter)),
    spilling(arrays(&["UNIQUE", "UNICOS", "ÚNICOS"], 1, 3, 0b110, unique)),
    spilling(arrays(&["SORT", "ORDENAR"], 1, ANY, 0, sort)),
    spilling(arrays(&["SEQUENCE", "SECUENCIA"], 1, 4, 0b1111, sequence)),
    spilling(arrays(&["TRANSPOSE", "TRANSPONER"], 1, 1, 0, |a| Ok(a.matrix(0)?.transposed().into()))),
    spilling(arrays(&["FLATTEN"], 1, ANY, 0, flatten)),
    spilling(arrays(&["TOCOL"], 1, 3, 0b110, |a| line(a).map(|cells| Matrix::column(cells).into()))),
    spilling(arrays(&["TOROW"], 1, 3, 0b110, |a| {
        line(a).map(|cells| Matrix::column(cells).transposed().into())
    })),
    spilling(arrays(&["VSTACK"], 1, ANY, 0, |a| stack(a, false))),
    spilling(arrays(&["HSTACK"], 1, ANY, 0, |a| stack(a, true))),
    spilling(arrays(&["CHOOSECOLS"], 2, ANY, 0, |a| pick(a, true))),
    spilling(arrays(&["CHOOSEROWS"], 2, ANY, 0, |a| pick(a, false))),
];

fn whole(args: &Args<'_, '_>) -> Answer {
    match &args.list[0] {
        Operand::One(Outcome::Error(failure)) => Err(failure.clone()),
        Operand::Cells(_) => Ok(args.matrix(0)?.as_ref().clone().into()),
        other => Ok(other.clone()),
    }
}

fn constrain(args: &Args<'_, '_>) -> Answer {
    let matrix = args.matrix(0)?;
    let (rows, columns) = (args.size(1)?.min(matrix.rows), args.size(2)?.min(matrix.columns));
    kept(args, (0..rows).map(|row| matrix.row(row)[..columns].to_vec()).collect())
}

/// An array that must not be empty.
fn kept(args: &Args<'_, '_>, rows: Vec<Vec<Outcome>>) -> Answer {
    if rows.first().is_none_or(Vec::is_empty) {
        return Err(Failure::missing(format!("No matches are found in {} evaluation.", args.name)));
    }
    Ok(Matrix::of(rows).into())
}

fn filter(args: &Args<'_, '_>) -> Answer {
    let matrix = args.matrix(0)?;
    let conditions = (1..args.len()).map(|at| args.matrix(at)).collect::<Result<Vec<_>, _>>()?;
    // A row of conditions chooses columns.
    let across =
        conditions.first().is_some_and(|c| c.rows == 1 && c.columns == matrix.columns && matrix.rows != 1);
    let matrix = if across { Rc::new(matrix.transposed()) } else { matrix };
    for (at, condition) in conditions.iter().enumerate() {
        if !condition.is_line() || condition.cells.len() != matrix.rows {
            return Err(Failure::missing(format!(
                "FILTER has mismatched range sizes. Expected row count: {}. column count: 1. Actual row count: {}, column count: {}.",
                matrix.rows, conditions[at].rows, conditions[at].columns
            )));
        }
    }
    let holds = |outcome: &Outcome| match outcome {
        Outcome::Bool(b) => *b,
        Outcome::Number(n) => *n != 0.0,
        _ => false,
    };
    let rows = (0..matrix.rows).filter(|&row| conditions.iter().all(|c| holds(&c.cells[row])));
    let rows: Vec<Vec<Outcome>> = rows.map(|row| matrix.row(row).to_vec()).collect();
    if across && !rows.is_empty() {
        return Ok(Matrix::of(rows).transposed().into());
    }
    kept(args, rows)
}

fn unique(args: &Args<'_, '_>) -> Answer {
    let matrix = args.matrix(0)?;
    let (by_column, only_once) = (args.truth_or(1, false)?, args.truth_or(2, false)?);
    let matrix = if by_column { Rc::new(matrix.transposed()) } else { matrix };
    let mut seen: Vec<(String, usize, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (row, cells) in matrix.lines().enumerate() {
        let key = format!("{cells:?}");
        if let Some(at) = places.get(&key) {
            seen[*at].2 += 1;
        } else {
            places.insert(key.clone(), seen.len());
            seen.push((key, row, 1));
        }
    }
    let rows = seen.iter().filter(|(_, _, times)| !only_once || *times == 1);
    let rows: Vec<Vec<Outcome>> = rows.map(|(_, row, _)| matrix.row(*row).to_vec()).collect();
    if by_column && !rows.is_empty() {
        return Ok(Matrix::of(rows).transposed().into());
    }
    kept(args, rows)
}

/// `SORT(range, column or values, ascending, …)`
fn sort(args: &Args<'_, '_>) -> Answer {
    let matrix = args.matrix(0)?;
    let mut keys: Vec<(Vec<Outcome>, bool)> = Vec::new();
    for at in (1..args.len()).step_by(2) {
        let ascending = args.truth_or(at + 1, true)?;
        let given = args.matrix(at)?;
        let key = if given.cells.len() == matrix.rows && given.cells.len() > 1 {
            given.cells.clone()
        } else {
            let column = args.size(at)?;
            let Some(column) = column.checked_sub(1).filter(|c| *c < matrix.columns) else {
                return Err(Failure::value(format!(
                    "{} value is {column}. Valid values are between 1 and {} inclusive.",
                    args.parameter(at),
                    matrix.columns
                )));
            };
            (0..matrix.rows).filter_map(|row| matrix.at(row, column).cloned()).collect()
        };
        keys.push((key, ascending));
    }
    if keys.is_empty() {
        keys.push(((0..matrix.rows).filter_map(|row| matrix.at(row, 0).cloned()).collect(), true));
    }
    let mut rows: Vec<usize> = (0..matrix.rows).collect();
    rows.sort_by(|&a, &b| {
        keys.iter().fold(Ordering::Equal, |order, (key, ascending)| {
            order.then_with(|| match (&key[a], &key[b]) {
                // Blanks come last, whichever way round.
                (Outcome::Blank, _) | (_, Outcome::Blank) => sorting(&key[a], &key[b]),
                (a, b) if *ascending => sorting(a, b),
                (a, b) => sorting(b, a),
            })
        })
    });
    kept(args, rows.into_iter().map(|row| matrix.row(row).to_vec()).collect())
}

fn sequence(args: &Args<'_, '_>) -> Answer {
    let (rows, columns) = (args.size(0)?, args.size_or(1, 1)?);
    for (at, n) in [(0, rows), (1, columns)] {
        if n == 0 {
            return Err(args.too_small(at, 0.0, 1));
        }
    }
    Evaluator::fits(rows, columns)?;
    let (start, step) = (args.number_or(2, 1.0)?, args.number_or(3, 1.0)?);
    let cells =
        (0..rows * columns).map(|at| Outcome::Number(start + step * num::real(num::int(at)))).collect();
    Ok(Matrix { rows, columns, cells }.into())
}

fn flatten(args: &Args<'_, '_>) -> Answer {
    let mut cells = Vec::new();
    for at in 0..args.len() {
        cells.extend(args.matrix(at)?.cells.iter().cloned());
    }
    Ok(Matrix::column(cells).into())
}

/// `TOCOL(range, what to leave out, by column)`
fn line(args: &Args<'_, '_>) -> Result<Vec<Outcome>, Failure> {
    let left_out = args.whole_or(1, 0)?;
    let matrix = args.matrix(0)?;
    let matrix = if args.truth_or(2, false)? { Rc::new(matrix.transposed()) } else { matrix };
    let kept = matrix.cells.iter().filter(|outcome| match outcome {
        Outcome::Blank => !matches!(left_out, 1 | 3),
        Outcome::Error(_) => !matches!(left_out, 2 | 3),
        _ => true,
    });
    let kept: Vec<Outcome> = kept.cloned().collect();
    if kept.is_empty() { Err(Failure::missing("The array is empty.")) } else { Ok(kept) }
}

fn stack(args: &Args<'_, '_>, across: bool) -> Answer {
    let blocks = (0..args.len())
        .map(|at| args.matrix(at).map(|m| if across { Rc::new(m.transposed()) } else { m }))
        .collect::<Result<Vec<_>, _>>()?;
    let width = blocks.iter().map(|b| b.columns).max().unwrap_or(0);
    let mut rows = Vec::new();
    for block in &blocks {
        for line in block.lines() {
            let mut line = line.to_vec();
            // Where a block is narrower than the others, nothing is there to be had.
            line.resize_with(width, || Outcome::Error(Failure::missing("Value not available.")));
            rows.push(line);
        }
    }
    let out = Matrix::of(rows);
    Ok(if across { out.transposed() } else { out }.into())
}

fn pick(args: &Args<'_, '_>, columns: bool) -> Answer {
    let matrix = args.matrix(0)?;
    let matrix = if columns { Rc::new(matrix.transposed()) } else { matrix };
    let mut rows = Vec::new();
    for n in args.numbers(1)? {
        let most = num::int(matrix.rows);
        let at = num::floor(n);
        let at = if at < 0 { most + at } else { at - 1 };
        if !(0..most).contains(&at) {
            return Err(Failure::value(format!(
                "{} value is {n}. Valid values are between 1 and {most} inclusive.",
                args.parameter(1)
            )));
        }
        rows.push(matrix.row(num::index(at)).to_vec());
    }
    let out = Matrix::of(rows);
    Ok(if columns { out.transposed() } else { out }.into())
}
