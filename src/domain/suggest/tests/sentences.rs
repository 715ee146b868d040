//! What citizens write, invented, and exactly the alerts that each sentence must raise.

use std::collections::BTreeSet;

use crate::domain::finding::Rule::{
    self, AnonymousFacts as Facts, Bribery, Children, Cleaning, Danger, Elderly, Energy, Escalation, Health,
    Insult, MinorPerson as Minor, NoRequest, PartlyOurs, PersonalData, Praise, Reiteration, Roads, Silence,
};
use crate::domain::suggest::tests::read;

#[test]
fn each_sentence_raises_its_alerts_and_no_other() {
    let mut wrong = Vec::new();
    for (sentences, expected) in TABLE {
        for sentence in *sentences {
            let alerts = read(sentence).alerts;
            if alerts != *expected {
                wrong.push(format!("{sentence}: {alerts:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_shared_sentences_raise_their_alerts_and_no_other() {
    let mut wrong = Vec::new();
    for (sentences, expected) in fixtures::SENTENCES {
        for sentence in *sentences {
            let codes: BTreeSet<&str> = read(sentence).alerts.into_iter().map(Rule::code).collect();
            let expected: BTreeSet<&str> = expected.iter().copied().collect();
            if codes != expected {
                wrong.push(format!("{sentence}: {codes:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_says_enough_of_every_alert() {
    let raising = |rule: Rule| -> usize {
        TABLE.iter().filter(|(_, alerts)| alerts.contains(&rule)).map(|(sentences, _)| sentences.len()).sum()
    };
    for rule in [Cleaning, Energy, Roads, Danger, Escalation, Reiteration, Facts] {
        assert!(raising(rule) >= 8, "{rule:?}");
    }
    for rule in [Silence, Minor, PersonalData] {
        assert!(raising(rule) >= 3, "{rule:?}");
    }
}

type SentenceTable = &'static [(&'static [&'static str], &'static [Rule])];

const TABLE: SentenceTable = &[
    (CLEANING, &[Cleaning]),
    (ENERGY, &[Energy]),
    (ROADS, &[Roads]),
    (PRIORITY, &[Danger]),
    (ESCALATION, &[Escalation]),
    (REITERATION, &[Reiteration]),
    (FACTS, &[Facts]),
    (SILENCE, &[Silence]),
    (MINOR, &[Minor]),
    (PERSONAL_DATA, &[PersonalData]),
    (&["Soy menor de edad y mi mamá no puede escribir, estamos sin agua"], &[Minor]),
    (
        &["Ya les escribí y si no responden pongo una tutela, tengo un bebé en casa"],
        &[Children, Escalation, Reiteration],
    ),
    (&["El semáforo dañado y la basura sin recoger hace un mes"], &[Cleaning, Roads]),
    (
        &["explotó un transformador y quedamos a oscuras", "hay un poste de luz que se está cayendo"],
        &[Energy, Danger],
    ),
    (&["no tenemos luz ni agua desde ayer"], &[Energy, PartlyOurs]),
    (&["los niños se están enfermando con esas aguas negras"], &[Children, Health]),
    (&["tengo un bebé de tres meses y no hay agua", "una niña por poco se va por ese registro"], &[Children]),
    (&["mi mamá es adulta mayor y carga los baldes"], &[Elderly]),
    (
        &[
            "vivo con una persona en silla de ruedas y no llega el carrotanque",
            "soy paciente de diálisis y necesito el agua",
            "mi esposa está embarazada y llevamos cinco días sin agua",
        ],
        &[Health],
    ),
    (&["mi abuelita se cayó un día de estos por el barro"], &[Danger, Elderly]),
    (&["un contratista pide plata para conectar"], &[Bribery]),
    (&["quiero hacer una denuncia"], &[]),
    (&["excelente, ya volvió el agua 👏"], &[Praise]),
    (&["ladrones 🤬"], &[Insult]),
    (&["hay un hueco enorme en la avenida, casi se mata un motociclista"], &[Roads, Danger]),
    (&["este servicio es una basura", "el silencio de la empresa es total"], &[NoRequest]),
    (ORDINARY, &[]),
    (NOT_CLEANING, &[]),
    (NOT_ENERGY, &[]),
    (NOT_ROADS, &[]),
    (NOT_PRIORITY, &[]),
    (NOT_THE_REST, &[]),
];

const CLEANING: &[&str] = &[
    "no ha pasado el carro de la basura esta semana",
    "En Bastidas no recogen la basura desde el jueves",
    "por favor recojan la basura del parque",
    "la esquina está llena de basura y de moscas",
    "Hay un basurero en la entrada de Timayui",
    "me cobran aseo y el camión de la basura no entra a la calle",
    "el contenedor está lleno y huele mal",
    "solicito la poda de los árboles del parque",
    "los de Atesa dejaron las bolsas regadas",
    "no barren la calle hace dos meses",
    "quiero saber por qué subió la tarifa de aseo",
    "el carro del aseo pasa a la hora que quiere",
];

const ENERGY: &[&str] = &[
    "se fue la luz",
    "Llevamos dos días sin luz en El Pando",
    "los de Air-e no contestan",
    "me llegó muy caro el recibo de la luz",
    "a cada rato hay bajones de energía",
    "cortes de luz todas las noches en Gaira",
    "hay un apagón en todo Mamatoco",
];

const ROADS: &[&str] = &[
    "rompieron la vía.",
    "la calle 22 está llena de huecos",
    "¿cuándo van a pavimentar la carrera 5?",
    "vías en mal estado en todo el barrio",
    "el semáforo no funciona en la 30 con 4",
    "no sirve el alumbrado del parque",
    "la luminaria de la esquina está fundida",
    "arreglen la vía a Bonda, parece una trocha",
    "por aquí es calle destapada y puro polvo",
];

const PRIORITY: &[&str] = &[
    "manjol rebosado frente al colegio",
    "falta tapa de manjol en la 22 con 16, se cayó una moto",
    "la casa se inunda con aguas negras cada vez que llueve",
    "se metió el agua del alcantarillado a la sala",
    "hay un manjol sin tapa en la esquina",
    "se robaron la tapa de la alcantarilla",
    "la rejilla está destapada y pasan motos de noche",
    "las aguas negras se metieron a la casa",
    "cada vez que llueve se mete a las casas",
    "amanecimos con agua dentro de la casa",
    "el hospital sin agua, qué vergüenza",
    "aguas servidas corriendo frente al jardín infantil",
    "una señora se accidentó por la fuga",
    "la escuela no tiene agua desde el lunes",
];

const ESCALATION: &[&str] = &[
    "voy a poner una TUTELA",
    "si no vienen los entutelo",
    "me quejaré ante la Superservicios",
    "ya escribí a la Superintendencia de Servicios Públicos",
    "esto se va para los noticieros",
    "voy a la personería con las fotos",
    "mañana voy a la Procuraduría",
    "vamos a llamar a los medios de comunicación",
    "la queja también va para la Defensoría del Pueblo",
];

const REITERATION: &[&str] = &[
    "reitero mi queja",
    "Reiteramos la solicitud de la semana pasada",
    "es la tercera vez que escribo y nadie viene",
    "vuelvo a reportar la fuga de la 30",
    "ya les escribí por interno",
    "nuevamente solicito la revisión del medidor",
    "escribo otra vez porque no han venido",
    "ya lo he reportado y siguen sin aparecer",
    "ya había radicado la petición",
    "hemos llamado varias veces al 116",
];

const FACTS: &[&str] = &[
    "denuncio que el vecino se conectó al tubo",
    "en la 22 hay una conexión fraudulenta",
    "el lavadero tiene conexiones clandestinas",
    "el del camión cobra por el agua",
    "hay corrupción con los carrotanques",
    "se roban el agua en el lote de la esquina",
    "los del carrotanque venden el agua",
    "hay una toma ilegal de agua en el lote",
];

const SILENCE: &[&str] = &[
    "ya operó el silencio administrativo",
    "solicito reconocer el silencio administrativo positivo",
    "pasaron 15 días, hay silencio positivo a mi favor",
];

const MINOR: &[&str] = &[
    "tengo 16 años y mi casa está sin servicio",
    "tengo 15 años de edad",
    "Tengo 14 años, mi mamá me pidió que les escribiera",
];

const PERSONAL_DATA: &[&str] = &[
    "quiero que borren mis datos de su sistema",
    "publicaron mi número, pido protección de datos",
    "solicito eliminar los datos personales que les di",
    "me reportaron en datacrédito",
];

/// Sentences of the kind that nearly every report consists of, and nothing else.
const ORDINARY: &[&str] = &[
    "6 días sin agua en Bastidas y nada del carrotanque",
    "se está botando el agua en la 30 con 4 hace 3 días",
    "la factura llegó por 482 mil y siempre pago 60",
    "me cobran promedio y el medidor está bueno",
    "agua amarilla y con olor",
    "rompieron la calle y la dejaron así",
    "pagué la reconexión y no vienen",
    "manjol rebosado en la 22",
    "baja presión en Pescaíto todo el día",
    "la válvula de la 5 está cerrada y no sube el agua a los tanques",
    "necesito un certificado de paz y salvo",
    "el medidor está detrás de la reja y no lo leen",
    "cuando llueve se devuelve el agua por el sifón",
    "se reventó el tubo madre en la avenida del Ferrocarril",
    "solicito el cambio de nombre en la factura",
];

const NOT_CLEANING: &[&str] = &[
    "no tenemos agua ni para el aseo personal",
    "sin agua no se puede hacer el aseo de la casa",
    "que manden el carrotanque para que podamos llenar los tanques",
    "el manjol está tapado por la basura",
    "sacaron basura de la alcantarilla y la dejaron ahí",
    "arreglaron el tubo y dejaron los escombros en la puerta",
    "la recolección de aguas lluvias no existe en el barrio",
    "llenamos contenedores de agua en la casa del vecino",
    "el agua sale con basura y sedimento",
    "el agua no alcanza para el aseo",
    "los trabajadores dejaron escombros en el andén",
    "el contenedor de agua que dieron está roto",
];

const NOT_ENERGY: &[&str] = &[
    "me atendió la señora Luz Marina en la oficina",
    "mi nombre es Luz y necesito la revisión del medidor",
    "desde que se fue la luz no llega el agua",
    "dicen que no bombean porque no hay energía en la EBAR",
    "mi hija va a dar a luz y no hay agua",
    "el aire e higiene del barrio están por el piso con esas aguas negras",
    "sin luz no prende la turbina y no sube el agua",
    "a la luz de la ley 142 deben responder",
    "gasté mi energía llamando al 116",
    "la bomba se daña cada vez que se va la luz",
    "no tengo para pagar la energía y el agua, quiero un acuerdo",
];

const NOT_ROADS: &[&str] = &[
    "respondan por esta vía, gracias",
    "les escribí vía WhatsApp y vía correo",
    "vivo en el kilómetro 4 vía Minca",
    "hay una fuga en plena vía principal",
    "el agua corre por la vía hace tres días",
    "abrieron un hueco para arreglar el tubo y no lo taparon",
    "Essmar rompió el pavimento y no lo arregló",
    "dejaron el hueco abierto frente a mi casa",
    "hay un hueco por donde sale agua",
    "la fuga está junto al semáforo de la 30",
    "el contratista dejó la calle sin pavimento después de la acometida",
    "ustedes dañaron el asfalto, vengan a taparlo",
    "el manjol formó un hueco en la carrera 5",
    "ya agoté la vía gubernativa",
    "la reposición del pavimento quedó mal hecha",
    "hicieron un hueco en el andén para cambiar el medidor",
    "un carro se fue en el hueco que dejó Essmar",
    "el semáforo de la 22 se dañó cuando rompieron el tubo",
];

const NOT_PRIORITY: &[&str] = &[
    "vivo frente al colegio y la factura llegó por las nubes",
    "la fuga queda diagonal al hospital",
    "solicito el traslado del contador, quedó dentro de la casa",
    "no hay agua por los lados de la escuela",
    "se cayó la página y no pude pagar",
    "se cayó el sistema en la oficina",
    "se cayó la presión del agua",
    "no es apta ni para beber",
    "el agua no se puede beber ni hervida",
    "hay sequía por el fenómeno del niño",
    "vivo en el barrio Divino Niño y no llega el recibo",
    "por favor vengan a revisar, la tapa del medidor está suelta",
    "el manjol necesita ser destapado",
    "falta la tapa del medidor en el registro de mi casa, es la tapa del medidor",
    "la enfermería del puesto queda al lado de la fuga",
    "sea paciente, me dijeron, y nada del agua con esa presión",
    "se robaron la tapa de la caneca",
    "el jardín de mi casa se dañó por la fuga",
    "la tapa de la alcantarilla suena cada vez que pasa un carro",
    "el operario se cayó en la zanja",
];

const NOT_THE_REST: &[&str] = &[
    "otra vez sin agua en Gaira",
    "se dañó de nuevo el tubo de la 22",
    "nuevamente rebosado el manjol de la esquina",
    "es la segunda vez que se rompe",
    "las reiteradas fallas del servicio cansan",
    "tengo 15 años de vivir aquí y nunca había pasado esto",
    "tengo 17 años viviendo en el barrio y el agua nunca llega",
    "el conjunto tiene personería jurídica",
    "envié mis datos personales por interno",
    "me están robando con esa factura",
    "aumentó la demanda de agua en diciembre",
    "el operario guardó silencio",
    "el robot del chat no entiende",
    "no tenemos recursos para pagar eso",
    "espero noticias de la visita",
    "me dijeron que esperara quince días y van treinta",
    "soy mayor de edad y vivo solo",
];
