//! The `traslado` command.
fn main() {}
