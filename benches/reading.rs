//! How fast a sheet of years is read and judged, and in how much memory:
//! `cargo bench --bench reading [-- ROWS]`.
//!
//! The JSON of a bulk read of 24 columns is read three times from memory, as the answer of a night is:
//! skipped, which looks at no more than where each token ends; tokenised, which is what the ratio is
//! to; and read to reports that are all kept. The last makes cells with the decoder of the bulk read
//! itself. Times are of the processor, so that what else the machine does hardly counts, and the least of
//! seven.

use std::fmt;
use std::hint::black_box;
use std::time::Duration;

use chrono::NaiveDate;
use fixtures::peak_memory;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, SeqAccess, Visitor};
use traslado::domain::finding::field::Field;
use traslado::domain::form::report::Report;
use traslado::domain::form::{Form, Reader, Sheet};
use traslado::google::sheets::{Render, each_row};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let rows = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let mut json = Vec::new();
    write_sheet(&mut json, rows)?;

    let skipping = best(|| {
        let mut json = serde_json::Deserializer::from_slice(&json);
        json.deserialize_any(IgnoredAny)?;
        Ok(0)
    })?;
    let tokenising = best(|| tokenise(&json))?;
    let decoding = best(|| decode(&json))?;
    let before = peak_memory("self");
    let form = Form::builtin();
    let reading = best(|| {
        let sheet = read(&form, &json)?;
        Ok(sheet.reports.len())
    })?;
    let peak = peak_memory("self");

    // What was in memory before are the JSON and what the other readings have freed.
    let (Some(before), Some(peak)) = (before, peak) else {
        return Err("the peak of memory is read from /proc, which is not here".into());
    };
    println!(
        "rows                {rows} of {} columns, {:.1} MB of JSON",
        Field::ALL.len(),
        mega(json.len() as u64)
    );
    println!("skipping            {:.3} s", skipping.as_secs_f64());
    println!("tokenising          {:.3} s", tokenising.as_secs_f64());
    println!("decoding to cells   {:.3} s", decoding.as_secs_f64());
    println!("reading and judging {:.3} s", reading.as_secs_f64());
    println!("ratio               {:.1} (at most 4)", reading.as_secs_f64() / tokenising.as_secs_f64());
    println!("rows per second     {:.0}", f64::from(rows) / reading.as_secs_f64());
    println!("peak memory         {:.0} MB beside the JSON (at most 150)", peak - before);
    Ok(())
}

/// The least of seven times.
fn best(mut work: impl FnMut() -> Result<usize, Failure>) -> Result<Duration, Failure> {
    let mut best = Duration::MAX;
    for _ in 0..7 {
        let start = processor_time()?;
        black_box(work()?);
        best = best.min(processor_time()?.saturating_sub(start));
    }
    Ok(best)
}

/// How long this thread has had a processor.
fn processor_time() -> Result<Duration, Failure> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = stat.split_whitespace().next().ok_or("an empty schedstat")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}

/// Reads every token and keeps none: keys and texts with their escapes resolved, numbers by value.
fn tokenise(json: &[u8]) -> Result<usize, Failure> {
    let mut json = serde_json::Deserializer::from_slice(json);
    Ok(Tokens.deserialize(&mut json)?)
}

struct Tokens;

impl<'de> DeserializeSeed<'de> for Tokens {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tokens {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows of texts, numbers and logical values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<usize, A::Error> {
        let mut count = 0;
        while let Some(inner) = seq.next_element_seed(Tokens)? {
            count += inner;
        }
        Ok(count)
    }

    fn visit_str<E>(self, text: &str) -> Result<usize, E> {
        Ok(black_box(text).len())
    }

    fn visit_f64<E>(self, number: f64) -> Result<usize, E> {
        black_box(number);
        Ok(1)
    }

    fn visit_u64<E>(self, number: u64) -> Result<usize, E> {
        black_box(number);
        Ok(1)
    }
}

/// Decodes the rows one at a time and keeps nothing.
fn decode(json: &[u8]) -> Result<usize, Failure> {
    let mut count = 0;
    each_row(json, Render::Formula, |cells| count += cells.len())?;
    Ok(count)
}

/// Decodes the rows one at a time and keeps the reports.
fn read(form: &Form, json: &[u8]) -> Result<Sheet, Failure> {
    let mut reader: Option<Reader> = None;
    let mut reports: Vec<Report> = Vec::new();
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).ok_or("no such day")?;
    each_row(json, Render::Formula, |cells| {
        if let Some(reader) = &mut reader {
            reports.extend(reader.row(cells));
        } else if let Ok(Some(layout)) = form.locate(&[cells.to_vec()]) {
            reader = Some(form.reader(layout, today));
        }
    })?;
    Ok(reader.ok_or("no header")?.finish(reports))
}

/// A sheet as staff keep it for years: invented people, real habits.
fn write_sheet(out: &mut impl std::io::Write, rows: u32) -> Result<(), Failure> {
    let headers: Vec<&str> = Field::ALL.iter().map(|field| field.header()).collect();
    write!(out, "[{}", serde_json::to_string(&headers)?)?;
    for row in 0..rows {
        write!(out, ",\n{}", serde_json::Value::Array(cells(row)))?;
    }
    out.write_all(b"]")?;
    out.flush()?;
    Ok(())
}

fn cells(row: u32) -> Vec<serde_json::Value> {
    use serde_json::Value;
    let pick = |texts: &[&str], salt: u32| {
        let index = (row.wrapping_mul(2_654_435_761).rotate_left(salt) >> 7) as usize % texts.len();
        Value::from(texts[index])
    };
    let date = match row % 3 {
        0 => Value::from(f64::from(45_000 + row % 1300)),
        1 => Value::from(format!("{}/{}/2025", row % 28 + 1, row % 12 + 1)),
        _ => Value::from(format!("{} de noviembre de 2025", row % 28 + 1)),
    };
    let document = match row % 4 {
        0 => Value::from(1_999_000_000_u64 + u64::from(row)),
        1 => Value::from(format!("C.C. 1.999.{:03}.{:03}", row / 1000 % 1000, row % 1000)),
        2 => Value::from(format!("1999{row:06}")),
        _ => Value::from("no aporta"),
    };
    vec![
        Value::from(row + 1),
        date,
        pick(&["8:15 a. m.", "14:20", "7pm", "", "3:45 p. m."], 1),
        pick(&["Facebook", "fb", "Instagram", "WhatsApp", "X (Twitter)", "wpp"], 2),
        pick(&["Comentario", "Mensaje interno", "Etiqueta"], 3),
        Value::from(format!("@vecino_{}", row % 5000)),
        pick(&["Ana María Ruiz Peña", "JOSÉ GÓMEZ", "Carmen", "no registra", "Luis Alberto Díaz"], 4),
        pick(&["CC", "Cédula", "", "NIT"], 5),
        document,
        Value::from(format!("300 000 {:04}", row % 10_000)),
        pick(&["", "ana.ruiz@correo.example", "no tiene", "LUIS@correo.example"], 6),
        pick(&["Cra 5 # 22-45", "Calle 30 No. 4-18 Gaira", "Mz F casa 12 Timayui 2", "Gaira", ""], 7),
        pick(&["Gaira", "Pescaíto", "Bastidas", ""], 8),
        Value::from(if row.is_multiple_of(2) { String::new() } else { format!("{:06}", row * 7) }),
        pick(&["Acueducto", "Alcantarillado"], 9),
        pick(&["Petición", "Queja", "Reclamo", ""], 10),
        pick(
            &[
                "Solicito que reparen la fuga de la esquina",
                "Que revisen el medidor y corrijan la factura",
                "Que destapen el manjol rebosado frente al colegio",
                "no aplica",
            ],
            11,
        ),
        pick(
            &[
                "Llevamos 6 días sin agua en Bastidas y nada del carrotanque, hay niños y adultos mayores",
                "la factura llegó por 482 mil y siempre pago 60, me cobran promedio y el medidor está bueno",
                "se está botando el agua en la 30 con 4 hace 3 días y nadie responde en la oficina",
                "",
            ],
            12,
        ),
        pick(&["", "Calle 30 con carrera 4", "frente al parque"], 13),
        Value::from(format!("https://red.example/publicaciones/{row}")),
        pick(&["Buen día, escríbanos por interno", "", "Se remite a Atención al Ciudadano"], 14),
        pick(&["Luz", "Pedro"], 15),
        Value::from(""),
        pick(&["", "", "reincidente"], 16),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "for people to read")]
fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
