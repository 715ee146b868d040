//! The stage: an emulator, a spreadsheet, a configuration, and people who type.

use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _};
use std::path::Path;

use fixtures::Setup;
use google_emulator::Options;
use traslado::clock::Moment;
use traslado::config::Settings;
use traslado::google::Google;
use traslado::session::Session;
use traslado::steps::{adopt, read};

/// A week of invented reports, one a line, as staff would type them into the sheet.
const WEEK: &str = include_str!("ce-f05.tsv");

pub(crate) struct Stage {
    pub(crate) setup: Setup,
    pub(crate) settings: Settings,
}

impl Stage {
    /// Starts the emulator, makes the spreadsheet and the configuration.
    pub(crate) fn set() -> Result<Self, Box<dyn Error>> {
        let setup = Setup::start(Options::default(), "2026-11-01");
        let settings = Settings::load(&setup.path("traslado.toml"))?;
        Ok(Self { setup, settings })
    }

    /// Signs in, as the program does.
    pub(crate) async fn connect(&self) -> Result<Google, Box<dyn Error>> {
        let google = Google::connect(self.settings.connection()).await?;
        google.about().await?;
        Ok(google)
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
            tab.type_rows("A4", &rows)
        })?;
        Ok(rows.len())
    }

    /// The session of a night.
    pub(crate) fn session<'a>(&'a self, google: &'a Google, moment: Moment) -> Session<'a> {
        Session { google, settings: &self.settings, moment }
    }

    /// Does as `traslado init --yes`.
    pub(crate) async fn adopt(&self, google: &Google) -> Result<(), Box<dyn Error>> {
        let session = self.session(google, Moment::now());
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

    /// Keeps the emulator up until the reader has had enough.
    pub(crate) fn serve(&self) -> Result<(), Box<dyn Error>> {
        let config = self.setup.path("traslado.toml");
        println!("\nThe emulator stays up at {}. The configuration is\n", self.setup.emulator.base_url());
        println!("{}", fs::read_to_string(&config)?);
        println!("Try, from another terminal in this folder:\n");
        for command in [
            "plan --as-of 2026-11-25",
            "run --as-of 2026-11-25",
            "run --as-of 2026-11-25 --json",
            "init --yes",
        ] {
            println!("  cargo run --release -- --config {} {command}", Path::display(&config));
        }
        println!("\nEnter ends it.");
        io::stdin().lock().lines().next();
        Ok(())
    }
}
