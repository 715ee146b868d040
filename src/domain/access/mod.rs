//! Who may open the file, and who can.
//!
//! CE-P08 shares form CE-F05 between two offices only. Whoever else can open it is counted and never
//! named: a stranger's address is personal data.

pub mod sharing;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Who may open the file, as configured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// People, groups and domains. The account the service acts as is always one of them.
    pub allowed: Vec<Allowed>,
    /// True if a file that others can open is refused, in place of handed over and said.
    pub strict: bool,
}

/// One entry of the list, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A person or a group.
    Address(String),
    /// A domain with everyone in it. It does not cover groups: they may have members elsewhere.
    Domain(String),
}

/// The text is neither an address nor a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither an e-mail address nor a domain")]
pub struct ParseAllowedError;

impl FromStr for Allowed {
    type Err = ParseAllowedError;

    fn from_str(text: &str) -> Result<Self, ParseAllowedError> {
        let text = text.trim().to_lowercase();
        let is_domain = |text: &str| {
            let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
            text.contains('.') && text.split('.').all(word)
        };
        match text.split_once('@') {
            Some((name, domain)) if !name.is_empty() && is_domain(domain) => Ok(Self::Address(text)),
            None if is_domain(&text) => Ok(Self::Domain(text)),
            _ => Err(ParseAllowedError),
        }
    }
}

/// To whom Drive gives access. It has no `Debug`: it holds addresses.
#[derive(Clone, PartialEq, Eq)]
pub struct Grant {
    /// To whom.
    pub whom: Grantee,
    /// True if they may write, and not only read.
    pub writes: bool,
}

/// A party to whom a file can be shared.
#[derive(Clone, PartialEq, Eq)]
pub enum Grantee {
    /// Whoever has the link.
    Anyone,
    /// Everyone in a domain.
    Domain(String),
    /// The members of a group, by its address.
    Group(String),
    /// A person, by address; empty where Drive does not tell it.
    Person(String),
}

/// Who can open the file and may not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// The access of anyone who has the link: `Some(true)` to write, `Some(false)` to read, `None`
    /// without such a link.
    pub link: Option<bool>,
    /// Whole domains.
    pub domains: BTreeSet<String>,
    /// How many groups.
    pub groups: usize,
    /// How many people.
    pub people: usize,
}

/// Finds who can open the file and may not.
pub fn audit(grants: &[Grant], allowed: &[Allowed], account: &str) -> Exposure {
    let account = account.to_lowercase();
    let listed = |address: &str| {
        address == account || allowed.iter().any(|one| *one == Allowed::Address(address.to_owned()))
    };
    let covered = |domain: &str| allowed.iter().any(|one| *one == Allowed::Domain(domain.to_owned()));
    let mut exposure = Exposure::default();

    for grant in grants {
        match &grant.whom {
            Grantee::Anyone => exposure.link = Some(exposure.link.unwrap_or(false) || grant.writes),
            Grantee::Domain(domain) => {
                let domain = domain.to_lowercase();
                if !covered(&domain) {
                    exposure.domains.insert(domain);
                }
            }
            Grantee::Group(address) => exposure.groups += usize::from(!listed(&address.to_lowercase())),
            Grantee::Person(address) => {
                let address = address.to_lowercase();
                let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
                exposure.people += usize::from(!listed(&address) && !covered(domain));
            }
        }
    }

    exposure
}

/// Finds who can open a file and cannot open another.
pub fn wider(grants: &[Grant], than: &[Grant], account: &str) -> Exposure {
    let parties = than.iter().filter_map(|grant| match &grant.whom {
        Grantee::Anyone => None,
        Grantee::Domain(domain) => Some(Allowed::Domain(domain.to_lowercase())),
        Grantee::Group(address) | Grantee::Person(address) => Some(Allowed::Address(address.to_lowercase())),
    });
    let exposure = audit(grants, &parties.collect::<Vec<_>>(), account);
    let open = than.iter().any(|grant| grant.whom == Grantee::Anyone);
    Exposure { link: exposure.link.filter(|_| !open), ..exposure }
}

impl Exposure {
    /// Returns `true` if nobody can open the file who may not.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Kinds and counts, in the words of the command line.
impl fmt::Display for Exposure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match self.link {
            Some(true) => parts.push("anyone who has the link, to write".to_owned()),
            Some(false) => parts.push("anyone who has the link".to_owned()),
            None => {}
        }

        parts.extend(self.domains.iter().map(|domain| format!("everyone at {domain}")));
        for (count, one, many) in [(self.groups, "group", "groups"), (self.people, "person", "people")] {
            if count > 0 {
                parts.push(format!("{count} {} not in access.allowed", if count == 1 { one } else { many }));
            }
        }

        f.write_str(&parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(texts: &[&str]) -> Vec<Allowed> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn found(grants: &[(Grantee, bool)], texts: &[&str]) -> String {
        let grants: Vec<Grant> =
            grants.iter().map(|(whom, writes)| Grant { whom: whom.clone(), writes: *writes }).collect();
        audit(&grants, &allowed(texts), "Office@essmar.example").to_string()
    }

    #[test]
    fn a_file_is_as_closed_as_another_when_nobody_more_can_open_it() {
        let grant = |whom| Grant { whom, writes: true };
        let ana = || grant(Grantee::Person("Ana@x.example".into()));
        let wider = |grants: &[Grant], than: &[Grant]| wider(grants, than, "office@x.example").to_string();
        assert_eq!(wider(&[ana()], &[ana(), grant(Grantee::Anyone)]), "");
        assert_eq!(wider(&[grant(Grantee::Anyone)], &[ana()]), "anyone who has the link, to write");
        assert_eq!(wider(&[ana()], &[]), "1 person not in access.allowed");
        assert_eq!(wider(&[grant(Grantee::Anyone)], &[grant(Grantee::Anyone)]), "");
    }

    #[test]
    fn an_entry_is_an_address_or_a_domain() {
        assert_eq!("Ana@X.example ".parse(), Ok(Allowed::Address("ana@x.example".into())));
        assert_eq!("X.example".parse(), Ok(Allowed::Domain("x.example".into())));
        for text in ["", "ana", "@x.example", "a@b@c.example", "x..example", "*.example", "x example.org"] {
            assert_eq!(text.parse::<Allowed>(), Err(ParseAllowedError), "{text}");
        }
    }

    #[test]
    fn whoever_is_not_listed_is_counted_and_not_named() {
        let person = |address: &str| (Grantee::Person(address.into()), true);
        let group = |address: &str| (Grantee::Group(address.into()), false);
        let domain = |name: &str| (Grantee::Domain(name.into()), false);
        let (office, ana, eve) =
            (person("office@ESSMAR.example"), person("Ana@essmar.example"), person("eve@x.example"));
        assert_eq!(found(std::slice::from_ref(&office), &[]), "");
        assert_eq!(
            found(&[office.clone(), ana.clone(), eve.clone()], &["essmar.example"]),
            "1 person not in access.allowed"
        );
        assert_eq!(found(&[ana, eve, person("")], &["eve@x.example"]), "2 people not in access.allowed");
        assert_eq!(found(&[group("g@essmar.example")], &["essmar.example"]), "1 group not in access.allowed");
        assert_eq!(found(&[group("g@essmar.example")], &["g@essmar.example"]), "");
        assert_eq!(
            found(&[domain("Essmar.example"), domain("x.example")], &["essmar.example"]),
            "everyone at x.example"
        );
        let link = |writes| (Grantee::Anyone, writes);
        assert_eq!(found(&[link(false)], &["essmar.example"]), "anyone who has the link");
        assert_eq!(found(&[link(true), link(false)], &[]), "anyone who has the link, to write");
    }
}
