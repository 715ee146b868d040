//! Rules that notice something about a cell or a row, with their Spanish as ESSMAR writes it.

/// Weight of a finding for the person who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth a look before the answer goes out.
    Warning,
    /// Changes a deadline, a priority or who must answer.
    Alert,
}

/// Writes [`Rule`] and its properties from one table, a row a rule: meaning, variant, severity,
/// stored code, label, advice.
macro_rules! rules {
    ($($(#[$definition:meta])+ $variant:ident = $severity:ident $code:literal $label:literal $advice:literal;)+) => {
        /// Rule that can notice something about a report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$definition])+ $variant,)+
        }

        impl Rule {
            /// Every rule, in the order of the form.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];

            /// Severity of the rule's findings.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// Stable name of the rule, as logs and the columns of the service have it.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Few Spanish words for the tab's column of alerts.
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }

            /// Spanish sentence that tells a person what to do; never contains the citizen's value.
            pub fn advice(self) -> &'static str {
                match self {
                    $(Self::$variant => $advice,)+
                }
            }
        }
    };
}

rules! {
    /// The date cell is blank or holds a placeholder: no deadline.
    MissingDate = Alert "fecha-ausente" "sin fecha utilizable"
        "Escriba la fecha en que el ciudadano publicó o envió el mensaje; sin ella no se puede calcular el vencimiento.";
    /// The date cell holds no date that can be read.
    UnreadableDate = Alert "fecha-ilegible" "sin fecha utilizable (no se entiende)"
        "Escriba la fecha como día/mes/año, por ejemplo 17/11/2026.";
    /// The date names a day that does not exist.
    ImpossibleDate = Alert "fecha-imposible" "sin fecha utilizable (no existe en el calendario)"
        "Corrija la fecha: ese día no existe en el calendario.";
    /// The date has no year.
    YearlessDate = Alert "fecha-sin-anio" "sin fecha utilizable (falta el año)"
        "Complete la fecha con el año.";
    /// The date is relative to an unknown day.
    RelativeDate = Alert "fecha-relativa" "sin fecha utilizable (relativa)"
        "Reemplace «ayer», «hoy» o un día de la semana por la fecha exacta.";
    /// The date is before the first year the form admits.
    OldDate = Alert "fecha-anterior" "sin fecha utilizable (anterior al mínimo)"
        "Revise el año de la fecha: es anterior al primer año que admite el formato.";
    /// The date is computed, so it changes by itself.
    FormulaDate = Alert "fecha-formula" "sin fecha utilizable (es una fórmula)"
        "Reemplace la fórmula por la fecha escrita: una fórmula como =HOY() cambia cada día.";
    /// The date is after today.
    FutureDate = Alert "fecha-futura" "fecha futura"
        "Revise la fecha: es posterior al día del traslado, por lo que no se calcula el vencimiento.";
    /// Day first, the date is long past; month first it would be recent.
    DoubtfulDate = Warning "fecha-dudosa" "fecha dudosa"
        "Confirme el día y el mes de la fecha: se leyó primero el día, pero con el mes primero sería reciente.";
    /// Only month first makes a date of it.
    MonthFirstDate = Warning "fecha-mes-primero" "fecha escrita con el mes primero"
        "Confirme la fecha y escríbala como día/mes/año: solo se pudo leer con el mes primero.";
    /// More stands in the date cell than one date.
    TrailingDate = Warning "fecha-con-texto" "fecha con texto adicional"
        "Deje en la celda una sola fecha; se tomó la primera y se ignoró el resto.";
    /// Two columns name a day of the message: the earlier counts.
    SeveralDates = Warning "varias-fechas" "dos fechas del mensaje: cuenta la primera"
        "Confirme la fecha del mensaje: dos columnas traen días distintos y el plazo se cuenta desde el primero.";
    /// The day of filing is before that of the message.
    FiledBefore = Warning "registro-anterior" "registrado antes de la fecha del mensaje"
        "Revise las fechas: la de registro es anterior a la del mensaje, y una de las dos está equivocada.";
    /// The time cannot be read; the date stands alone.
    UnreadableTime = Note "hora-ilegible" "hora que no se entiende"
        "Escriba la hora como 14:20 o 2:20 p. m.; se tomó solo la fecha.";
    /// The network cell is blank.
    MissingNetwork = Warning "red-ausente" "sin red social"
        "Elija la red social por la que llegó el mensaje.";
    /// The network is not one of the four official ones.
    OffListNetwork = Warning "red-no-oficial" "red fuera de la lista de CE-P08"
        "Confirme la red social: las oficiales son Facebook, Twitter/X, Instagram y WhatsApp.";
    /// The network cannot be recognised.
    UnknownNetwork = Warning "red-desconocida" "red social que no se reconoce"
        "Elija en la celda una de las redes oficiales: Facebook, Twitter/X, Instagram o WhatsApp.";
    /// Two networks stand in one cell; the first was kept.
    SeveralNetworks = Warning "varias-redes" "varias redes en una celda"
        "Deje una sola red social por fila; se tomó la primera.";
    /// The person asks to stay, or is recorded as, anonymous.
    AnonymousPerson = Note "anonimo" "anónimo"
        "Verifique si la denuncia aporta hechos que permitan tramitarla aunque sea anónima.";
    /// Anonymous, but with facts that may be pursued ex officio.
    AnonymousFacts = Warning "anonimo-con-hechos" "anónimo con hechos verificables"
        "Revise si procede de oficio: es anónimo pero denuncia hechos que se pueden verificar (Ley 962 de 2005, art. 81).";
    /// The name cell holds a handle, one word or a common noun.
    ImplausibleName = Warning "nombre-insuficiente" "nombre incompleto"
        "Escriba nombre y apellido de quien presenta la solicitud, o la razón social; un usuario de la red no basta.";
    /// Whoever typed the name asks whether it is right.
    DoubtfulName = Warning "nombre-dudoso" "nombre por confirmar"
        "Confirme el nombre con el ciudadano: en la celda está entre signos de interrogación.";
    /// A program damaged letters of the name on their way; the detail has the repair where it is certain.
    DamagedName = Warning "nombre-con-letras-danadas" "nombre con letras dañadas"
        "Corrija el nombre: un programa dañó la eñe o las tildes cuando se copió.";
    /// The number is one people type to fill a cell.
    DummyDocument = Warning "documento-de-relleno" "documento que parece de relleno"
        "Escriba el número de documento real o deje la celda vacía.";
    /// The number has an unusual length for its type.
    DocumentLength = Warning "documento-longitud" "documento con número de cifras inusual"
        "Confirme el número de documento: su longitud no es la usual para ese tipo.";
    /// The NIT's check digit does not match.
    NitCheckDigit = Warning "nit-digito" "NIT: dígito de verificación no coincide"
        "Confirme el NIT: el dígito de verificación no coincide con el número.";
    /// The NIT has no check digit.
    NitWithoutCheckDigit = Note "nit-sin-digito" "NIT sin dígito de verificación"
        "Agregue al NIT su dígito de verificación, separado por un guion.";
    /// Several documents stand in one cell; the first was kept.
    SeveralDocuments = Warning "varios-documentos" "varios documentos en una celda"
        "Deje un solo documento por fila, el de quien presenta la solicitud; se tomó el primero.";
    /// The number went through scientific notation.
    LossyDocument = Warning "documento-exponente" "documento en notación científica"
        "Dé formato de texto a la celda y escriba de nuevo el documento completo: pudo perder cifras.";
    /// The type column and the mark in the number's cell disagree.
    DocumentTypeConflict = Warning "tipo-documento-distinto" "tipo de documento contradictorio"
        "Revise el tipo de documento: la columna y la celda del número dicen cosas distintas.";
    /// The cell holds something that is no document number.
    UnreadableDocument = Warning "documento-ilegible" "documento que no se entiende"
        "Escriba solo el tipo y el número del documento.";
    /// The document or the text suggests a minor.
    MinorPerson = Alert "menor-de-edad" "posible menor de edad"
        "Trate los datos con reserva: el solicitante puede ser menor de edad (Ley 1581 de 2012, art. 7).";
    /// The address may reach the person but has no full street number.
    ApproximateAddress = Warning "direccion-aproximada" "dirección incompleta o sin nomenclatura"
        "Confirme con el ciudadano que a esa dirección se le puede entregar la respuesta.";
    /// The address cell holds text, but no place to notify.
    InsufficientAddress = Warning "direccion-insuficiente" "dirección insuficiente para notificar"
        "Pida al ciudadano la dirección completa, o un correo electrónico si no lo ha dado: a la dirección escrita no se le puede notificar.";
    /// Only an e-mail address serves for notices.
    EmailOnly = Note "correo-sin-autorizacion" "correo: confirmar autorización"
        "Confirme que el ciudadano acepta ser notificado por correo electrónico (CPACA, art. 56).";
    /// The e-mail address is not valid; the detail may suggest a repair.
    InvalidEmail = Warning "correo-invalido" "correo no válido"
        "Corrija el correo electrónico con el ciudadano; tal como está no recibe mensajes.";
    /// The e-mail address is valid but looks mistyped.
    DoubtfulEmail = Warning "correo-dudoso" "correo con posible error de escritura"
        "Confirme el dominio del correo: parece tener un error de escritura.";
    /// Several addresses stand in one cell.
    SeveralEmails = Note "varios-correos" "varios correos en una celda"
        "Confirme a cuál correo se debe responder; se tomó el primero válido.";
    /// The phone number is none that can be dialled.
    UnreadablePhone = Note "telefono-dudoso" "teléfono que no se entiende"
        "Revise el teléfono: un celular tiene 10 cifras y empieza por 3; un fijo tiene 10 y empieza por 60.";
    /// A seven-digit landline, as dialled before December 2021.
    OldLandline = Note "fijo-antiguo" "fijo con numeración antigua"
        "Anteponga el indicativo al teléfono fijo: en Santa Marta, 605.";
    /// Several phone numbers stand in one cell.
    SeveralPhones = Note "varios-telefonos" "varios teléfonos en una celda"
        "Confirme cuál teléfono usar; se tomó el primero.";
    /// The subscriber number is none.
    UnreadableSubscriber = Note "suscriptor-dudoso" "número de suscriptor que no se entiende"
        "Revise el número de suscriptor o póliza en la factura.";
    /// One column serves as objeto and fundamentos.
    InferredCriterion = Note "criterio-inferido" "criterio inferido"
        "Verifique objeto y fundamentos: el formato tiene una sola columna de texto y se usó para ambos.";
    /// The text is only a link, a mention or a symbol.
    NoContent = Warning "sin-contenido" "texto sin contenido"
        "Describa con palabras lo que pide el ciudadano: un enlace, una mención o un emoji no basta.";
    /// The citizen only greets.
    GreetingOnly = Warning "solo-saludo" "solo un saludo, sin solicitud"
        "Pregunte al ciudadano qué necesita y escríbalo: el mensaje es solo un saludo.";
    /// A call, a reaction, a mention or a sticker, in which nothing is said.
    NothingSaid = Warning "sin-texto" "revisar si pide algo: es una llamada, una reacción, una mención o un sticker"
        "Escriba lo que pidió el ciudadano, si pidió algo: una llamada perdida, una reacción, una mención o un sticker no lo dicen.";
    /// The content exists and the sheet only says so.
    ContentElsewhere = Warning "contenido-sin-transcribir" "pedir a Comunicaciones que transcriba el audio o la imagen"
        "Transcriba lo que dice el audio o la imagen, o lo que dice la fila a la que remite: aquí no está.";
    /// The citizen deleted the message.
    DeletedByCitizen = Warning "mensaje-borrado" "el ciudadano borró este mensaje"
        "Escriba lo que decía el mensaje si alguien lo leyó o guardó una captura: el ciudadano lo borró.";
    /// The office deleted the citizen's message.
    DeletedByOffice = Warning "mensaje-borrado-por-la-entidad" "la entidad borró este mensaje; conserve la captura"
        "Conserve la captura del mensaje y transcriba lo que decía: la entidad lo borró.";
    /// The cell says that it is a test.
    TestText = Warning "texto-de-prueba" "texto de prueba"
        "Borre la fila si es una prueba.";
    /// The cell shows an error value where a datum was expected.
    ErrorCell = Warning "celda-con-error" "celda con error de fórmula"
        "Reemplace la fórmula por el dato escrito: la celda muestra un error.";
    /// A text was taken for a formula by the spreadsheet.
    FormulaText = Note "texto-como-formula" "texto que empieza por «=»"
        "Anteponga un apóstrofo al texto para que la hoja no lo tome por fórmula.";
    /// A checkbox stands where a datum was expected.
    LogicalCell = Note "casilla-donde-dato" "casilla de verificación donde va un dato"
        "Escriba el dato en lugar de la casilla de verificación.";
    /// The cell is merged with one above, whose value counts for this row too.
    MergedCell = Warning "celda-combinada" "dato tomado de una celda combinada"
        "Separe las celdas combinadas y escriba el dato en cada fila: se tomó el de la celda combinada.";
    /// The row's only text stands in a column that is read for something else, or for nothing.
    TextOutsideColumn = Alert "texto-fuera-de-columna" "texto fuera de su columna"
        "Pase el texto a la columna que le corresponde: está en una columna que el servicio no lee como texto del reporte.";
    /// The words suggest another kind than staff typed, or staff typed none.
    SuggestedKind = Note "tipo-sugerido" "tipo sugerido distinto"
        "Compare el tipo de reporte con el sugerido por el texto; decide quien tramita.";
    /// May belong to the waste collection company.
    Cleaning = Alert "competencia-aseo" "posible competencia de otra entidad (aseo)"
        "Verifique la competencia: el aseo lo presta otra empresa y el traslado tiene término propio (CPACA, art. 21).";
    /// May belong to the electricity company.
    Energy = Alert "competencia-energia" "posible competencia de otra entidad (energía)"
        "Verifique la competencia: la energía la presta otra empresa y el traslado tiene término propio (CPACA, art. 21).";
    /// May belong to the city: roads, traffic lights, street lights.
    Roads = Alert "competencia-vias" "posible competencia de otra entidad (vías o alumbrado)"
        "Verifique la competencia: vías, semáforos y alumbrado pueden ser de otra entidad y el traslado tiene término propio (CPACA, art. 21).";
    /// A person of special protection or imminent harm.
    Priority = Alert "prioridad" "prioridad (CPACA, art. 20)"
        "Dé atención prioritaria: el texto sugiere riesgo o personas de especial protección (CPACA, art. 20).";
    /// The citizen announces going elsewhere.
    Escalation = Alert "escalamiento" "menciona tutela, entes de control o medios"
        "Informe a la coordinación: el ciudadano menciona una tutela, un ente de control o los medios.";
    /// May be an appeal, with rules of its own.
    Appeal = Alert "recurso" "posible recurso"
        "Revise si es un recurso: tiene trámite propio y vence en 15 días hábiles (Ley 142 de 1994, arts. 154 y 158).";
    /// Asks for documents: ten days for non-users.
    DocumentsRequest = Warning "solicitud-de-documentos" "solicita documentos o información"
        "Responda en 10 días hábiles si quien pide no es usuario (CPACA, art. 14, num. 1).";
    /// Claims that a term ran out.
    Silence = Alert "silencio-administrativo" "menciona silencio administrativo"
        "Verifique de inmediato si hubo silencio administrativo positivo: debe reconocerse en 72 horas (Ley 142 de 1994, art. 158).";
    /// The citizen says it was asked before.
    Reiteration = Warning "reiteracion" "el ciudadano dice que reitera"
        "Busque la solicitud anterior: el ciudadano dice que ya la había presentado.";
    /// May be a claim about personal data.
    PersonalData = Warning "habeas-data" "posible reclamo de datos personales"
        "Revise si es un reclamo de habeas data: tiene términos propios (Ley 1581 de 2012, arts. 14 y 15).";
    /// Reads like thanks, opinion or insult.
    NoRequest = Note "sin-solicitud" "parece comentario sin solicitud"
        "Confirme si el mensaje pide algo: parece una felicitación u opinión.";
}

impl Rule {
    /// Returns `true` if the label says what clerks do next, and so stands before the others.
    pub fn is_step(self) -> bool {
        matches!(self, Self::NothingSaid | Self::ContentElsewhere | Self::DeletedByOffice)
    }

    /// Returns `true` if the detail of a finding is the names of cells, which a clerk needs to find them.
    pub fn names_cells(self) -> bool {
        self == Self::TextOutsideColumn
    }

    /// Returns `true` if the rule suggests that another entity must answer (CPACA, art. 21).
    pub fn is_competence(self) -> bool {
        matches!(self, Self::Cleaning | Self::Energy | Self::Roads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_advice_is_a_sentence() {
        let mut codes: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            assert!(rule.code().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{rule:?}");
            assert!(rule.advice().ends_with('.'), "{rule:?}");
            assert!(rule.advice().starts_with(char::is_uppercase), "{rule:?}");
        }
    }
}
