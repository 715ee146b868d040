//! Odd sheets: hostile texts in every field, and the forms that people give a sheet.

use google_emulator::{Emulator, Refused, World};

use crate::oracle::Oracle;
use crate::people::{HEADER, Row, citizen, early};
use crate::play::{Ended, come_to_rest, night};
use crate::scenario::{adopted, first_night};
use crate::stage::{Stage, When};

/// Fields that citizens' words get into, by their column.
const FIELDS: [usize; 8] = [3, 4, 5, 6, 8, 9, 10, 11];

pub(crate) enum Sheet {
    /// A text in a field.
    Hostile { text: usize, field: usize },
    /// A form of the sheet, from the start or since the first night.
    Shape { shape: usize, later: bool },
}

/// Texts that are an attack or an accident somewhere.
fn texts() -> Vec<String> {
    let texts = [
        "=1+1",
        "+57 300",
        "-1",
        "@cmd",
        "\t=1+1",
        "\r=1+1",
        " =1+1",
        "\"=1+1",
        "\n=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "=IMPORTXML(\"http://x.example\";\"//a\")",
        "=HYPERLINK(\"http://x.example\";\"x\")",
        "=IMAGE(\"http://x.example/a.png\")",
        "=cmd|'/C calc'!A0",
        "a\r\nBcc: otra@x.example",
        "a\nb",
        "=?utf-8?B?QmNj?=",
        "a\u{0}b",
        "\\ud800",
        "\u{202e}al revés",
        "<img src=x onerror=alert(1)>",
        "</script>",
        "[x](http://x.example)",
        "$(id) `id`",
        "it's 'quoted'!A1",
        "Hoja!A1:B2",
        "{\"a\":1}",
        "AKIAIOSFODNN7EXAMPLE",
        "2026-03-10T00:00:00Z ERROR forged line",
        "\u{1b}[31mrojo\u{1b}[0m",
        "%2e%2e%2f",
        "{} {:?} {0}",
        "../../etc/passwd",
        "CE-2026-00001",
        "ID",
        "00123",
        "1e5",
        "VERDADERO",
        "10/03/2026",
        "🚰👩‍👩‍👧",
        "e\u{301}ñ",
    ];
    let mut texts: Vec<String> = texts.map(str::to_owned).into();
    texts.push("x".repeat(1200));
    texts.push("largo ".repeat(7_700));
    texts
}

type Make = fn(&mut World, &str) -> Result<(), Refused>;

/// Forms of the sheet; each is made of one that stands as CE-F05 does.
const SHAPES: [(&str, Make); 18] = [
    ("TitleAbove", |world, id| {
        let mut tab = world.sheet_mut(id, "CE-F05")?;
        tab.insert_rows(1, 2)?;
        tab.type_rows("A1", &[["Reportes de redes sociales 2026"]])
    }),
    ("BlankRowsBetween", |world, id| world.sheet_mut(id, "CE-F05")?.insert_rows(3, 2)),
    ("HeadersWithOddBlanks", |world, id| header(world, id, |text| format!("\u{a0}{text} "))),
    ("HeadersDecomposed", |world, id| header(world, id, |text| text.replace('ó', "o\u{301}"))),
    ("HeadersInCapitals", |world, id| header(world, id, str::to_uppercase)),
    ("HeadersInTwoLines", |world, id| header(world, id, |text| text.replacen(' ', "\n", 1))),
    ("HiddenRows", |world, id| world.sheet_mut(id, "CE-F05")?.hide_rows(2, 2, true)),
    ("Filtered", |world, id| world.sheet_mut(id, "CE-F05")?.filter("A1:L4", 4, &["Facebook"])),
    ("MergedBelow", |world, id| world.sheet_mut(id, "CE-F05")?.merge("A7:C8")),
    ("NoteOnHeader", |world, id| world.sheet_mut(id, "CE-F05")?.set_note("A1", "no tocar")),
    ("RadicadoOfStaff", |world, id| world.sheet_mut(id, "CE-F05")?.type_rows("S1", &[["Radicado"], ["R-1"]])),
    ("ColumnsBetween", |world, id| world.sheet_mut(id, "CE-F05")?.insert_columns(4, 2)),
    ("NumbersFilledAhead", |world, id| {
        let ahead: Vec<[String; 1]> = (4..40).map(|n: u32| [n.to_string()]).collect();
        world.sheet_mut(id, "CE-F05")?.type_rows("A5", &ahead)
    }),
    ("FormulasFilledAhead", |world, id| {
        let ahead: Vec<[String; 1]> =
            (5..30).map(|n: u32| [format!("=IF(F{n}=\"\";\"\";TODAY())")]).collect();
        world.sheet_mut(id, "CE-F05")?.type_rows("B5", &ahead)
    }),
    ("ErrorsInCells", |world, id| {
        world.sheet_mut(id, "CE-F05")?.type_rows("H2", &[["=1/0"], ["=NA()"], ["=NADA(1)"]])
    }),
    ("TickBoxes", |world, id| {
        world.sheet_mut(id, "CE-F05")?.type_rows("S1", &[["Revisado"], ["FALSE"], ["TRUE"]])
    }),
    ("NotesBesideTheTable", |world, id| {
        world.sheet_mut(id, "CE-F05")?.type_rows("T2", &[["ojo"], ["llamar el lunes"]])
    }),
    ("ProtectedAgainstOthers", |world, id| world.sheet_mut(id, "CE-F05")?.protect("A1:L40", &[])),
];

fn header(world: &mut World, id: &str, spell: impl Fn(&str) -> String) -> Result<(), Refused> {
    let row: Vec<String> = HEADER.iter().map(|text| spell(text)).collect();
    world.sheet_mut(id, "CE-F05")?.type_rows("A1", &[row])
}

/// Every text in every field.
pub(crate) fn hostile() -> Vec<Sheet> {
    let fields = |text| FIELDS.map(|field| Sheet::Hostile { text, field });
    (0..texts().len()).flat_map(fields).collect()
}

/// Every form, early and late.
pub(crate) fn shapes() -> Vec<Sheet> {
    (0..SHAPES.len()).flat_map(|shape| [false, true].map(|later| Sheet::Shape { shape, later })).collect()
}

impl Sheet {
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Hostile { text, field } => format!("hostile/{text}/{}", HEADER[*field].replace(' ', "-")),
            Self::Shape { shape, later } => {
                format!("shapes/{}/{}", SHAPES[*shape].0, if *later { "later" } else { "first" })
            }
        }
    }

    pub(crate) fn play(&self, stage: &Stage) -> Result<(), String> {
        stage.set(&stage.blank);
        self.make(&stage.emulator, &stage.id).map_err(|refused| refused.0)?;
        stage.block_on(async {
            adopted(stage).await;
            let now = stage.emulator.with(|world| world.snapshot());
            stage.set(&now);
            let mut oracle = Oracle::default();
            let when = When::night(first_night());
            if let Self::Shape { shape, later: true } = self {
                let first: Ended = night(stage, 0, when, &[]).await;
                oracle.after(stage, &first)?;
                for emulator in [&stage.emulator, &stage.shadow] {
                    emulator.with(|world| SHAPES[*shape].1(world, &stage.id)).map_err(|refused| refused.0)?;
                }
            }
            come_to_rest(stage, &mut oracle, when).await
        })
    }

    fn make(&self, emulator: &Emulator, id: &str) -> Result<(), Refused> {
        let mut rows: Vec<Row> = (1..4).map(|n| citizen(n, &early(n))).collect();
        if let Self::Hostile { text, field } = self {
            // The mark stands behind, so that the text begins as it is meant to.
            let cell = &mut rows[0][*field];
            *cell = format!("{} zqx1x", texts()[*text]);
        }
        fixtures::type_sheet(emulator, id, &rows);
        match self {
            Self::Shape { shape, later: false } => emulator.with(|world| SHAPES[*shape].1(world, id)),
            _ => Ok(()),
        }
    }
}
