//! Rules that notice something about a cell or a row, with their Spanish as ESSMAR writes it.

/// Writes [`Rule`] and its words from one table, a row a rule: meaning, variant, stored code, what
/// clerks read in `Alertas`, what staff read in `Observaciones traslado`. One of the two is there.
macro_rules! rules {
    ($(
        $(#[$definition:meta])+
        $variant:ident = $code:literal $(clerks $label:literal)? $(staff $advice:literal)?;
    )+) => {
        /// Rule that can notice something about a report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$definition])+ $variant,)+
        }

        impl Rule {
            /// Every rule, in the order of the form.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];

            /// Stable name of the rule, as logs and the columns of the service have it.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Spanish words for clerks, in the tab's column of alerts; `None` of what only staff can
            /// put right.
            pub fn label(self) -> Option<&'static str> {
                let labels: &[&'static str] = match self {
                    $(Self::$variant => &[$($label)?],)+
                };
                labels.first().copied()
            }

            /// Spanish sentence for staff, beside the row; never contains the citizen's value. `None` of
            /// what only clerks can follow.
            pub fn advice(self) -> Option<&'static str> {
                let advice: &[&'static str] = match self {
                    $(Self::$variant => &[$($advice)?],)+
                };
                advice.first().copied()
            }
        }
    };
}

rules! {
    /// The date cell is blank or holds a placeholder: no deadline.
    MissingDate = "fecha-ausente"
        clerks "sin fecha válida"
        staff "Escriba la fecha en que el ciudadano publicó o envió el mensaje; sin ella no se puede calcular el vencimiento.";
    /// The date cell holds no date that can be read.
    UnreadableDate = "fecha-ilegible"
        clerks "sin fecha válida (no se entiende)"
        staff "Escriba la fecha como día/mes/año, por ejemplo 17/11/2026.";
    /// The date names a day that does not exist.
    ImpossibleDate = "fecha-imposible"
        clerks "sin fecha válida (no existe en el calendario)"
        staff "Corrija la fecha: ese día no existe en el calendario.";
    /// The date has no year.
    YearlessDate = "fecha-sin-anio"
        clerks "sin fecha válida (falta el año)"
        staff "Complete la fecha con el año.";
    /// The date is relative to an unknown day.
    RelativeDate = "fecha-relativa"
        clerks "sin fecha válida (relativa)"
        staff "Reemplace «ayer», «hoy» o un día de la semana por la fecha exacta.";
    /// The date is before the first year the form admits.
    OldDate = "fecha-anterior"
        clerks "sin fecha válida (anterior al mínimo)"
        staff "Revise el año de la fecha: es anterior al primer año que admite el formato.";
    /// The date is computed, so it changes by itself.
    FormulaDate = "fecha-formula"
        clerks "sin fecha válida (es una fórmula)"
        staff "Reemplace la fórmula por la fecha escrita: una fórmula como =HOY() cambia cada día.";
    /// The date is after today.
    FutureDate = "fecha-futura"
        clerks "fecha futura"
        staff "Revise la fecha: es posterior al día del traslado, por lo que no se calcula el vencimiento.";
    /// Day first, the date is long past; month first it would be recent.
    DoubtfulDate = "fecha-dudosa"
        clerks "fecha dudosa"
        staff "Confirme el día y el mes de la fecha: se leyó primero el día, pero con el mes primero sería reciente.";
    /// Only month first makes a date of it.
    MonthFirstDate = "fecha-mes-primero"
        clerks "fecha escrita con el mes primero"
        staff "Confirme la fecha y escríbala como día/mes/año: solo se pudo leer con el mes primero.";
    /// The file writes the month first, and the date fits both ways.
    SwappedDate = "fecha-dia-y-mes"
        clerks "día y mes pueden estar cambiados"
        staff "Confirme el día y el mes de la fecha: la configuración regional del archivo escribe primero el mes, y la fecha existe de las dos maneras.";
    /// More stands in the date cell than one date.
    TrailingDate = "fecha-con-texto"
        clerks "fecha con texto adicional"
        staff "Deje en la celda una sola fecha; se tomó la primera y se ignoró el resto.";
    /// A word beside the date puts it in doubt.
    UncertainDate = "fecha-por-confirmar"
        clerks "fecha por confirmar"
        staff "Confirme la fecha del mensaje: en la celda hay una palabra que la pone en duda, como «ayer» o «aprox.».";
    /// Two columns name a day of the message: the earlier counts.
    SeveralDates = "varias-fechas"
        clerks "dos fechas del mensaje: cuenta la primera"
        staff "Confirme la fecha del mensaje: dos columnas traen días distintos y el plazo se cuenta desde el primero.";
    /// The day of filing is before that of the message.
    FiledBefore = "registro-anterior"
        clerks "registrado antes de la fecha del mensaje"
        staff "Revise las fechas: la de registro es anterior a la del mensaje, y una de las dos está equivocada.";
    /// The time cannot be read; the date stands alone.
    UnreadableTime = "hora-ilegible"
        staff "Escriba la hora como 14:20 o 2:20 p. m.; se tomó solo la fecha.";
    /// The network cell is blank.
    MissingNetwork = "red-ausente"
        clerks "sin red social"
        staff "Elija la red social por la que llegó el mensaje.";
    /// The network is not one of the official ones.
    OffListNetwork = "red-no-oficial"
        clerks "red fuera de la lista de CE-P08"
        staff "Confirme la red social: la escrita no es una de las oficiales de la entidad.";
    /// The network cannot be recognised.
    UnknownNetwork = "red-desconocida"
        clerks "red social que no se reconoce"
        staff "Elija en la celda la red oficial por la que llegó el mensaje.";
    /// Two networks stand in one cell; the first was kept.
    SeveralNetworks = "varias-redes"
        clerks "varias redes en una celda"
        staff "Deje una sola red social por fila; se tomó la primera.";
    /// The account in the network cell is none of the entity's on that network.
    ForeignAccount = "cuenta-ajena"
        clerks "cuenta que no es de la entidad"
        staff "Confirme la red social: la cuenta escrita no es una de las oficiales de la entidad. El usuario del ciudadano va en su propia columna.";
    /// The person asks to stay, or is recorded as, anonymous.
    AnonymousPerson = "anonimo"
        clerks "anónimo sin hechos verificables: valórelo y, si no hay con qué seguir, escriba No es PQR y el motivo en Observaciones AC";
    /// Anonymous, but with facts that may be pursued ex officio.
    AnonymousFacts = "anonimo-con-hechos"
        clerks "anónimo con hechos verificables: no exija identificación; tramite y publique la respuesta (aviso)"
        staff "No pida la identificación: es anónimo con hechos que se pueden verificar (Ley 962 de 2005, art. 81).";
    /// The name cell holds a handle, one word or a common noun.
    ImplausibleName = "nombre-insuficiente"
        clerks "nombre incompleto"
        staff "Escriba nombre y apellido de quien presenta la solicitud, o la razón social; un usuario de la red no basta.";
    /// Whoever typed the name asks whether it is right.
    DoubtfulName = "nombre-dudoso"
        clerks "nombre por confirmar"
        staff "Confirme el nombre con el ciudadano: en la celda está entre signos de interrogación.";
    /// A program damaged letters of the name on their way; the detail has the repair where it is certain.
    DamagedName = "nombre-con-letras-danadas"
        clerks "nombre con letras dañadas"
        staff "Corrija el nombre: un programa dañó la eñe o las tildes cuando se copió.";
    /// The number is one people type to fill a cell.
    DummyDocument = "documento-de-relleno"
        clerks "documento que parece de relleno"
        staff "Escriba el número de documento real o deje la celda vacía.";
    /// The number has an unusual length for its type.
    DocumentLength = "documento-longitud"
        clerks "documento con número de cifras inusual"
        staff "Confirme el número de documento: su longitud no es la usual para ese tipo.";
    /// The NIT's check digit does not match.
    NitCheckDigit = "nit-digito"
        clerks "NIT: el dígito de verificación no coincide"
        staff "Confirme el NIT: el dígito de verificación no coincide con el número.";
    /// The NIT has no check digit.
    NitWithoutCheckDigit = "nit-sin-digito"
        staff "Agregue al NIT su dígito de verificación, separado por un guion.";
    /// Several documents stand in one cell; the first was kept.
    SeveralDocuments = "varios-documentos"
        clerks "varios documentos en una celda"
        staff "Deje un solo documento por fila, el de quien presenta la solicitud; se tomó el primero.";
    /// The number went through scientific notation.
    LossyDocument = "documento-exponente"
        clerks "documento en notación científica"
        staff "Dé formato de texto a la celda y escriba de nuevo el documento completo: pudo perder cifras.";
    /// The number has more digits than a spreadsheet keeps of one.
    TruncatedDocument = "documento-con-cifras-perdidas"
        clerks "documento con más cifras de las que guarda un número"
        staff "Dé formato de texto a la celda y escriba de nuevo el documento: la hoja guarda 15 cifras de un número y cambió por ceros las demás.";
    /// The type column and the mark in the number's cell disagree.
    DocumentTypeConflict = "tipo-documento-distinto"
        clerks "tipo de documento contradictorio"
        staff "Revise el tipo de documento: la columna y la celda del número dicen cosas distintas.";
    /// The cell holds something that is no document number.
    UnreadableDocument = "documento-ilegible"
        clerks "documento que no se entiende"
        staff "Escriba solo el tipo y el número del documento.";
    /// The address may reach the person but has no full street number.
    ApproximateAddress = "direccion-aproximada"
        clerks "dirección incompleta o sin nomenclatura"
        staff "Confirme con el ciudadano que a esa dirección se le puede entregar la respuesta.";
    /// The address cell holds text, but no place to notify.
    InsufficientAddress = "direccion-insuficiente"
        clerks "dirección insuficiente para notificar"
        staff "Pida al ciudadano la dirección completa, o un correo electrónico si no lo ha dado: a la dirección escrita no se le puede notificar.";
    /// Only an e-mail address serves for notices.
    EmailOnly = "correo-sin-autorizacion"
        clerks "solo correo: confirme que acepta ser notificado por ese medio (CPACA, art. 56)";
    /// Only a telephone number serves for notices, because the office accepts them.
    PhoneOnly = "telefono-sin-autorizacion"
        clerks "solo teléfono: confirme que acepta ser notificado por ese medio (CPACA, art. 56)";
    /// The e-mail address is not valid; the detail may suggest a repair.
    InvalidEmail = "correo-invalido"
        clerks "correo no válido"
        staff "Corrija el correo electrónico con el ciudadano; tal como está no recibe mensajes.";
    /// The e-mail address is valid but looks mistyped.
    DoubtfulEmail = "correo-dudoso"
        clerks "correo con posible error de escritura"
        staff "Confirme el dominio del correo: parece tener un error de escritura.";
    /// Several addresses stand in one cell.
    SeveralEmails = "varios-correos"
        clerks "varios correos en una celda"
        staff "Confirme a cuál correo se debe responder; se tomó el primero válido.";
    /// The phone number is none that can be dialled.
    UnreadablePhone = "telefono-dudoso"
        staff "Revise el teléfono: un celular tiene 10 cifras y empieza por 3; un fijo tiene 10 y empieza por 60.";
    /// A seven-digit landline, as dialled before December 2021.
    OldLandline = "fijo-antiguo"
        staff "Anteponga el indicativo al teléfono fijo: en Santa Marta, 605.";
    /// The only e-mail address stands in a cell of another datum, where it was read.
    MisplacedEmail = "correo-en-otra-columna"
        clerks "correo escrito en otra columna"
        staff "Pase el correo electrónico a su columna: está en otra celda de la fila, y allí se leyó.";
    /// The only phone number stands in a cell of another datum.
    MisplacedPhone = "telefono-en-otra-columna"
        clerks "teléfono escrito en otra columna"
        staff "Pase el teléfono a su columna: está en otra celda de la fila.";
    /// The only document stands in a cell of another datum, where it was read.
    MisplacedDocument = "documento-en-otra-columna"
        clerks "documento escrito en otra columna"
        staff "Pase el documento a su columna: está en otra celda de la fila, y allí se leyó.";
    /// The only handle on the network stands in a cell of another datum.
    MisplacedHandle = "perfil-en-otra-columna"
        clerks "usuario de la red escrito en otra columna"
        staff "Pase el usuario de la red a la columna del perfil: está en otra celda de la fila.";
    /// The only link stands in a cell of another datum, from which it was carried.
    MisplacedLink = "enlace-en-otra-columna"
        clerks "enlace escrito en otra columna"
        staff "Pase el enlace a su columna: está en otra celda de la fila, y de allí se tomó.";
    /// Several phone numbers stand in one cell.
    SeveralPhones = "varios-telefonos"
        staff "Confirme cuál teléfono usar; se tomó el primero.";
    /// The subscriber number is none.
    UnreadableSubscriber = "suscriptor-dudoso"
        staff "Revise el número de suscriptor o póliza en la factura.";
    /// One column serves as objeto and fundamentos.
    InferredCriterion = "criterio-inferido"
        clerks "un solo texto cuenta como objeto y como fundamentos: revíselo";
    /// The grounds are missing, which is no reason to refuse.
    GroundsNotRequired = "fundamentos-no-exigibles"
        clerks "faltan fundamentos: CE-P08 los pide, pero por eso no se puede requerir ni rechazar (CPACA, art. 16, par. 2)";
    /// The petition is missing, but the grounds say what it is.
    SubjectFromGrounds = "objeto-en-fundamentos"
        clerks "el objeto se entiende de los fundamentos; no lo requiera";
    /// The address is missing, but the company has that of its subscriber.
    KnownAddress = "direccion-conocida"
        clerks "falta la dirección, pero la empresa la tiene: suscriptor conocido (CPACA, art. 16, par. 1)"
        staff "No pida la dirección: es suscriptor, y la empresa la tiene (CPACA, art. 16, par. 1).";
    /// The text is only a link, a mention or a symbol.
    NoContent = "sin-contenido"
        clerks "texto sin contenido"
        staff "Describa con palabras lo que pide el ciudadano: un enlace, una mención o un emoji no basta.";
    /// The citizen only greets.
    GreetingOnly = "solo-saludo"
        clerks "solo un saludo, sin solicitud"
        staff "Pregunte al ciudadano qué necesita y escríbalo: el mensaje es solo un saludo.";
    /// A call, a reaction, a mention or a sticker, in which nothing is said.
    NothingSaid = "sin-texto"
        clerks "revisar si pide algo: es una llamada, una reacción, una mención o un sticker"
        staff "Escriba lo que pidió el ciudadano, si pidió algo: una llamada perdida, una reacción, una mención o un sticker no lo dicen.";
    /// Nothing is said in any text of the row.
    NothingAsked = "sin-ningun-texto"
        clerks "si no pide nada, escriba No es PQR y el motivo en Observaciones AC";
    /// The content exists and the sheet only says so.
    ContentElsewhere = "contenido-sin-transcribir"
        clerks "pedir a Comunicaciones que transcriba el audio o la imagen"
        staff "Transcriba lo que dice el audio o la imagen, o lo que dice la fila a la que remite: aquí no está.";
    /// The citizen deleted the message.
    DeletedByCitizen = "mensaje-borrado"
        clerks "el ciudadano borró este mensaje"
        staff "Escriba lo que decía el mensaje si alguien lo leyó o guardó una captura: el ciudadano lo borró.";
    /// The office deleted the citizen's message.
    DeletedByOffice = "mensaje-borrado-por-la-entidad"
        clerks "la entidad borró este mensaje; conserve la captura"
        staff "Conserve la captura del mensaje y transcriba lo que decía: la entidad lo borró.";
    /// The cell says that it is a test.
    TestText = "texto-de-prueba"
        clerks "texto de prueba"
        staff "Borre la fila si es una prueba.";
    /// Neither a link nor another proof of the message is given.
    MissingLink = "enlace-ausente"
        staff "Agregue el enlace del mensaje o de su captura: es la prueba de qué dijo el ciudadano y de cuándo lo dijo.";
    /// The citizen spoke: a voice note, a live broadcast (Decreto 1166 de 2016).
    VerbalPetition = "peticion-verbal"
        clerks "petición verbal: deje constancia de ello (Decreto 1166 de 2016)"
        staff "Conserve el audio o el video y transcriba lo que se pide: es una petición verbal (Decreto 1166 de 2016).";
    /// The cell shows an error value where a datum was expected.
    ErrorCell = "celda-con-error"
        clerks "celda con error de fórmula"
        staff "Reemplace la fórmula por el dato escrito: la celda muestra un error.";
    /// A text was taken for a formula by the spreadsheet.
    FormulaText = "texto-como-formula"
        staff "Anteponga un apóstrofo al texto para que la hoja no lo tome por fórmula.";
    /// A checkbox stands where a datum was expected.
    LogicalCell = "casilla-donde-dato"
        staff "Escriba el dato en lugar de la casilla de verificación.";
    /// The cell is merged with one above, whose value counts for this row too.
    MergedCell = "celda-combinada"
        clerks "dato tomado de una celda combinada"
        staff "Separe las celdas combinadas y escriba el dato en cada fila: se tomó el de la celda combinada.";
    /// The row's only text stands in a column that is read for something else, or for nothing.
    TextOutsideColumn = "texto-fuera-de-columna"
        clerks "texto fuera de su columna"
        staff "Pase el texto a la columna que le corresponde: está en una columna que el servicio no lee como texto del reporte.";
    /// The words suggest another kind than staff typed, or staff typed none.
    SuggestedKind = "tipo-sugerido"
        clerks "el texto parece de otro tipo";
    /// May belong to the waste collection company.
    Cleaning = "competencia-aseo"
        clerks "posible traslado por competencia (aseo)";
    /// May belong to the electricity company.
    Energy = "competencia-energia"
        clerks "posible traslado por competencia (energía)";
    /// May belong to the gas company.
    Gas = "competencia-gas"
        clerks "posible traslado por competencia (gas)";
    /// May belong to a company of telephone, internet or television.
    Telecommunications = "competencia-telecomunicaciones"
        clerks "posible traslado por competencia (telecomunicaciones)";
    /// May belong to the city: roads, traffic lights, street lights.
    Roads = "competencia-vias"
        clerks "posible traslado por competencia (vías o alumbrado)";
    /// Only a part of it may belong to another entity.
    PartlyOurs = "competencia-en-parte"
        clerks "parece en parte de otra entidad. Si lo es, remita esa parte, con copia al ciudadano, y responda lo demás (CPACA, art. 21)";
    /// Imminent harm.
    Danger = "peligro"
        clerks "posible peligro inminente (CPACA, art. 20)";
    /// Children live with it.
    Children = "ninos"
        clerks "menciona niños (CPACA, art. 20)";
    /// Older adults live with it.
    Elderly = "personas-mayores"
        clerks "menciona personas mayores (CPACA, art. 20)";
    /// Somebody is sick, pregnant or disabled.
    Health = "salud"
        clerks "menciona enfermedad, embarazo o discapacidad (CPACA, art. 20); trate ese dato con reserva";
    /// The document or the text suggests that whoever writes is a minor.
    MinorPerson = "menor-de-edad"
        clerks "quien escribe puede ser menor de edad (CPACA, art. 20); trate los datos con reserva";
    /// Asks for several things.
    SeveralRequests = "varias-peticiones"
        clerks "pide varias cosas: responda todas o radique por separado (una línea, varios radicados)";
    /// The citizen announces going elsewhere.
    Escalation = "escalamiento"
        clerks "menciona tutela, entes de control o medios: informe a la coordinación";
    /// May be an appeal, with rules of its own.
    Appeal = "recurso"
        clerks "recurso: revise si llegó dentro de los 5 días hábiles siguientes a la notificación (Ley 142, art. 154). No se requiere: se decide o se rechaza motivado. Si trae apelación, remita el expediente a Superservicios";
    /// Asks for documents: ten days for non-users.
    DocumentsRequest = "solicitud-de-documentos"
        clerks "pide documentos o información: si no es usuario, el plazo legal son 10 días hábiles y luego se entiende aceptada (CPACA, art. 14-1)";
    /// Claims that a term ran out.
    Silence = "silencio-administrativo"
        clerks "posible silencio administrativo: verifíquelo de inmediato; si lo hubo, se reconoce en 72 horas (Decreto-ley 2150 de 1995, art. 123)";
    /// The citizen says it was asked before.
    Reiteration = "reiteracion"
        clerks "el ciudadano dice que reitera: busque la solicitud anterior";
    /// May be a claim about personal data.
    PersonalData = "habeas-data"
        clerks "posible solicitud sobre datos personales: 10 días hábiles si los consulta, 15 si reclama (Ley 1581 de 2012, arts. 14 y 15)";
    /// Somebody of the company, or in its name, wants money.
    Bribery = "soborno"
        clerks "denuncia un posible soborno o cobro indebido: informe a Control Interno Disciplinario y reserve el nombre de quien denuncia";
    /// The citizen asks that the name be kept.
    NameReserved = "reserva-del-nombre"
        clerks "pide reserva de su nombre: no lo escriba en la respuesta ni en una remisión";
    /// Written in another language.
    OtherLanguage = "otro-idioma"
        clerks "parece escrito en otro idioma: hágalo traducir antes de tramitarlo";
    /// Reads like advertising.
    Advertising = "publicidad"
        clerks "revisar si pide algo: parece publicidad. Si no pide nada, escriba No es PQR y el motivo en Observaciones AC";
    /// Reads like an insult.
    Insult = "insulto"
        clerks "revisar si pide algo: parece un insulto. Si no pide nada, escriba No es PQR y el motivo en Observaciones AC";
    /// Reads like a congratulation or thanks.
    Praise = "felicitacion"
        clerks "revisar si pide algo: parece una felicitación. Si no pide nada, escriba No es PQR y el motivo en Observaciones AC";
    /// Reads like an opinion or a courtesy.
    NoRequest = "sin-solicitud"
        clerks "revisar si pide algo: parece un comentario. Si no pide nada, escriba No es PQR y el motivo en Observaciones AC";
}

/// Where an alert stands among those of a report, the first first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// Danger and people of special protection (CPACA, art. 20).
    Priority,
    /// The next step of a clerk.
    Step,
    /// Everything else.
    Other,
}

impl Rule {
    /// The place of the rule's label among the alerts of a report.
    pub fn precedence(self) -> Precedence {
        match self {
            Self::Danger | Self::Children | Self::Elderly | Self::Health | Self::MinorPerson => {
                Precedence::Priority
            }
            Self::NothingSaid
            | Self::NothingAsked
            | Self::ContentElsewhere
            | Self::DeletedByOffice
            | Self::AnonymousPerson
            | Self::AnonymousFacts
            | Self::GroundsNotRequired
            | Self::SubjectFromGrounds
            | Self::KnownAddress
            | Self::PartlyOurs
            | Self::SeveralRequests
            | Self::Appeal
            | Self::DocumentsRequest
            | Self::Advertising
            | Self::Insult
            | Self::Praise
            | Self::NoRequest => Precedence::Step,
            rule if rule.is_competence() => Precedence::Step,
            _ => Precedence::Other,
        }
    }

    /// Returns `true` if the detail of a finding is what somebody probably meant to type, which a person
    /// confirms.
    pub fn suggests_a_repair(self) -> bool {
        matches!(self, Self::InvalidEmail | Self::DoubtfulEmail | Self::DamagedName)
    }

    /// Returns `true` if the detail of a finding is the names of cells, which a clerk needs to find them.
    pub fn names_cells(self) -> bool {
        self == Self::TextOutsideColumn
    }

    /// Returns `true` if the rule suggests that another entity must answer (CPACA, art. 21).
    pub fn is_competence(self) -> bool {
        self.elsewhere().is_some()
    }

    /// The matter of another entity that the rule suggests.
    pub fn elsewhere(self) -> Option<&'static str> {
        match self {
            Self::Cleaning => Some("aseo"),
            Self::Energy => Some("energía"),
            Self::Gas => Some("gas"),
            Self::Telecommunications => Some("telecomunicaciones"),
            Self::Roads => Some("vías o alumbrado"),
            _ => None,
        }
    }

    /// Returns `true` if the rule takes a report for one that may ask for nothing.
    pub fn doubts_the_request(self) -> bool {
        matches!(self, Self::NothingAsked | Self::Advertising | Self::Insult | Self::Praise | Self::NoRequest)
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
            let advice = rule.advice();
            assert!(advice.is_none_or(|advice| advice.ends_with('.')), "{rule:?}");
            assert!(advice.is_none_or(|advice| advice.starts_with(char::is_uppercase)), "{rule:?}");
            assert!(rule.label().is_none_or(|label| !label.ends_with('.')), "{rule:?}");
        }
    }
}
