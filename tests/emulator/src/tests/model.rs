//! Structural edits in any order, against a naive model: a grid of labels, and pins stuck into it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::client::{Bench, OWNER};

/// One edit; its numbers are brought into the grid when it is applied.
#[derive(Clone, Debug)]
enum Op {
    Insert { rows: bool, at: usize, count: usize },
    Delete { rows: bool, at: usize, count: usize },
    Move { rows: bool, at: usize, count: usize, to: usize },
    Slide { insert: bool, down: bool, top: usize, left: usize, height: usize, width: usize },
    Cut { top: usize, left: usize, height: usize, width: usize, to: (usize, usize) },
    Copy { top: usize, left: usize, height: usize, width: usize, to: (usize, usize) },
    Sort { top: usize, left: usize, height: usize, width: usize, descending: bool },
    Undo,
}

fn op() -> impl Strategy<Value = Op> {
    let n = 0..64usize;
    let place = (n.clone(), n.clone(), 1..4usize, 1..4usize);
    prop_oneof![
        (any::<bool>(), n.clone(), 1..3usize).prop_map(|(rows, at, count)| Op::Insert { rows, at, count }),
        (any::<bool>(), n.clone(), 1..3usize).prop_map(|(rows, at, count)| Op::Delete { rows, at, count }),
        (any::<bool>(), n.clone(), 1..3usize, n.clone()).prop_map(|(rows, at, count, to)| Op::Move {
            rows,
            at,
            count,
            to
        }),
        (any::<bool>(), any::<bool>(), place.clone()).prop_map(
            |(insert, down, (top, left, height, width))| {
                Op::Slide { insert, down, top, left, height, width }
            }
        ),
        (place.clone(), (n.clone(), n.clone())).prop_map(|((top, left, height, width), to)| Op::Cut {
            top,
            left,
            height,
            width,
            to
        }),
        (place.clone(), (n.clone(), n.clone())).prop_map(|((top, left, height, width), to)| Op::Copy {
            top,
            left,
            height,
            width,
            to
        }),
        (place, any::<bool>()).prop_map(|((top, left, height, width), descending)| Op::Sort {
            top,
            left,
            height: height + 1,
            width,
            descending
        }),
        Just(Op::Undo),
    ]
}

/// A place of the grid: what its cell holds, and the pins that refer to it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Place {
    label: Option<u32>,
    pins: Vec<usize>,
}

/// The grid as lists of lists; rows and columns have names, which stand for their metadata and their sizes.
#[derive(Clone, Debug)]
struct Model {
    rows: Vec<Option<i64>>,
    columns: Vec<Option<i64>>,
    places: Vec<Vec<Place>>,
}

fn range(top: usize, bottom: usize, left: usize, right: usize) -> Value {
    json!({"sheetId": 7, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right})
}

fn moved<T>(list: &mut Vec<T>, at: usize, count: usize, to: usize) {
    let part: Vec<T> = list.drain(at..at + count).collect();
    let to = if to > at { to - count } else { to };
    list.splice(to..to, part);
}

impl Model {
    fn insert(&mut self, rows: bool, at: usize, count: usize) {
        if rows {
            let width = self.columns.len();
            self.rows.splice(at..at, std::iter::repeat_n(None, count));
            self.places.splice(at..at, std::iter::repeat_n(vec![Place::default(); width], count));
        } else {
            self.columns.splice(at..at, std::iter::repeat_n(None, count));
            for line in &mut self.places {
                line.splice(at..at, std::iter::repeat_n(Place::default(), count));
            }
        }
    }

    /// Applies an edit and says which request it is; `None` when it makes no sense here.
    fn apply(&mut self, op: &Op) -> Option<Value> {
        let (height, width) = (self.rows.len(), self.columns.len());
        let lines = |rows: bool, at: usize, count: usize| {
            let dimension = if rows { "ROWS" } else { "COLUMNS" };
            json!({"sheetId": 7, "dimension": dimension, "startIndex": at, "endIndex": at + count})
        };
        match *op {
            Op::Insert { rows, at, count } => {
                let at = at % (if rows { height } else { width });
                self.insert(rows, at, count);
                Some(json!({"insertDimension": {"range": lines(rows, at, count)}}))
            }
            Op::Delete { rows, at, count } => {
                let size = if rows { height } else { width };
                let at = at % size;
                let count = count.min(size - at);
                if count + 2 > size {
                    return None;
                }
                if rows {
                    self.rows.drain(at..at + count);
                    self.places.drain(at..at + count);
                } else {
                    self.columns.drain(at..at + count);
                    self.places.iter_mut().for_each(|line| drop(line.drain(at..at + count)));
                }
                Some(json!({"deleteDimension": {"range": lines(rows, at, count)}}))
            }
            Op::Move { rows, at, count, to } => {
                let size = if rows { height } else { width };
                let at = at % size;
                let count = count.min(size - at);
                let to = to % (size + 1);
                if (at..=at + count).contains(&to) {
                    return None;
                }
                if rows {
                    moved(&mut self.rows, at, count, to);
                    moved(&mut self.places, at, count, to);
                } else {
                    moved(&mut self.columns, at, count, to);
                    self.places.iter_mut().for_each(|line| moved(line, at, count, to));
                }
                Some(json!({"moveDimension": {"source": lines(rows, at, count), "destinationIndex": to}}))
            }
            Op::Slide { insert, down, top, left, height: tall, width: wide } => {
                let (top, left) = (top % height, left % width);
                let (bottom, right) = ((top + tall).min(height), (left + wide).min(width));
                self.slide(insert, down, (top, bottom), (left, right));
                let kind = if insert { "insertRange" } else { "deleteRange" };
                let dimension = if down { "ROWS" } else { "COLUMNS" };
                Some(json!({kind: {"range": range(top, bottom, left, right), "shiftDimension": dimension}}))
            }
            Op::Cut { top, left, height: tall, width: wide, to } => {
                Some(self.paste(true, (top % height, left % width), (tall, wide), to))
            }
            Op::Copy { top, left, height: tall, width: wide, to } => {
                Some(self.paste(false, (top % height, left % width), (tall, wide), to))
            }
            Op::Sort { top, left, height: tall, width: wide, descending } => {
                let (top, left) = (top % height, left % width);
                let (bottom, right) = ((top + tall).min(height), (left + wide).min(width));
                // Labels move; pins stay in their places.
                let mut lines: Vec<Vec<Option<u32>>> = self.places[top..bottom]
                    .iter()
                    .map(|line| line[left..right].iter().map(|p| p.label).collect())
                    .collect();
                lines.sort_by(|a, b| match (a[0], b[0]) {
                    (Some(a), Some(b)) if descending => b.cmp(&a),
                    (Some(a), Some(b)) => a.cmp(&b),
                    (a, b) => a.is_none().cmp(&b.is_none()),
                });
                for (row, line) in lines.into_iter().enumerate() {
                    for (column, label) in line.into_iter().enumerate() {
                        self.places[top + row][left + column].label = label;
                    }
                }
                let order = if descending { "DESCENDING" } else { "ASCENDING" };
                Some(
                    json!({"sortRange": {"range": range(top, bottom, left, right), "sortSpecs": [{"dimensionIndex": left, "sortOrder": order}]}}),
                )
            }
            Op::Undo => None,
        }
    }

    /// Cuts or copies a block, and pastes it.
    fn paste(
        &mut self,
        cut: bool,
        (top, left): (usize, usize),
        size: (usize, usize),
        to: (usize, usize),
    ) -> Value {
        let (height, width) = (self.rows.len(), self.columns.len());
        let (tall, wide) = (size.0.min(height - top), size.1.min(width - left));
        let to = (to.0 % (height - tall + 1), to.1 % (width - wide + 1));
        let mut lifted = Vec::new();
        for row in top..top + tall {
            for column in left..left + wide {
                let place = &mut self.places[row][column];
                let pins = if cut { std::mem::take(&mut place.pins) } else { Vec::new() };
                let label = if cut { place.label.take() } else { place.label };
                lifted.push((row - top, column - left, label, pins));
            }
        }
        for (down, right, label, pins) in lifted {
            let place = &mut self.places[to.0 + down][to.1 + right];
            place.label = label;
            place.pins.extend(pins);
        }
        let source = range(top, top + tall, left, left + wide);
        if cut {
            json!({"cutPaste": {"source": source, "destination": {"sheetId": 7, "rowIndex": to.0, "columnIndex": to.1}, "pasteType": "PASTE_NORMAL"}})
        } else {
            json!({"copyPaste": {"source": source, "destination": range(to.0, to.0 + 1, to.1, to.1 + 1), "pasteType": "PASTE_NORMAL"}})
        }
    }

    fn slide(&mut self, insert: bool, down: bool, rows: (usize, usize), columns: (usize, usize)) {
        let (height, width) = (self.rows.len(), self.columns.len());
        let count = if down { rows.1 - rows.0 } else { columns.1 - columns.0 };
        let lines: Vec<(usize, usize)> = if down {
            (columns.0..columns.1).map(|column| (rows.0, column)).collect()
        } else {
            (rows.0..rows.1).map(|row| (row, columns.0)).collect()
        };
        let size = if down { height } else { width };
        let at = |place: (usize, usize), along: usize| if down { (along, place.1) } else { (place.0, along) };
        let start = if down { rows.0 } else { columns.0 };
        let pushed = lines.iter().any(|line| {
            (size - count..size).any(|along| {
                let (row, column) = at(*line, along);
                self.places[row][column].label.is_some()
            })
        });
        if insert && pushed {
            self.insert(down, size, count);
        }
        let size = if down { self.rows.len() } else { self.columns.len() };
        for line in lines {
            let mut cells: Vec<Place> = (start..size)
                .map(|along| at(line, along))
                .map(|(row, column)| std::mem::take(&mut self.places[row][column]))
                .collect();
            if insert {
                cells.splice(0..0, std::iter::repeat_n(Place::default(), count));
                cells.truncate(size - start);
            } else {
                cells.drain(0..count);
                cells.resize(size - start, Place::default());
            }
            for (along, cell) in (start..size).zip(cells) {
                let (row, column) = at(line, along);
                self.places[row][column] = cell;
            }
        }
    }
}

/// A sheet with a label in most cells, names and metadata for rows and columns, and pins: a named range, a
/// protected one, a conditional format and a formula on another sheet, each on one cell.
fn planted(bench: &Bench) -> (String, Model) {
    let id = bench.book();
    let mut model = Model {
        rows: (0..6).map(|at| Some(100 + at)).collect(),
        columns: (0..5).map(|at| Some(200 + at)).collect(),
        places: vec![vec![Place::default(); 5]; 6],
    };
    let mut requests = vec![
        json!({"updateSheetProperties": {"properties": {"sheetId": 7, "gridProperties": {"rowCount": 6, "columnCount": 5}}, "fields": "gridProperties(rowCount,columnCount)"}}),
        json!({"addSheet": {"properties": {"sheetId": 8, "title": "Pins"}}}),
    ];
    for (dimension, names) in [("ROWS", &model.rows), ("COLUMNS", &model.columns)] {
        for (at, name) in names.iter().enumerate() {
            let place = json!({"sheetId": 7, "dimension": dimension, "startIndex": at, "endIndex": at + 1});
            requests.push(json!({"createDeveloperMetadata": {"developerMetadata": {"metadataId": name, "metadataKey": "k", "visibility": "DOCUMENT", "location": {"dimensionRange": place}}}}));
            requests.push(json!({"updateDimensionProperties": {"range": place, "properties": {"pixelSize": name}, "fields": "pixelSize"}}));
        }
    }
    let mut label = 0;
    for row in 0..5 {
        for column in 0..4 {
            label += 1;
            model.places[row][column].label = Some(label);
            let cell = json!({"userEnteredValue": {"numberValue": label}, "note": format!("n{label}")});
            requests.push(json!({"updateCells": {"start": {"sheetId": 7, "rowIndex": row, "columnIndex": column}, "rows": [{"values": [cell]}], "fields": "userEnteredValue,note"}}));
        }
    }
    for (pin, (row, column)) in [(0, 0), (1, 2), (3, 1), (4, 3), (2, 2), (5, 4)].into_iter().enumerate() {
        model.places[row][column].pins.push(pin);
        let range = json!({"sheetId": 7, "startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": column, "endColumnIndex": column + 1});
        requests.push(json!({"addNamedRange": {"namedRange": {"namedRangeId": format!("p{pin}"), "name": format!("Pin_{pin}"), "range": range}}}));
        let letter = char::from(b'A' + u8::try_from(column).unwrap());
        let formula = format!("='CE-F05'!{letter}{}", row + 1);
        requests.push(json!({"updateCells": {"start": {"sheetId": 8, "rowIndex": pin}, "rows": [{"values": [{"userEnteredValue": {"formulaValue": formula}}]}], "fields": "userEnteredValue"}}));
        requests.push(json!({"insertComment": {"coordinate": {"sheetId": 7, "rowIndex": row, "columnIndex": column}, "content": format!("p{pin}")}}));
    }
    bench.emulator.with(|w| w.batch(&id, OWNER, &requests).unwrap());
    (id, model)
}

/// What the emulator shows of the same: labels with their notes, names of lines, and places of pins.
fn shown(bench: &Bench, id: &str) -> Model {
    let book = bench.emulator.with(|w| w.spreadsheet(id).unwrap());
    let sheet = &book["sheets"][0];
    let data = &sheet["data"][0];
    let names = |list: &Value| -> Vec<Option<i64>> {
        let name = |line: &Value| {
            let name = line["developerMetadata"][0]["metadataId"].as_i64();
            // A line keeps its size as it keeps its metadata.
            assert!(name.is_none() || line["pixelSize"].as_i64() == name, "{line}");
            name
        };
        list.as_array().unwrap().iter().map(name).collect()
    };
    let (rows, columns) = (names(&data["rowMetadata"]), names(&data["columnMetadata"]));
    let mut places = vec![vec![Place::default(); columns.len()]; rows.len()];
    for (row, line) in data["rowData"].as_array().into_iter().flatten().enumerate() {
        for (column, cell) in line["values"].as_array().into_iter().flatten().enumerate() {
            let label = cell["userEnteredValue"]["numberValue"].as_i64().map(|n| u32::try_from(n).unwrap());
            assert_eq!(cell["note"].as_str(), label.map(|n| format!("n{n}")).as_deref());
            places[row][column].label = label;
        }
    }
    for name in book["namedRanges"].as_array().into_iter().flatten() {
        let pin: usize = name["namedRangeId"].as_str().unwrap()[1..].parse().unwrap();
        let at = |bound: &str| usize::try_from(name["range"][bound].as_i64().unwrap()).unwrap();
        let (row, column) = (at("startRowIndex"), at("startColumnIndex"));
        places[row][column].pins.push(pin);
        // The formula and the comment say the same as the name.
        let formula = bench.emulator.with(|w| w.formulas(id, &format!("Pins!A{}", pin + 1)).unwrap());
        let letter = char::from(b'A' + u8::try_from(column).unwrap());
        assert_eq!(formula, [[json!(format!("='CE-F05'!{letter}{}", row + 1))]]);
        let thread = book["comments"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["headPost"]["content"] == format!("p{pin}"));
        let anchor = &thread.unwrap()["anchorId"];
        let place =
            sheet["commentAnchors"].as_array().unwrap().iter().find(|a| a["anchorId"] == *anchor).unwrap();
        assert_eq!(place["range"], name["range"]);
    }
    Model { rows, columns, places }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_edits_leaves_what_the_naive_model_says(ops in prop::collection::vec(op(), 1..14)) {
        let bench = Bench::new();
        let (id, mut model) = planted(&bench);
        let mut history = Vec::new();
        for op in &ops {
            if matches!(op, Op::Undo) {
                if let Some(before) = history.pop() {
                    model = before;
                    prop_assert!(bench.emulator.with(|w| w.undo(&id)));
                }
                continue;
            }
            let before = model.clone();
            if let Some(request) = model.apply(op) {
                history.push(before);
                bench.emulator.with(|w| w.batch(&id, OWNER, &[request]).unwrap());
            }
        }
        let mut wanted = model;
        wanted.places.iter_mut().flatten().for_each(|place| place.pins.sort_unstable());
        let mut found = shown(&bench, &id);
        found.places.iter_mut().flatten().for_each(|place| place.pins.sort_unstable());
        prop_assert_eq!(found.rows, wanted.rows);
        prop_assert_eq!(found.columns, wanted.columns);
        prop_assert_eq!(found.places, wanted.places);
    }
}
