//! The spreadsheet: whether it can be opened and written, and whether it reads as CE-F05.

use std::collections::BTreeMap;

use crate::commands::check::report::CheckReport;
use crate::commands::init::{mapping, term_start};
use crate::domain::columns;
use crate::domain::form::{FormError, HeaderNote, Layout, StaffTab};
use crate::domain::ids::{self, ServiceColumn};
use crate::error::{Error, exit};
use crate::google::sheets::{Area, Protected, Render, SpreadsheetMetadata, TabMetadata, place};
use crate::session::Session;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::locale;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_place::TabPlace;
use crate::steps::{protections, read};

/// Asks Drive for the file. `false` when the account cannot read it.
pub(super) async fn reachable(session: &Session<'_>, report: &mut CheckReport) -> bool {
    let (name, account) = ("spreadsheet", &session.settings.account);
    let file = match session.google.file(session.file()).await {
        Ok(file) => file,
        Err(error) => {
            report.fail_with(name, &session.error(error));
            return false;
        }
    };

    if !file.is_spreadsheet {
        report.fail_with(name, &Error::NotASpreadsheet);
        return false;
    }

    if !file.can_edit {
        let message = format!("{account} may read the spreadsheet, but not write to it");
        report.fail(name, exit::DENIED, message, "make it an editor");
    } else if file.trashed {
        report.fail_with(name, &Error::InTheBin);
    } else {
        report.ok(name, format!("{account} may write to it"));
    }

    true
}

/// Time zone, locale, headers, service columns, protections.
pub(super) async fn readable(session: &Session<'_>, report: &mut CheckReport) {
    let metadata = match session.google.metadata(session.file()).await {
        Ok(metadata) => metadata,
        Err(error) => {
            report.fail_with("time zone", &session.error(error));
            return report.skip(&["headers", "service columns", "protections"]);
        }
    };
    settled(&metadata, report);

    match read::staff_tab(&metadata, session.settings) {
        Ok(staff) => {
            let tab = place(&metadata.tabs, session.file(), staff.sheet_id);
            headers(session, staff, &tab, report).await;
            service_columns(staff, report);
            look_at_protections(session, &metadata, staff.sheet_id, report).await;
        }
        Err(error) => {
            report.fail_with("headers", &error);
            report.skip(&["service columns", "protections"]);
        }
    }
}

/// How the locale is set to one that writes the day first.
const SET_LOCALE: &str = "run `traslado init --locale es_CO`, which names the dates typed until now that fit both \
                          ways, or set it to Colombia under File, Settings";

fn settled(metadata: &SpreadsheetMetadata, report: &mut CheckReport) {
    if metadata.time_zone == "America/Bogota" {
        report.ok("time zone", "America/Bogota");
    } else {
        report.fail_with("time zone", &Error::TimeZone { found: metadata.time_zone.clone() });
    }

    if locale::writes_month_first(&metadata.locale) {
        let error = Error::MonthFirst { found: metadata.locale.clone() };
        // What has begun is not stopped.
        let begun = metadata.entries.iter().any(|entry| entry.key == ids::GUARD_KEY);
        let code = if begun { exit::ATTENTION } else { error.exit_code() };
        report.fail("locale", code, error.message(), SET_LOCALE);
    } else if metadata.locale.starts_with("es_") || metadata.locale == "es" {
        report.ok("locale", metadata.locale.clone());
    } else {
        report.warn(
            "locale",
            format!("{}: a date typed as 03/02/2026 may be taken for another day", metadata.locale),
            "set it to Colombia under File, Settings",
        );
    }
}

async fn headers(session: &Session<'_>, staff: &TabMetadata, tab: &TabPlace, report: &mut CheckReport) {
    let name = "headers";
    let areas = [Area::tab(staff.sheet_id)];
    let read = session.google.values(session.file(), &areas, Render::Formula).await;
    let grid = match read {
        Ok(grids) => grids.into_iter().next().unwrap_or_default(),
        Err(error) => return report.fail_with(name, &session.error(error)),
    };

    let tagged = read::service_columns(staff).into_iter();
    let staff_tab = StaffTab {
        merges: &staff.merges,
        service_columns: tagged.map(|(column, tag)| (column, tag.index)).collect(),
        ..StaffTab::from(&grid)
    };
    let located = match session.settings.sheet.form.locate(staff_tab.clone()) {
        Err(FormError::MissingColumn { .. }) => by_contents(session, &staff_tab).await,
        located => located,
    };
    match located {
        Ok(Some(layout)) => found(&layout, staff, tab, report),
        Ok(None) => report.fail_with(name, &Error::NoHeaders { tab: tab.clone() }),
        Err(source) => report.fail_with(name, &Error::Form { tab: tab.clone(), source }),
    }
}

/// Finds the columns as a night does, by what the ledger knows of their cells.
async fn by_contents(session: &Session<'_>, tab: &StaffTab<'_>) -> Result<Option<Layout>, FormError> {
    let form = &session.settings.sheet.form;
    match read::book(session).await {
        Ok((book, ledger)) => columns::find(form, tab, book.known_columns(&ledger)),
        // What stands in the way is told with the ledger.
        Err(_) => form.locate(tab.clone()),
    }
}

fn found(layout: &Layout, staff: &TabMetadata, tab: &TabPlace, report: &mut CheckReport) {
    let name = "headers";
    let mut named: BTreeMap<ColumnIndex, Vec<&str>> = BTreeMap::new();
    for (field, columns) in &layout.columns {
        for column in columns {
            named.entry(*column).or_default().push(field.header());
        }
    }

    let service: Vec<ColumnIndex> = read::service_columns(staff).values().map(|tag| tag.index).collect();
    let unread = layout.unread_letters(&service);
    let row = layout.header_row;
    let nobody_reads =
        if unread.is_empty() { String::new() } else { format!("; nobody reads {}", unread.join(", ")) };
    let message = format!("{tab}, header row {row}, {} columns read{nobody_reads}", named.len());

    if layout.notes.is_empty() {
        report.ok(name, message);
    } else {
        let taken = |note: &HeaderNote| format!("{} taken for \"{}\"", note.cell, note.field.header());
        let notes: Vec<String> = layout.notes.iter().map(taken).collect();
        report.warn(
            name,
            format!("{message}; {}", notes.join(", ")),
            "see that this is right, or mend the header",
        );
    }

    let named = named.into_iter().map(|(column, fields)| (column.letters(), fields.join("; ")));
    report.columns(mapping(layout, &service), named.collect(), unread);

    if let Some(warning) = term_start(layout) {
        report.warn("day of the message", warning, "add a column \"Fecha del mensaje\" and fill it");
    }
}

fn service_columns(staff: &TabMetadata, report: &mut CheckReport) {
    let there = read::service_columns(staff);
    let missing: Vec<&str> = ServiceColumn::ALL
        .into_iter()
        .filter(|column| !there.contains_key(column))
        .map(ServiceColumn::header)
        .collect();

    if missing.is_empty() {
        report.ok("service columns", "all there");
    } else {
        let message = format!("missing: {}; nothing is written beside the rows there", missing.join(", "));
        report.warn("service columns", message, "run `traslado init`, which adds them");
    }
}

/// A hand-off writes to the ledger, and after it to the service's columns.
async fn look_at_protections(
    session: &Session<'_>,
    metadata: &SpreadsheetMetadata,
    staff: SheetId,
    report: &mut CheckReport,
) {
    let name = "protections";
    let all = match session.google.protected(session.file()).await {
        Ok(all) => all,
        Err(error) => return report.fail_with(name, &session.error(error)),
    };
    let account = &session.settings.account;
    if all.iter().any(|range| range.keeps_out && range.sheet == ids::LEDGER) {
        let message = format!("the tab \"{}\" is protected against {account}", ids::LEDGER_TITLE);
        return report.fail(
            name,
            exit::DENIED,
            message,
            "under Data, Protected sheets and ranges, let it edit",
        );
    }

    let id_space = read::origin(metadata).map(|origin| origin.id_space).unwrap_or_default();
    let among =
        |ranges: &[Protected]| protections::among(ranges, &metadata.tabs, staff, id_space, session.settings);
    let stops_every_night = |range: &Protected| protections::stops_every_night(range, staff, id_space);
    let (lasting, other): (Vec<_>, Vec<_>) = all.into_iter().partition(stops_every_night);
    let (lasting, other) = (among(&lasting), among(&other));

    for obstacle in &lasting {
        report.fail(name, exit::ATTENTION, obstacle.to_string(), protections::remedy(account));
    }
    for obstacle in &other {
        report.warn(name, obstacle.to_string(), protections::remedy(account));
    }
    if lasting.is_empty() && other.is_empty() {
        report.ok(name, "none in the way of a hand-off");
    }
}
