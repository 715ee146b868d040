//! The man pages: one a command, and one for the configuration.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use traslado::cli::Cli;
use traslado::commands::EXIT_STATUS;
use traslado::config::revision::{ExplainedKey, explained};

/// The part of a page that names something and says what it is.
type Entries<'a> = &'a [(&'a str, &'a str)];

const FILES: Entries<'static> = &[
    ("traslado.toml", "the configuration, in the folder that a command is typed in; see traslado.toml(5)"),
    (
        "/etc/traslado/NAME.toml",
        "a configuration of the packaged units; where there is one only, every command finds it",
    ),
    ("/etc/traslado/NAME.json", "its key or token, mode 600, which the units hand over"),
    ("/var/lib/traslado/NAME", "what this host remembers of its nights; nothing is lost with it"),
    ("~/.local/state/traslado", "the same of a configuration elsewhere"),
];

const ENVIRONMENT: Entries<'static> = &[
    ("TRASLADO_CONFIG", "the configuration, where --config names none"),
    (
        "TRASLADO_LOG",
        "what is logged on stderr: warn (the default), info, debug, or a filter such as traslado=debug",
    ),
    ("TRASLADO_LOG_FORMAT", "text or json; goes before log.format in the configuration"),
    ("NO_COLOR", "no colours, whatever its value"),
    (
        "STATE_DIRECTORY, CREDENTIALS_DIRECTORY",
        "set by systemd: where state is kept, and where plain names of credentials are looked for",
    ),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "there is no way through a proxy; where one of them asks for it, a command ends with 78",
    ),
];

/// Examples by page.
const EXAMPLES: &[(&str, Entries<'static>)] = &[
    (
        "traslado",
        &[
            ("traslado config new && traslado check", "write a configuration, and see what is missing"),
            ("traslado plan", "say what tonight would do, and write nothing"),
            ("traslado run", "one night"),
        ],
    ),
    (
        "traslado-config",
        &[
            ("traslado config new", "ask for what is needed and write traslado.toml"),
            ("traslado config check", "read it, without network"),
            ("traslado config update", "add the keys that an older one lacks"),
        ],
    ),
    (
        "traslado-config-new",
        &[(
            "traslado config new --spreadsheet new --account comunicaciones@essmar.gov.co",
            "ask for the rest alone",
        )],
    ),
    (
        "traslado-config-check",
        &[("sudo traslado --config /etc/traslado/ce-f05.toml config check", "read a packaged one")],
    ),
    ("traslado-config-update", &[("traslado config update --yes", "do not ask")]),
    (
        "traslado-init",
        &[
            ("traslado init", "show what would be added, ask, and add it"),
            ("traslado init --locale es_CO", "have dates read with the day first"),
        ],
    ),
    ("traslado-check", &[("traslado check --json", "for a program")]),
    ("traslado-rehearse", &[("traslado rehearse --to you@essmar.gov.co", "with mails to you")]),
    (
        "traslado-login",
        &[(
            "ssh -L 8765:127.0.0.1:8765 HOST traslado login --port 8765",
            "consent in a browser of another machine",
        )],
    ),
    (
        "traslado-daemon",
        &[("systemctl enable --now traslado-daemon@ce-f05", "keep the nights of a packaged configuration")],
    ),
    (
        "traslado-run",
        &[
            ("traslado run --as-of 2026-11-23", "a night that was missed"),
            ("traslado run --expect 5f0c2d9a41b7e863", "exactly the plan with this digest"),
            ("traslado run --accept-changes=CE-2026-00012", "let the held change of one report through"),
        ],
    ),
    ("traslado-plan", &[("traslado plan --json", "for a program")]),
    ("traslado-verify", &[("traslado verify --repair", "write again what can be proved")]),
    (
        "traslado-reopen",
        &[("traslado reopen CE-2026-00002 --reason \"El ciudadano insiste\"", "a report that ended")],
    ),
    (
        "traslado-annul",
        &[
            ("traslado annul CE-2026-00002 --reason \"Era una prueba\"", "one report"),
            ("traslado annul 7 --reason \"Era una prueba\"", "every report of hand-off 7"),
            ("traslado annul --undo 9 --reason \"Era un error\"", "take annulment 9 back"),
        ],
    ),
    ("traslado-archive", &[("traslado archive --older-than 30", "what is answered and a month old")]),
    ("traslado-find", &[("traslado find CE-2026-00012", "by ID"), ("traslado find 23/11/2026", "by a day")]),
    (
        "traslado-report",
        &[
            ("traslado report", "the month before"),
            ("traslado report 2026-11 --csv > noviembre.csv", "one line a report, for a spreadsheet"),
        ],
    ),
    ("traslado-export", &[("traslado export 2026-11 --to /srv/copies", "every hand-off of a month")]),
    (
        "traslado-completions",
        &[("traslado completions bash > /etc/bash_completion.d/traslado", "for every user of bash")],
    ),
    ("traslado-calendar", &[("traslado calendar 2026", "the holidays of a year")]),
    ("traslado-deadline", &[("traslado deadline 2026-11-20", "fifteen business days later")]),
    ("traslado.toml", &[("traslado config new", "write one in which every key is explained")]),
];

/// Every page, by the name of its file.
pub(crate) fn pages() -> io::Result<Vec<(String, String)>> {
    let mut command = Cli::command();
    command.build();
    let mut pages = Vec::new();
    add_command("traslado", &command, &mut pages)?;
    pages.push(("traslado.toml.5".to_owned(), configuration()?));
    Ok(pages)
}

fn add_command(name: &str, command: &Command, pages: &mut Vec<(String, String)>) -> io::Result<()> {
    let is_page = |command: &&Command| command.get_name() != "help" && !command.is_hide_set();
    let plain = command.clone().after_help("");
    let man = Man::new(plain).title(name).manual("Traslado");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.get_subcommands().any(|sub| is_page(&sub)) {
        man.render_subcommands_section(&mut page)?;
    }
    page.extend(common_sections(name));
    pages.push((format!("{name}.1"), String::from_utf8_lossy(&page).into_owned()));

    for sub in command.get_subcommands().filter(is_page) {
        add_command(&format!("{name}-{}", sub.get_name()), sub, pages)?;
    }
    Ok(())
}

/// The sections that every page has.
fn common_sections(name: &str) -> Vec<u8> {
    let status = exit_status();
    let status: Vec<(&str, &str)> =
        status.iter().map(|(code, text)| (code.as_str(), text.as_str())).collect();
    let examples =
        EXAMPLES.iter().find(|(page, _)| *page == name).map(|(_, examples)| *examples).unwrap_or_default();
    let see = [("traslado(1), traslado.toml(5)", "the commands, and the configuration")];

    let mut roff = Roff::new();
    add_section(&mut roff, "EXIT STATUS", &status);
    add_section(&mut roff, "ENVIRONMENT", ENVIRONMENT);
    add_section(&mut roff, "FILES", FILES);
    add_section(&mut roff, "EXAMPLES", examples);
    add_section(&mut roff, "SEE ALSO", &see);
    roff.render().into_bytes()
}

fn add_section(roff: &mut Roff, title: &str, entries: Entries<'_>) {
    roff.control("SH", [title]);
    for (name, text) in entries {
        roff.control("TP", []).text([bold(*name)]).text([roman(*text)]);
    }
}

/// The codes of the help text, each with its lines joined.
fn exit_status() -> Vec<(String, String)> {
    let mut codes: Vec<(String, String)> = Vec::new();
    for line in EXIT_STATUS.lines().skip(1) {
        let (code, text) = line.split_at(6.min(line.len()));
        match codes.last_mut() {
            Some((_, last)) if code.trim().is_empty() => last.extend([" ", text.trim()]),
            _ => codes.push((code.trim().to_owned(), text.trim().to_owned())),
        }
    }
    codes
}

/// The page of the configuration, from the example file.
fn configuration() -> io::Result<String> {
    let mut roff = Roff::new();
    roff.control("TH", ["traslado.toml", "5", "", "", "Traslado"]);
    roff.control("SH", ["NAME"]);
    roff.text([roman("traslado.toml - the configuration of traslado(1), one file a spreadsheet")]);
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([roman(
        "A TOML file in UTF-8. Unknown keys are refused, all problems are said at once, and secrets are named by path \
         only. Paths are relative to the file's folder. Each key stands here with its default or an example.",
    )]);

    let mut section = None;
    for ExplainedKey { section: of, section_comment, line, comment } in explained() {
        if section.as_ref() != Some(&of) {
            let title = if of.is_empty() { "KEYS ABOVE THE SECTIONS".to_owned() } else { format!("[{of}]") };
            roff.control("SH", [title.as_str()]);
            if !section_comment.is_empty() {
                roff.text([roman(section_comment.as_str())]);
            }
            section = Some(of);
        }
        roff.control("TP", []).text([bold(line.as_str())]).text([roman(comment.as_str())]);
    }

    let mut page = roff.render().into_bytes();
    page.extend(common_sections("traslado.toml"));
    String::from_utf8(page).map_err(io::Error::other)
}
