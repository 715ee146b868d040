//! The section `[entity]`: what the entity's papers and offices are called.

use crate::config::document::ConfigDocument;
use crate::domain::law::entity::{Entity, Paper};

/// Characters of a code.
const LONGEST_CODE: usize = 20;
/// Characters of a version.
const LONGEST_VERSION: usize = 20;
/// Characters of an office's name.
const LONGEST_OFFICE: usize = 80;

/// The papers and offices, each with today's name where the file has none.
pub(super) fn entity(document: &mut ConfigDocument<'_>) -> Entity {
    let today = Entity::default();
    Entity {
        procedure: paper(document, ["entity.procedure", "entity.procedure_version"], today.procedure),
        form: paper(document, ["entity.form", "entity.form_version"], today.form),
        answering: paper(document, ["entity.answering", "entity.answering_version"], today.answering),
        communications: paper(
            document,
            ["entity.communications", "entity.communications_version"],
            today.communications,
        ),
        staff_office: office(document, "entity.staff_office", today.staff_office),
        clerks_office: office(document, "entity.clerks_office", today.clerks_office),
    }
}

/// A paper by the keys of its code and of its version.
fn paper(document: &mut ConfigDocument<'_>, keys: [&'static str; 2], today: Paper) -> Paper {
    let [code_key, version_key] = keys;
    let code = document.string(code_key).map(|code| code.trim().to_owned());
    if code.as_deref().is_some_and(|code| !is_code(code)) {
        let fault = "must be a code of letters, digits and dashes, such as \"CE-P08\"";
        document.problem_with_remedy(code_key, fault, &format!("type its version under {version_key}"));
    }

    let version = document.string(version_key).map(|version| version.trim().to_owned());
    if version.as_deref().is_some_and(|version| !is_line(version, LONGEST_VERSION)) {
        let fault = "must be one line of at most 20 characters, such as \"v03\"";
        document.problem_with_remedy(version_key, fault, "leave it empty where no version is cited");
    }

    Paper { code: code.unwrap_or(today.code), version: version.unwrap_or(today.version) }
}

fn office(document: &mut ConfigDocument<'_>, key: &'static str, today: String) -> String {
    let Some(office) = document.string(key).map(|office| office.trim().to_owned()) else { return today };
    if office.is_empty() || !is_line(&office, LONGEST_OFFICE) {
        let fault = "must be the name of an office, one line of at most 80 characters";
        document.problem_with_remedy(key, fault, &format!("remove the key for \"{today}\""));
    }
    office
}

/// The office that sends the texts for citizens; `None` for the one that the way of sending tells.
pub(super) fn sender(document: &mut ConfigDocument<'_>) -> Option<String> {
    let key = "texts.sender";
    let sender = document.string(key)?.trim().to_owned();
    if !is_line(&sender, LONGEST_OFFICE) {
        let fault = "must be the name of an office, one line of at most 80 characters";
        document.problem_with_remedy(
            key,
            fault,
            "leave it empty for the office that the way of sending tells",
        );
    }
    Some(sender).filter(|sender| !sender.is_empty())
}

fn is_code(code: &str) -> bool {
    let is_of_code = |letter: char| letter.is_alphanumeric() || letter == '-';
    !code.is_empty() && code.chars().count() <= LONGEST_CODE && code.chars().all(is_of_code)
}

fn is_line(text: &str, longest: usize) -> bool {
    text.chars().count() <= longest && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Entity, Vec<String>) {
        let mut document = ConfigDocument::parse(text).expect("TOML");
        let entity = entity(&mut document);
        let said = |problem: &crate::config::Problem| {
            format!(
                "{} {} {}",
                problem.line.unwrap_or(0),
                problem.key,
                problem.remedy.as_deref().unwrap_or("")
            )
        };
        (entity, document.finish().iter().map(said).collect())
    }

    #[test]
    fn a_key_that_is_named_replaces_that_name_alone() {
        let (entity, problems) =
            read("[entity]\nprocedure_version = \" v04 \"\nclerks_office = \"Servicio\"\n");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(entity.judged_by(), "CE-P08 v04 / CE-F05");
        let today = Entity::default();
        assert_eq!((entity.clerks_office.as_str(), &entity.staff_office), ("Servicio", &today.staff_office));
        assert_eq!(read("").0, today);
    }

    #[test]
    fn a_name_that_cannot_be_one_is_said_by_line_and_remedy() {
        let text = "[entity]\nprocedure = \"CE-P08 v04\"\nform = \"\"\nanswering_version = \"a\\nb\"\n\
                    staff_office = \" \"\nclerks_office = \"a\\tb\"\nprocedure_versoin = \"v04\"\n";
        assert_eq!(
            read(text).1,
            [
                "2 entity.procedure type its version under entity.procedure_version",
                "3 entity.form type its version under entity.form_version",
                "4 entity.answering_version leave it empty where no version is cited",
                "5 entity.staff_office remove the key for \"Oficina de Comunicaciones\"",
                "6 entity.clerks_office remove the key for \"Atención al Ciudadano\"",
                "7 entity.procedure_versoin did you mean entity.procedure_version?",
            ]
        );
    }
}
