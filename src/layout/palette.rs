//! The colours of what the service makes, so that one colour means one thing in every tab, and the style
//! of its headers.

use crate::google::sheets::style::{LongText, Rgb, Style};

/// Words on a dark background.
pub const WHITE: Rgb = Rgb(255, 255, 255);
/// Headers of what people read.
pub const HEADER: Rgb = Rgb(11, 83, 148);
/// Headers of what clerks type.
pub const CLERKS: Rgb = Rgb(56, 118, 29);
/// Headers of the service's columns beside the staff's: grey, so that nobody takes them for the form's.
pub const SERVICE: Rgb = Rgb(102, 102, 102);
/// Past due.
pub const OVERDUE: Rgb = Rgb(244, 204, 204);
/// Due within three days.
pub const WITHIN_THREE: Rgb = Rgb(252, 229, 205);
/// Due within seven days.
pub const WITHIN_SEVEN: Rgb = Rgb(255, 242, 204);
/// Words of what is done or waits.
pub const FADED: Rgb = Rgb(128, 128, 128);
/// Nobody may overlook it.
pub const ALARM: Rgb = Rgb(234, 67, 53);

/// The style of a header on such a background.
pub fn header(background: Rgb) -> Style {
    let (color, background) = (Some(WHITE), Some(background));
    Style { bold: true, color, background, long_text: Some(LongText::Wraps), ..Style::default() }
}
