//! Whom a new file is shared with.

use crate::domain::access::{Access, Allowed};

/// Who gets to write to a new file, and who does not although one could expect it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sharing {
    /// People and groups, by address.
    pub with: Vec<String>,
    /// Recipients of the notice who are not in the list of those who may.
    pub not_allowed: Vec<String>,
    /// Domains that may open the file; a whole domain is never given it.
    pub domains: Vec<String>,
}

/// Decides it: everybody whose address is in the list, and the recipients of the notice, unless there
/// is a list that does not cover them. The account has the file already.
pub fn sharing<'a>(
    access: Option<&Access>,
    recipients: impl IntoIterator<Item = &'a str>,
    account: &str,
) -> Sharing {
    let allowed = access.map(|access| access.allowed.as_slice());
    let mut sharing = Sharing::default();
    let put = |list: &mut Vec<String>, text: String| {
        if !list.contains(&text) && !text.eq_ignore_ascii_case(account) {
            list.push(text);
        }
    };

    for one in allowed.unwrap_or_default() {
        match one {
            Allowed::Address(address) => put(&mut sharing.with, address.clone()),
            Allowed::Domain(domain) => put(&mut sharing.domains, domain.clone()),
        }
    }

    for recipient in recipients {
        let recipient = recipient.to_lowercase();
        let domain = recipient.rsplit_once('@').map_or("", |(_, domain)| domain);
        let covers = |one: &Allowed| match one {
            Allowed::Address(address) => *address == recipient,
            Allowed::Domain(allowed) => allowed == domain,
        };
        let may = allowed.is_none_or(|allowed| allowed.iter().any(covers));
        put(if may { &mut sharing.with } else { &mut sharing.not_allowed }, recipient);
    }

    sharing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(texts: &[&str]) -> Access {
        Access { allowed: texts.iter().map(|text| text.parse().unwrap()).collect(), strict: false }
    }

    #[test]
    fn addresses_get_the_file_and_domains_do_not() {
        let shared = sharing(
            Some(&access(&["essmar.example", "grupo@essmar.example", "office@essmar.example"])),
            ["Clerks@essmar.example", "jefe@otra.example"],
            "Office@essmar.example",
        );
        assert_eq!(shared.with, ["grupo@essmar.example", "clerks@essmar.example"]);
        assert_eq!(shared.not_allowed, ["jefe@otra.example"]);
        assert_eq!(shared.domains, ["essmar.example"]);
        let open = sharing(None, ["clerks@essmar.example", "CLERKS@essmar.example"], "office@essmar.example");
        assert_eq!(open, Sharing { with: vec!["clerks@essmar.example".into()], ..Sharing::default() });
    }
}
