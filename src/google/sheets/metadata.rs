//! A spreadsheet without its cells, as the program uses it.

use std::collections::BTreeMap;

use google_sheets4::api::{GridRange, Sheet, Spreadsheet};

use crate::google::Google;
use crate::google::error::Error;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::merge::Merge;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_place::TabPlace;

/// Names, settings, tabs and metadata of a spreadsheet.
#[derive(Clone, Debug)]
pub struct SpreadsheetMetadata {
    /// CLDR name of the zone its dates are in, such as `America/Bogota`.
    pub time_zone: String,
    /// How it reads and shows dates and numbers, such as `es_CO`.
    pub locale: String,
    /// Developer metadata of the spreadsheet itself.
    pub entries: Vec<MetadataEntry>,
    /// The spreadsheet's tabs, hidden ones included, in their order.
    pub tabs: Vec<TabMetadata>,
}

/// One entry of developer metadata.
#[derive(Clone, Debug)]
pub struct MetadataEntry {
    /// The entry's id.
    pub id: i32,
    /// The entry's key.
    pub key: String,
    /// The entry's value.
    pub value: String,
}

/// One tab.
#[derive(Clone, Debug)]
pub struct TabMetadata {
    /// The tab's id, which no renaming changes.
    pub sheet_id: SheetId,
    /// The tab's title now.
    pub title: String,
    /// True if people do not see it.
    pub hidden: bool,
    /// Rows of its grid, empty ones included.
    pub rows: u32,
    /// Columns of its grid, empty ones included.
    pub columns: u32,
    /// Ids of its protected ranges.
    pub protections: Vec<i32>,
    /// Ids of its charts.
    pub charts: Vec<i32>,
    /// The tab's tagged columns.
    pub column_tags: Vec<ColumnTag>,
    /// The tab's merged cells.
    pub merges: Vec<Merge>,
}

/// Developer metadata of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnTag {
    /// Index of the column, from 0.
    pub index: ColumnIndex,
    /// Id of the metadata, by which a write finds the column wherever it is then.
    pub id: i32,
    /// Key of the metadata.
    pub key: String,
    /// Value of the metadata.
    pub value: String,
}

impl Google {
    /// Reads the metadata of a spreadsheet.
    ///
    /// # Errors
    /// Those of [`Google::spreadsheet`].
    pub async fn metadata(&self, spreadsheet_id: &str) -> Result<SpreadsheetMetadata, Error> {
        Ok(SpreadsheetMetadata::from(self.spreadsheet(spreadsheet_id).await?))
    }
}

impl SpreadsheetMetadata {
    /// The characters that each entry of the developer metadata takes up, by id.
    pub fn sizes(&self) -> BTreeMap<i32, usize> {
        let size = |text: &str| text.encode_utf16().count();
        self.entries.iter().map(|entry| (entry.id, size(&entry.key) + size(&entry.value))).collect()
    }
}

/// The place of a tab among all tabs of a spreadsheet.
pub fn place(tabs: &[TabMetadata], spreadsheet_id: &str, sheet: SheetId) -> TabPlace {
    let position = tabs.iter().filter(|tab| !tab.hidden).position(|tab| tab.sheet_id == sheet);
    TabPlace::new(position.map(|index| index + 1), spreadsheet_id, sheet)
}

impl From<Spreadsheet> for SpreadsheetMetadata {
    fn from(sheet: Spreadsheet) -> Self {
        let metadata = sheet.developer_metadata.unwrap_or_default().into_iter().filter_map(|entry| {
            Some(MetadataEntry {
                id: entry.metadata_id?,
                key: entry.metadata_key?,
                value: entry.metadata_value.unwrap_or_default(),
            })
        });

        let properties = sheet.properties.unwrap_or_default();
        Self {
            time_zone: properties.time_zone.unwrap_or_default(),
            locale: properties.locale.unwrap_or_default(),
            entries: metadata.collect(),
            tabs: sheet.sheets.unwrap_or_default().into_iter().filter_map(tab).collect(),
        }
    }
}

fn tab(sheet: Sheet) -> Option<TabMetadata> {
    let properties = sheet.properties?;
    let grid = properties.grid_properties.unwrap_or_default();
    let size = |count: Option<i32>| count.and_then(|count| u32::try_from(count).ok()).unwrap_or(0);

    let mut column_tags = Vec::new();

    for data in sheet.data.unwrap_or_default() {
        let first = data.start_column.and_then(|column| usize::try_from(column).ok()).unwrap_or(0);
        for (at, column) in data.column_metadata.unwrap_or_default().into_iter().enumerate() {
            let tags = column.developer_metadata.unwrap_or_default().into_iter();
            column_tags.extend(tags.filter_map(|tag| {
                Some(ColumnTag {
                    index: ColumnIndex::new(first + at),
                    id: tag.metadata_id?,
                    key: tag.metadata_key?,
                    value: tag.metadata_value.unwrap_or_default(),
                })
            }));
        }
    }

    let protections = sheet.protected_ranges.unwrap_or_default();
    Some(TabMetadata {
        sheet_id: SheetId::new(properties.sheet_id?),
        title: properties.title?,
        hidden: properties.hidden.unwrap_or(false),
        rows: size(grid.row_count),
        columns: size(grid.column_count),
        charts: sheet.charts.unwrap_or_default().into_iter().filter_map(|chart| chart.chart_id).collect(),
        protections: protections.into_iter().filter_map(|range| range.protected_range_id).collect(),
        column_tags,
        merges: sheet.merges.unwrap_or_default().iter().map(merge).collect(),
    })
}

fn merge(range: &GridRange) -> Merge {
    let at = |index: Option<i32>| index.and_then(|index| usize::try_from(index).ok()).unwrap_or(0);
    Merge {
        rows: at(range.start_row_index)..at(range.end_row_index),
        columns: at(range.start_column_index)..at(range.end_column_index),
    }
}
