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

/// Returns `true` if two words differ by so many letters at most.
pub(super) fn differ_by(one: &str, other: &str, letters: usize) -> bool {
    one == other || one.len().abs_diff(other.len()) <= letters && strsim::osa_distance(one, other) <= letters
}
