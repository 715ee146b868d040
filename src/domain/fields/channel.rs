//! The social network a report came through, and the entity's own accounts there.

mod links;
mod words;

use std::fmt;
use std::sync::Arc;

use links::{Host, NetworkLink};
use words::CellWords;

use crate::domain::fields::Read;
use crate::domain::fields::lexicon::Lexicon;
use crate::domain::finding::Rule;
use crate::sheet::normalize;

/// A network on which the entity has an official account (CE-P08, and the operator's form), by its name as
/// the hand-off tab shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network(Arc<str>);

impl Network {
    /// The network with a name.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name as the hand-off tab shows it.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Returns `true` for WhatsApp, whose users write from a telephone number.
    pub fn is_whatsapp(&self) -> bool {
        self.name() == "WhatsApp"
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A known way in: an official network, or a medium that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Channel {
    /// One of the official networks.
    Official(Network),
    /// A network or medium that is not official; the cell says which.
    OffList,
}

/// An official network, as the form describes it.
#[derive(Clone, Copy, Debug)]
pub struct OfficialNetwork<'a> {
    /// The key of its table in the form's file.
    pub key: &'a str,
    /// The name.
    pub name: &'a str,
    /// How people write it.
    pub spellings: &'a [String],
    /// The hosts of its links: `instagram.com`.
    pub links: &'a [String],
    /// The entity's accounts there, as the network shows them; without any, no account is judged.
    pub accounts: &'a [String],
}

/// The media that are no official networks, as the form describes them.
#[derive(Clone, Copy, Debug, Default)]
pub struct OtherMedia<'a> {
    /// How people write them.
    pub spellings: &'a [String],
    /// The hosts of their links.
    pub links: &'a [String],
    /// Words that name a medium alone, and beside a network only say how it was used: `web`, `llamada`.
    pub ways: &'a [String],
}

/// The form does not say which network is which.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct NetworksError {
    /// The key of the network's table in the form's file.
    pub key: String,
    problem: NetworksProblem,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum NetworksProblem {
    #[error("a network needs a name of its own")]
    Name,
    #[error("\"{0}\" names two networks")]
    Ambiguous(String),
}

/// A channel by its place in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Medium {
    /// The official network at a place of [`Channels::networks`].
    Official(usize),
    /// Another medium.
    Other,
    /// Another medium, which beside a network only says how it was used.
    Way,
}

/// The channels of the form: how people write them, and the entity's accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channels {
    networks: Vec<Network>,
    spellings: Lexicon<Medium>,
    hosts: Vec<Host>,
    accounts: Vec<Account>,
}

/// An account of the entity.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Account {
    /// The place of its network.
    network: usize,
    /// Normalized, without `@`.
    text: String,
}

impl Account {
    /// Returns `true` if a normalized handle, or the part of a link that stands for one, is this account. A
    /// page whose name has several words stands in a link without the spaces, perhaps with a number behind;
    /// a telephone number with or without the country's code.
    fn is(&self, handle: &str) -> bool {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        if self.is_page() {
            let ends_in = |c: char| c.is_ascii_digit() || c == '-';
            return normalize::key(handle.trim_end_matches(ends_in)) == normalize::key(&self.text);
        }
        if self.is_number() {
            let (own, other) = (digits(&self.text), digits(handle));
            return other.len() >= 10 && (own.ends_with(&other) || other.ends_with(&own));
        }
        self.text == handle
    }

    /// Returns `true` if the account is the name of a page, of several words.
    fn is_page(&self) -> bool {
        self.text.contains(' ') && !self.is_number()
    }

    /// Returns `true` if the account is a telephone number.
    fn is_number(&self) -> bool {
        self.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-'))
    }
}

/// The networks and accounts that a cell names, in its order.
#[derive(Debug, Default)]
struct Named {
    media: Vec<Medium>,
    /// Handles and the accounts of links, the latter with the place of the link's network.
    handles: Vec<(String, Option<usize>)>,
}

impl Named {
    fn add(&mut self, medium: Medium) {
        if !self.media.contains(&medium) {
            self.media.push(medium);
        }
    }
}

impl Channels {
    /// The channels of official networks and other media; where both claim a spelling, the network has it.
    ///
    /// # Errors
    /// When a network has no name of its own, or two networks share a spelling or a link.
    pub fn new<'a>(
        networks: impl IntoIterator<Item = OfficialNetwork<'a>>,
        other: OtherMedia<'a>,
    ) -> Result<Self, NetworksError> {
        let mut channels = Self::default();
        let mut spellings: Vec<(&str, Medium)> = Vec::new();
        spellings.extend(other.spellings.iter().map(|text| (text.as_str(), Medium::Other)));
        spellings.extend(other.ways.iter().map(|text| (text.as_str(), Medium::Way)));
        let media = spellings.len();

        for (place, network) in networks.into_iter().enumerate() {
            let fault = |problem| NetworksError { key: network.key.to_owned(), problem };
            let name = normalize::key(network.name);
            if name.is_empty() || channels.networks.iter().any(|known| normalize::key(known.name()) == name) {
                return Err(fault(NetworksProblem::Name));
            }

            let own = network.spellings.iter().map(String::as_str).chain([network.name]);
            for text in own {
                let key = normalize::key(text);
                let is_of_another = |(known, medium): &(&str, Medium)| {
                    *medium != Medium::Official(place) && normalize::key(known) == key
                };
                if spellings.iter().skip(media).any(is_of_another) {
                    return Err(fault(NetworksProblem::Ambiguous(text.to_owned())));
                }
                spellings.push((text, Medium::Official(place)));
            }

            if let Some(text) = channels.add_hosts(network.links, Medium::Official(place)) {
                return Err(fault(NetworksProblem::Ambiguous(text.clone())));
            }
            let accounts = network.accounts.iter().map(|text| Account {
                network: place,
                text: normalize::plain(text).trim_start_matches('@').to_owned(),
            });
            channels.accounts.extend(accounts.filter(|account| !account.text.is_empty()));
            channels.networks.push(Network::new(network.name.trim()));
        }

        // A network that the operator made official is no other medium any more.
        let _ = channels.add_hosts(other.links, Medium::Other);
        channels.spellings = Lexicon::new(spellings);
        Ok(channels)
    }

    /// Adds the hosts of links, and returns one of the links whose host is another network's already.
    fn add_hosts<'a>(&mut self, links: &'a [String], medium: Medium) -> Option<&'a String> {
        let mut taken = None;
        for text in links {
            let host = Host::new(text, medium);
            if self.hosts.iter().any(|known| known.is_same(&host) && !known.is_of(medium)) {
                taken = Some(text);
            } else {
                self.hosts.push(host);
            }
        }
        taken
    }

    /// The official networks, in the order of the form.
    pub fn networks(&self) -> &[Network] {
        &self.networks
    }

    /// Reads a normalized text as a channel: by the spelling of the whole, by words and links, by the
    /// entity's own accounts, and by words in which a letter or two are wrong.
    pub fn parse(&self, normalized: &str) -> Read<Channel> {
        if normalized.is_empty() {
            return Read::refused(Rule::MissingNetwork);
        }
        let is_handle = normalized.starts_with('@') || normalized.contains('_');
        if let Some(medium) = self.spellings.get(normalized).filter(|_| !is_handle) {
            return self.read(medium);
        }

        let mut named = self.named(normalized);
        let accounts = self.networks_of_accounts(&named);
        if !named.media.iter().any(|medium| matches!(medium, Medium::Official(_))) {
            for place in accounts {
                named.add(Medium::Official(place));
            }
        }
        if named.media.iter().any(|medium| matches!(medium, Medium::Official(_))) {
            named.media.retain(|medium| *medium != Medium::Way);
        }

        let mut read = match named.media.as_slice() {
            [] => Read::refused(Rule::UnknownNetwork),
            [only] => self.read(*only),
            [first, others @ ..] => {
                let read = self.read(*first);
                let same = others.iter().all(|other| self.channel(*other) == read.value);
                if same { read } else { read.noting(Rule::SeveralNetworks) }
            }
        };
        if self.names_an_account_of_others(&named) {
            read = read.noting(Rule::ForeignAccount);
        }
        read
    }

    fn read(&self, medium: Medium) -> Read<Channel> {
        match self.channel(medium) {
            Some(channel @ Channel::Official(_)) => Read::clean(channel),
            Some(Channel::OffList) => Read::doubtful(Channel::OffList, Rule::OffListNetwork),
            None => Read::refused(Rule::UnknownNetwork),
        }
    }

    fn channel(&self, medium: Medium) -> Option<Channel> {
        match medium {
            Medium::Official(place) => self.networks.get(place).cloned().map(Channel::Official),
            Medium::Other | Medium::Way => Some(Channel::OffList),
        }
    }

    /// Everything that a cell says of networks and accounts.
    fn named(&self, normalized: &str) -> Named {
        let mut named = Named::default();
        let mut rest = CellWords::of(normalized);
        for page in self.accounts.iter().filter(|account| account.is_page()) {
            if rest.take(&page.text) {
                named.handles.push((page.text.clone(), None));
            }
        }

        for (chunk, next) in rest.chunks() {
            match NetworkLink::of(chunk, &self.hosts) {
                Some(link) => {
                    named.add(link.medium);
                    let place = if let Medium::Official(place) = link.medium { Some(place) } else { None };
                    named.handles.extend(link.account.map(|account| (account, place)));
                }
                None => self.read_chunk(chunk, next, &mut named),
            }
        }

        named
    }

    /// Reads what stands between two spaces and is no link to a known network. `next` is what follows.
    fn read_chunk(&self, chunk: &str, next: Option<&str>, named: &mut Named) {
        // "x whatsapp" is "por WhatsApp".
        if chunk == "x" && next.is_some_and(|next| self.spelt(next).is_some()) {
            return;
        }
        if words::is_email(chunk) || links::is_link(chunk) {
            return;
        }

        for word in words::of_chunk(chunk) {
            let plain = word.trim_start_matches('@');
            let is_account = self.accounts.iter().any(|account| account.is(plain));
            if is_account || word.starts_with('@') {
                named.handles.push((plain.to_owned(), None));
                continue;
            }
            let parts = || word.split('_').filter_map(|part| self.spelt(part));
            let media: Vec<Medium> =
                self.spelt(word).map_or_else(|| parts().collect(), |medium| vec![medium]);
            if media.is_empty() && words::looks_like_a_handle(word) {
                named.handles.push((word.to_owned(), None));
            }
            for medium in media {
                named.add(medium);
            }
        }
    }

    /// The medium that a word spells, rightly or nearly.
    fn spelt(&self, word: &str) -> Option<Medium> {
        let word: String = word.chars().filter(|c| *c != '.').collect();
        if word.contains('_') || !word.chars().any(char::is_alphanumeric) {
            return None;
        }
        self.spellings.get(&word).or_else(|| self.misspelt(&word))
    }

    /// The one medium whose spelling differs by a letter from a word of six letters, or by two from one of
    /// eight.
    fn misspelt(&self, word: &str) -> Option<Medium> {
        let length = word.chars().count();
        if length < 6 {
            return None;
        }

        let within = |most: usize, least: usize| {
            let found = self.spellings.iter().filter(|(known, _)| {
                known.chars().count() >= least && strsim::osa_distance(known, word) <= most
            });
            let mut found = found.map(|(_, medium)| medium);
            let first = found.next()?;
            found.all(|other| other == first).then_some(first)
        };
        within(1, 6).or_else(|| if length < 8 { None } else { within(2, 8) })
    }

    /// The places of the networks whose accounts stand in a cell. An account that two networks have alike
    /// says nothing.
    fn networks_of_accounts(&self, named: &Named) -> Vec<usize> {
        let of = |handle: &String| {
            let mut places = self.accounts.iter().filter(|account| account.is(handle));
            let first = places.next()?.network;
            places.all(|account| account.network == first).then_some(first)
        };
        named
            .handles
            .iter()
            .filter(|(_, place)| place.is_none())
            .filter_map(|(handle, _)| of(handle))
            .collect()
    }

    /// Returns `true` if a cell names an account that is not the entity's on the network of the cell. Where
    /// the form knows no account of a network, nobody can tell.
    fn names_an_account_of_others(&self, named: &Named) -> bool {
        let official =
            |medium: &Medium| if let Medium::Official(place) = medium { Some(*place) } else { None };
        let places: Vec<usize> = named.media.iter().filter_map(official).collect();

        named.handles.iter().any(|(handle, place)| {
            let places: Vec<usize> = place.map_or_else(|| places.clone(), |place| vec![place]);
            let own = |account: &Account| places.is_empty() || places.contains(&account.network);
            let mut accounts = self.accounts.iter().filter(|account| own(account)).peekable();
            // Of a network of telephone numbers a name says nothing.
            let is_name = handle.chars().any(char::is_alphabetic);
            let is_judged =
                accounts.peek().is_some() && !(is_name && accounts.clone().all(Account::is_number));
            is_judged && !accounts.any(|account| account.is(handle))
        })
    }
}

#[cfg(test)]
mod tests;
