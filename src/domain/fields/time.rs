//! The time of day a message was sent.

use chrono::{NaiveTime, Timelike};

use crate::domain::fields::Read;
use crate::domain::finding::Rule;
use crate::sheet::cell::Cell;
use crate::sheet::normalize::plain;

const SECONDS_A_DAY: f64 = 86_400.0;

/// Reads a time cell. A date and time together give the time; a bare hour needs "a. m." or "p. m.".
pub fn parse(cell: &Cell) -> Read<NaiveTime> {
    match cell {
        Cell::Text(typed) => parse_typed(cell, &plain(typed)),
        _ => parse_typed(cell, ""),
    }
}

/// Reads a time cell whose text, if that is what it holds, is normalized already; see [`parse`].
pub(crate) fn parse_typed(cell: &Cell, normalized: &str) -> Read<NaiveTime> {
    let time = match cell {
        Cell::Text(_) if normalized.is_empty() => return Read::nothing(),
        Cell::Blank => return Read::nothing(),
        Cell::Number(serial) => of_serial(*serial),
        Cell::Text(_) => normalized_time(normalized),
        Cell::Formula { shown, .. } if !matches!(**shown, Cell::Formula { .. } | Cell::Blank) => {
            return parse(shown);
        }
        Cell::Bool(_) | Cell::Formula { .. } => None,
    };
    time.map_or_else(|| Read::refused(Rule::UnreadableTime), Read::clean)
}

/// The time of a serial number. A number between one and the serials of this century is an hour
/// typed as a quantity, `8,15`, which says nothing certain.
fn of_serial(serial: f64) -> Option<NaiveTime> {
    let is_time = (0.0..1.0).contains(&serial);
    (is_time || (36_526.0..80_000.0).contains(&serial)).then(|| fraction(serial.fract()))?
}

/// The time that a fraction of a day is, to the second.
pub(super) fn fraction(day: f64) -> Option<NaiveTime> {
    let seconds = (day * SECONDS_A_DAY).round().clamp(0.0, SECONDS_A_DAY - 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a day")]
    NaiveTime::from_num_seconds_from_midnight_opt(seconds as u32, 0)
}

/// Reads a normalized text as a time of day, whole: `8:15 a. m.`, `7pm`, `14:20:05`, `14h20`,
/// `2:30 de la tarde`, `mediodia`.
pub(super) fn normalized_time(text: &str) -> Option<NaiveTime> {
    if text == "mediodia" || text == "medio dia" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let text = text.strip_prefix("a la").map_or(text, |rest| rest.trim_start_matches('s').trim_start());

    let (hour, mut rest) = number(text)?;
    let mut parts = [0; 2];
    let mut has_unit = rest.starts_with('h') || matches!(rest, " h" | " hs" | " hr" | " hrs");
    for part in &mut parts {
        let Some((value, after)) = rest.strip_prefix([':', '.', 'h']).and_then(number) else { break };
        (*part, rest, has_unit) = (value, after, true);
    }

    let half = Half::parse(rest)?;
    // A bare number may be an hour, a day or a mistake.
    if !has_unit && half == Half::Unstated {
        return None;
    }
    NaiveTime::from_hms_opt(half.hour(hour)?, parts[0], parts[1])
}

/// One or two digits at the start of a text, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    if length > 2 { None } else { Some((digits.parse().ok()?, rest)) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Unstated,
    Morning,
    Afternoon,
}

impl Half {
    fn parse(text: &str) -> Option<Self> {
        let alphanumerics: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        Some(match alphanumerics.as_str() {
            "" | "h" | "hs" | "hr" | "hrs" | "hora" | "horas" => Self::Unstated,
            "am" | "delamanana" | "delamadrugada" => Self::Morning,
            "pm" | "m" | "delatarde" | "delanoche" | "deldia" => Self::Afternoon,
            _ => return None,
        })
    }

    /// The hour of the day; `13:00 p. m.` is taken as it stands.
    fn hour(self, hour: u32) -> Option<u32> {
        match self {
            Self::Morning if hour == 12 => Some(0),
            Self::Morning => (hour < 12).then_some(hour),
            Self::Afternoon if hour < 12 => Some(hour + 12),
            Self::Unstated | Self::Afternoon => Some(hour),
        }
    }
}

/// A time as it takes part in a report's identity: to the minute, which is what networks show.
pub fn canonical(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &Cell) -> Option<String> {
        parse(cell).value.map(|time| time.format("%H:%M:%S").to_string())
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, time) in [
            ("8:15 a. m.", "08:15:00"),
            ("7pm", "19:00:00"),
            ("7 p. m.", "19:00:00"),
            ("14:20:05", "14:20:05"),
            ("3:45 p.m.", "15:45:00"),
            ("3:45\u{202f}p.\u{a0}m.", "15:45:00"),
            ("12:30 am", "00:30:00"),
            ("12:30 pm", "12:30:00"),
            ("13:00 pm", "13:00:00"),
            ("14h20", "14:20:00"),
            ("14h", "14:00:00"),
            ("14 h", "14:00:00"),
            ("14 hs", "14:00:00"),
            ("14:20 hrs", "14:20:00"),
            ("14:20 horas", "14:20:00"),
            ("2:30 de la tarde", "14:30:00"),
            ("9 de la noche", "21:00:00"),
            ("8.15", "08:15:00"),
            ("A las 8:15", "08:15:00"),
            ("Mediodía", "12:00:00"),
            ("00:00", "00:00:00"),
        ] {
            assert_eq!(read(&Cell::Text(typed.into())).as_deref(), Some(time), "{typed}");
        }
    }

    #[test]
    fn what_is_no_time_is_said_to_be_none() {
        for typed in ["25:00", "8:75", "mañana", "8", "20:15 am", "1:2:3:4", "8:15 o 9:15", "-1:00"] {
            let read = parse(&Cell::Text(typed.into()));
            assert_eq!(read, Read::refused(Rule::UnreadableTime), "{typed}");
        }
        assert_eq!(parse(&Cell::Text("  ".into())), Read::nothing());
        let formula = |shown: Cell| Cell::Formula { source: "=A1".into(), shown: Box::new(shown) };
        for cell in [Cell::Bool(true), formula(Cell::Blank), formula(formula(Cell::Number(0.5)))] {
            assert_eq!(parse(&cell), Read::refused(Rule::UnreadableTime));
        }
        assert_eq!(read(&formula(Cell::Number(0.5))).as_deref(), Some("12:00:00"));
    }

    #[test]
    fn a_fraction_of_a_day_is_a_time_and_a_quantity_is_not() {
        assert_eq!(read(&Cell::Number(0.5)).as_deref(), Some("12:00:00"));
        assert_eq!(read(&Cell::Number(0.343_75)).as_deref(), Some("08:15:00"));
        assert_eq!(read(&Cell::Number(46_343.343_75)).as_deref(), Some("08:15:00"));
        assert_eq!(read(&Cell::Number(0.999_999_9)).as_deref(), Some("23:59:59"));
        for number in [8.15, 14.0, -0.5, f64::NAN, f64::INFINITY] {
            assert_eq!(read(&Cell::Number(number)), None, "{number}");
        }
    }
}
