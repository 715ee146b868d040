//! The commands of README's installation, in their order, in a scratch root: from nothing to the first night.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::terminal::at_terminal;
use crate::world::{ACCOUNT, AS_OF, CLERKS, World, complete};

/// The commands of the section, each as it is typed: those of blocks of `sh`, and in blocks of `console` the lines
/// behind a prompt.
fn commands() -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let section = readme.split("\n## Install in ten minutes\n").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let (mut commands, mut block) = (Vec::new(), None);
    for line in section.lines() {
        match (line.strip_prefix("```"), block) {
            (Some(_), Some(_)) => block = None,
            (Some(kind), None) => block = Some(kind),
            (None, Some("sh")) => commands.push(line.to_owned()),
            (None, Some("console")) => commands.extend(line.strip_prefix("$ ").map(str::to_owned)),
            _ => {}
        }
    }
    commands
}

/// A machine whose folders lie in a scratch root, and whose system's commands are played.
struct Machine {
    world: World,
    /// The folder that the person is in.
    folder: PathBuf,
}

impl Machine {
    fn new() -> Self {
        let world = World::with(&(0..3).map(complete).collect::<Vec<_>>());
        fs::remove_file(world.path("traslado.toml")).unwrap();
        let root = world.path("root");
        for folder in ["bin", "usr/bin", "etc/systemd/system", "home/Downloads", "sources/target/release"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::rename(world.path("key.json"), root.join("home/Downloads/traslado-1a2b3c.json")).unwrap();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
        let copied = Command::new("cp").arg("-r").arg(sources).arg(root.join("sources")).status().unwrap();
        assert!(copied.success());

        let machine = Self { folder: root.join("sources"), world };
        machine.play("sudo", "exec \"$@\"");
        let build = format!("cp '{}' target/release/traslado", env!("CARGO_BIN_EXE_traslado"));
        machine.play("cargo", &build);
        // A timer that is switched on runs its unit's command.
        let unit = root.join("etc/systemd/system/traslado@.service");
        let start = format!(
            "[ \"$1\" = enable ] || exit 0\nname=$(echo \"$3\" | sed 's/traslado@\\(.*\\).timer/\\1/')\n\
             line=$(sed -n \"s/^ExecStart=//p\" '{}' | sed \"s/%i/$name/; s| /| {2}/|g; s|^/|{2}/|\")\n\
             echo \"$line\" >>'{1}'\nexec $line",
            unit.display(),
            root.join("started").display(),
            root.display()
        );
        machine.play("systemctl", &start);
        machine.play("journalctl", "exit 0");
        machine
    }

    fn root(&self) -> PathBuf {
        self.world.path("root")
    }

    /// Makes a command of the system's.
    fn play(&self, name: &str, script: &str) {
        let path = self.root().join("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Types a command at a terminal, with these answers; what stood there.
    fn types(&mut self, command: &str, answers: &str) -> String {
        let root = self.root();
        let line = [" /etc", " /usr/bin"].iter().fold(command.to_owned(), |line, folder| {
            line.replace(folder, &format!(" {}{}", root.display(), folder.trim_start()))
        });
        let mut shell = Command::new("sh");
        shell.args(["-ec", &format!("{line}\npwd >'{}'", root.join("pwd").display())]);
        let path = format!("{0}/bin:{0}/usr/bin:/usr/bin:/bin", root.display());
        shell.env_clear().env("PATH", path).env("HOME", root.join("home")).env("TERM", "dumb");
        shell.env("TRASLADO_NOW", format!("{AS_OF}T03:00:00-05:00")).current_dir(&self.folder);
        let (code, shown) = at_terminal(shell, answers);
        assert_eq!(code, 0, "{command}: {shown}");
        self.folder = fs::read_to_string(root.join("pwd")).unwrap().trim().into();
        shown
    }
}

#[test]
fn the_commands_of_the_readme_lead_from_nothing_to_the_first_night() {
    let mut machine = Machine::new();
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    let address = format!("https://docs.google.com/spreadsheets/d/{}/edit#gid=0", machine.world.id);
    let of_config = format!("{ACCOUNT}\n{address}\nce-f05.json\n2026-03-01\n{CLERKS}\n\n\n");

    for command in &commands {
        let is = |words: &str| command.contains(words);
        let answers = match () {
            () if is("config new") => of_config.as_str(),
            () if is(" init") => "y\n",
            () => "",
        };
        let command = command.replace("you@essmar.gov.co", CLERKS);
        let shown = machine.types(&command, answers);
        if is("config new") {
            // The machine of the test has Google elsewhere.
            let path = machine.root().join("etc/traslado/ce-f05.toml");
            let text = fs::read_to_string(&path).unwrap();
            let endpoint = format!("endpoint = \"{}\"", machine.world.emulator.base_url());
            let text = text.replace("# endpoint = \"http://127.0.0.1:9009\"", &endpoint);
            assert!(text.contains(&endpoint), "{text}");
            fs::write(path, text).unwrap();
        }
        let expected = match () {
            () if is("--version") => "traslado ",
            () if is(" check") => ", 0 failed; nothing was written",
            () if is("rehearse") => "the service can be used here",
            () if is(" init") => "Added.",
            () if is(" plan") => "hand-off 1, tab \"Traslado 2026-03-10\", 3 rows",
            () => "",
        };
        assert!(shown.contains(expected), "{command}: {shown}");
    }

    let started = fs::read_to_string(machine.root().join("started")).unwrap();
    assert!(started.contains("traslado --config") && started.contains("ce-f05.toml run"), "{started}");
    assert_eq!(machine.world.lines().len(), 3);
    let key = fs::metadata(machine.root().join("etc/traslado/ce-f05.json")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
}

#[test]
fn no_command_of_the_readme_is_one_that_a_shell_cannot_read() {
    for command in commands() {
        let read = Command::new("sh").args(["-nc", &command]).stderr(Stdio::null()).status().unwrap();
        assert!(read.success(), "{command}");
    }
}
