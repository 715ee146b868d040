//! Folders: what becomes of what is in them.

use super::FOLDER;
use crate::error::ApiError;
use crate::world::World;

impl World {
    /// Everything in a folder and in the folders in it; the folder itself is not among it.
    pub(crate) fn within(&self, folder: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut looked = 0;
        let mut at = folder.to_owned();
        loop {
            let here = self.files.values().filter(|file| file.parent.as_deref() == Some(&at));
            // A folder that was moved into itself is not gone through twice.
            let new = here.filter(|file| file.id != folder && !found.contains(&file.id));
            found.extend(new.map(|file| file.id.clone()).collect::<Vec<_>>());
            let Some(next) = found.get(looked) else { return found };
            at.clone_from(next);
            looked += 1;
        }
    }

    /// Removes a file for good, and a folder with all that is in it.
    pub(crate) fn forget_all(&mut self, id: &str) {
        if self.files.get(id).is_some_and(|file| file.mime == FOLDER) {
            for file in self.within(id) {
                self.forget(&file);
            }
        }
        self.forget(id);
    }

    /// Throws a file away or takes it back, and along with a folder what is in it.
    pub(crate) fn bin(&mut self, id: &str, trashed: bool) {
        for within in self.within(id) {
            if let Some(file) = self.files.get_mut(&within).filter(|file| !file.trashed || file.trashed_along)
            {
                file.trashed = trashed;
                file.trashed_along = trashed;
            }
        }
        if let Some(file) = self.files.get_mut(id) {
            file.trashed = trashed;
            file.trashed_along = false;
        }
    }

    /// Refuses to put a folder into itself.
    pub(crate) fn fits_into(&self, id: &str, folder: &str) -> Result<(), ApiError> {
        if id != folder && !self.within(id).iter().any(|within| within == folder) {
            return Ok(());
        }
        let text = "The parent of a folder cannot be the folder itself or one in it.";
        Err(ApiError::drive(403, "cyclicMembershipsNotAllowed", None, text))
    }

    /// What a shortcut leads to.
    pub(crate) fn shortcut(&self, target: &str) -> Result<serde_json::Value, ApiError> {
        let file = self.files.get(target).ok_or_else(|| ApiError::no_file(target))?;
        Ok(serde_json::json!({"targetId": target, "targetMimeType": file.mime}))
    }
}
