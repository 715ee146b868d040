//! What the rules say, in Spanish as ESSMAR writes it.

use crate::domain::finding::Rule;

impl Rule {
    /// A few Spanish words for the tab's column of alerts.
    pub fn label(self) -> &'static str {
        self.words().0
    }

    /// One Spanish sentence that tells a person what to do; it never holds the value.
    pub fn advice(self) -> &'static str {
        self.words().1
    }

    #[expect(clippy::too_many_lines, reason = "a table, two lines a rule")]
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::MissingDate => (
                "sin fecha utilizable",
                "Escriba la fecha en que el ciudadano publicó o envió el mensaje; sin ella no se puede calcular el vencimiento.",
            ),
            Self::UnreadableDate => (
                "sin fecha utilizable (no se entiende)",
                "Escriba la fecha como día/mes/año, por ejemplo 17/11/2026.",
            ),
            Self::ImpossibleDate => (
                "sin fecha utilizable (no existe en el calendario)",
                "Corrija la fecha: ese día no existe en el calendario.",
            ),
            Self::YearlessDate => ("sin fecha utilizable (falta el año)", "Complete la fecha con el año."),
            Self::RelativeDate => (
                "sin fecha utilizable (relativa)",
                "Reemplace «ayer», «hoy» o un día de la semana por la fecha exacta.",
            ),
            Self::OldDate => (
                "sin fecha utilizable (anterior al mínimo)",
                "Revise el año de la fecha: es anterior al primer año que admite el formato.",
            ),
            Self::FormulaDate => (
                "sin fecha utilizable (es una fórmula)",
                "Reemplace la fórmula por la fecha escrita: una fórmula como =HOY() cambia cada día.",
            ),
            Self::FutureDate => (
                "fecha futura",
                "Revise la fecha: es posterior al día del traslado, por lo que no se calcula el vencimiento.",
            ),
            Self::DoubtfulDate => (
                "fecha dudosa",
                "Confirme el día y el mes de la fecha: se leyó primero el día, pero con el mes primero sería reciente.",
            ),
            Self::MonthFirstDate => (
                "fecha escrita con el mes primero",
                "Confirme la fecha y escríbala como día/mes/año: solo se pudo leer con el mes primero.",
            ),
            Self::TrailingDate => (
                "fecha con texto adicional",
                "Deje en la celda una sola fecha; se tomó la primera y se ignoró el resto.",
            ),
            Self::UnreadableTime => {
                ("hora que no se entiende", "Escriba la hora como 14:20 o 2:20 p. m.; se tomó solo la fecha.")
            }
            Self::MissingNetwork => ("sin red social", "Elija la red social por la que llegó el mensaje."),
            Self::OffListNetwork => (
                "red fuera de la lista de CE-P08",
                "Confirme la red social: las oficiales son Facebook, Twitter/X, Instagram y WhatsApp.",
            ),
            Self::UnknownNetwork => (
                "red social que no se reconoce",
                "Elija en la celda una de las redes oficiales: Facebook, Twitter/X, Instagram o WhatsApp.",
            ),
            Self::SeveralNetworks => {
                ("varias redes en una celda", "Deje una sola red social por fila; se tomó la primera.")
            }
            Self::AnonymousPerson => (
                "anónimo",
                "Verifique si la denuncia aporta hechos que permitan tramitarla aunque sea anónima.",
            ),
            Self::AnonymousFacts => (
                "anónimo con hechos verificables",
                "Revise si procede de oficio: es anónimo pero denuncia hechos que se pueden verificar (Ley 962 de 2005, art. 81).",
            ),
            Self::ImplausibleName => (
                "nombre incompleto",
                "Escriba nombre y apellido de quien presenta la solicitud, o la razón social; un usuario de la red no basta.",
            ),
            Self::DummyDocument => (
                "documento que parece de relleno",
                "Escriba el número de documento real o deje la celda vacía.",
            ),
            Self::DocumentLength => (
                "documento con número de cifras inusual",
                "Confirme el número de documento: su longitud no es la usual para ese tipo.",
            ),
            Self::NitCheckDigit => (
                "NIT: dígito de verificación no coincide",
                "Confirme el NIT: el dígito de verificación no coincide con el número.",
            ),
            Self::NitWithoutCheckDigit => (
                "NIT sin dígito de verificación",
                "Agregue al NIT su dígito de verificación, separado por un guion.",
            ),
            Self::SeveralDocuments => (
                "varios documentos en una celda",
                "Deje un solo documento por fila, el de quien presenta la solicitud; se tomó el primero.",
            ),
            Self::LossyDocument => (
                "documento en notación científica",
                "Dé formato de texto a la celda y escriba de nuevo el documento completo: pudo perder cifras.",
            ),
            Self::DocumentTypeConflict => (
                "tipo de documento contradictorio",
                "Revise el tipo de documento: la columna y la celda del número dicen cosas distintas.",
            ),
            Self::UnreadableDocument => {
                ("documento que no se entiende", "Escriba solo el tipo y el número del documento.")
            }
            Self::MinorPerson => (
                "posible menor de edad",
                "Trate los datos con reserva: el solicitante puede ser menor de edad (Ley 1581 de 2012, art. 7).",
            ),
            Self::ApproximateAddress => (
                "dirección incompleta o sin nomenclatura",
                "Confirme con el ciudadano que a esa dirección se le puede entregar la respuesta.",
            ),
            Self::InsufficientAddress => (
                "dirección insuficiente para notificar",
                "Pida al ciudadano la dirección completa, o un correo electrónico si no lo ha dado: a la dirección escrita no se le puede notificar.",
            ),
            Self::EmailOnly => (
                "correo: confirmar autorización",
                "Confirme que el ciudadano acepta ser notificado por correo electrónico (CPACA, art. 56).",
            ),
            Self::InvalidEmail => (
                "correo no válido",
                "Corrija el correo electrónico con el ciudadano; tal como está no recibe mensajes.",
            ),
            Self::DoubtfulEmail => (
                "correo con posible error de escritura",
                "Confirme el dominio del correo: parece tener un error de escritura.",
            ),
            Self::SeveralEmails => (
                "varios correos en una celda",
                "Confirme a cuál correo se debe responder; se tomó el primero válido.",
            ),
            Self::UnreadablePhone => (
                "teléfono que no se entiende",
                "Revise el teléfono: un celular tiene 10 cifras y empieza por 3; un fijo tiene 10 y empieza por 60.",
            ),
            Self::OldLandline => (
                "fijo con numeración antigua",
                "Anteponga el indicativo al teléfono fijo: en Santa Marta, 605.",
            ),
            Self::SeveralPhones => {
                ("varios teléfonos en una celda", "Confirme cuál teléfono usar; se tomó el primero.")
            }
            Self::UnreadableSubscriber => (
                "número de suscriptor que no se entiende",
                "Revise el número de suscriptor o póliza en la factura.",
            ),
            Self::InferredCriterion => (
                "criterio inferido",
                "Verifique objeto y fundamentos: el formato tiene una sola columna de texto y se usó para ambos.",
            ),
            Self::NoContent => (
                "texto sin contenido",
                "Describa con palabras lo que pide el ciudadano: un enlace, una mención o un emoji no basta.",
            ),
            Self::TestText => ("texto de prueba", "Borre la fila si es una prueba."),
            Self::ErrorCell => (
                "celda con error de fórmula",
                "Reemplace la fórmula por el dato escrito: la celda muestra un error.",
            ),
            Self::FormulaText => (
                "texto que empieza por «=»",
                "Anteponga un apóstrofo al texto para que la hoja no lo tome por fórmula.",
            ),
            Self::LogicalCell => (
                "casilla de verificación donde va un dato",
                "Escriba el dato en lugar de la casilla de verificación.",
            ),
            Self::RepeatedHeader => {
                ("parece un encabezado repetido", "Borre la fila si es una copia del encabezado.")
            }
            Self::SuggestedKind => (
                "tipo sugerido distinto",
                "Compare el tipo de reporte con el sugerido por el texto; decide quien tramita.",
            ),
            Self::Cleaning => (
                "posible competencia de otra entidad (aseo)",
                "Verifique la competencia: el aseo lo presta otra empresa y el traslado tiene término propio (CPACA, art. 21).",
            ),
            Self::Energy => (
                "posible competencia de otra entidad (energía)",
                "Verifique la competencia: la energía la presta otra empresa y el traslado tiene término propio (CPACA, art. 21).",
            ),
            Self::Roads => (
                "posible competencia de otra entidad (vías o alumbrado)",
                "Verifique la competencia: vías, semáforos y alumbrado pueden ser de otra entidad y el traslado tiene término propio (CPACA, art. 21).",
            ),
            Self::Priority => (
                "prioridad (CPACA, art. 20)",
                "Dé atención prioritaria: el texto sugiere riesgo o personas de especial protección (CPACA, art. 20).",
            ),
            Self::Escalation => (
                "menciona tutela, entes de control o medios",
                "Informe a la coordinación: el ciudadano menciona una tutela, un ente de control o los medios.",
            ),
            Self::Appeal => (
                "posible recurso",
                "Revise si es un recurso: tiene trámite propio y vence en 15 días hábiles (Ley 142 de 1994, arts. 154 y 158).",
            ),
            Self::DocumentsRequest => (
                "solicita documentos o información",
                "Responda en 10 días hábiles si quien pide no es usuario (CPACA, art. 14, num. 1).",
            ),
            Self::Silence => (
                "menciona silencio administrativo",
                "Verifique de inmediato si hubo silencio administrativo positivo: debe reconocerse en 72 horas (Ley 142 de 1994, art. 158).",
            ),
            Self::Reiteration => (
                "el ciudadano dice que reitera",
                "Busque la solicitud anterior: el ciudadano dice que ya la había presentado.",
            ),
            Self::PersonalData => (
                "posible reclamo de datos personales",
                "Revise si es un reclamo de habeas data: tiene términos propios (Ley 1581 de 2012, arts. 14 y 15).",
            ),
            Self::NoRequest => (
                "parece comentario sin solicitud",
                "Confirme si el mensaje pide algo: parece una felicitación u opinión.",
            ),
        }
    }
}
