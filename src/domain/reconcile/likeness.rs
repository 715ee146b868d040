//! What two reports have in common, as far as their cells tell.

/// The answer to whether two reports have a person or a matter in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Both have it.
    Same,
    /// Each has another.
    Other,
    /// Too little is said to tell.
    Unknown,
}

/// The longest text of which letters are compared one by one, which takes the square of its length. Longer ones
/// are copied, not typed again, so that they are the same or they are not.
const LONGEST: usize = 600;

/// The bins in which letters are counted.
const BINS: usize = 64;

/// Returns `true` if two texts differ by so many letters at most.
pub(super) fn differ_by(one: &str, other: &str, letters: usize) -> bool {
    one == other
        || one.len().max(other.len()) <= LONGEST
            && one.len().abs_diff(other.len()) <= letters
            && has_nearly_the_letters(one, other, letters)
            && strsim::osa_distance(one, other) <= letters
}

/// Returns `false` if two texts have letters so different that more than so many must be changed: a letter
/// changed is one too many and one too few.
fn has_nearly_the_letters(one: &str, other: &str, letters: usize) -> bool {
    let mut bins = [0_i32; BINS];
    let bin = |letter: char| letter as usize % BINS;
    one.chars().for_each(|letter| bins[bin(letter)] += 1);
    other.chars().for_each(|letter| bins[bin(letter)] -= 1);
    let differences: u32 = bins.iter().map(|count| count.unsigned_abs()).sum();
    usize::try_from(differences).is_ok_and(|differences| differences <= 2 * letters)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counting_letters_first_changes_no_answer(
            one in "[a-c ñя]{0,12}", other in "[a-c ñя]{0,12}", letters in 0_usize..6
        ) {
            let is_within = one.len().abs_diff(other.len()) <= letters
                && strsim::osa_distance(&one, &other) <= letters;
            prop_assert_eq!(differ_by(&one, &other, letters), one == other || is_within);
        }
    }

    #[test]
    fn long_texts_are_the_same_or_they_are_not() {
        let long = "x".repeat(LONGEST);
        assert!(differ_by(&long, &format!("{}y", &long[1..]), 1));
        assert!(!differ_by(&format!("{long}y"), &format!("{long}x"), 1));
        assert!(differ_by(&format!("{long}y"), &format!("{long}y"), 1));
    }
}
