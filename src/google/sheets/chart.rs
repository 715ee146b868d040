//! Charts, which Sheets itself draws from the cells of a table.

use std::ops::Range;

use google_sheets4::api::{
    AddChartRequest, BasicChartAxis, BasicChartDomain, BasicChartSeries, BasicChartSpec,
    ChartAxisViewWindowOptions, ChartData, ChartSourceRange, ChartSpec, DeleteEmbeddedObjectRequest,
    EmbeddedChart, EmbeddedObjectPosition, OverlayPosition, Request,
};

use crate::google::sheets::change::{Block, Change, coordinate, generated};
use crate::google::sheets::style::Rgb;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::sheet_id::SheetId;

/// A chart of columns, one series on the other, over a table whose first row names the series and whose first
/// column names the places on the axis.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// The chart's id, of the caller's choice.
    pub id: i32,
    /// The sheet of the table and of the chart.
    pub sheet: SheetId,
    /// The chart's title.
    pub title: &'a str,
    /// The range of the names, in the first column.
    pub names: &'a str,
    /// The range of the counts.
    pub counts: &'a str,
    /// Rows of the table, its header included.
    pub rows: Range<u32>,
    /// The column of each series, and its colour.
    pub series: Vec<(u32, Rgb)>,
    /// The cell in whose upper left corner it begins.
    pub corner: CellAddress,
    /// Width and height in pixels.
    pub size: (i32, i32),
}

/// Adds a chart under an id of the caller's choice, which Google refuses to do twice.
pub fn add(chart: &Chart<'_>) -> Change<'static> {
    let overlay = OverlayPosition {
        anchor_cell: Some(coordinate(chart.sheet, chart.corner)),
        width_pixels: Some(chart.size.0),
        height_pixels: Some(chart.size.1),
        ..Default::default()
    };

    let spec = ChartSpec {
        title: Some(chart.title.to_owned()),
        alt_text: Some(chart.title.to_owned()),
        basic_chart: Some(drawing(chart)),
        ..Default::default()
    };

    generated(Request {
        add_chart: Some(AddChartRequest {
            chart: Some(EmbeddedChart {
                chart_id: Some(chart.id),
                spec: Some(spec),
                position: Some(EmbeddedObjectPosition {
                    overlay_position: Some(overlay),
                    ..Default::default()
                }),
                border: None,
            }),
        }),
        ..Default::default()
    })
}

/// Deletes a chart.
pub fn delete(id: i32) -> Change<'static> {
    let request = DeleteEmbeddedObjectRequest { object_id: Some(id) };
    generated(Request { delete_embedded_object: Some(request), ..Default::default() })
}

fn drawing(chart: &Chart<'_>) -> BasicChartSpec {
    let (names, counts) = ("BOTTOM_AXIS", "LEFT_AXIS");
    let axis = |position: &str, title: &str| BasicChartAxis {
        position: Some(position.to_owned()),
        title: Some(title.to_owned()),
        ..Default::default()
    };
    // Without a window of our own Google may begin the axis above 0, and a small difference looks large.
    let window = ChartAxisViewWindowOptions {
        view_window_min: Some(0.0),
        view_window_max: None,
        view_window_mode: Some("EXPLICIT".to_owned()),
    };

    let series = chart.series.iter().map(|(column, color)| BasicChartSeries {
        series: Some(source(chart, *column)),
        target_axis: Some(counts.to_owned()),
        color_style: Some(color.style()),
        ..Default::default()
    });
    let legend = if chart.series.len() > 1 { "BOTTOM_LEGEND" } else { "NO_LEGEND" };

    BasicChartSpec {
        chart_type: Some("COLUMN".to_owned()),
        header_count: Some(1),
        legend_position: Some(legend.to_owned()),
        stacked_type: Some("STACKED".to_owned()),
        axis: Some(vec![
            axis(names, chart.names),
            BasicChartAxis { view_window_options: Some(window), ..axis(counts, chart.counts) },
        ]),
        domains: Some(vec![BasicChartDomain { domain: Some(source(chart, 0)), ..Default::default() }]),
        series: Some(series.collect()),
        ..Default::default()
    }
}

/// One column of the table, its header included.
fn source(chart: &Chart<'_>, column: u32) -> ChartData {
    let block = Block { sheet: chart.sheet, rows: chart.rows.clone(), columns: column..column + 1 };
    ChartData {
        source_range: Some(ChartSourceRange { sources: Some(vec![block.grid()]) }),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::google::sheets::Batch;
    use crate::testing::gid;

    #[test]
    fn names_and_counts_stand_on_their_axes_and_series_on_each_other() {
        let chart = Chart {
            id: 5,
            sheet: gid(7),
            title: "Respuestas",
            names: "Mes",
            counts: "Reportes",
            rows: 3..8,
            series: vec![(2, Rgb(255, 0, 0))],
            corner: CellAddress::at(4, 8),
            size: (500, 300),
        };
        let batch = Batch::new(&[add(&chart)]).expect("it serialises");
        let written: Value = serde_json::from_slice(&batch.bytes()).expect("it is JSON");
        let added = &written["requests"][0]["addChart"]["chart"];
        let drawn = &added["spec"]["basicChart"];
        assert_eq!((&added["chartId"], &drawn["chartType"]), (&json!(5), &json!("COLUMN")));
        assert_eq!(drawn["axis"][0], json!({"position": "BOTTOM_AXIS", "title": "Mes"}));
        assert_eq!(drawn["series"][0]["targetAxis"], "LEFT_AXIS");
        let source = json!({"sheetId": 7, "startRowIndex": 3, "endRowIndex": 8, "startColumnIndex": 2, "endColumnIndex": 3});
        assert_eq!(drawn["series"][0]["series"]["sourceRange"]["sources"][0], source);
        assert_eq!(drawn["axis"][1]["viewWindowOptions"]["viewWindowMin"], json!(0.0));
        assert_eq!(drawn["stackedType"], "STACKED");
    }
}
