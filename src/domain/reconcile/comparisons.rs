//! How often rows and entries are looked at together, counted in tests: reconciliation must not become
//! quadratic in the rows, whatever people type.

#[cfg(test)]
thread_local! {
    static MADE: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts one row that is looked at together with one entry or another row.
pub(super) fn count() {
    #[cfg(test)]
    MADE.with(|made| made.set(made.get() + 1));
}

/// The comparisons that a piece of work makes.
#[cfg(test)]
pub(super) fn made_by(work: impl FnOnce()) -> u64 {
    let before = MADE.with(std::cell::Cell::get);
    work();
    MADE.with(std::cell::Cell::get) - before
}
