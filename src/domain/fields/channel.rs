//! The social network a report came through.

use std::fmt;

use crate::domain::fields::Read;
use crate::domain::fields::lexicon::Lexicon;
use crate::domain::finding::Rule;

/// A network on which ESSMAR has an official account (CE-P08).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Network {
    /// Facebook and its Messenger.
    Facebook,
    /// Twitter, now X.
    Twitter,
    /// Instagram.
    Instagram,
    /// WhatsApp.
    WhatsApp,
}

impl Network {
    /// All of them, in alphabetical order.
    pub const ALL: [Self; 4] = [Self::Facebook, Self::Instagram, Self::Twitter, Self::WhatsApp];

    /// The name as the hand-off tab shows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facebook => "Facebook",
            Self::Twitter => "Twitter/X",
            Self::Instagram => "Instagram",
            Self::WhatsApp => "WhatsApp",
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A known way in: one of the four, or one that CE-P08 does not list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// One of the four official networks.
    Official(Network),
    /// A network or medium that CE-P08 does not list; the cell says which.
    OffList,
}

/// The spellings of channels, from the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channels(Lexicon<Channel>);

impl Channels {
    /// Channels by their spellings.
    pub fn new<'a>(spellings: impl IntoIterator<Item = (&'a str, Channel)>) -> Self {
        Self(Lexicon::new(spellings))
    }

    /// Reads a normalized text as a channel: as a whole, then word by word, then by one letter's
    /// difference in a word of six letters or more.
    pub fn parse(&self, normalized: &str) -> Read<Channel> {
        if normalized.is_empty() {
            return Read::refused(Rule::MissingNetwork);
        }
        if let Some(channel) = self.0.get(normalized) {
            return judged(channel);
        }

        let mut found: Vec<Channel> = Vec::new();
        for word in normalized.split(|c: char| !(c.is_alphanumeric() || c == '.')) {
            let word = word.replace('.', "");
            if let Some(channel) = self.0.get(&word).or_else(|| self.misspelled(&word))
                && !found.contains(&channel)
            {
                found.push(channel);
            }
        }

        match found.as_slice() {
            [] => Read::refused(Rule::UnknownNetwork),
            [only] => judged(*only),
            [first, ..] => judged(*first).noting(Rule::SeveralNetworks),
        }
    }

    /// The one channel whose spelling differs by a letter.
    fn misspelled(&self, word: &str) -> Option<Channel> {
        if word.len() < 6 {
            return None;
        }

        let mut misspelled = self
            .0
            .iter()
            .filter(|(known, _)| known.len() >= 6 && strsim::osa_distance(known, word) == 1)
            .map(|(_, channel)| channel);
        let first = misspelled.next()?;
        misspelled.all(|other| other == first).then_some(first)
    }
}

fn judged(channel: Channel) -> Read<Channel> {
    match channel {
        Channel::Official(_) => Read::clean(channel),
        Channel::OffList => Read::doubtful(channel, Rule::OffListNetwork),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::normalize;
    use crate::testing::form;

    fn read(typed: &str) -> Read<Channel> {
        form().channels().parse(&normalize::plain(typed))
    }

    #[test]
    fn the_four_networks_are_known_by_their_spellings() {
        use Network::{Facebook, Instagram, Twitter, WhatsApp};
        let facebook = "facebook, Face, FB, f.b., feis, facebok, facbook, fanpage, Messenger, msn fb, facebbok, \
                        Facebook (mensaje interno)";
        let twitter = "x, twitter, twiter, tuiter, tw, twt, X (Twitter), x.com, Twitter/X, twitar";
        let instagram = "instagram, insta, IG, inst, instragram, instagran, Instagrm";
        let whatsapp =
            "whatsapp, whatsap, whatsaap, wathsapp, watsapp, whats, wpp, wsp, wasap, ws, wp, WhatsApp DM";
        let cases = [(Facebook, facebook), (Twitter, twitter), (Instagram, instagram), (WhatsApp, whatsapp)];

        for (network, spellings) in cases {
            for typed in spellings.split(", ") {
                assert_eq!(read(typed), Read::clean(Channel::Official(network)), "{typed}");
            }
        }
    }

    #[test]
    fn other_media_are_kept_and_noticed() {
        for typed in
            ["tiktok", "YouTube", "threads", "telegram", "correo", "llamada", "presencial", "página web"]
        {
            assert_eq!(read(typed), Read::doubtful(Channel::OffList, Rule::OffListNetwork), "{typed}");
        }
        // "twitr" is too short to be guessed.
        for typed in ["paloma mensajera", "twitr", "mensaje interno"] {
            assert_eq!(read(typed), Read::refused(Rule::UnknownNetwork), "{typed}");
        }
        assert_eq!(read("  "), Read::refused(Rule::MissingNetwork));
    }

    #[test]
    fn of_two_networks_the_first_is_kept() {
        for typed in ["Facebook / Instagram", "fb e ig", "face y whatsapp"] {
            let read = read(typed);
            assert_eq!(read.value, Some(Channel::Official(Network::Facebook)), "{typed}");
            assert_eq!(read.rules, [Rule::SeveralNetworks], "{typed}");
        }
    }

    #[test]
    fn a_networks_own_name_reads_back() {
        for network in [Network::Facebook, Network::Twitter, Network::Instagram, Network::WhatsApp] {
            assert_eq!(read(&network.to_string()), Read::clean(Channel::Official(network)));
        }
    }

    #[test]
    fn what_the_message_was_is_no_second_network() {
        for typed in [
            "Instagram DM",
            "ig inbox",
            "comentario en Instagram",
            "mención instagram",
            "historia de IG",
            "IG etiqueta",
        ] {
            assert_eq!(read(typed), Read::clean(Channel::Official(Network::Instagram)), "{typed}");
        }
    }
}
