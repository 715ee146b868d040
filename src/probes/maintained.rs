//! What Google does with what the tabs are made of that every night keeps up.

use crate::google::sheets::change;
use crate::google::sheets::chart::{self, Chart};
use crate::google::sheets::style::Rgb;
use crate::google::{Error, RefusalKind};
use crate::probes::refused;
use crate::probes::scratch_sheet::ScratchSheet;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::RowNumber;
use crate::sheet::tab_cell::TabCell;

pub(super) async fn link_is_text(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (there, tab) = (scratch.tab(3, 1).await?, scratch.tab(2, 1).await?);
    let link = TabCell::Link { text: "fila 3".into(), sheet: there, row: RowNumber::new(3) };
    scratch.apply(&[change::update_cells_and_links(tab, CellAddress::A1, &[vec![link]])]).await?;
    Ok(scratch.texts(tab).await?.concat() == ["fila 3"])
}

pub(super) async fn own_formula(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(1, 1).await?;
    scratch.apply(&[change::formula(tab, CellAddress::A1, "=IF(NOW()-1>0;\"tarde\";\"al día\")")]).await?;
    let shown = scratch.shown(tab).await?.concat();
    Ok(matches!(&shown[..], [Cell::Text(text)] if text == "tarde"))
}

pub(super) async fn used_chart_id(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (sheet, id) = (scratch.tab(6, 6).await?, scratch.id());
    let chart = Chart {
        id,
        sheet,
        title: "Prueba",
        names: "Semana",
        counts: "Reportes",
        rows: 0..4,
        series: vec![(1, Rgb(11, 83, 148))],
        corner: CellAddress::at(0, 3),
        size: (300, 200),
    };

    scratch.apply(&[chart::add(&chart)]).await?;
    refused(scratch.apply(&[chart::add(&chart)]).await, RefusalKind::ObjectIdTaken)
}
