//! The text of a file that people edit, whatever their editor made of it.

use std::fs;
use std::io;
use std::path::Path;

use crate::config::Problem;

/// How a file is saved as what it should be.
const SAVE_AS: &str = "save it as UTF-8 (in Notepad: Save As, Encoding UTF-8)";

/// Reads a text file. A byte order mark, which some editors put in front of UTF-8, is left out.
///
/// # Errors
/// What is wrong with the file, without its name.
pub(super) fn read(path: &Path) -> Result<String, Problem> {
    let bytes = fs::read(path).map_err(|error| unreadable(&error))?;
    decode(bytes)
}

fn unreadable(error: &io::Error) -> Problem {
    let (fault, remedy) = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            ("is not there", "correct its name, or write a configuration with `traslado config new`")
        }
        io::ErrorKind::PermissionDenied => (
            "may not be read by this user",
            "run the command as the user it belongs to, such as with sudo, or let this user read it",
        ),
        io::ErrorKind::IsADirectory => ("is a folder", "name a file in it"),
        kind => {
            return problem(None, format!("cannot be read ({kind})"), "name another file with --config");
        }
    };
    problem(None, fault.to_owned(), remedy)
}

fn decode(bytes: Vec<u8>) -> Result<String, Problem> {
    let is_utf_16 = matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..]);
    if is_utf_16 {
        return Err(problem(None, "is saved as UTF-16, which some editors call Unicode".to_owned(), SAVE_AS));
    }

    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        let fault =
            "holds a letter that is not UTF-8; the file is probably saved as Latin-1 or Windows-1252 (ANSI)";
        problem(Some(line), fault.to_owned(), SAVE_AS)
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn problem(line: Option<usize>, fault: String, remedy: &str) -> Problem {
    Problem { line, key: String::new(), fault, remedy: Some(remedy.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_from_utf_8_alone_and_any_other_encoding_is_named() {
        let decoded = |bytes: &[u8]| decode(bytes.to_vec());
        assert_eq!(decoded("a = \"ñ\"".as_bytes()).as_deref(), Ok("a = \"ñ\""));
        assert_eq!(decoded(b"\xef\xbb\xbfa = 1").as_deref(), Ok("a = 1"));
        assert_eq!(decoded(b"").as_deref(), Ok(""));

        let fault = |bytes: &[u8]| decoded(bytes).map_err(|problem| (problem.line, problem.fault));
        let of_utf_16 = Err((None, "is saved as UTF-16, which some editors call Unicode".to_owned()));
        for bytes in [&b"\xff\xfea\0"[..], b"\xfe\xff\0a", b"a\0=\0", b"\0a\0="] {
            assert_eq!(fault(bytes), of_utf_16);
        }
        let latin_1 = fault(b"a = 1\n# Atenci\xf3n\n").expect_err("Latin-1");
        assert_eq!(latin_1.0, Some(2));
        assert!(latin_1.1.contains("Latin-1"), "{latin_1:?}");
    }
}
