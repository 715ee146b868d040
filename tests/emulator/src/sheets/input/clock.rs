//! Times of the day and durations, as people type them.

use chrono::NaiveTime;

use crate::sheets::serial;

/// Reads `14:30`, `2:30:05 pm`, `2:30 p. m.`.
pub(super) fn time(text: &str) -> Option<(f64, String)> {
    if text.contains(':') && !text.to_lowercase().ends_with(['m', '.']) {
        return clock(text.trim());
    }
    let lower = text.to_lowercase().replace([' ', '.', '\u{a0}', '\u{202f}'], "");
    let (clock, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(rest), _) => (rest, Some(false)),
        (_, Some(rest)) => (rest, Some(true)),
        _ => (lower.as_str(), None),
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let short = half.is_some() && parts.len() == 1;
    if !(short || (2..=3).contains(&parts.len())) || parts.iter().any(|p| p.is_empty() || p.len() > 2) {
        return None;
    }
    let mut numbers = [0u32; 3];
    for (slot, part) in numbers.iter_mut().zip(&parts) {
        *slot = part.parse().ok()?;
    }
    let hour = match half {
        Some(_) if !(1..=12).contains(&numbers[0]) => return None,
        Some(after_noon) => numbers[0] % 12 + if after_noon { 12 } else { 0 },
        None => numbers[0],
    };
    let time = NaiveTime::from_hms_opt(hour, numbers[1], numbers[2])?;
    let mut pattern = if parts[0].len() == 2 { "hh" } else { "h" }.to_owned();
    pattern += if parts.len() > 1 { ":mm" } else { "" };
    pattern += if parts.len() > 2 { ":ss" } else { "" };
    pattern += if half.is_some() { " am/pm" } else { "" };
    Some((serial::from_time(time), pattern))
}

/// Reads `14:30`, `14:30:05`, `14:30:05.250` and a duration of more than a day, `30:15:00`.
fn clock(text: &str) -> Option<(f64, String)> {
    let (whole, part) = match text.split_once(['.', ',']) {
        Some((whole, part)) if (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) => {
            (whole, Some(part))
        }
        Some(_) => return None,
        None => (text, None),
    };
    let words: Vec<&str> = whole.split(':').collect();
    let plain = |word: &&str| (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let hours_plain =
        words[0].len() <= 4 && words[0].bytes().all(|b| b.is_ascii_digit()) && !words[0].is_empty();
    if !(2..=3).contains(&words.len()) || !hours_plain || !words[1..].iter().all(plain) {
        return None;
    }
    let hours: f64 = words[0].parse().ok()?;
    let minutes: f64 = words[1].parse().ok()?;
    let seconds: f64 = words.get(2).map_or(Ok(0.0), |w| w.parse()).ok()?;
    if minutes >= 60.0 || seconds >= 60.0 || (part.is_some() && words.len() < 3) {
        return None;
    }
    let thousandths: f64 = part.map_or(Ok(0.0), |p| format!("0.{p}").parse()).ok()?;
    let hour = match words[0].len() {
        _ if hours >= 24.0 => "[h]",
        2 => "hh",
        _ => "h",
    };
    let mut pattern = hour.to_owned();
    pattern += ":mm";
    pattern += if words.len() > 2 { ":ss" } else { "" };
    pattern += match part.map(str::len) {
        None => "",
        Some(1) => ".0",
        Some(2) => ".00",
        Some(_) => ".000",
    };
    Some(((hours * 3600.0 + minutes * 60.0 + seconds + thousandths) / 86_400.0, pattern))
}
