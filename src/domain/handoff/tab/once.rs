//! What two cells of a row say, said once.

use crate::sheet::normalize::plain;

/// Digits of a Colombian telephone number without the country's code.
const PHONE: usize = 7;

/// The address with its district, which is left out where the address names it.
pub(super) fn with_district(address: &str, district: &str) -> String {
    let (whole, part) = (plain(address), plain(district));
    let named = !part.is_empty() && format!(" {} ", words(&whole)).contains(&format!(" {} ", words(&part)));
    crate::domain::handoff::tab::join(&[address, if named { "" } else { district }], ", ")
}

/// The profile, unless it is the telephone number again, as on WhatsApp.
pub(super) fn profile_beside<'a>(profile: &'a str, phone: &str) -> &'a str {
    let (own, known) = (digits(profile), digits(phone));
    let number = known.len() >= PHONE && !profile.chars().any(char::is_alphabetic);
    if number && own.ends_with(&known) { "" } else { profile }
}

/// Words apart by one space, without what stands between them.
fn words(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_is_named_once() {
        for (address, district, shown) in [
            ("Cra 5 # 22-45", "Centro", "Cra 5 # 22-45, Centro"),
            ("Calle 30 No. 4-18, GAIRA", "Gaira", "Calle 30 No. 4-18, GAIRA"),
            ("Mz 8 casa 3 Once de Noviembre", "once de noviembre", "Mz 8 casa 3 Once de Noviembre"),
            ("Calle 12 Gairaca", "Gaira", "Calle 12 Gairaca, Gaira"),
            ("", "Gaira", "Gaira"),
            ("Gaira", "", "Gaira"),
        ] {
            assert_eq!(with_district(address, district), shown);
        }
    }

    #[test]
    fn a_telephone_number_is_not_said_twice() {
        for (profile, phone, shown) in [
            ("3000000030", "300 000 0030", ""),
            ("+57 300 000 0030", "300-000-0030", ""),
            ("3000000031", "300 000 0030", "3000000031"),
            ("@ana3000000030", "300 000 0030", "@ana3000000030"),
            ("3000000030", "", "3000000030"),
            ("30", "30", "30"),
        ] {
            assert_eq!(profile_beside(profile, phone), shown, "{profile}");
        }
    }
}
