use crate::domain::finding::field::Field;
use crate::domain::form::heading::HeadingKind;
use crate::domain::form::{KnownTitles, Sheet, StaffTab};
use crate::sheet::cell::Cell;
use crate::sheet::merge::Merge;
use crate::sheet::row_number::RowNumber;
use crate::testing::{day, form};

/// The columns that a row's only text is typed into, column A first.
const COLUMNS: [Field; 8] = [
    Field::Number,
    Field::Date,
    Field::Network,
    Field::Name,
    Field::Service,
    Field::Subject,
    Field::Grounds,
    Field::Notes,
];

/// A sheet of the whole form with one text a row, each in one column.
fn sheet(texts: &[String], field: Field) -> Sheet {
    let mut grid = vec![Field::ALL.iter().map(|field| Cell::Text(field.header().to_owned())).collect()];
    for text in texts {
        let mut cells = vec![Cell::Blank; Field::ALL.len()];
        cells[field as usize] = Cell::Text(text.clone());
        grid.push(cells);
    }
    form().read(&grid, day("2026-11-23")).unwrap()
}

const DAYS: [&str; 7] = ["LUNES", "Martes", "miércoles", "JUEVES", "Viernes", "sábado", "DOMINGO"];
const MONTHS: [&str; 12] = [
    "ENERO",
    "febrero",
    "Marzo",
    "ABRIL",
    "mayo",
    "Junio",
    "JULIO",
    "agosto",
    "Septiembre",
    "OCTUBRE",
    "noviembre",
    "Diciembre",
];

/// Five hundred texts that head a row and that no citizen says.
fn headings() -> Vec<String> {
    let mut texts = Vec::new();
    for (day, month) in (1..=28).zip(MONTHS.iter().cycle()) {
        let weekday = DAYS[day % 7];
        texts.extend([
            format!("{weekday} {day} DE {month}"),
            format!("{weekday}, {day} de {month} de 2026"),
            format!("{weekday} {day}/11/2026"),
            format!("SEMANA DEL {day} AL {} DE {month}", day + 2),
            format!("{day} de {month}"),
            format!("{day}/11/2026"),
            format!("2026-11-{day:02}"),
            format!("Semana {day}"),
            format!("SEMANA N° {day} - {month}"),
            format!("Día {day}"),
        ]);
    }
    for month in MONTHS {
        texts.extend([
            month.to_owned() + " 2026",
            format!("MES DE {month}"),
            format!("{month} DE 2026:"),
            format!("Primera semana de {month}"),
            format!("2da semana de {month}"),
        ]);
    }
    for count in 1..=20 {
        texts.extend([
            format!("TOTAL PQR: {count}"),
            format!("Total reportes {count}"),
            format!("Subtotal: {count}"),
            format!("TOTAL GENERAL {count}"),
            format!("Conteo de casos: {count}"),
        ]);
    }
    for who in ["Oficina de Comunicaciones", "Rosa Prueba", "", "Luis Ficticio - Profesional"] {
        let signatures = [
            "Elaboró",
            "ELABORADO POR",
            "Revisó",
            "Revisado por",
            "APROBÓ",
            "Aprobado por",
            "Firma",
            "Diligenciado por",
            "Consolidó",
            "Verificado por",
            "Convenciones",
            "LEYENDA",
            "Versión",
            "Formato",
        ];
        texts.extend(signatures.map(|word| format!("{word}: {who}")));
    }
    texts.extend(["TOTAL", "Totales", "SUBTOTAL", "Gran total"].map(str::to_owned));
    texts
}

/// Five hundred texts that citizens or those who type for them write, as near to a heading as they come.
fn citizens() -> Vec<String> {
    let places =
        ["Gaira", "Pescaíto", "la 22 con 16", "Timayui 2", "el Rodadero", "Bastidas", "Bonda", "Mamatoco"];
    let mut texts = Vec::new();
    for (place, day) in
        places.iter().zip(["lunes", "martes", "sábado", "noviembre", "enero", "mayo", "abril", "semana"])
    {
        texts.extend([
            format!("URGENTE sin agua en {place}"),
            format!("{day} sin agua en {place}"),
            format!("{day} y no llega el agua a {place}"),
            format!("desde el {day}"),
            format!("desde el {day} en {place}"),
            format!("el {day} no recogieron en {place}"),
            format!("toda la semana sin agua en {place}"),
            format!("TOTAL abandono en {place}"),
            format!("Total 3 veces he llamado por {place}"),
            format!("total: nadie responde en {place}"),
            format!("Total, 25 días sin agua en {place}"),
            format!("Señores: hay una fuga en {place}"),
            format!("Nota: no hay agua en {place}"),
            format!("Urgente: manjol rebosado en {place}"),
            format!("Reporte: fuga en {place}"),
            format!("Asunto: sin agua en {place}"),
            format!("Dirección: {place}"),
            format!("Corte: llevamos tres días en {place}"),
            format!("Código 12345 de {place} sin agua"),
            format!("Proyecto: torres de {place} sin agua"),
            format!("Elaboró un reclamo en {place}"),
            format!("Revisó el medidor y lo dañó en {place}"),
            format!("La firma no es mía, {place}"),
            format!("Firma del recibo falsa en {place}"),
            format!("¿{day}? ¿y el agua de {place}?"),
            format!("16 días sin agua en {place}"),
            format!("suma y sigue en {place}"),
            format!("la suma de mi recibo no da, {place}"),
            format!("Sección 3 de {place} sin agua"),
            format!("mes y medio sin agua en {place}"),
            format!("Semana santa sin agua en {place}"),
            format!("Mes de noviembre facturado doble en {place}"),
            format!("16 de noviembre se dañó el tubo de {place}"),
            format!("16/11/2026 se dañó el tubo de {place}"),
            format!("del 16 al 20 de noviembre sin agua en {place}"),
            format!("Instrucciones para pagar en {place}"),
            format!("Fecha de pago vencida en {place}"),
            format!("Total de la factura 482.000 en {place}"),
            format!("conteo mal hecho del medidor en {place}"),
            format!("Turno 45 y no atienden en {place}"),
            format!("Lunes 16: no hay agua en {place}"),
            format!("NOVIEMBRE 2026 sin agua {place}"),
        ]);
    }
    for number in 1..=28 {
        texts.extend([
            format!("{number} días"),
            format!("{number} semanas"),
            format!("{number} meses sin agua"),
            format!("hace {number} días"),
            format!("total {number} días sin agua"),
        ]);
    }
    for (one, other) in DAYS.iter().zip(DAYS.iter().skip(1)) {
        texts.extend([
            format!("desde el {one}"),
            format!("de {one} a {other}"),
            format!("{one} a {other}"),
            format!("{one} y {other}"),
            format!("¡{one}!"),
            format!("{one} 😡"),
        ]);
    }
    texts.extend(
        ["todo el mes", "esta semana", "la semana pasada", "hoy", "semana", "día", "mes"].map(str::to_owned),
    );
    texts
}

#[test]
fn of_a_thousand_texts_no_citizens_is_a_heading() {
    let (headings, citizens) = (headings(), citizens());
    assert!(headings.len() >= 500 && citizens.len() >= 500, "{} {}", headings.len(), citizens.len());
    for field in COLUMNS {
        let mistaken = sheet(&citizens, field);
        let texts: Vec<&String> =
            mistaken.headings.iter().map(|heading| &citizens[heading.row.index() - 1]).collect();
        assert!(texts.is_empty(), "{field:?}: {texts:?}");
        assert_eq!(mistaken.reports.len(), citizens.len() - mistaken.empty as usize, "{field:?}");
        assert_eq!(mistaken.empty, 0, "{field:?}");
    }
    for field in [Field::Number, Field::Date, Field::Service, Field::Subject] {
        let read = sheet(&headings, field);
        let missed: Vec<&String> =
            read.reports.iter().map(|report| &headings[report.row.index() - 1]).collect();
        assert!(missed.is_empty(), "{field:?}: {missed:?}");
    }
}

#[test]
fn a_name_that_is_a_day_or_a_month_is_a_persons() {
    let names = ["Domingo", "Abril", "Julio", "Mayo"].map(str::to_owned);
    assert_eq!(sheet(&names, Field::Name).reports.len(), 4);
    assert_eq!(sheet(&names, Field::Profile).reports.len(), 4);
    assert_eq!(sheet(&names, Field::Number).headings.len(), 4);
}

/// A sheet of a few columns with these rows.
fn rows(rows: &[&[Cell]], merges: &[Merge]) -> Sheet {
    let headers = ["Fecha", "Red social", "Nombre", "Cédula", "Dirección", "Asunto"];
    let mut grid: Vec<Vec<Cell>> = vec![headers.map(|text| Cell::Text(text.to_owned())).into()];
    grid.extend(rows.iter().map(|row| row.to_vec()));
    form().read(StaffTab { merges, ..StaffTab::from(&grid) }, day("2026-11-23")).unwrap()
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) }
}

fn kinds(sheet: &Sheet) -> Vec<HeadingKind> {
    sheet.headings.iter().map(|heading| heading.kind).collect()
}

#[test]
fn a_day_typed_as_a_date_heads_what_follows_unless_a_network_stands_beside_it() {
    let date = Cell::Number(46_342.0);
    let sheet =
        rows(&[&[date.clone(), Cell::Blank], &[date, text("Facebook")], &[Cell::Number(46_342.5)]], &[]);
    assert_eq!((kinds(&sheet), sheet.reports.len()), (vec![HeadingKind::Period], 2));
}

#[test]
fn beside_a_total_stands_its_number() {
    let counted = Cell::Formula { source: "=CONTARA(C2:C9)".into(), shown: Box::new(Cell::Number(8.0)) };
    let sheet = rows(
        &[
            &[text("TOTAL"), Cell::Blank, Cell::Number(25.0)],
            &[text("Total PQR"), Cell::Blank, Cell::Blank, counted],
            &[text("TOTAL"), Cell::Blank, text("no hay agua")],
            &[text("TOTAL"), Cell::Blank, Cell::Blank, Cell::Number(1_999_345_001.0)],
        ],
        &[],
    );
    assert_eq!((kinds(&sheet), sheet.reports.len()), (vec![HeadingKind::Total; 2], 2));
}

#[test]
fn signatures_stand_side_by_side_and_no_other_texts_do() {
    let sheet = rows(
        &[
            &[
                Cell::Blank,
                Cell::Blank,
                text("Elaboró: Rosa Prueba"),
                Cell::Blank,
                text("Revisó: Luis Ficticio"),
            ],
            &[text("LUNES 16 DE NOVIEMBRE"), Cell::Blank, text("TOTAL PQR: 25")],
            &[text("Elaboró: Rosa Prueba"), Cell::Blank, text("no hay agua")],
        ],
        &[],
    );
    assert_eq!((kinds(&sheet), sheet.reports.len()), (vec![HeadingKind::Section], 2));
}

#[test]
fn merged_cells_count_once() {
    let merges = [Merge { rows: 1..3, columns: 0..6 }];
    let sheet = rows(&[&[text("LUNES 16 DE NOVIEMBRE")], &[], &[text("URGENTE")]], &merges);
    assert_eq!((kinds(&sheet), sheet.empty, sheet.reports.len()), (vec![HeadingKind::Period], 1, 1));
}

#[test]
fn a_wider_header_row_further_down_is_no_new_beginning() {
    let wide = [
        "N°",
        "Fecha del reporte",
        "Hora",
        "Red social",
        "Nombre",
        "Cédula",
        "Correo",
        "Dirección",
        "Asunto",
    ]
    .map(text);
    let report =
        ["17/11/2026", "Facebook", "Ana Prueba", "1999345001", "Cra 5 # 22-45", "sin agua"].map(text);
    let sheet = rows(&[&report, &wide, &report], &[]);
    assert_eq!(sheet.layout.as_ref().unwrap().header_row, RowNumber::FIRST);
    assert_eq!((kinds(&sheet), sheet.reports.len()), (vec![HeadingKind::Header], 2));
}

#[test]
fn what_appears_above_the_header_row_after_the_first_night_is_a_row_like_any_other() {
    let headers = ["Fecha", "Red social", "Nombre", "Cédula", "Dirección", "Asunto"];
    let grid: Vec<Vec<Cell>> = vec![
        vec![text("REGISTRO DE REPORTES"), Cell::Blank, text("Código: CE-F05")],
        vec![Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank, text("sin agua en la 22")],
        vec![text("LUNES 16 DE NOVIEMBRE")],
        headers.map(text).into(),
    ];
    let read = |titles: Option<&KnownTitles>| {
        form().read(StaffTab { titles, ..StaffTab::from(&grid) }, day("2026-11-23")).unwrap()
    };

    let first = read(None);
    assert_eq!((first.rows, first.reports.len()), (0, 0), "on the first night they are titles");
    let titles = KnownTitles::of_digests([KnownTitles::digest(&grid[0])]);
    let later = read(Some(&titles));
    assert_eq!((later.rows, later.reports.len(), kinds(&later)), (2, 1, vec![HeadingKind::Period]));
    assert_eq!(later.above_header(), [RowNumber::new(2)]);
}

#[test]
fn a_title_block_is_no_report_and_what_is_filled_as_reports_are_is_one() {
    let headers = ["Fecha", "Red social", "Nombre", "Cédula", "Dirección", "Asunto"].map(text);
    let reports = |row: [&str; 6]| {
        let grid: Vec<Vec<Cell>> = vec![row.map(text).into(), headers.clone().into()];
        form().read(&grid, day("2026-11-23")).unwrap().reports.len()
    };
    for title in [
        [
            "CE-F05",
            "",
            "REGISTRO DE REPORTES EN REDES SOCIALES",
            "Código: CE-F05",
            "Versión: 03",
            "Página 1 de 2",
        ],
        ["", "", "", "", "", "PQR DE REDES SOCIALES"],
        ["16/11/2026", "", "", "", "", ""],
        ["", "Facebook", "", "", "", ""],
    ] {
        assert_eq!(reports(title), 0, "{title:?}");
    }
    for report in [
        ["17/11/2026", "", "", "", "", "no hay agua"],
        ["", "Facebook", "", "", "", "no hay agua"],
        ["", "", "Ana Prueba", "", "", "no hay agua"],
    ] {
        assert_eq!(reports(report), 1, "{report:?}");
    }
}
