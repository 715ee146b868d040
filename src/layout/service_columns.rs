//! How the service's columns beside the staff's rows look.

use crate::domain::ids::ServiceColumn;
use crate::google::sheets::change::{Block, Change};
use crate::google::sheets::style;
use crate::layout::palette::{self, SERVICE};
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;

/// Pixels in which what usually stands there shows. Nothing is wrapped: how high their rows are is
/// for staff to say.
fn width(column: ServiceColumn) -> i32 {
    match column {
        ServiceColumn::Id => 115,
        ServiceColumn::State => 270,
        ServiceColumn::Notes => 420,
        ServiceColumn::Radicado => 120,
    }
}

/// Widths and the colours of the header, which stands in row `header`, of columns
/// that are the service's and new.
pub fn styles(
    sheet: SheetId,
    header: RowNumber,
    columns: impl IntoIterator<Item = (ServiceColumn, ColumnIndex)>,
) -> Vec<Change<'static>> {
    let style = palette::header(SERVICE);
    let look = |(column, at): (ServiceColumn, ColumnIndex)| {
        let at = at.offset();
        let head = Block { sheet, rows: header.offset()..header.next().offset(), columns: at..at + 1 };
        [style::width(sheet, at..at + 1, width(column)), style::style(&head, style)]
    };
    columns.into_iter().flat_map(look).collect()
}
