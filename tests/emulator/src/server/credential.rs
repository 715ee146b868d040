//! Who makes a request: the bearer of a token, the holder of an API key, or nobody.

use super::Wire;
use super::call::pairs;
use super::dispatch::parameters;
use super::system::downloads;
use crate::account::Token;
use crate::error::ApiError;
use crate::routes::Route;
use crate::schema::Service;
use crate::world::World;

/// What a request says of its sender.
enum Credential {
    /// A bearer token, which may be no good.
    Bearer(String),
    /// An `Authorization` header that is no bearer token.
    Other,
    Nobody,
}

impl Wire {
    fn credential(&self) -> Credential {
        let header = self.header("authorization");
        if let Some(token) = header.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("bearer ")) {
            return Credential::Bearer(header[token.len()..].trim().to_owned());
        }
        let named = |name: &str| matches!(name, "access_token" | "oauth_token");
        let given = pairs(&self.query).into_iter().find(|(name, _)| named(name));
        match given {
            Some((_, token)) => Credential::Bearer(token),
            None if header.is_empty() => Credential::Nobody,
            None => Credential::Other,
        }
    }

    /// The API key, from the header or the query.
    fn key(&self) -> Option<String> {
        let header = self.header("x-goog-api-key");
        if !header.is_empty() {
            return Some(header.to_owned());
        }
        pairs(&self.query)
            .into_iter()
            .find(|(name, key)| name == "key" && !key.is_empty())
            .map(|(_, key)| key)
    }

    /// The account that the token names, for the log.
    pub(crate) fn account(&self, world: &World) -> String {
        let Credential::Bearer(token) = self.credential() else { return String::new() };
        world.tokens.get(&token).map(|token| token.account.clone()).unwrap_or_default()
    }
}

/// The token of the request, or one of nobody for the holder of an API key who only reads.
pub(super) fn authenticate(world: &World, wire: &Wire, route: &Route) -> Result<Token, ApiError> {
    let key = wire.key();
    if key.as_ref().is_some_and(|key| !world.keys.takes(key)) {
        return Err(ApiError::bad_key(route.service));
    }
    let download = downloads(route, wire);
    match wire.credential() {
        Credential::Bearer(text) => {
            let token = world.tokens.get(&text);
            let good = token.filter(|token| token.expires.is_none_or(|at| at > world.now()));
            good.cloned().ok_or_else(|| {
                let exact = !download || wire.header("authorization").starts_with("Bearer ");
                if exact { ApiError::bad_credential() } else { ApiError::bad_download_credential() }
            })
        }
        Credential::Other if download => Err(ApiError::bad_download_credential()),
        Credential::Other => Err(ApiError::bad_credential()),
        Credential::Nobody if key.is_some() => keyed(wire, route),
        Credential::Nobody if download => {
            // Of the refusals of a download this is the last before the file is looked for.
            parameters(wire, route)?;
            Err(ApiError::no_key())
        }
        Credential::Nobody if wire.method == "GET" && route.service != Service::Gmail => {
            Err(ApiError::unregistered())
        }
        Credential::Nobody => Err(ApiError::no_credential(route.service, &route.rpc())),
    }
}

/// What is about an account itself, and so nothing for the holder of a key.
const PERSONAL: [&str; 6] = [
    "about.get",
    "changes.getStartPageToken",
    "changes.list",
    "drives.get",
    "drives.list",
    "files.generateIds",
];

fn keyed(wire: &Wire, route: &Route) -> Result<Token, ApiError> {
    let reads = wire.method == "GET" && route.service != Service::Gmail;
    if reads && !PERSONAL.contains(&route.method.id) {
        return Ok(Token::nobody());
    }
    Err(ApiError::key_is_nobody(route.service, &route.rpc()))
}
