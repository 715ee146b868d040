//! `traslado init`: adopts an existing spreadsheet.

use std::path::Path;

use comfy_table::Table;
use comfy_table::presets::ASCII_MARKDOWN;

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::a1;
use crate::domain::form::Layout;
use crate::error::{Error, exit};
use crate::steps::{adopt, commit, read};

/// Shows how the headers are read and what would be added, asks unless told not to, and adds it.
///
/// # Errors
/// Why the spreadsheet cannot be adopted.
pub async fn init(config: &Path, yes: bool) -> Result<u8, Error> {
    let settings = Settings::load(config)?;
    let moment = Moment::now();
    let google = super::log_in(&settings, moment).await?;
    let (book, _) = read::book(&google, &settings).await?;
    let wrong = |source| Error::Form { tab: book.staff_title.clone(), source };
    let Some(layout) = settings.form.locate(&book.grid).map_err(wrong)? else {
        return Err(Error::NoHeaders { tab: book.staff_title });
    };
    println!("Tab \"{}\", header row {}:\n{}", book.staff_title, layout.header_row, mapping(&layout));
    let adoption = adopt::missing(&book, &layout);
    if adoption.is_done() {
        println!("The service's columns and the ledger are there already; nothing to add.");
        return Ok(exit::OK);
    }
    for (cell, header) in adoption.cells() {
        println!("To add: column \"{header}\" in {cell}");
    }
    if adoption.ledger {
        println!("To add: the hidden tab \"{}\"", crate::domain::place::LEDGER_TITLE);
    }
    if !yes && !super::confirmed() {
        println!("Nothing was written.");
        return Ok(exit::OK);
    }
    commit::foresee(&book, &[], &[])?;
    adopt::adopt(&google, &settings, &book, &adoption).await?;
    println!("Added.");
    Ok(exit::OK)
}

/// Which column is read as which field.
pub(super) fn mapping(layout: &Layout) -> Table {
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN).set_header(["Column", "Read as"]);
    for (field, column) in &layout.columns {
        table.add_row([a1::column(*column), field.header().to_owned()]);
    }
    table
}
