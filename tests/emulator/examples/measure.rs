//! Measures the emulator over 100,000 rows of 24 cells: `cargo run --release -p google-emulator --example measure`.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use google_emulator::{Emulator, Options};
use serde_json::json;

const ROWS: usize = 100_000;
const COLUMNS: usize = 24;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let emulator = Emulator::start(Options::default())?;
    println!("start               {:>8.1?}", started.elapsed());
    emulator.add_token("t", "a@x.example");
    emulator.with(|world| world.limits.logged_changes = 0);
    let id = emulator
        .with(|world| world.create_spreadsheet("a@x.example", "measure", "es_CO", "America/Bogota"))?;
    let grid = json!({"properties": {"sheetId": 0, "gridProperties": {"rowCount": ROWS, "columnCount": COLUMNS}},
        "fields": "gridProperties(rowCount,columnCount)"});
    emulator.with(|world| world.batch(&id, "a@x.example", &[json!({"updateSheetProperties": grid})]))?;
    let line = |row: usize| (0..COLUMNS).map(|column| format!("celda {row}.{column}")).collect::<Vec<_>>();
    let body = json!({"values": (0..ROWS).map(line).collect::<Vec<_>>()}).to_string();
    println!("body                {:>8.1} MB", megabytes(body.len()));

    let target = format!("/v4/spreadsheets/{id}/values/A1?valueInputOption=RAW");
    let written = Instant::now();
    ask(&emulator, "PUT", &target, &body)?;
    println!("values.update       {:>8.1?}", written.elapsed());

    let target = format!("/v4/spreadsheets/{id}/values/A1:X{ROWS}?prettyPrint=false");
    let read = Instant::now();
    let answer = ask(&emulator, "GET", &target, "")?;
    println!("values.get          {:>8.1?}  {:.1} MB", read.elapsed(), megabytes(answer));

    let small = json!({"requests": [{"updateCells": {"start": {"rowIndex": 5}, "fields": "userEnteredValue",
        "rows": [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}]}}]});
    let batch = Instant::now();
    ask(&emulator, "POST", &format!("/v4/spreadsheets/{id}:batchUpdate"), &small.to_string())?;
    println!("one cell, atomic    {:>8.1?}", batch.elapsed());

    let cells = ROWS * COLUMNS;
    println!("memory per cell     {:>8} bytes", emulator.with(|world| world.cell_bytes(&id)) / cells);
    println!("peak of the process {:>8}", peak().unwrap_or_default());
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn ask(emulator: &Emulator, method: &str, target: &str, body: &str) -> std::io::Result<usize> {
    let mut stream = TcpStream::connect(emulator.address())?;
    let length = body.len();
    write!(
        stream,
        "{method} {target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    )?;
    stream.write_all(body.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    if answer.starts_with(b"HTTP/1.1 200") {
        Ok(answer.len())
    } else {
        Err(std::io::Error::other(String::from_utf8_lossy(&answer).into_owned()))
    }
}

/// What Linux says of the largest size of the process.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|value| value.trim().to_owned())
}
