//! Citizens' texts that would be scripts: nothing of them runs, in a cell or in a mail.

use browser::{Page, Window};
use fixtures::{ACCOUNT, CLERKS};
use serde_json::json;

use crate::browser;
use crate::stage::Stage;

/// Texts each of which runs wherever one step of escaping is missing.
const TEXTS: [&str; 6] = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "\"><svg onload=window.ran=1>",
    "x'; window.ran = 1; //",
    "</style></script><script>window.ran = 1</script>",
    "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
];

fn nothing_ran(page: &mut Page<'_>) {
    assert_eq!(page.value("typeof window.ran").unwrap(), "undefined");
    assert_eq!(page.value("document.querySelectorAll('img, iframe, svg, object').length").unwrap(), 0);
    assert_eq!(page.complaints().unwrap(), Vec::<String>::new());
}

#[test]
fn a_script_in_a_citizens_text_does_not_run() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set().unwrap();
    let rows: Vec<[&str; 1]> = TEXTS.iter().map(|text| [*text]).collect();
    stage.setup.type_at("A1", &rows);
    stage.setup.type_at("B1", &[["=HYPERLINK(\"javascript:window.ran=1\";\"aquí\")"]]);
    let mut page = browser.open(&stage.address(), Window::wide(1366)).unwrap();
    nothing_ran(&mut page);

    // Every text stands there as it was typed, and what would be a link is none.
    let shown = page
        .value("[...document.querySelectorAll('.grid td:nth-child(2)')].map(cell => cell.textContent)")
        .unwrap();
    for (row, text) in TEXTS.iter().enumerate() {
        assert_eq!(shown[row], *text);
    }
    assert_eq!(page.value("document.querySelectorAll('.grid a').length").unwrap(), 0);

    // Should one ever get in as markup, the policy still keeps it from running.
    page.value("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))").unwrap();
    assert_eq!(page.value("typeof window.ran").unwrap(), "undefined");
    let complaints = page.complaints().unwrap();
    assert!(complaints.iter().any(|said| said.contains("Content Security Policy")), "{complaints:?}");
}

#[test]
fn a_script_in_a_mail_does_not_run() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set().unwrap();
    stage.setup.emulator.add_token("t", ACCOUNT);
    let mail = format!(
        "To: {CLERKS}\r\nFrom: {ACCOUNT}\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
         <p>Cordial saludo.</p><script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"
    );
    let home = format!("{}/_emulator/", stage.setup.emulator.base_url());
    let mut page = browser.open(&home, Window::wide(1366)).unwrap();
    let send = format!(
        "fetch('/gmail/v1/users/me/messages/send', {{method: 'POST', headers: {{authorization: 'Bearer t', \
         'content-type': 'application/json'}}, body: JSON.stringify({{raw: btoa({})}})}}).then(answer => answer.status)",
        json!(mail)
    );
    assert_eq!(page.value(&send).unwrap(), 200);

    page.go(&format!("{home}mails/1/html")).unwrap();
    assert_eq!(page.value("document.body.textContent.includes('Cordial saludo.')").unwrap(), true);
    assert_eq!(page.value("typeof window.ran").unwrap(), "undefined");
    // The browser says what it was kept from.
    let complaints = page.complaints().unwrap().join("\n");
    assert!(complaints.contains("Blocked script execution"), "{complaints}");
}
