//! The colours of what the service makes, so that one colour means one thing in every tab.

use crate::google::sheets::look::Rgb;

/// Words on a dark background.
pub(super) const WHITE: Rgb = Rgb(255, 255, 255);
/// Headers of what people read.
pub(super) const HEADER: Rgb = Rgb(11, 83, 148);
/// Headers of what clerks type.
pub(super) const CLERKS: Rgb = Rgb(56, 118, 29);
/// Headers of the service's columns beside the staff's: grey, so that nobody takes them for the form's.
pub(super) const SERVICE: Rgb = Rgb(102, 102, 102);
/// Past due.
pub(super) const OVERDUE: Rgb = Rgb(244, 204, 204);
/// Due within three days.
pub(super) const WITHIN_THREE: Rgb = Rgb(252, 229, 205);
/// Due within seven days.
pub(super) const WITHIN_SEVEN: Rgb = Rgb(255, 242, 204);
/// Nobody may overlook it.
pub(super) const ALARM: Rgb = Rgb(234, 67, 53);
