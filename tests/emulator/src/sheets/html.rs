//! Tables and lines of text out of HTML, as they are pasted into cells.

use html5gum::{StartTag, Token, Tokenizer};

/// A cell of pasted HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pasted {
    pub(crate) text: String,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) bold: bool,
}

/// A grid of cells; those that a span covers are not there.
pub(crate) type Grid = Vec<Vec<Option<Pasted>>>;

/// No browser honours a larger span.
const WIDEST: usize = 1000;

/// The cells that all spans of a paste may cover together; those beyond span nothing.
const SPANNED: usize = 200_000;

#[derive(Default)]
struct Reader {
    /// The cells that spans cover so far.
    spanned: usize,
    grid: Grid,
    /// The row being written in a table, if there is one.
    row: Option<usize>,
    /// The cell being written, or the line outside of any table.
    cell: Option<Pasted>,
    /// Where the cell stands.
    place: (usize, usize),
    /// How many elements whose text is not shown are open.
    unseen: usize,
    /// How many `pre` are open, in which spaces count.
    kept: usize,
}

/// Reads HTML: each cell of its tables, and each line of text outside of them as a row of one cell.
pub(crate) fn read(html: &str) -> Grid {
    let mut reader = Reader::default();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.open(&tag),
            Token::EndTag(tag) => reader.close(&name(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    reader.finish();
    reader.grid
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_ascii_lowercase()
}

fn span<S: html5gum::SpanBound>(tag: &StartTag<S>, attribute: &str) -> usize {
    let given = tag.attributes.get(attribute.as_bytes());
    let given = given.and_then(|value| String::from_utf8_lossy(value).trim().parse().ok());
    given.unwrap_or(1).clamp(1, WIDEST)
}

impl Reader {
    fn open(&mut self, tag: &StartTag<()>) {
        match name(&tag.name).as_str() {
            "script" | "style" | "title" | "template" => self.unseen += usize::from(!tag.self_closing),
            "pre" => self.kept += 1,
            "tr" => {
                self.finish();
                let next = self.row.map_or(self.grid.len(), |row| row + 1);
                self.reach(next, 0);
                self.row = Some(next);
            }
            table_cell @ ("td" | "th") => {
                self.finish();
                let row = self.row.unwrap_or(self.grid.len());
                self.row = Some(row);
                self.reach(row, 0);
                // The first place of the row that no span from above has taken.
                let column = self.grid[row].iter().position(Option::is_none).unwrap_or(self.grid[row].len());
                self.place = (row, column);
                self.cell = Some(Pasted {
                    rows: span(tag, "rowspan"),
                    columns: span(tag, "colspan"),
                    bold: table_cell == "th",
                    ..Pasted::default()
                });
            }
            "b" | "strong" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| cell.text.trim().is_empty()) {
                    cell.bold = true;
                }
            }
            "br" => self.line(true),
            other => self.block(other),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "script" | "style" | "title" | "template" => self.unseen = self.unseen.saturating_sub(1),
            "pre" => self.kept = self.kept.saturating_sub(1),
            "td" | "th" => self.finish(),
            "tr" => {
                self.finish();
            }
            "table" => {
                self.finish();
                self.row = None;
            }
            other => self.block(other),
        }
    }

    /// A paragraph and its like begins a line and ends one.
    fn block(&mut self, name: &str) {
        if matches!(
            name,
            "p" | "div"
                | "li"
                | "ul"
                | "ol"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "blockquote"
                | "section"
        ) {
            self.line(false);
        }
    }

    /// Begins a line: within a cell of a table, or the next row outside of tables.
    fn line(&mut self, always: bool) {
        match (&mut self.cell, self.row) {
            (Some(cell), Some(_)) => {
                let end = cell.text.trim_end_matches(' ').len();
                cell.text.truncate(end);
                if always || (!cell.text.is_empty() && !cell.text.ends_with('\n')) {
                    cell.text.push('\n');
                }
            }
            (None, Some(_)) => {}
            (_, None) => {
                self.finish();
                if always {
                    self.start_line();
                }
            }
        }
    }

    fn start_line(&mut self) {
        self.place = (self.grid.len(), 0);
        self.cell = Some(Pasted { rows: 1, columns: 1, ..Pasted::default() });
    }

    fn text(&mut self, text: &str) {
        if self.unseen > 0 {
            return;
        }
        if self.cell.is_none() {
            // Between the cells of a table, and between paragraphs, spaces are nothing.
            if self.row.is_some() || text.trim().is_empty() {
                return;
            }
            self.start_line();
        }
        let kept = self.kept > 0;
        let Some(cell) = &mut self.cell else { return };
        for c in text.chars() {
            if kept || !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                cell.text.push(c);
            } else if !cell.text.is_empty() && !cell.text.ends_with([' ', '\n']) {
                cell.text.push(' ');
            }
        }
    }

    /// Puts the cell that is open into its place, and keeps the places that it spans.
    fn finish(&mut self) {
        let Some(mut cell) = self.cell.take() else { return };
        cell.text = cell.text.trim_end_matches([' ', '\n']).replace('\u{a0}', " ");
        let (row, column) = self.place;
        self.spanned += cell.rows * cell.columns;
        if self.spanned > SPANNED {
            (cell.rows, cell.columns) = (1, 1);
        }
        let (rows, columns) = (cell.rows, cell.columns);
        for down in 0..rows {
            self.reach(row + down, column + columns);
            for across in 0..columns {
                let covered = Pasted { rows: 0, ..Pasted::default() };
                self.grid[row + down][column + across].get_or_insert(covered);
            }
        }
        self.grid[row][column] = Some(cell);
    }

    fn reach(&mut self, row: usize, columns: usize) {
        if self.grid.len() <= row {
            self.grid.resize(row + 1, Vec::new());
        }
        if self.grid[row].len() < columns {
            self.grid[row].resize(columns, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<Vec<String>> {
        let cell = |cell: &Option<Pasted>| cell.as_ref().map_or_else(String::new, |c| c.text.clone());
        read(html).iter().map(|row| row.iter().map(cell).collect()).collect()
    }

    #[test]
    fn a_table_is_read_with_its_entities_lines_and_spans() {
        let html = "<meta charset=utf-8><style>td{}</style><table>\n<tr><th>A &amp; B<th colspan=2>C</tr>\
            <tr><td rowspan=2>uno<br>dos</td><td>  3,5 \n x</td><td>&ntilde;</td></tr><tr><td>y<td>&lt;z&gt;</table>";
        assert_eq!(
            texts(html),
            [vec!["A & B", "C", ""], vec!["uno\ndos", "3,5 x", "ñ"], vec!["", "y", "<z>"]]
        );
        let grid = read(html);
        let first = grid[1][0].as_ref().unwrap();
        assert_eq!((first.rows, first.columns, grid[2][0].as_ref().map(|c| c.rows)), (2, 1, Some(0)));
        assert!(grid[0][0].as_ref().unwrap().bold && !first.bold);
    }

    #[test]
    fn lines_outside_of_a_table_are_rows() {
        assert_eq!(
            texts("uno<br>dos<p>tres <b>4</b></p><div>cinco</div>"),
            [["uno"], ["dos"], ["tres 4"], ["cinco"]]
        );
        assert!(read("").is_empty());
        assert_eq!(texts("<table><tr><td>a</table><p>b"), [["a"], ["b"]]);
    }
}
