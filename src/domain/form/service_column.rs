//! The service's own columns in the staff tab.

/// Column that the service adds to the right of the staff's own; never a field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServiceColumn {
    /// The report's ID.
    Id,
    /// The state of the row: as what it was handed over, or why not.
    State,
    /// The remarks for staff.
    Notes,
    /// The radicado that clerks gave.
    Radicado,
}

impl ServiceColumn {
    /// Every column of the service, in the order in which they stand.
    pub const ALL: [Self; 4] = [Self::Id, Self::State, Self::Notes, Self::Radicado];

    /// The header that staff see.
    pub fn header(self) -> &'static str {
        match self {
            Self::Id => "ID traslado",
            Self::State => "Estado traslado",
            Self::Notes => "Observaciones traslado",
            Self::Radicado => "Radicado",
        }
    }

    /// The header where staff have a column of that name themselves.
    pub fn own_header(self) -> String {
        format!("{} (traslado)", self.header())
    }
}
