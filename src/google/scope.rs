//! OAuth scopes: the permissions that the service asks for.

/// The scopes of the service, always asked for together so that one token serves every call: read and
/// write spreadsheets it is given; see who it is and with whom a file is shared; write and send mail,
/// without reading any.
pub const SCOPES: &[&str] = &[
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
    "https://www.googleapis.com/auth/gmail.compose",
];

/// The scope for making a spreadsheet, beyond the night's: giving others access to the files that this
/// program has made, and to no other.
pub const SHARING: &[&str] = &["https://www.googleapis.com/auth/drive.file"];

/// The last word of a scope, by which people know it.
pub fn short(scope: &str) -> &str {
    scope.rsplit('/').next().unwrap_or(scope)
}
