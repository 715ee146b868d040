//! The requests that make a tab pleasant and safe to work in.

use std::ops::Range;

use google_sheets4::api::{
    AddConditionalFormatRuleRequest, AddDimensionGroupRequest, AddFilterViewRequest,
    AddProtectedRangeRequest, BooleanCondition, BooleanRule, CellData, CellFormat, Color, ColorStyle,
    ConditionValue, ConditionalFormatRule, DataValidationRule, DimensionProperties, Editors, FilterView,
    GridProperties, NumberFormat, ProtectedRange, RepeatCellRequest, Request, SetDataValidationRequest,
    SheetProperties, TextFormat, UpdateDimensionPropertiesRequest, UpdateSheetPropertiesRequest,
};

use crate::google::sheets::change::{Block, Change, dimension, generated, mask, set_grid, signed};
use crate::sheet::sheet_id::SheetId;

/// A colour by its red, green and blue, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// How cells look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Bold text.
    pub bold: bool,
    /// Size of the text in points; 10 is usual.
    pub size: Option<i32>,
    /// Colour of the text.
    pub color: Option<Rgb>,
    /// Colour behind it.
    pub background: Option<Rgb>,
    /// The way in which long text is shown; all cells of a row begin at the top then.
    pub long_text: Option<LongText>,
    /// In the middle between the sides of the cell.
    pub center: bool,
    /// Type and pattern of numbers, such as `("DATE", "dd/mm/yyyy")`.
    pub number: Option<(&'static str, &'static str)>,
}

/// The way in which text is shown that is longer than its cell is wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongText {
    /// Text that goes on in the next line of its cell.
    Wraps,
    /// Text that is cut at the side of its cell, so that no row is higher for it.
    IsCut,
}

/// Keeps rows and columns in view.
pub fn freeze(sheet: SheetId, rows: u32, columns: u32) -> Change<'static> {
    let grid = GridProperties {
        frozen_row_count: Some(signed(rows)),
        frozen_column_count: Some(signed(columns)),
        ..Default::default()
    };
    set_grid(sheet, grid, "gridProperties.frozenRowCount,gridProperties.frozenColumnCount")
}

/// Gives all cells of a block one style; what the style leaves out stays as it is.
pub fn style(block: &Block, style: Style) -> Change<'static> {
    let text = TextFormat {
        bold: style.bold.then_some(true),
        font_size: style.size,
        foreground_color_style: style.color.map(Rgb::style),
        ..Default::default()
    };
    let format = CellFormat {
        text_format: Some(text),
        background_color_style: style.background.map(Rgb::style),
        wrap_strategy: style.long_text.map(|long| match long {
            LongText::Wraps => "WRAP".to_owned(),
            LongText::IsCut => "CLIP".to_owned(),
        }),
        vertical_alignment: style.long_text.map(|_| "TOP".to_owned()),
        horizontal_alignment: style.center.then(|| "CENTER".to_owned()),
        number_format: style.number.map(|(kind, pattern)| NumberFormat {
            type_: Some(kind.to_owned()),
            pattern: Some(pattern.to_owned()),
        }),
        ..Default::default()
    };

    generated(Request {
        repeat_cell: Some(RepeatCellRequest {
            range: Some(block.grid()),
            cell: Some(CellData { user_entered_format: Some(format), ..Default::default() }),
            fields: mask(&written_paths(style).join(",")),
        }),
        ..Default::default()
    })
}

/// The paths of a cell's format that a style writes. Google clears a path that is named without a
/// value, so those that the style leaves out are not named.
fn written_paths(style: Style) -> Vec<&'static str> {
    let mut paths = Vec::new();
    if style.bold || style.size.is_some() || style.color.is_some() {
        paths.push("userEnteredFormat.textFormat");
    }
    if style.background.is_some() {
        paths.push("userEnteredFormat.backgroundColorStyle");
    }
    if style.long_text.is_some() {
        paths.extend(["userEnteredFormat.wrapStrategy", "userEnteredFormat.verticalAlignment"]);
    }
    if style.center {
        paths.push("userEnteredFormat.horizontalAlignment");
    }
    if style.number.is_some() {
        paths.push("userEnteredFormat.numberFormat");
    }

    paths
}

/// Sets the width of columns in pixels.
pub fn width(sheet: SheetId, columns: Range<u32>, pixels: i32) -> Change<'static> {
    columns_property(
        sheet,
        columns,
        "pixelSize",
        DimensionProperties { pixel_size: Some(pixels), ..Default::default() },
    )
}

/// Groups columns, so that one click folds them away. They stay in view until then.
pub fn group_columns(sheet: SheetId, columns: Range<u32>) -> Change<'static> {
    generated(Request {
        add_dimension_group: Some(AddDimensionGroupRequest {
            range: Some(dimension(sheet, "COLUMNS", columns)),
        }),
        ..Default::default()
    })
}

/// Hides a tab.
pub fn hide_sheet(sheet: SheetId) -> Change<'static> {
    let properties =
        SheetProperties { sheet_id: Some(sheet.number()), hidden: Some(true), ..Default::default() };
    generated(Request {
        update_sheet_properties: Some(UpdateSheetPropertiesRequest {
            properties: Some(properties),
            fields: mask("hidden"),
        }),
        ..Default::default()
    })
}

/// Hides columns.
pub fn hide_columns(sheet: SheetId, columns: Range<u32>) -> Change<'static> {
    let hidden = DimensionProperties { hidden_by_user: Some(true), ..Default::default() };
    columns_property(sheet, columns, "hiddenByUser", hidden)
}

fn columns_property(
    sheet: SheetId,
    columns: Range<u32>,
    path: &str,
    properties: DimensionProperties,
) -> Change<'static> {
    generated(Request {
        update_dimension_properties: Some(UpdateDimensionPropertiesRequest {
            range: Some(dimension(sheet, "COLUMNS", columns)),
            properties: Some(properties),
            fields: mask(path),
            data_source_sheet_range: None,
        }),
        ..Default::default()
    })
}

/// Offers a drop-down of these values and refuses others.
pub fn choices(block: &Block, values: &[&str]) -> Change<'static> {
    validate(block, condition("ONE_OF_LIST", values), true)
}

/// Offers a drop-down of these values and warns of others.
pub fn suggestions(block: &Block, values: &[&str]) -> Change<'static> {
    validate(block, condition("ONE_OF_LIST", values), false)
}

/// Warns of anything that is not a date.
pub fn dates_only(block: &Block) -> Change<'static> {
    validate(block, condition("DATE_IS_VALID", &[]), false)
}

fn validate(block: &Block, condition: BooleanCondition, strict: bool) -> Change<'static> {
    generated(Request {
        set_data_validation: Some(SetDataValidationRequest {
            range: Some(block.grid()),
            rule: Some(DataValidationRule {
                condition: Some(condition),
                strict: Some(strict),
                show_custom_ui: Some(true),
                input_message: None,
            }),
            filtered_rows_included: None,
        }),
        ..Default::default()
    })
}

/// Colours the cells of a block while a formula holds. Rules added at index 0 one after another
/// stand in reverse order, and the first that holds wins.
pub fn highlight(block: &Block, formula: &str, background: Rgb) -> Change<'static> {
    let format = CellFormat { background_color_style: Some(background.style()), ..Default::default() };
    conditional_format(block, formula, format)
}

/// Writes the text of a block in another colour while a formula holds, as [`highlight`] colours what is behind.
pub fn recolor(block: &Block, formula: &str, color: Rgb) -> Change<'static> {
    let text = TextFormat { foreground_color_style: Some(color.style()), ..Default::default() };
    conditional_format(block, formula, CellFormat { text_format: Some(text), ..Default::default() })
}

fn conditional_format(block: &Block, formula: &str, format: CellFormat) -> Change<'static> {
    generated(Request {
        add_conditional_format_rule: Some(AddConditionalFormatRuleRequest {
            index: Some(0),
            rule: Some(ConditionalFormatRule {
                ranges: Some(vec![block.grid()]),
                boolean_rule: Some(BooleanRule {
                    condition: Some(condition("CUSTOM_FORMULA", &[formula])),
                    format: Some(format),
                }),
                gradient_rule: None,
            }),
        }),
        ..Default::default()
    })
}

/// Adds a filter view: each reader sorts and filters what they see, and no cell moves.
pub fn filter_view(id: i32, title: &str, block: &Block) -> Change<'static> {
    let view = FilterView {
        filter_view_id: Some(id),
        title: Some(title.to_owned()),
        range: Some(block.grid()),
        ..Default::default()
    };
    generated(Request {
        add_filter_view: Some(AddFilterViewRequest { filter: Some(view) }),
        ..Default::default()
    })
}

/// Protects a whole tab but for some blocks, under an id of the caller's choice.
pub fn protect(
    id: i32,
    sheet: SheetId,
    except: &[Block],
    editor: &str,
    description: &str,
) -> Change<'static> {
    let range = ProtectedRange {
        protected_range_id: Some(id),
        range: Some(google_sheets4::api::GridRange { sheet_id: Some(sheet.number()), ..Default::default() }),
        unprotected_ranges: (!except.is_empty()).then(|| except.iter().map(Block::grid).collect()),
        editors: Some(Editors { users: Some(vec![editor.to_owned()]), ..Default::default() }),
        description: Some(description.to_owned()),
        ..Default::default()
    };
    generated(Request {
        add_protected_range: Some(AddProtectedRangeRequest { protected_range: Some(range) }),
        ..Default::default()
    })
}

/// Asks whoever types into a block whether they mean it, under an id of the caller's choice.
pub fn warn(id: i32, block: &Block, description: &str) -> Change<'static> {
    let range = ProtectedRange {
        protected_range_id: Some(id),
        range: Some(block.grid()),
        warning_only: Some(true),
        description: Some(description.to_owned()),
        ..Default::default()
    };
    generated(Request {
        add_protected_range: Some(AddProtectedRangeRequest { protected_range: Some(range) }),
        ..Default::default()
    })
}

fn condition(kind: &str, values: &[&str]) -> BooleanCondition {
    let value =
        |value: &&str| ConditionValue { user_entered_value: Some((*value).to_owned()), relative_date: None };
    BooleanCondition {
        type_: Some(kind.to_owned()),
        values: (!values.is_empty()).then(|| values.iter().map(value).collect()),
    }
}

impl Rgb {
    pub(super) fn style(self) -> ColorStyle {
        let part = |byte: u8| Some(f32::from(byte) / 255.0);
        let color = Color { red: part(self.0), green: part(self.1), blue: part(self.2), alpha: None };
        ColorStyle { rgb_color: Some(color), theme_color: None }
    }
}
