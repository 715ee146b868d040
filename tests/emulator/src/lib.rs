//! A deterministic emulator of the Google APIs that `traslado` uses.
