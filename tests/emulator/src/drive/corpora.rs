//! Which files a list is of: an account's own and those shared with it, a shared drive's, or all of these.

use super::File;
use crate::error::ApiError;
use crate::server::Call;
use crate::world::World;

/// What a call looks through.
pub(super) struct Corpora {
    /// Files in shared drives are among them.
    drives: bool,
    /// Only the files of this drive are.
    only: Option<String>,
}

/// Whether the caller knows of shared drives.
pub(crate) fn supports_drives(call: &Call) -> bool {
    call.flag("supportsAllDrives") || call.flag("supportsTeamDrives")
}

impl Corpora {
    /// What the call asks to look through.
    pub(super) fn read(world: &World, call: &Call) -> Result<Self, ApiError> {
        let either =
            |ask: fn(&Call, &str) -> bool, names: [&str; 2]| names.iter().any(|name| ask(call, name));
        let includes = ["includeItemsFromAllDrives", "includeTeamDriveItems"];
        let supports = ["supportsAllDrives", "supportsTeamDrives"];
        // This check knows one spelling only of what is true.
        if either(Call::spelled_true, includes) && !either(Call::spelled_true, supports) {
            let text = "The supportsAllDrives parameter was not set to true.";
            return Err(ApiError::drive(403, "supportsTeamDrivesRequired", None, text));
        }
        let drives = either(Call::flag, includes) && either(Call::flag, supports);
        let corpora = call.one("corpora").filter(|text| !text.is_empty()).unwrap_or("user");
        let only = call.one("driveId").or_else(|| call.one("teamDriveId")).filter(|id| !id.is_empty());
        let one = match corpora {
            "drive" | "teamDrive" => true,
            "user" | "domain" | "allDrives" | "allTeamDrives" | "default" => false,
            _ => return Err(ApiError::value("corpora")),
        };
        if one != only.is_some() {
            let text = "The driveId parameter must be specified if and only if corpora is set to drive.";
            return Err(ApiError::drive(403, "teamDriveIdRequiresTeamDriveCorpora", None, text));
        }
        if (one || corpora.starts_with("all")) && !drives {
            let text = format!(
                "The includeItemsFromAllDrives parameter must be set to true when corpora is set to {corpora}."
            );
            return Err(ApiError::drive(403, "teamDriveIncludeItemsRequired", None, text));
        }
        if let Some(id) = only {
            world.is_member(id, &call.account)?;
        }
        Ok(Self { drives, only: only.map(str::to_owned) })
    }

    /// What `changes.list` asks for: a drive is named, or none is.
    pub(super) fn of_changes(world: &World, call: &Call) -> Result<Self, ApiError> {
        let drives = call.flag("includeItemsFromAllDrives") || call.flag("includeTeamDriveItems");
        if drives && !supports_drives(call) {
            let text = "The supportsAllDrives parameter was not set to true.";
            return Err(ApiError::drive(403, "supportsTeamDrivesRequired", None, text));
        }
        let only = call.one("driveId").or_else(|| call.one("teamDriveId")).filter(|id| !id.is_empty());
        if let Some(id) = only {
            world.is_member(id, &call.account)?;
        }
        Ok(Self { drives, only: only.map(str::to_owned) })
    }

    /// Whether a file is among those.
    pub(super) fn has(&self, file: &File) -> bool {
        match (&file.drive, &self.only) {
            (None, only) => only.is_none(),
            // The folder that is the drive itself is in no list.
            (Some(drive), _) if *drive == file.id => false,
            (Some(drive), Some(only)) => drive == only,
            (Some(_), None) => self.drives,
        }
    }
}
