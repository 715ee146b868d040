//! Invented citizens. Every personal text of a citizen carries the citizen's own mark, so that a
//! test can tell whose text stands where, and find it where it must never be.

/// Headers as staff type them.
pub(crate) const HEADER: [&str; 12] = [
    "N°",
    "Fecha del reporte",
    "Hora",
    "Red social",
    "Usuario / Perfil",
    "Nombre completo del solicitante",
    "No. de identificación",
    "Celular",
    "Correo electrónico",
    "Dirección de notificación",
    "Objeto de la petición",
    "Fundamentos de la petición",
];

/// Headers of the service's own columns.
pub(crate) const OWN: [&str; 4] = ["ID traslado", "Estado traslado", "Observaciones traslado", "Radicado"];

/// What stands in some personal text of every citizen, in lower case and without blanks: none of it
/// may ever be seen outside the spreadsheet.
pub(crate) const CANARIES: [&str; 4] = ["zqx", "1.999.", "1999000", "3000000"];

/// A row of the staff tab under [`HEADER`].
pub(crate) type SheetRow = [String; 12];

/// A complete report of a citizen, another for every number, received on a day of March 2026 (or
/// another text for the date).
pub(crate) fn citizen(n: u32, date: &str) -> SheetRow {
    let letter = char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    [
        n.to_string(),
        date.to_owned(),
        format!("{:02}:{:02}", n % 24, n * 7 % 60),
        ["Facebook", "Instagram", "WhatsApp", "X"][n as usize % 4].to_owned(),
        format!("perfil.zqx{n}x"),
        format!("{letter}na zqx{n}x Inventada"),
        format!("CC 1.999.{:03}.{:03}", n / 1000 % 1000, n % 1000),
        format!("300 000 {:04}", n % 10_000),
        format!("zqx{n}x@correo.example"),
        format!("Calle {} # {}-{} apto zqx{n}x", 1 + n % 90, 1 + n % 40, 1 + n % 70),
        format!("Solicito revisión del medidor zqx{n}x"),
        format!("El recibo zqx{n}x llegó más alto que el anterior"),
    ]
}

/// A day in March 2026 before the tenth, by the citizen's number.
pub(crate) fn early(n: u32) -> String {
    format!("{:02}/03/2026", 2 + n % 8)
}

/// A report that lacks an address and a mail, so that it goes over to be completed.
pub(crate) fn incomplete(n: u32, date: &str) -> SheetRow {
    let mut row = citizen(n, date);
    row[8] = "no tiene".to_owned();
    row[9] = String::new();
    row
}

/// The citizens whose marks stand in a text, in order, each once.
pub(crate) fn marks(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    for part in text.split("zqx").skip(1) {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        let closed = part[digits.len()..].starts_with('x');
        if let (true, Ok(n)) = (closed, digits.parse()) {
            found.push(n);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The first citizen's text that stands in a text which nobody outside may see.
pub(crate) fn leak(text: &str) -> Option<&'static str> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    CANARIES.into_iter().find(|canary| plain.contains(canary))
}
