//! The columns of form CE-F05.

/// Writes [`Field`] and its names from one table, a row a field: meaning, variant, stored key, header.
macro_rules! fields {
    ($($(#[$definition:meta])+ $variant:ident = $key:literal $header:literal;)+) => {
        /// Column of CE-F05, whatever its header says and wherever it stands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
        pub enum Field {
            $($(#[$definition])+ #[serde(rename = $key)] $variant,)+
        }

        impl Field {
            /// Every field, in the order of the form.
            pub const ALL: [Self; [$($key),+].len()] = [$(Self::$variant),+];

            /// Stable key of the field in `ce-f05.toml` and in the ledger's digests.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }

            /// Header as the form has it, for messages and annotations.
            pub fn header(self) -> &'static str {
                match self {
                    $(Self::$variant => $header,)+
                }
            }
        }
    };
}

fields! {
    /// N°: the row's running number, often filled in ahead.
    Number = "number" "N°";
    /// Fecha del reporte: the day of the citizen's message; the legal clock starts here.
    Date = "date" "Fecha del reporte";
    /// Hora.
    Time = "time" "Hora";
    /// Red social.
    Network = "network" "Red social";
    /// Tipo de interacción: comment, message, mention.
    Interaction = "interaction" "Tipo de interacción";
    /// Usuario / Perfil on the network.
    Profile = "profile" "Usuario / Perfil";
    /// Nombre completo del solicitante.
    Name = "name" "Nombre completo del solicitante";
    /// Tipo de documento.
    DocumentType = "document_type" "Tipo de documento";
    /// No. de identificación.
    Document = "document" "No. de identificación";
    /// Teléfono / Celular.
    Phone = "phone" "Teléfono / Celular";
    /// Correo electrónico.
    Email = "email" "Correo electrónico";
    /// Dirección de notificación.
    Address = "address" "Dirección de notificación";
    /// Barrio / Sector.
    District = "district" "Barrio / Sector";
    /// No. de suscriptor / Póliza.
    Subscriber = "subscriber" "No. de suscriptor / Póliza";
    /// Servicio.
    Service = "service" "Servicio";
    /// Tipo de reporte, as staff classify it.
    Kind = "kind" "Tipo de reporte";
    /// Objeto de la petición.
    Subject = "subject" "Objeto de la petición";
    /// Fundamentos de la petición.
    Grounds = "grounds" "Fundamentos de la petición";
    /// Lugar del daño; not an address for notices.
    Place = "place" "Lugar del daño";
    /// Enlace / Evidencia.
    Link = "link" "Enlace / Evidencia";
    /// Respuesta en redes.
    Reply = "reply" "Respuesta en redes";
    /// Registrado por.
    RegisteredBy = "registered_by" "Registrado por";
    /// Fecha envío a Atención al Ciudadano.
    SentOn = "sent_on" "Fecha envío a Atención al Ciudadano";
    /// Observaciones of the office.
    Notes = "notes" "Observaciones";
    /// Calidad: the relation of the person to the company; the form has no such column unless staff add it.
    Quality = "quality" "Calidad";
}

impl Field {
    /// Returns `true` if the form has no such column, and staff may add one.
    pub fn is_optional(self) -> bool {
        self == Self::Quality
    }

    /// Returns `true` if the office, not the citizen, is the source: such cells are not part of a
    /// report's identity, and changing them amends nothing.
    pub fn is_office(self) -> bool {
        matches!(self, Self::Number | Self::Reply | Self::RegisteredBy | Self::SentOn | Self::Notes)
    }

    /// Returns `true` if the field offers a short list that all reports share: equal values say nothing
    /// there.
    pub fn has_few_values(self) -> bool {
        matches!(
            self,
            Self::Network
                | Self::Interaction
                | Self::DocumentType
                | Self::District
                | Self::Service
                | Self::Kind
                | Self::Quality
        )
    }

    /// Returns `true` if the cell is often filled before anybody reports anything: a running number, the
    /// name of who is on duty, the first choice of a drop-down. Alone such a value makes no report.
    pub fn is_prefilled(self) -> bool {
        // People type the neighbourhood, whatever it is, and the citizen is there.
        self.is_office() || self.has_few_values() && self != Self::District
    }

    /// Returns `true` if the cell holds the citizen's own words or says who and where the citizen is.
    pub fn is_citizens(self) -> bool {
        !self.is_prefilled() && !matches!(self, Self::Date | Self::Time)
    }
}
