//! The normal form of a field: what identity is made of.
//!
//! It is raw text, folded: letter case, white space and compatibility forms do not count. Beyond that
//! only what a spreadsheet or a hand changes without saying anything else is one: a day typed as text or
//! as a date, a number with or without dots, the known short names of a network. Whatever parsers and
//! word lists become, this form stays; nothing here asks them.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate, NaiveTime, Timelike as _};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::finding::field::Field;
use crate::domain::identity::formula;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;

/// Appends the normal form of a field to `out`: of its cells in the order of their columns, joined by a
/// blank where several columns hold it. Blank cells count for nothing.
pub fn of_field<'a>(field: Field, cells: impl IntoIterator<Item = &'a Cell>, out: &mut String) {
    let start = out.len();
    for cell in cells.into_iter().filter(|cell| !cell.is_blank()) {
        if out.len() > start {
            out.push(' ');
        }
        of_cell(field, cell, out);
    }
}

/// Appends the normal form of what a row says outside the citizen's columns, from left to right.
pub fn of_elsewhere<'a>(cells: impl IntoIterator<Item = &'a Cell>, out: &mut String) {
    // The office's notes have no form of their own, as these cells have none.
    of_field(Field::Notes, cells, out);
}

/// Returns `true` if a formula takes its value from other cells, which its normal form leaves out.
pub fn has_references(source: &str) -> bool {
    formula::without_rows(source) != source
}

fn of_cell(field: Field, cell: &Cell, out: &mut String) {
    let start = out.len();

    // A formula counts by its source, since its value changes by itself.
    if let Cell::Formula { source, .. } = cell {
        normalize::canonical_into(&formula::without_rows(source), out);
        return;
    }

    match field {
        Field::Date => write_day(cell, out),
        Field::Time => out.extend(clock(cell).map(hour_and_minute)),
        Field::Document => write_letters(&cell.text(), out),
        Field::Phone => write_number(&cell.text(), out),
        Field::Network => write_network(&cell.text(), out),
        field if field.has_few_values() => write_letters(&cell.text(), out),
        _ => {}
    }

    // A text without a form of its own counts as it was typed.
    if out.len() == start {
        normalize::canonical_into(&cell.text(), out);
    }
}

/// The letters and digits of a text in lower case, without accents.
fn write_letters(text: &str, out: &mut String) {
    // What is ASCII has no other form, and is nearly all that is typed.
    if text.is_ascii() {
        out.extend(text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
        return;
    }

    let letters = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    out.extend(letters.filter(|c| c.is_alphanumeric()));
}

/// The digits of a telephone number, without the country's code before a number of ten digits.
fn write_number(text: &str, out: &mut String) {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 7 {
        return;
    }

    let national = digits.strip_prefix("57").filter(|rest| rest.len() == 10);
    out.push_str(national.unwrap_or(&digits));
}

/// The network by its name, where the text is one of its short names.
fn write_network(text: &str, out: &mut String) {
    let start = out.len();
    write_letters(text, out);

    let name = match &out[start..] {
        "fb" | "face" | "messenger" | "facebookmessenger" => "facebook",
        "x" | "tw" | "twitterx" | "xtwitter" => "twitter",
        "ig" | "insta" => "instagram",
        "wa" | "wp" | "wpp" | "ws" | "wsp" | "whats" | "wasap" => "whatsapp",
        _ => return,
    };
    out.truncate(start);
    out.push_str(name);
}

/// The day that a cell names in one of the ways in which a spreadsheet writes days, and the time of day
/// if it holds both.
fn write_day(cell: &Cell, out: &mut String) {
    let instant = match cell {
        Cell::Number(serial) => of_serial(*serial),
        Cell::Text(text) => typed_day(text.trim()),
        _ => None,
    };
    let Some((day, time)) = instant else { return };

    // Writing to a `String` cannot fail.
    let _ = write!(out, "{day}");
    if let Some(time) = time {
        out.push(' ');
        out.push_str(&hour_and_minute(time));
    }
}

/// The day and time of a serial number; no time at midnight, which a mere day has too.
fn of_serial(serial: f64) -> Option<(NaiveDate, Option<NaiveTime>)> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }

    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let minutes = (serial * 1440.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the range above")]
    let minutes = minutes as u64;
    let day = epoch.checked_add_days(Days::new(minutes / 1440))?;
    let of_day = u32::try_from(minutes % 1440).ok()?;
    let time = NaiveTime::from_hms_opt(of_day / 60, of_day % 60, 0);
    Some((day, time.filter(|_| of_day > 0)))
}

/// A day typed as text in numbers, day first or year first, with or without a time of day.
fn typed_day(text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let (day, rest) = match text.find([' ', 'T']) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    };

    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let (first_number, second, third_number) = (number(first)?, number(second)?, number(third)?);
    let (day, year) = match (first.len(), third.len()) {
        (4, 1..=2) => (third_number, first_number),
        (1..=2, 4) => (first_number, third_number),
        (1..=2, 2) => (first_number, 2000 + third_number),
        _ => return None,
    };

    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, second, day)?;
    if rest.is_empty() { Some((date, None)) } else { Some((date, Some(typed_clock(rest)?))) }
}

/// The time of day in a cell of the form's column for it.
fn clock(cell: &Cell) -> Option<NaiveTime> {
    match cell {
        Cell::Number(serial) if (0.0..1.0).contains(serial) || *serial >= 36_526.0 => {
            let minutes = (serial.fract() * 1440.0).round().min(1439.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "less than a day")]
            let minutes = minutes as u32;
            NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
        }
        Cell::Text(text) => typed_clock(text.trim()),
        _ => None,
    }
}

/// A time of day typed as text in numbers: `8:15`, `08:15:00`, `8:15 a. m.`, `3:20pm`.
fn typed_clock(text: &str) -> Option<NaiveTime> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(text.len());
    let half: String = text[end..].chars().filter(char::is_ascii_alphabetic).collect();
    let parts: Vec<u32> = text[..end].split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    let ([hour, minute] | [hour, minute, 0..=59]) = parts[..] else { return None };

    let hour = match (half.to_ascii_lowercase().as_str(), hour) {
        ("", hour) | ("am", hour @ 1..=11) | ("pm", hour @ 12) => hour,
        ("am", 12) => 0,
        ("pm", hour @ 1..=11) => hour + 12,
        _ => return None,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

fn hour_and_minute(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}
