//! The columns of form CE-F05.

/// A column of CE-F05, whatever its header says and wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// N°: the row's running number, often filled in ahead.
    Number,
    /// Fecha del reporte: the day of the citizen's message; the legal clock starts here.
    Date,
    /// Hora.
    Time,
    /// Red social.
    Network,
    /// Tipo de interacción: comment, message, mention.
    Interaction,
    /// Usuario / Perfil on the network.
    Profile,
    /// Nombre completo del solicitante.
    Name,
    /// Tipo de documento.
    DocumentType,
    /// No. de identificación.
    Document,
    /// Teléfono / Celular.
    Phone,
    /// Correo electrónico.
    Email,
    /// Dirección de notificación.
    Address,
    /// Barrio / Sector.
    District,
    /// No. de suscriptor / Póliza.
    Subscriber,
    /// Servicio.
    Service,
    /// Tipo de reporte, as staff classify it.
    Kind,
    /// Objeto de la petición.
    Subject,
    /// Fundamentos de la petición.
    Grounds,
    /// Lugar del daño; not an address for notices.
    Place,
    /// Enlace / Evidencia.
    Link,
    /// Respuesta en redes.
    Reply,
    /// Registrado por.
    RegisteredBy,
    /// Fecha envío a Atención al Ciudadano.
    SentOn,
    /// Observaciones of the office.
    Notes,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 24] = [
        Self::Number,
        Self::Date,
        Self::Time,
        Self::Network,
        Self::Interaction,
        Self::Profile,
        Self::Name,
        Self::DocumentType,
        Self::Document,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::District,
        Self::Subscriber,
        Self::Service,
        Self::Kind,
        Self::Subject,
        Self::Grounds,
        Self::Place,
        Self::Link,
        Self::Reply,
        Self::RegisteredBy,
        Self::SentOn,
        Self::Notes,
    ];

    /// The stable key of the field in `ce-f05.toml` and in the ledger's digests.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::Network => "network",
            Self::Interaction => "interaction",
            Self::Profile => "profile",
            Self::Name => "name",
            Self::DocumentType => "document_type",
            Self::Document => "document",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
            Self::District => "district",
            Self::Subscriber => "subscriber",
            Self::Service => "service",
            Self::Kind => "kind",
            Self::Subject => "subject",
            Self::Grounds => "grounds",
            Self::Place => "place",
            Self::Link => "link",
            Self::Reply => "reply",
            Self::RegisteredBy => "registered_by",
            Self::SentOn => "sent_on",
            Self::Notes => "notes",
        }
    }

    /// The header as the form has it (DOMAIN 2.3), for messages and annotations.
    pub fn header(self) -> &'static str {
        match self {
            Self::Number => "N°",
            Self::Date => "Fecha del reporte",
            Self::Time => "Hora",
            Self::Network => "Red social",
            Self::Interaction => "Tipo de interacción",
            Self::Profile => "Usuario / Perfil",
            Self::Name => "Nombre completo del solicitante",
            Self::DocumentType => "Tipo de documento",
            Self::Document => "No. de identificación",
            Self::Phone => "Teléfono / Celular",
            Self::Email => "Correo electrónico",
            Self::Address => "Dirección de notificación",
            Self::District => "Barrio / Sector",
            Self::Subscriber => "No. de suscriptor / Póliza",
            Self::Service => "Servicio",
            Self::Kind => "Tipo de reporte",
            Self::Subject => "Objeto de la petición",
            Self::Grounds => "Fundamentos de la petición",
            Self::Place => "Lugar del daño",
            Self::Link => "Enlace / Evidencia",
            Self::Reply => "Respuesta en redes",
            Self::RegisteredBy => "Registrado por",
            Self::SentOn => "Fecha envío a Atención al Ciudadano",
            Self::Notes => "Observaciones",
        }
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
        )
    }

    /// Returns `true` if the cell is often filled before anybody reports anything: a running number,
    /// the name of who is on duty, the first choice of a drop-down. Alone it makes no report.
    pub fn is_prefilled(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::Network
                | Self::Interaction
                | Self::DocumentType
                | Self::Service
                | Self::Kind
                | Self::RegisteredBy
        )
    }
}
