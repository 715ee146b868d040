//! How each edit is done in the window.

use google_emulator::{Refused, World};
use serde_json::{Value, json};

use super::Edit;
use super::Kind::*;
use super::own_tabs;
use crate::people::{HEADER, OWN, Row, citizen};
use crate::staff::{Staff, letter};
use crate::stage::ACCOUNT;

impl Edit {
    pub(super) fn apply(&self, world: &mut World, id: &str) -> Result<(), Refused> {
        let sheet = Staff::of(world, id)?;
        let row = sheet.row(self.row);
        let last = sheet.last;
        let type_in = |world: &mut World, header: &str, text: &str| {
            // Nobody corrects a row in which nothing stands.
            if sheet.citizen(row).is_none() {
                return Ok(());
            }
            let cell = sheet.cell(header, row)?;
            world.sheet_mut(id, &sheet.title)?.type_rows(&cell, &[[text]])
        };
        // Marks stay those of the citizen in the row: an edit changes what is said, not of whom.
        let n = sheet.citizen(row).unwrap_or(self.n);
        match self.kind {
            EditDocument => {
                type_in(world, HEADER[6], &format!("CC 1.999.{:03}.{:03}", 900 + n / 1000, n % 1000))
            }
            EditGrounds => {
                type_in(world, HEADER[11], &format!("El recibo zqx{n}x llegó doble, vez {}", self.n))
            }
            CompleteAddress => {
                type_in(world, HEADER[9], &format!("Carrera {} # 5-{} apto zqx{n}x", self.n, 1 + n % 90))
            }
            TextToFormula => type_in(world, HEADER[11], &format!("=\"El recibo zqx{n}x \"&\"llegó doble\"")),
            DateToText => type_in(world, HEADER[1], "'05/03/2026"),
            FillState => type_in(world, OWN[1], "ya lo pasé"),
            ForgeId => type_in(world, OWN[0], "CE-2026-00001"),
            EraseIds if last < sheet.first_row() => Ok(()),
            EraseIds => {
                let from = sheet.cell(OWN[0], sheet.first_row())?;
                let to = sheet.cell(OWN[0], last)?;
                world.sheet_mut(id, &sheet.title)?.clear(&format!("{from}:{to}"))
            }
            RenameHeader => sheet.rename(world, id, "Celular", "Teléfono"),
            RenameMandatoryHeader => sheet.rename(world, id, "Red social", "Zona"),
            BlankHeader => {
                let cell = sheet.cell("Celular", sheet.header_row())?;
                world.sheet_mut(id, &sheet.title)?.clear(&cell)
            }
            DuplicateTab => {
                let source = world.sheet_mut(id, &sheet.title)?.sheet_id();
                let title = format!("Copia de {} {}", sheet.title, self.n);
                let copy = json!({"duplicateSheet":
                    {"sourceSheetId": source, "insertSheetIndex": world.tabs(id).len(), "newSheetName": title}});
                world.batch(id, ACCOUNT, &[copy]).map(drop)
            }
            SwapHeaders => {
                sheet.rename(world, id, "Celular", "Correo electrónico")?;
                let cell = sheet.cell("Correo electrónico", sheet.header_row())?;
                world.sheet_mut(id, &sheet.title)?.type_rows(&cell, &[["Celular"]])
            }
            DuplicateHeader => {
                let cell = format!("{}{}", letter(sheet.width + 1), sheet.header_row());
                world.sheet_mut(id, &sheet.title)?.type_rows(&cell, &[["Objeto de la petición"]])
            }
            DeleteHandoffTab => {
                let titles: Vec<String> = world.tabs(id).into_iter().map(|(_, title)| title).collect();
                match titles.iter().rfind(|title| title.starts_with("Traslado ")) {
                    Some(title) => world.sheet_mut(id, title)?.delete(),
                    None => Ok(()),
                }
            }
            DeleteDrafts => {
                for (draft, _) in world.drafts(ACCOUNT) {
                    world.delete_draft(ACCOUNT, &draft);
                }
                Ok(())
            }
            RenameFile => {
                world.rename_file(id, "Reportes 2026 (no borrar)");
                Ok(())
            }
            RevokeAccess => {
                world.withdraw_delegation(ACCOUNT);
                world.revoke_tokens();
                Ok(())
            }
            Undo => {
                world.undo(id);
                Ok(())
            }
            ChangeLocale => properties(world, id, &json!({"locale": "en_US"})),
            ChangeTimeZone => properties(world, id, &json!({"timeZone": "Europe/Madrid"})),
            AnswerReport => own_tabs::answer(world, id, self.n, self.received()),
            ScribbleInMaintainedTab => own_tabs::scribble(world, id),
            DeleteMaintainedTabs => own_tabs::delete(world, id),
            _ => self.on_tab(world, id, &sheet),
        }
    }

    /// What is done to rows and columns.
    fn on_tab(&self, world: &mut World, id: &str, sheet: &Staff) -> Result<(), Refused> {
        let (row, last) = (sheet.row(self.row), sheet.last);
        let whole = format!("A{}:{}{last}", sheet.first_row(), letter(sheet.width));
        let line = format!("A{row}:{}{row}", letter(sheet.width));
        let fresh = || -> Row { citizen(self.n, &self.date()) };
        let n = sheet.citizen(row).unwrap_or(self.n);
        let mut tab = world.sheet_mut(id, &sheet.title)?;
        match self.kind {
            InsertAbove => {
                tab.insert_rows(sheet.first_row(), 1)?;
                sheet.type_row(&mut tab, sheet.first_row(), &fresh())
            }
            InsertBelow => {
                tab.insert_rows(row + 1, 1)?;
                sheet.type_row(&mut tab, row + 1, &fresh())
            }
            AppendRow => sheet.type_row(&mut tab, last + 1, &fresh()),
            InsertFirstRow => tab.insert_rows(1, 1),
            TypeAboveHeader => {
                tab.insert_rows(1, 1)?;
                sheet.type_row(&mut tab, 1, &fresh())
            }
            DeleteRow => tab.delete_rows(row, 1),
            SortByName => tab.sort(&whole, sheet.column(HEADER[5])? + 1, false),
            SortByTextDescending => tab.sort(&whole, sheet.column(HEADER[11])? + 1, true),
            SortInFilterView => {
                tab.hide_rows(row, 1, true)?;
                tab.sort(&whole, sheet.column(HEADER[4])? + 1, true)?;
                tab.hide_rows(row, 1, false)
            }
            CutAndPasteRow => tab.cut(&line, &format!("A{}", last + 1)),
            MoveRow => tab.move_rows(row, 1, last + 1),
            ClearRow => tab.clear(&line),
            DuplicateRow => tab.copy(&line, &format!("A{}", last + 1)),
            // A copy of nothing is nothing, and what stands in a row without a citizen's text nobody could tell
            // from before.
            DuplicateAndEdit | ShiftCellsRight if sheet.citizen(row).is_none() => Ok(()),
            DuplicateAndEdit => {
                tab.copy(&line, &format!("A{}", last + 1))?;
                let cell = sheet.cell(HEADER[11], last + 1)?;
                tab.type_rows(&cell, &[[format!("Otra vez zqx{n}x y sigue igual")]])
            }
            InsertColumn => tab.insert_columns(3, 1),
            InsertHeader => {
                tab.insert_columns(3, 1)?;
                tab.type_rows(&format!("C{}", sheet.header_row()), &[["Comentario de la oficina"]])
            }
            DeleteHeader => tab.delete_columns(sheet.column("Celular")? + 1, 1),
            PasteHeaderRow => {
                let header = sheet.header_row();
                tab.copy(&format!("A{header}:{}{header}", letter(sheet.width)), &format!("A{}", last + 1))
            }
            DeleteNumberColumn => tab.delete_columns(sheet.column(HEADER[0])? + 1, 1),
            MoveColumn => tab.move_columns(sheet.column(HEADER[4])? + 1, 1, sheet.column(HEADER[9])? + 1),
            MoveOwnColumn => tab.move_columns(sheet.column(OWN[1])? + 1, 1, 2),
            DeleteOwnColumn => tab.delete_columns(sheet.column(OWN[2])? + 1, 1),
            MergeCells => tab.merge(&format!("A{}:B{}", last + 3, last + 3)),
            MergeDates => {
                let date = sheet.cell(HEADER[1], row)?;
                tab.merge(&format!("{date}:{}", sheet.cell(HEADER[1], row + 1)?))
            }
            MergeNumbers => {
                let number = sheet.cell(HEADER[0], row)?;
                tab.merge(&format!("{number}:{}", sheet.cell(HEADER[0], row + 1)?))
            }
            // What stands between nobody could tell from before.
            ShiftCellsRight if sheet.column(HEADER[11])? + 1 != sheet.column(OWN[0])? => Ok(()),
            ShiftCellsRight => {
                let range = grounds(tab.sheet_id(), sheet, row)?;
                tab.apply(json!({"insertRange": {"range": range, "shiftDimension": "COLUMNS"}})).map(drop)
            }
            HideRow => tab.hide_rows(row, 1, true),
            BasicFilter => {
                let range = format!("A{}:{}{last}", sheet.header_row(), letter(sheet.width));
                tab.filter(&range, 4, &["Facebook"])
            }
            ProtectRange => tab.protect(&whole, &[]),
            RenameTab => tab.rename("Reportes de marzo"),
            NoteAndColour => tab.set_note(&sheet.cell(HEADER[5], row)?, "llamar zqx mañana"),
            _ => Ok(()),
        }
    }

    pub(super) fn take_back(&self, world: &mut World, id: &str) -> Result<(), Refused> {
        let sheet = Staff::of(world, id)?;
        match self.kind {
            RenameMandatoryHeader => sheet.rename(world, id, "Zona", "Red social"),
            SwapHeaders => {
                sheet.rename(world, id, "Celular", "Correo electrónico")?;
                let cell = sheet.cell("Correo electrónico", sheet.header_row())?;
                world.sheet_mut(id, &sheet.title)?.type_rows(&cell, &[["Celular"]])
            }
            DuplicateHeader => {
                let last =
                    sheet.rows[sheet.header].iter().rposition(|header| header == "Objeto de la petición");
                let Some(column) = last.filter(|column| *column >= HEADER.len()) else { return Ok(()) };
                world.sheet_mut(id, &sheet.title)?.clear(&format!(
                    "{}{}",
                    letter(column + 1),
                    sheet.header_row()
                ))
            }
            ShiftCellsRight => {
                // The text that was pushed out of its column tells the row, wherever that stands now.
                let id_column = sheet.column(OWN[0])?;
                let is_shifted =
                    |row: &Vec<String>| row.get(id_column).is_some_and(|text| text.contains("zqx"));
                while let Some(at) = Staff::of(world, id)?.rows.iter().position(is_shifted) {
                    let mut tab = world.sheet_mut(id, &sheet.title)?;
                    let range = grounds(tab.sheet_id(), &sheet, at + 1)?;
                    tab.apply(json!({"deleteRange": {"range": range, "shiftDimension": "COLUMNS"}}))?;
                }
                Ok(())
            }
            RevokeAccess => {
                world.grant_delegation(ACCOUNT);
                Ok(())
            }
            ChangeLocale => properties(world, id, &json!({"locale": "es_CO"})),
            ChangeTimeZone => properties(world, id, &json!({"timeZone": "America/Bogota"})),
            _ => Ok(()),
        }
    }
}

/// The cell left of the service's columns in a row.
fn grounds(tab: i64, sheet: &Staff, row: usize) -> Result<Value, Refused> {
    let column = sheet.column(HEADER[11])?;
    Ok(json!({"sheetId": tab, "startRowIndex": row - 1, "endRowIndex": row,
        "startColumnIndex": column, "endColumnIndex": column + 1}))
}

fn properties(world: &mut World, id: &str, properties: &Value) -> Result<(), Refused> {
    let fields = properties.as_object().and_then(|map| map.keys().next().cloned()).unwrap_or_default();
    let request = json!({"updateSpreadsheetProperties": {"properties": properties, "fields": fields}});
    world.batch(id, ACCOUNT, &[request]).map(drop)
}
