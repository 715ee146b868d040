//! Prints what a night costs: wall time, peak memory and requests of the real executable against
//! the emulator. Run with `cargo bench --bench night`.
//!
//! A first night over 20,000 new rows makes more writes than Google allows in a minute, so most of
//! its time is waiting for the next minute.

#![expect(clippy::expect_used, reason = "A benchmark that cannot go on says why and ends.")]

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use google_emulator::{Emulator, Options};

const ACCOUNT: &str = "comunicaciones@essmar.example";
const HEADER: [&str; 10] = [
    "Fecha del reporte",
    "Hora",
    "Red social",
    "Usuario / Perfil",
    "Nombre completo del solicitante",
    "No. de identificación",
    "Celular",
    "Dirección de notificación",
    "Objeto de la petición",
    "Fundamentos de la petición",
];

fn row(n: usize) -> [String; 10] {
    [
        format!("{:02}/03/2026", 2 + n % 8),
        format!("{:02}:{:02}", n % 24, n % 60),
        "Facebook".to_owned(),
        format!("perfil.{n}"),
        "Ana Prueba Inventada".to_owned(),
        format!("CC 1.999.{:03}.{:03}", n / 1000, n % 1000),
        format!("300 000 {:04}", n % 10_000),
        format!("Calle {} # {}-{}", 1 + n % 90, 1 + n % 40, 1 + n % 70),
        format!("Solicito revisión del medidor {n}"),
        format!("El recibo {n} llegó más alto que el anterior y nadie responde en la oficina del barrio"),
    ]
}

fn main() {
    println!("{:<34}{:>10}{:>12}{:>10}", "night", "seconds", "peak MB", "requests");
    for rows in [1_000, 20_000] {
        let stage = Stage::with(rows);
        stage.night(&format!("{rows} rows, all new"), "2026-03-10");
        stage.type_rows(rows + 2, &(rows..rows + 30).map(row).collect::<Vec<_>>());
        stage.night(&format!("{rows} rows known, 30 new"), "2026-03-11");
        stage.night(&format!("{rows} rows known, nothing new"), "2026-03-11");
    }
}

struct Stage {
    emulator: Emulator,
    id: String,
    folder: tempfile::TempDir,
}

impl Stage {
    fn with(rows: usize) -> Self {
        let emulator = Emulator::start(Options::default()).expect("the emulator starts");
        let id = emulator.with(|world| {
            let id = world
                .create_spreadsheet(ACCOUNT, "CE-F05", "es_CO", "America/Bogota")
                .expect("a spreadsheet");
            let first = world.tabs(&id).remove(0).1;
            world.sheet_mut(&id, &first).expect("a tab").rename("CE-F05").expect("a title");
            id
        });
        let folder = tempfile::tempdir().expect("a folder");
        emulator.write_key_file(&folder.path().join("key.json")).expect("a key");
        let config = format!(
            "account = \"{ACCOUNT}\"\n[sheet]\nspreadsheet_id = \"{id}\"\n[credentials]\nservice_account_key = \"key.json\"\n\
             [handoff]\nsince = \"2026-03-01\"\n[notice]\nto = [\"{ACCOUNT}\"]\n[host]\nstate_dir = \"state\"\n\
             [google]\nendpoint = \"{}\"\n",
            emulator.base_url()
        );
        fs::write(folder.path().join("traslado.toml"), config).expect("a configuration");
        let stage = Self { emulator, id, folder };
        stage.type_rows(1, &[HEADER]);
        stage.type_rows(2, &(0..rows).map(row).collect::<Vec<_>>());
        stage.traslado(&["init", "--yes"]).wait().expect("init ends");
        stage
    }

    fn type_rows<R: AsRef<[T]>, T: AsRef<str>>(&self, at: usize, rows: &[R]) {
        let range = format!("CE-F05!A{at}");
        self.emulator.with(|world| world.type_rows(&self.id, &range, rows)).expect("the rows are typed");
    }

    fn traslado(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_traslado"))
            .current_dir(self.folder.path())
            .args(arguments)
            .stdout(Stdio::null())
            .spawn()
            .expect("the executable starts")
    }

    /// Runs a night and prints its line.
    fn night(&self, name: &str, as_of: &str) {
        let before = self.emulator.requests().len();
        let start = Instant::now();
        let mut night = self.traslado(&["run", "--as-of", as_of]);
        let status = format!("/proc/{}/status", night.id());
        let mut peak = 0.0;
        while night.try_wait().expect("the night can be waited for").is_none() {
            // The kernel keeps the highest resident size, so the last look before the end has it.
            peak = fs::read_to_string(&status).ok().and_then(|text| high_water(&text)).unwrap_or(peak);
            std::thread::sleep(Duration::from_millis(2));
        }
        let seconds = start.elapsed().as_secs_f64();
        let tokens = self.emulator.requests().iter().filter(|request| request.path == "/token").count();
        let requests = self.emulator.requests().len() - before - usize::from(tokens > 0);
        println!("{name:<34}{seconds:>10.2}{peak:>12.1}{requests:>10}");
    }
}

/// `VmHWM` in MB.
fn high_water(status: &str) -> Option<f64> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}
