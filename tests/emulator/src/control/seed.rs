//! A seed file: accounts, spreadsheets, switches and limits to begin with.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::account::Role;
use crate::clock::Clock;
use crate::switches::{Limits, Switches};
use crate::world::World;

/// What a seed file may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Seed {
    clock: Option<DateTime<Utc>>,
    accounts: Vec<String>,
    groups: BTreeMap<String, Vec<String>>,
    tokens: BTreeMap<String, String>,
    api_keys: Vec<String>,
    switches: Option<Switches>,
    limits: Option<Value>,
    drives: Vec<SeedDrive>,
    spreadsheets: Vec<SeedBook>,
}

/// A shared drive and the roles of its members, one of whom must be an organizer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SeedDrive {
    id: Option<String>,
    name: String,
    members: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SeedBook {
    /// The id it shall have, so that a test can name it beforehand.
    id: Option<String>,
    owner: String,
    title: String,
    #[serde(default = "locale")]
    locale: String,
    #[serde(default = "time_zone")]
    time_zone: String,
    /// The id of the shared drive that it is in.
    drive: Option<String>,
    #[serde(default)]
    share: BTreeMap<String, String>,
    #[serde(default)]
    sheets: Vec<SeedSheet>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SeedSheet {
    title: String,
    sheet_id: Option<i64>,
    #[serde(default)]
    grid_properties: Value,
    /// Texts, typed as a person types them.
    #[serde(default)]
    rows: Vec<Vec<String>>,
}

fn locale() -> String {
    "en_US".to_owned()
}

fn time_zone() -> String {
    "Etc/GMT".to_owned()
}

impl World {
    /// Plants what a seed file says, in addition to what is there.
    ///
    /// # Errors
    /// A text that is no seed, or that asks for what Google would refuse.
    pub fn seed(&mut self, text: &str) -> Result<(), Refused> {
        let seed: Seed = serde_json::from_str(text).map_err(|e| Refused(format!("not a seed: {e}")))?;
        if let Some(instant) = seed.clock {
            self.set_clock(Clock::At(instant));
        }
        self.switches = seed.switches.unwrap_or_else(|| self.switches.clone());
        if let Some(limits) = &seed.limits {
            let wrong = |e| Refused(format!("not a seed: limits: {e}"));
            self.limits = Limits::read(limits, &self.limits).map_err(wrong)?;
        }
        for account in &seed.accounts {
            self.add_account(account);
        }
        for (group, members) in &seed.groups {
            let members: Vec<&str> = members.iter().map(String::as_str).collect();
            self.add_group(group, &members);
        }
        for (token, account) in &seed.tokens {
            self.add_token(token, account);
        }
        for key in &seed.api_keys {
            self.add_api_key(key);
        }
        seed.drives.iter().try_for_each(|drive| self.plant_drive(drive))?;
        seed.spreadsheets.iter().try_for_each(|book| self.plant(book))
    }

    fn plant(&mut self, book: &SeedBook) -> Result<(), Refused> {
        let made = self.create_spreadsheet(&book.owner, &book.title, &book.locale, &book.time_zone)?;
        let id = match &book.id {
            Some(id) => self.rename_id(&made, id),
            None => made,
        };
        let owner = book.owner.to_lowercase();
        for (index, sheet) in book.sheets.iter().enumerate() {
            self.plant_sheet(&id, &owner, sheet, index == 0)?;
        }
        if let Some(drive) = &book.drive {
            if !self.drives.contains_key(drive) {
                return Err(Refused(format!("{drive} is no shared drive of the seed")));
            }
            self.move_to_drive(&id, drive);
        }
        for (email, role) in &book.share {
            let role = Role::parse(role).ok_or_else(|| Refused(format!("{role} is no role")))?;
            self.share(&id, email, role);
        }
        Ok(())
    }

    fn plant_drive(&mut self, drive: &SeedDrive) -> Result<(), Refused> {
        let mut members = Vec::new();
        for (email, role) in &drive.members {
            let role = Role::parse(role).filter(|role| *role < Role::Owner);
            members.push((email, role.ok_or_else(|| Refused("a member has no such role".to_owned()))?));
        }
        let first = members.iter().find(|(_, role)| *role == Role::Organizer);
        let (organizer, _) = first.ok_or_else(|| Refused(format!("{} has no organizer", drive.name)))?;
        let made = self.create_drive(&drive.name, organizer);
        let id = drive.id.as_ref().map_or_else(|| made.clone(), |id| self.rename_drive(&made, id));
        for (email, role) in members {
            self.add_member(&id, email, role);
        }
        Ok(())
    }

    /// Plants a tab; the one that every spreadsheet begins with gives way to the first, whatever that is called.
    fn plant_sheet(&mut self, id: &str, owner: &str, sheet: &SeedSheet, first: bool) -> Result<(), Refused> {
        let mut properties = json!({"title": sheet.title});
        let mut fields = "title".to_owned();
        if sheet.grid_properties.is_object() {
            properties["gridProperties"] = sheet.grid_properties.clone();
            fields.push_str(",gridProperties");
        }
        properties["sheetId"] = sheet.sheet_id.map_or(Value::Null, Value::from);
        let update = |properties: &Value, fields: &str| json!({"updateSheetProperties": {"properties": properties, "fields": fields}});
        let add = json!({"addSheet": {"properties": properties}});
        let requests = match sheet.sheet_id {
            Some(0) if first => vec![update(&properties, &fields)],
            _ if first => {
                let aside = if sheet.title == "-" { "--" } else { "-" };
                let aside = update(&json!({"sheetId": 0, "title": aside}), "title");
                vec![aside, add, json!({"deleteSheet": {"sheetId": 0}})]
            }
            _ => vec![add],
        };
        self.batch(id, owner, &requests)?;
        let range = format!("'{}'!A1", sheet.title.replace('\'', "''"));
        self.type_rows(id, &range, &sheet.rows)
    }

    /// Gives a file that was just made the id that it shall have.
    pub(crate) fn rename_id(&mut self, old: &str, new: &str) -> String {
        if let Some(mut file) = self.files.remove(old) {
            new.clone_into(&mut file.id);
            self.files.insert(new.to_owned(), file);
        }
        if let Some(mut book) = self.books.remove(old) {
            new.clone_into(&mut book.id);
            self.books.insert(new.to_owned(), book);
        }
        new.to_owned()
    }
}
