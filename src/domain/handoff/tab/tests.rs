use super::*;
use crate::domain::form::StaffTab;
use crate::domain::handoff::assessment::{AssessmentContext, assess};
use crate::domain::ledger::Ledger;
use crate::sheet::cell::Cell;
use crate::testing::{SPREADSHEET, form, nth, nth_row, window};

/// The service's cells of a row of the form that holds the given texts.
fn cells(texts: &[(Field, &str)]) -> Vec<String> {
    let mut row = vec![Cell::Blank; Field::ALL.len()];
    for (field, text) in texts {
        row[*field as usize] = Cell::Text((*text).to_owned());
    }
    let header = Field::ALL.iter().map(|field| Cell::Text(field.header().to_owned())).collect();
    let grid = vec![header, row];
    let ledger = Ledger::empty(SPREADSHEET);
    let context = AssessmentContext::of_ledger(&ledger, window("2026-11-23"));
    let looked = assess(&StaffTab::from(&grid), form(), &context).unwrap();
    crate::domain::handoff::tab::row(&looked.plan.lines[0], &looked.sheet.reports[0])
        .into_iter()
        .map(|cell| match cell {
            TabCell::Blank => String::new(),
            TabCell::Text(text) => text,
            TabCell::Date(date) => date.format("%d/%m/%Y").to_string(),
            TabCell::Moment(moment) => moment.format("%d/%m/%Y %H:%M").to_string(),
            TabCell::Number(number) => number.to_string(),
            TabCell::Percent(share) => format!("{share}%"),
            TabCell::Link { text, .. } => text.clone(),
        })
        .collect()
}

/// One cell of a row, by its header.
fn cell(header: &str, texts: &[(Field, &str)]) -> String {
    let services = Column::ALL.into_iter().filter(|column| column.owner() == Owner::Service);
    cells(texts).remove(services.map(Column::header).position(|known| known == header).unwrap())
}

#[test]
fn a_long_text_is_cut_by_utf_16_units_and_says_where_it_goes_on() {
    let emoji = fit("🚰".repeat(30_000), nth_row(12));
    assert_eq!(emoji.matches('🚰').count(), LONGEST_TEXT / 2);
    assert!(emoji.ends_with("… (continúa en la fila 12 de CE-F05)"));
    assert_eq!(fit("a".repeat(LONGEST_TEXT), nth_row(12)).len(), LONGEST_TEXT);
    assert_eq!(fit("a\0b".into(), nth_row(12)), "ab");
}

#[test]
fn the_clerks_columns_and_the_hidden_one_are_where_the_constants_say() {
    let clerks: Vec<&str> = Column::CLERKS.map(|column| Column::ALL[column as usize].header()).collect();
    assert_eq!(clerks, ["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"]);
    assert_eq!(Column::Record.header(), "Asiento en el libro");
}

#[test]
fn a_row_shows_what_a_clerk_needs_to_answer() {
    let row = cells(&[
        (Field::Date, "20/11/2026"),
        (Field::Time, "8:15 a. m."),
        (Field::Network, "wpp"),
        (Field::Profile, "@ana_ruiz"),
        (Field::Name, "Ana Ruiz Peña"),
        (Field::DocumentType, "CC"),
        (Field::Document, "1.999.345.001"),
        (Field::Phone, "300 000 0011"),
        (Field::Email, "ana@correo.example"),
        (Field::Address, "Cra 5 # 22-45"),
        (Field::District, "Gaira"),
        (Field::Subscriber, "123456"),
        (Field::Service, "Acueducto"),
        (Field::Subject, "Solicito reparar la fuga"),
        (Field::Grounds, "Se bota el agua hace 3 días"),
        (Field::Place, "Calle 30 con carrera 4"),
        (Field::Link, "https://red.example/1"),
        (Field::Notes, "de la oficina"),
    ]);
    assert_eq!(
        row,
        [
            "CE-2026-00001",
            "Ana Ruiz Peña",
            "Radicar y responder",
            "09/12/2026",
            "14/12/2026",
            "PQR",
            "Solicito reparar la fuga",
            "",
            "",
            "20/11/2026 08:15",
            "WhatsApp",
            "petición (sugerencia)",
            "CC 1.999.345.001",
            "Cra 5 # 22-45, Gaira",
            "300 000 0011 · ana@correo.example · @ana_ruiz",
            "Se bota el agua hace 3 días",
            "Acueducto · suscriptor: 123456 · lugar: Calle 30 con carrera 4",
            "https://red.example/1",
            "Envíe por correo electrónico (lo envía Atención al Ciudadano). Nunca como comentario público.\n\
             Recibimos su mensaje el 20/11/2026 a las 08:15 y lo radicamos con el n.º «[radicado]». Le responderemos a \
             más tardar el 14/12/2026.",
        ]
    );
}

#[test]
fn what_staff_typed_is_shown_as_it_is() {
    assert_eq!(cell("Recibido", &[(Field::Date, "ayer")]), "ayer");
    assert_eq!(cell("Recibido", &[(Field::Date, "20/11/2026"), (Field::Link, "x")]), "20/11/2026");
    assert_eq!(cell("Red social", &[(Field::Date, "x"), (Field::Network, "TikTok")]), "TikTok");
    let typed = [(Field::Kind, "Daño"), (Field::Subject, "la factura llegó alta")];
    assert_eq!(cell("Tipo", &typed), "Daño");
    for (number, kind, shown) in [
        ("1999345001", "CC", "CC 1999345001"),
        ("1999345001", "", "1999345001"),
        ("TI 1999345001", "CC", "TI 1999345001"),
        ("no aporta", "CC", "no aporta"),
        ("", "CC", ""),
    ] {
        let typed = [(Field::Document, number), (Field::DocumentType, kind), (Field::Notes, "x")];
        assert_eq!(cell("Documento", &typed), shown);
    }
}

#[test]
fn a_placeholder_is_no_contact() {
    let typed = [(Field::Phone, "no tiene"), (Field::Email, "sin correo"), (Field::Profile, "ana.ruiz")];
    assert_eq!(cell("Contacto", &typed), "ana.ruiz");
    assert_eq!(cell("Faltan", &typed), "identificación; dirección de notificación; objeto; fundamentos");
}

#[test]
fn what_has_priority_says_so_once_and_what_is_another_entitys_in_part_says_which_part() {
    let say = |header: &str, subject: &str| {
        let grounds = (Field::Grounds, "así estamos en la cuadra");
        cell(
            header,
            &[(Field::Date, "20/11/2026"), (Field::Network, "fb"), (Field::Subject, subject), grounds],
        )
    };
    let urgent = "tengo niños y mi mamá está enferma, no hay agua";
    assert_eq!(
        say("Alertas", urgent),
        "PRIORITARIO: menciona niños (CPACA, art. 20); menciona enfermedad, embarazo o discapacidad (CPACA, art. 20); \
         trate ese dato con reserva"
    );
    assert_eq!(
        say("Qué hacer", urgent),
        "PRIORITARIO: radicar y requerir: identificación, dirección de notificación"
    );
    let partly = "no tenemos luz ni agua desde ayer";
    assert_eq!(
        say("Qué hacer", partly),
        "Radicar y revisar: parece en parte de Air-e (energía). Si lo es, remitir esa parte a más tardar el 27/11 \
         (CPACA, art. 21), con copia al ciudadano, y responder lo demás."
    );
    assert_eq!((say("Alertas", partly).as_str(), say("Antes de", partly).as_str()), ("", "27/11/2026"));
    assert_eq!(
        say("Alertas", "no hay agua, y además solicito que revisen el medidor"),
        "pide varias cosas: responda todas o radique por separado (una línea, varios radicados)",
        "the step is to require"
    );
}

#[test]
fn what_may_ask_for_nothing_says_what_to_require_if_it_does() {
    let typed = [(Field::Date, "20/11/2026"), (Field::Network, "fb"), (Field::Subject, "pésimo servicio")];
    let step = "Revisar si pide algo: parece un comentario. Si no pide nada, escriba No es PQR y el motivo en \
                Observaciones AC. Si pide, requerir: identificación, dirección de notificación, a más tardar el 04/12.";
    assert_eq!(cell("Qué hacer", &typed), step);
    assert_eq!(cell("Antes de", &typed), "04/12/2026");
    assert!(!cell("Alertas", &typed).contains("comentario"));
}

#[test]
fn alerts_are_said_once_and_what_goes_elsewhere_with_its_day() {
    let other = [(Field::Subject, "recojan la basura de la esquina"), (Field::Grounds, "desde hace un mes")];
    let dated = [(Field::Date, "20/11/2026"), (Field::Network, "fb"), other[0], other[1]];
    assert_eq!(
        cell("Qué hacer", &dated),
        "Radicar y revisar si es de ATESA; si lo es, remitir a más tardar el 27/11; si no, escriba Radicado."
    );
    let undated = [(Field::Date, "ayer"), (Field::Network, "fb"), other[0], other[1]];
    assert_eq!(
        cell("Qué hacer", &undated),
        "Radicar y revisar si es de ATESA; si lo es, remitir; si no, escriba Radicado."
    );
    assert_eq!(
        (cell("Alertas", &dated), cell("Alertas", &undated)),
        (String::new(), "sin fecha válida (relativa)".into())
    );
    let twice = [
        (Field::Date, "20/11/2026"),
        (Field::Network, "fb"),
        (Field::Subject, "@essmar_esp"),
        (Field::Grounds, "https://red.example/1 #agua"),
    ];
    assert_eq!(cell("Alertas", &twice), "texto sin contenido");
}

#[test]
fn a_step_is_no_alert_as_well() {
    let typed = [(Field::Date, "ayer"), (Field::Name, "Carmen"), (Field::Subject, "audio omitido")];
    assert_eq!(
        cell("Qué hacer", &typed),
        "Radicar y pedir a Comunicaciones que transcriba el audio o la imagen"
    );
    let alerts = cell("Alertas", &typed);
    assert!(!alerts.contains("transcriba") && alerts.contains("nombre incompleto"), "{alerts}");
}

#[test]
fn below_the_table_stands_what_did_not_go_over() {
    let entity = Entity::default();
    let title = |of| Title {
        number: nth(7),
        part: 1,
        of,
        instant: NaiveDateTime::default(),
        balance: Balance::default(),
        reference: "",
        entity: &entity,
        term_start: TermStart::Message,
        quarantined_columns: &[],
    };
    let words = |tab: &HandoffTab| -> Vec<String> {
        let text = |row: &Vec<TabCell>| match row.first() {
            Some(TabCell::Text(text)) => text.clone(),
            _ => String::new(),
        };
        tab.rows.iter().map(text).collect()
    };
    let tab = build(&title(1), Vec::new(), Vec::new(), BelowTable::default());
    assert_eq!(tab.rows.len(), 4);
    assert!(words(&tab)[0].starts_with("Traslado n.º 7 a Atención"), "{:?}", words(&tab));

    let withheld = [Withheld { row: nth_row(9), reason: WithheldReason::RepeatsRow(nth_row(4)) }];
    let below = BelowTable { withheld: &withheld, ..BelowTable::default() };
    let tab = build(&title(2), vec![vec![TabCell::Blank]], vec!["[]".into()], below);
    assert!(words(&tab)[0].starts_with("Traslado n.º 7 (parte 1 de 2) a Atención"), "{:?}", words(&tab));
    assert_eq!(tab.lines, 1);
    assert_eq!(
        words(&tab)[5..],
        ["", "Filas de CE-F05 retenidas: repiten otra fila y no se trasladan.", "Fila 9"]
    );
    assert_eq!(tab.rows[7][1], TabCell::Text("Repite la fila 4".into()));
}
