//! The stage: an emulator, a spreadsheet, a configuration, and people who type.

use std::error::Error;

use chrono::{DateTime, Utc};
use fixtures::Setup;
use google_emulator::{Clock, Limits, Options, Refused, Tab};
use serde_json::json;
use traslado::clock::Moment;
use traslado::config::Settings;
use traslado::domain::handoff::assessment::NightOptions;
use traslado::google::Google;
use traslado::night::{self, Night};
use traslado::session::Session;
use traslado::steps::{adopt, read};

/// 03:00 in Colombia of the two nights, and the afternoon in between.
pub(crate) const FIRST: &str = "2026-11-23T08:00:00Z";
pub(crate) const SECOND: &str = "2026-11-24T08:00:00Z";
const MONDAY: &str = "2026-11-23T21:30:00Z";

const CENTURY: i64 = 3_155_760_000;

/// A week of invented reports, one a line, as staff would type them into the sheet.
const WEEK: &str = include_str!("ce-f05.tsv");

/// A spreadsheet that people use, and a host that works on it.
pub(crate) struct Stage {
    pub(crate) setup: Setup,
    pub(crate) settings: Settings,
}

impl Stage {
    /// Starts the emulator, makes the spreadsheet and the configuration.
    pub(crate) fn set() -> Result<Self, Box<dyn Error>> {
        // The clock stands at the days of the story, and the key is signed with by the host's.
        let limits = Limits { token_seconds: CENTURY, skew_seconds: CENTURY, ..Limits::default() };
        let setup = Setup::start(Options { limits, ..Options::default() }, "2026-11-01");
        let settings = Settings::load(&setup.path("traslado.toml"))?;
        let stage = Self { setup, settings };
        stage.set_clock(FIRST);
        Ok(stage)
    }

    /// Has the emulator stand at an instant, by which also the sheet counts days and colours cells.
    pub(crate) fn set_clock(&self, instant: &str) {
        self.setup.emulator.set_clock(Clock::At(at(instant)));
    }

    /// The address of the spreadsheet in a browser.
    pub(crate) fn address(&self) -> String {
        format!("{}/_emulator/spreadsheets/{}", self.setup.emulator.base_url(), self.setup.id)
    }

    /// The address of a tab in a browser.
    pub(crate) fn tab(&self, title: &str) -> String {
        let tabs = self.setup.emulator.with(|world| world.tabs(&self.setup.id));
        let found = tabs.into_iter().find(|(_, known)| known == title);
        format!("{}?gid={}", self.address(), found.map_or(0, |(id, _)| id))
    }

    /// Plays a night, as the program does from its sign-in on.
    pub(crate) async fn night(&self, instant: &str) -> Result<Night, Box<dyn Error>> {
        self.set_clock(instant);
        let google = self.connect().await?;
        let session = self.session(&google, Moment::at(at(instant)));
        Ok(night::run(&session, &NightOptions::default()).await?)
    }

    async fn connect(&self) -> Result<Google, Box<dyn Error>> {
        let google = Google::connect(self.settings.connection()).await?;
        google.about().await?;
        Ok(google)
    }

    fn session<'a>(&'a self, google: &'a Google, moment: Moment) -> Session<'a> {
        Session { google, settings: &self.settings, moment }
    }

    /// Types the week: a title, a blank row, the headers, and the rows. Says how many rows.
    pub(crate) fn type_the_week(&self) -> Result<usize, Box<dyn Error>> {
        let mut lines = WEEK.lines().map(|line| line.split('\t').collect::<Vec<&str>>());
        let header = lines.next().unwrap_or_default();
        let rows: Vec<Vec<&str>> = lines.collect();
        self.setup.emulator.with(|world| {
            let mut tab = world.sheet_mut(&self.setup.id, "CE-F05")?;
            tab.type_rows("A1", &[["REPORTES DE REDES SOCIALES · CE-F05 · NOVIEMBRE DE 2026"]])?;
            tab.type_rows("A3", &[header])?;
            tab.type_rows("A4", &rows)?;
            format(&mut tab)
        })?;
        Ok(rows.len())
    }

    /// Does as `traslado init --yes`.
    pub(crate) async fn adopt(&self) -> Result<(), Box<dyn Error>> {
        let google = self.connect().await?;
        let session = self.session(&google, Moment::at(at(FIRST)));
        let (book, _) = read::book(&session).await?;
        let layout = self.settings.sheet.form.locate(&book.grid)?.ok_or("the tab is empty")?;
        let adoption = adopt::missing(&book, &layout);
        Ok(adopt::adopt(&session, &book, &adoption).await.map(drop)?)
    }

    /// A Monday in the communications office; what they did, in words.
    pub(crate) fn play_staff(&self) -> Result<Vec<&'static str>, Box<dyn Error>> {
        let new = [
            "65\t23/11/2026\t9:40\tFacebook\tfelipe.demo\tFelipe Ensayo Ficticio\tCC\t1.999.000.165\t300 000 0065\t\
             felipe@correo.example\tCalle 12 # 5-66\tCentro\t\tAcueducto\tPetición\tSolicito cambio de medidor\t\
             El medidor está dañado desde octubre\t\tfacebook.example/p/165\tLaura\t",
            "66\t23/11/2026\t11:00\twasap\t3000000066\tGloria Nominal Demo\tCC\t1.999.000.166\t300 000 0066\t\t\
             Mz 2 casa 8 Timayui 1\tTimayui 1\t\tAlcantarillado\tQueja\tAguas negras en la calle\t\
             Hay aguas negras frente al jardín infantil\tMz 2\t\tJorge\t",
            "67\t23/11/2026\t16:20\tInstagram\thenry.q\tHenry Supuesto Teórico\tCC\t1.999.000.167\t\thenry@correo.example\t\
             Carrera 7 # 30-12\tMamatoco\t\tAcueducto\tReclamo\tCobro de reconexión\tMe cobran una reconexión que no pedí\t\t\
             ig.example/p/167\tJorge\t",
        ];
        let new: Vec<Vec<&str>> = new.iter().map(|line| line.split('\t').collect()).collect();
        self.set_clock(MONDAY);
        self.setup.emulator.with(|world| {
            let mut tab = world.sheet_mut(&self.setup.id, "CE-F05")?;
            tab.type_rows(
                "F7",
                &[[
                    "Carmen Ejemplo Prueba",
                    "CC",
                    "1.999.000.104",
                    "300 000 0004",
                    "",
                    "Calle 5 # 4-12 Gaira",
                ]],
            )?;
            tab.type_rows("K4", &[["Carrera 5 # 22-54"]])?;
            tab.insert_rows(4, 1)?;
            tab.type_rows("A4", &new[..1])?;
            tab.sort("A4:Y71", 6, false)?;
            tab.type_rows("A73", &new[1..])
        })?;
        Ok(vec![
            "row 4, handed over as POR COMPLETAR, gets a full name, a document and an address",
            "the address of Ana's report, already handed over, is corrected",
            "a new report is inserted above all others",
            "the whole sheet is sorted by name, the service's columns with it",
            "two more reports are typed at the bottom",
        ])
    }
}

/// The form as staff have it before them: its header stays in sight, and what is long has room.
fn format(tab: &mut Tab<'_>) -> Result<(), Refused> {
    tab.freeze(3, 0)?;
    tab.format("A1:A1", &json!({"textFormat": {"bold": true, "fontSize": 12}}))?;
    let header = json!({"backgroundColor": {"red": 0.85, "green": 0.89, "blue": 0.95}, "wrapStrategy": "WRAP",
        "verticalAlignment": "MIDDLE", "textFormat": {"bold": true}});
    tab.format("A3:U3", &header)?;
    for (column, pixels) in
        [(1, 45), (2, 130), (3, 75), (6, 185), (7, 50), (10, 180), (11, 200), (16, 260), (17, 320), (21, 130)]
    {
        tab.resize(false, column, 1, pixels)?;
    }
    Ok(())
}

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect("an instant")
}
