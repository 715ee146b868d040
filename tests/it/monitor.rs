//! A monitor of the kind that is told by pings, as good or as bad as a test wants it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

pub(crate) struct Monitor {
    pub(crate) url: String,
    heard: Arc<Mutex<Vec<String>>>,
    runs: Arc<Mutex<Vec<String>>>,
}

impl Monitor {
    /// Takes every ping.
    pub(crate) fn good() -> Self {
        Self::that_answers(Some("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK"))
    }

    /// Answers like this, or never.
    pub(crate) fn that_answers(answer: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/ping/secret-uuid", listener.local_addr().unwrap());
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let hearing = Arc::clone(&heard);
        let runs: Arc<Mutex<Vec<String>>> = Arc::default();
        let running = Arc::clone(&runs);
        std::thread::spawn(move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let (ping, run) = without_run(&read(&stream));
                hearing.lock().unwrap().push(ping);
                running.lock().unwrap().push(run);
                match answer {
                    Some(answer) => drop(stream.write_all(answer.as_bytes())),
                    // It stays open, and silent.
                    None => open.push(stream),
                }
            }
        });
        Self { url, heard, runs }
    }

    /// The ids of the runs that the pings so far were of, empty for a ping of none.
    pub(crate) fn runs(&self) -> Vec<String> {
        self.runs.lock().unwrap().clone()
    }

    /// The pings so far, each with its body.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

/// A ping without the id of its run, and that id.
fn without_run(ping: &str) -> (String, String) {
    const LENGTH: usize = 36;
    let Some((before, rest)) = ping.split_once("?rid=") else { return (ping.to_owned(), String::new()) };
    let (run, after) = rest.split_at(LENGTH);
    (format!("{before}{after}"), run.to_owned())
}

/// `POST /path: body`.
fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let asked = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        if line.trim_end().is_empty() {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    format!("{asked}: {}", String::from_utf8(body).unwrap())
}
