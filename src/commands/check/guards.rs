//! The ground of "never twice": that Google refuses what is created under an id in use, and that
//! there is room for the guards that rest on it.

use crate::commands::check::report::CheckReport;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{self, IdSpace};
use crate::error::exit;
use crate::google::sheets::{Batch, change};
use crate::google::{self, ErrorKind, Refusal, RefusalKind};
use crate::session::Session;
use crate::steps::commit::METADATA;
use crate::steps::prune::NEARLY_FULL;

const NAME: &str = "guards";
/// The last hand-off that has ids: no spreadsheet comes to it, and no tab has its sheet id.
const NEVER: HandoffNumber = HandoffNumber::new(2_999_999);

/// How much of the storage for guards is used.
pub(super) fn storage(metadata: usize, report: &mut CheckReport) {
    let name = "guard storage";
    let message =
        format!("{metadata} of {METADATA} characters of metadata; what is older than 90 days is pruned");
    if metadata > NEARLY_FULL {
        report.warn(name, message, "remove the metadata that add-ons have left in the spreadsheet");
    } else {
        report.ok(name, message);
    }
}

/// Asks Google for metadata under one of the ids in use, in a batch that can never apply: its second
/// request names a tab that is not there. Requests are looked at in order, since a later one may use
/// what an earlier one makes; so it is the first that must be refused.
pub(super) async fn refusal(
    session: &Session<'_>,
    id_space: IdSpace,
    used: impl Iterator<Item = i32> + Clone,
    report: &mut CheckReport,
) {
    // The newest guard is never pruned; what is not ours may be gone by now.
    let guard = used.clone().filter(|id| id_space.number(*id).is_some()).max();
    let Some(used) = guard.or_else(|| used.max()) else {
        return report.ok(NAME, "no metadata id is in use yet; the first hand-off makes one");
    };

    // Of what empties a tab, only that which takes merged cells apart: harmless, were the tab there.
    let [unmerge, _] = change::clear(id_space.tab(NEVER));
    let changes = [change::create_metadata(used, ids::GUARD_KEY, "check".to_owned()), unmerge];
    let asked = match Batch::new(&changes) {
        Ok(batch) => session.apply(&batch).await,
        Err(error) => Err(error),
    };
    judge(session, asked, report);
}

fn judge(session: &Session<'_>, asked: Result<(), google::Error>, report: &mut CheckReport) {
    let gone = "Google no longer refuses a metadata id that is in use, so nothing keeps a hand-off from being written \
                twice";
    let remedy = "let no night run until `traslado rehearse` says that it does";

    match asked.map_err(|error| (error.kind.clone(), error)) {
        Err((
            ErrorKind::Refused(Refusal { request: Some(0) | None, what: RefusalKind::MetadataIdTaken }),
            _,
        )) => {
            report.ok(NAME, "a metadata id that is in use is refused, and the whole batch with it");
        }
        Err((ErrorKind::Refused(Refusal { request: Some(1), .. }), _)) | Ok(()) => {
            report.fail(NAME, exit::LEDGER, gone, remedy);
        }
        Err((ErrorKind::Refused(_), error)) => report.warn(
            NAME,
            format!("cannot tell whether a metadata id that is in use is refused ({error})"),
            "ask `traslado rehearse`, which tries it in a scratch spreadsheet",
        ),
        // That the account may not write has been said.
        Err((ErrorKind::Forbidden, _)) => report.skip(&[NAME]),
        Err((_, error)) => report.fail_with(NAME, &session.error(error)),
    }
}
