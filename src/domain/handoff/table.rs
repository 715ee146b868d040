//! The columns of the hand-off table: header, width, owner and content of each, in their order.
//!
//! Whoever writes, formats, protects or reads the table asks here. A column that moves, comes or goes
//! does so in one row of this table, and in the cell that [`tab`](crate::domain::handoff::tab) makes for it.

use std::ops::Range;

/// The owner of a column: who fills its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The service, once, when the tab is made.
    Service,
    /// The clerks; the service never writes there.
    Clerks,
    /// The service, for itself: the column is hidden.
    Ledger,
}

/// The content of a column, by which it is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text, wrapped.
    Text,
    /// A day that the service writes.
    Day,
    /// A text that may begin with zeros.
    Code,
    /// One of a short list.
    Choice,
    /// A day that clerks type.
    TypedDay,
}

/// Writes [`Column`] and its properties from one table, a row a column: variant, header, width in
/// pixels, owner, content.
macro_rules! columns {
    ($($(#[$definition:meta])+ $variant:ident = $header:literal $width:literal $owner:ident $content:ident;)+) => {
        /// A column of the hand-off table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Column {
            $($(#[$definition])+ $variant,)+
        }

        impl Column {
            /// All columns, in the order in which they stand.
            pub const ALL: [Self; [$(Self::$variant),+].len()] = [$(Self::$variant),+];

            /// The header that clerks see.
            pub const fn header(self) -> &'static str {
                match self { $(Self::$variant => $header,)+ }
            }

            /// The width in pixels, chosen so that what usually stands there shows.
            pub const fn width(self) -> i32 {
                match self { $(Self::$variant => $width,)+ }
            }

            /// The owner of the column.
            pub const fn owner(self) -> Owner {
                match self { $(Self::$variant => Owner::$owner,)+ }
            }

            /// The content of the column.
            pub const fn content(self) -> Content {
                match self { $(Self::$variant => Content::$content,)+ }
            }
        }
    };
}

columns! {
    /// The report's ID.
    Id = "ID" 105 Service Text;
    /// The name of whoever asks.
    Applicant = "Solicitante" 155 Service Text;
    /// The next steps on the day of the hand-off.
    ToDo = "Qué hacer" 250 Service Text;
    /// The day of the first of them.
    Before = "Antes de" 80 Service Day;
    /// The last day to answer.
    Due = "Vence" 80 Service Day;
    /// The class of the line.
    Class = "Clase" 95 Service Text;
    /// The petition.
    Subject = "Objeto" 200 Service Text;
    /// The clerks' filing number.
    Radicado = "Radicado" 95 Clerks Code;
    /// The state of the report.
    State = "Estado" 95 Clerks Choice;
    /// The day of the state.
    StateDate = "Fecha del estado" 85 Clerks TypedDay;
    /// The person in charge.
    Responsible = "Responsable" 120 Clerks Text;
    /// The clerks' notes.
    ClerkNotes = "Observaciones AC" 200 Clerks Text;
    /// The alerts.
    Alerts = "Alertas" 220 Service Text;
    /// The criteria that are not met.
    Missing = "Faltan" 150 Service Text;
    /// The instant of the citizen's message.
    Received = "Recibido" 125 Service Day;
    /// The social network.
    Network = "Red social" 95 Service Text;
    /// The kind of request.
    Kind = "Tipo" 145 Service Text;
    /// The identity document.
    Document = "Documento" 130 Service Text;
    /// The address for notices.
    Address = "Dirección de notificación" 200 Service Text;
    /// Telephone, e-mail and profile.
    Contact = "Contacto" 230 Service Text;
    /// The facts that the petition rests on.
    Grounds = "Fundamentos" 320 Service Text;
    /// The service, the subscriber's number and the place of the damage.
    Service = "Servicio" 150 Service Text;
    /// The link to the message.
    Link = "Enlace" 160 Service Text;
    /// The text to send to the citizen for the next step.
    CitizenText = "Texto para el ciudadano" 320 Service Text;
    /// The ledger line, from which a damaged ledger is rebuilt.
    Record = "Asiento en el libro" 100 Ledger Text;
}

impl Column {
    /// How many columns the table has.
    pub const COUNT: u32 = Self::Record.index() + 1;
    /// The clerks' own columns, by index.
    pub const CLERKS: Range<u32> = Self::Radicado.index()..Self::Alerts.index();
    /// The columns that stay in view, by index: which report a line is, and whose.
    pub const FROZEN: Range<u32> = 0..Self::ToDo.index();
    /// The columns behind the first screen, by index: what is known of the report beyond what comes next.
    pub const DETAILS: Range<u32> = Self::Alerts.index()..Self::Record.index();

    /// The place of the column, counted from 0.
    pub const fn index(self) -> u32 {
        self as u32
    }

    /// The column as a range of one, by index.
    pub const fn range(self) -> Range<u32> {
        self.index()..self.index() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(columns: Range<u32>) -> i32 {
        columns.map(|index| Column::ALL[index as usize].width()).sum()
    }

    #[test]
    fn the_clerks_columns_stand_together_and_the_record_is_last() {
        let of = |owner: Owner| Column::ALL.into_iter().filter(move |column| column.owner() == owner);
        let clerks: Vec<u32> = of(Owner::Clerks).map(Column::index).collect();
        assert_eq!(clerks, Column::CLERKS.collect::<Vec<_>>());
        assert_eq!(of(Owner::Ledger).collect::<Vec<_>>(), [Column::Record]);
        assert_eq!(Column::ALL.len(), Column::COUNT as usize);
        for (index, column) in (0..).zip(Column::ALL) {
            assert_eq!(column.index(), index, "{}", column.header());
        }
    }

    #[test]
    fn the_headers_are_those_of_the_contract_in_its_order() {
        let headers: Vec<&str> = Column::ALL.map(Column::header).to_vec();
        let contract = "ID|Solicitante|Qué hacer|Antes de|Vence|Clase|Objeto|Radicado|Estado|Fecha del estado|\
                        Responsable|Observaciones AC|Alertas|Faltan|Recibido|Red social|Tipo|Documento|\
                        Dirección de notificación|Contacto|Fundamentos|Servicio|Enlace|Texto para el ciudadano|\
                        Asiento en el libro";
        assert_eq!(headers.join("|"), contract);
    }

    #[test]
    fn the_first_screen_of_a_laptop_holds_the_columns_up_to_the_day_of_the_state() {
        let first_screen = width(0..Column::StateDate.index() + 1);
        assert!(first_screen <= 1240, "{first_screen} px");
    }

    #[test]
    fn the_frozen_columns_leave_room_for_the_others() {
        let frozen: Vec<&str> = Column::FROZEN.map(|index| Column::ALL[index as usize].header()).collect();
        assert_eq!(frozen, ["ID", "Solicitante"]);
        let frozen = width(Column::FROZEN);
        assert!(frozen <= 280, "{frozen} px");
    }
}
