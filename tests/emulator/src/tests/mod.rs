//! Whole requests over HTTP.
