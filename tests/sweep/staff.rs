//! The staff tab as people see it.

use google_emulator::{Refused, World};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::people::{HEADER, OWN, Row};

/// The staff tab as people see it: found by its place, for its title changes.
pub(crate) struct Staff {
    pub(crate) title: String,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) width: usize,
    /// The header row, from 0.
    pub(crate) header: usize,
    /// The last row with anything of staff's in it, from 1.
    pub(crate) last: usize,
}

impl Staff {
    pub(crate) fn of(world: &World, id: &str) -> Result<Self, Refused> {
        let tabs = world.tabs(id);
        let found = tabs.into_iter().find(|(sheet, _)| *sheet < 1_900_000_000);
        let title = found.ok_or_else(|| Refused("no staff tab".to_owned()))?.1;
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let cells = world.formulas(id, &format!("'{title}'!A1:Z400"))?;
        let rows: Vec<Vec<String>> = cells.iter().map(|row| row.iter().map(text).collect()).collect();
        let header = rows.iter().position(|row| row.iter().any(|text| plain(text) == plain(HEADER[5])));
        let header = header.unwrap_or(0);
        let headers = rows.get(header).cloned().unwrap_or_default();
        let own =
            |at: usize| headers.get(at).is_some_and(|text| OWN.iter().any(|own| plain(own) == plain(text)));
        let filled =
            |row: &Vec<String>| row.iter().enumerate().any(|(at, text)| !own(at) && !text.is_empty());
        let last = rows.iter().rposition(filled).map_or(1, |at| at + 1);
        Ok(Self { title, rows, width: headers.len().max(1), header, last })
    }

    /// A row of a report, from 1, wherever the count leads.
    pub(crate) fn row(&self, at: usize) -> usize {
        self.first_row() + at % self.last.saturating_sub(self.header_row()).max(1)
    }

    /// The header row, from 1.
    pub(crate) fn header_row(&self) -> usize {
        self.header + 1
    }

    /// The first row below the header row, from 1.
    pub(crate) fn first_row(&self) -> usize {
        self.header + 2
    }

    /// The column of a header, from 0.
    pub(crate) fn column(&self, header: &str) -> Result<usize, Refused> {
        let mut headers = self.rows.get(self.header).into_iter().flatten();
        let found = headers.position(|found| plain(found) == plain(header));
        found.ok_or_else(|| Refused(format!("no {header}")))
    }

    pub(crate) fn cell(&self, header: &str, row: usize) -> Result<String, Refused> {
        Ok(format!("{}{row}", letter(self.column(header)? + 1)))
    }

    /// Whose report stands in a row.
    pub(crate) fn citizen(&self, row: usize) -> Option<u32> {
        crate::people::marks(&self.rows.get(row - 1)?.join(" ")).first().copied()
    }

    /// Types a report under the headers, wherever they stand.
    pub(crate) fn type_row(
        &self,
        tab: &mut google_emulator::Tab<'_>,
        row: usize,
        cells: &Row,
    ) -> Result<(), Refused> {
        for (header, text) in HEADER.iter().zip(cells) {
            if let Ok(cell) = self.cell(header, row) {
                tab.type_rows(&cell, &[[text]])?;
            }
        }
        Ok(())
    }

    pub(crate) fn rename(&self, world: &mut World, id: &str, from: &str, to: &str) -> Result<(), Refused> {
        let cell = self.cell(from, self.header_row())?;
        world.sheet_mut(id, &self.title)?.type_rows(&cell, &[[to]])
    }
}

/// A header however people spell it.
fn plain(header: &str) -> String {
    let words: Vec<&str> = header.split_whitespace().collect();
    words.join(" ").nfkc().collect::<String>().to_lowercase()
}

/// A column's letters, from 1.
pub(crate) fn letter(column: usize) -> String {
    let digit = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    if column > 26 {
        format!("{}{}", digit((column - 1) / 26 - 1), digit(column - 1))
    } else {
        digit(column - 1).to_string()
    }
}
