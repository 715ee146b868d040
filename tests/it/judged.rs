//! Cells as citizens and staff type them, and what the clerk reads of each in the hand-off tab.

use crate::world::{ALERTS, AS_OF, CLASS, DOCUMENT, MISSING, TO_DO, World, complete};

const NAME: usize = 5;
const EMAIL: usize = 8;
const ADDRESS: usize = 9;
const SUBJECT: usize = 10;
const GROUNDS: usize = 11;

/// The alert about what the citizen said by voice.
const SPOKEN: &str = "petición verbal: deje constancia de ello (Decreto 1166 de 2016)";

/// The line of each of `cells`, put into a column of a report that is complete but for an e-mail: class,
/// what is missing, alerts.
fn judged(column: usize, cells: &[&str]) -> Vec<String> {
    read(column, cells, &[CLASS, MISSING, ALERTS])
}

/// Some columns of the line of each of `cells`, put into a column of a report that is complete but for an e-mail.
fn read(column: usize, cells: &[&str], shown: &[usize]) -> Vec<String> {
    let mut rows: Vec<_> = (0..).map(complete).take(cells.len()).collect();
    for (row, cell) in rows.iter_mut().zip(cells) {
        row[EMAIL] = String::new();
        row[column] = (*cell).to_owned();
    }

    let documents: Vec<String> = rows.iter().map(|row| row[6].clone()).collect();
    let world = World::with(&rows);
    world.night(AS_OF);
    let lines = world.lines();
    let line_of = |document: &String| {
        let line = lines.iter().find(|line| line[DOCUMENT] == *document).unwrap();
        shown.iter().map(|column| line[*column].as_str()).collect::<Vec<_>>().join(" | ")
    };
    documents.iter().map(line_of).collect()
}

/// Asserts that every cell is judged alike.
fn assert_judged(column: usize, cells: &[&str], expected: &str) {
    for (cell, line) in cells.iter().zip(judged(column, cells)) {
        assert_eq!(line, expected, "{cell}");
    }
}

#[test]
fn an_address_to_which_a_letter_can_go_is_none_that_is_missing() {
    let full = [
        "KR 4 A 24 B 21",
        "Cra 5ta # 22-45",
        "Calle 29F3 No 21-45",
        "Avenida del Ferrocarril 19-04",
        "Lote 12 Manzana F, Villa Betel",
        "K5 22 45",
        "Tranversal 4 # 29-15",
        "Cll 22 numero 5 guion 10",
    ];
    assert_judged(ADDRESS, &full, "PQR |  | ");

    let approximate =
        ["Predio El Porvenir, Guachaca", "Cra 5 con 22", "Km 4 vía Minca", "Edifcio Los Cocos apto 302"];
    assert_judged(ADDRESS, &approximate, "PQR |  | dirección incompleta o sin nomenclatura");
}

#[test]
fn a_text_around_a_number_is_a_missing_address() {
    let texts = [
        "vivo hace 15 años",
        "Gaira hace 8 días sin agua",
        "frente al colegio 3 cuadras",
        "El Rodadero 2026",
        "Cel. 300 000 0011",
        "C.C. 1.999.345.001",
    ];
    let expected = "POR COMPLETAR | dirección de notificación | dirección insuficiente para notificar";
    assert_judged(ADDRESS, &texts, expected);
}

#[test]
fn a_name_is_one_whatever_stands_around_it() {
    let names = [
        "Usuaria María Pérez Falsa",
        "Mi nombre es Ana Prueba Ruiz",
        "Vecina Ana Prueba del Pando",
        "Yurleidys Pérez🌸",
        "~*Ana* *Prueba*~",
        "Ana•Prueba",
        "Beatriz Santa",
    ];
    assert_judged(NAME, &names, "PQR |  | ");
    assert_judged(NAME, &["JosÃ© MuÃ±oz"], "PQR |  | nombre con letras dañadas: ¿José Muñoz?");
    assert_judged(NAME, &["Ana Pe&ntilde;a"], "PQR |  | nombre con letras dañadas: ¿Ana Peña?");
    assert_judged(NAME, &["Ana Prueba?"], "PQR |  | nombre por confirmar");

    let fillers = ["Sin nombre registrado", "Usuario no identificado", "N.N.", "xxx"];
    assert_judged(NAME, &fillers, "POR COMPLETAR | identificación | ");
    let of_nobody = ["Vecinos de Gaira", "Usuario afectado", "Vecina 🌺", "@ana_prueba"];
    assert_judged(NAME, &of_nobody, "POR COMPLETAR | identificación | nombre incompleto");
}

#[test]
fn a_text_that_says_nothing_is_missing_and_the_clerk_reads_why() {
    const UNDERSTOOD: &str = "el objeto se entiende de los fundamentos; no lo requiera";
    const TRANSCRIBE: &str = "Radicar y pedir a Comunicaciones que transcriba el audio o la imagen";
    const ANSWER: &str = "Radicar y responder. El objeto se entiende de los fundamentos; no lo requiera.";
    let spoken = format!("{UNDERSTOOD}; {SPOKEN}");

    for (texts, step, alerts) in [
        (
            vec![
                "<Multimedia omitido>",
                "ver foto",
                "ídem",
                "IMG-20261117-WA0012.jpg (archivo adjunto)",
                "Foto de una sola vez",
                "ver abajo",
                "Mismo reporte",
                "como en el anterior",
            ],
            TRANSCRIBE,
            UNDERSTOOD,
        ),
        (vec!["audio omitido", "Nota de voz (0:45)"], TRANSCRIBE, &*spoken),
        (
            vec![
                "Llamada perdida",
                "Reaccionó con ❤️ a tu mensaje",
                "Te mencionó en su historia",
                "sticker omitido",
                "Este mensaje fue editado",
                "Ha cambiado su número de teléfono",
                "Se unió usando el enlace de invitación",
            ],
            ANSWER,
            "revisar si pide algo: es una llamada, una reacción, una mención o un sticker",
        ),
        (
            vec![
                "Se eliminó este mensaje",
                "This message was deleted",
                "Contenido no disponible en este momento",
                "Esta historia ya no está disponible",
            ],
            ANSWER,
            "el ciudadano borró este mensaje",
        ),
        (vec!["Eliminaste este mensaje."], ANSWER, "la entidad borró este mensaje; conserve la captura"),
    ] {
        let expected = format!("POR COMPLETAR | objeto | {step} | {alerts}");
        for (text, line) in texts.iter().zip(read(SUBJECT, &texts, &[CLASS, MISSING, TO_DO, ALERTS])) {
            assert_eq!(line, expected, "{text}");
        }
    }
    // The step says that the object is understood from the grounds.
    let understood = "POR COMPLETAR | objeto | ";
    let fillers = [
        "nan",
        "SIN ASUNTO",
        "En blanco",
        "No reporta",
        "No especificó",
        "Sin novedad",
        "Petición",
        "PQR",
        "por favor",
        "URGENTE",
    ];
    assert_judged(SUBJECT, &fillers, understood);
    let greetings = ["Hola", "Buenos días 🙏", "Saludos cordiales"];
    assert_judged(SUBJECT, &greetings, &format!("{understood}solo un saludo, sin solicitud"));
    assert_judged(SUBJECT, &["No hay agua", "Buenas tardes, llevamos tres días sin agua"], "PQR |  | ");
}

#[test]
fn the_clerk_reads_what_a_report_is_and_what_may_not_be_required() {
    let mut rows: Vec<_> = (0..5).map(complete).collect();
    let say = |row: &mut [String], text: &str| {
        row[SUBJECT] = text.to_owned();
        row[GROUNDS] = text.to_owned();
    };
    say(&mut rows[0], "Felicitaciones a todo el equipo");
    say(&mut rows[1], "el operario me pidió 50 mil pesos para no cortar el agua");
    say(&mut rows[2], "hay una toma ilegal en el lote de la esquina");
    rows[2][NAME] = "Anónimo".to_owned();
    rows[3][GROUNDS] = String::new();
    say(&mut rows[4], "Llamada perdida");

    let documents: Vec<String> = rows.iter().map(|row| row[6].clone()).collect();
    let world = World::with(&rows);
    world.night(AS_OF);
    let lines = world.lines();
    let line_of = |document: &String| lines.iter().find(|line| line[DOCUMENT] == *document).unwrap();
    let alerts: Vec<String> = documents
        .iter()
        .map(line_of)
        .map(|line| format!("{} | {} | {}", line[CLASS], line[TO_DO], line[ALERTS]))
        .collect();

    insta::assert_snapshot!("judged_alerts", alerts.join("\n"));
}

#[test]
fn a_repair_of_an_email_is_shown_and_never_made() {
    let meant = "¿olga@gmail.com?";
    assert_judged(
        EMAIL,
        &["olga@gmail.con"],
        &format!("PQR |  | correo con posible error de escritura: {meant}"),
    );
    assert_judged(EMAIL, &["olga arroba gmail.com"], &format!("PQR |  | correo no válido: {meant}"));
}

#[test]
fn an_email_typed_as_the_address_is_one() {
    let typed =
        ["ana@correo.example", "Correo: luz@correo.example", "por este correo: eva@correo.example, gracias"];
    let alerts = "correo escrito en otra columna; solo correo: confirme que acepta ser notificado por ese medio (CPACA, \
                  art. 56)";
    assert_judged(ADDRESS, &typed, &format!("PQR |  | {alerts}"));
}
