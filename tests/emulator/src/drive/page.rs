//! Pages of Drive's lists: how long one may be, and the tokens that lead from one to the next.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::ApiError;
use crate::server::Call;

/// One of the lists that Drive answers by pages.
pub(super) struct Paging {
    /// A token of one list is none of another.
    pub(super) list: &'static str,
    /// How many there are on a page when nothing is said.
    pub(super) standard: usize,
    /// The most there can be.
    pub(super) most: usize,
}

impl Paging {
    /// The length of a page. Several lengths are not held to the range; the first is taken as near as it may be.
    pub(super) fn size(&self, call: &Call) -> Result<usize, ApiError> {
        let given: Vec<i64> = call.all("pageSize").iter().filter_map(|text| text.parse().ok()).collect();
        let Some(first) = given.first() else { return Ok(self.standard) };
        let within = usize::try_from(*first).ok().filter(|size| (1..=self.most).contains(size));
        match within {
            Some(size) => Ok(size),
            None if given.len() == 1 => Err(ApiError::page_size(*first, self.most)),
            None if *first < 1 => Ok(self.most.min(500)),
            None => Ok(self.most),
        }
    }

    /// Where the page begins.
    pub(super) fn start(&self, call: &Call) -> Result<usize, ApiError> {
        let Some(token) = call.one("pageToken").filter(|token| !token.is_empty()) else { return Ok(0) };
        self.read(token).ok_or_else(|| ApiError::value("pageToken"))
    }

    fn read(&self, token: &str) -> Option<usize> {
        let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix(MARK)?).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        text.strip_prefix(self.list)?.strip_prefix(' ')?.parse().ok()
    }

    /// The token of the page that begins there.
    pub(super) fn token(&self, start: usize) -> String {
        format!("{MARK}{}", URL_SAFE_NO_PAD.encode(format!("{} {start}", self.list)))
    }
}

const MARK: &str = "~!!~";
