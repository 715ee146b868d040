//! The metadata that tags the service columns, by which they are found wherever staff move them.

use crate::domain::form::ServiceColumn;
use crate::domain::ids::TAGS;

impl ServiceColumn {
    /// Key of the column's metadata.
    pub fn key(self) -> &'static str {
        match self {
            Self::Id => "traslado.id",
            Self::State => "traslado.state",
            Self::Notes => "traslado.notes",
            Self::Radicado => "traslado.radicado",
        }
    }

    /// Id of the column's metadata. It is fixed, so that of two adoptions at once one is refused.
    pub fn tag(self) -> i32 {
        let position = match self {
            Self::Id => 0,
            Self::State => 1,
            Self::Notes => 2,
            Self::Radicado => 3,
        };
        TAGS + position
    }
}
