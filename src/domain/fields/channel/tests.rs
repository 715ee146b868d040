use super::*;
use crate::domain::form::Form;
use crate::testing::form;

fn read_in(form: &Form, typed: &str) -> Read<Channel> {
    form.channels().parse(&normalize::plain(typed))
}

fn read(typed: &str) -> Read<Channel> {
    read_in(form(), typed)
}

fn official(name: &str) -> Channel {
    Channel::Official(Network::new(name))
}

#[test]
fn the_four_networks_are_known_by_their_spellings() {
    let facebook = "facebook, Face, FB, f.b., feis, facebok, facbook, fanpage, Messenger, msn fb, facebbok, \
                    Facebook (mensaje interno), fecbook live, Facebook Messenger, facebook_messenger, \
                    FacebookPage, Página de Facebook, msj por fb, FB ESSMAR";
    let twitter = "x, twitter, twiter, tuiter, tw, twt, X (Twitter), x.com, Twitter/X, twitar, 𝕏, Red X, tuit, \
                   TwitterProfile, trino";
    let instagram = "instagram, insta, IG, inst, instragram, instagran, Instagrm, instragam, historia de IG, \
                     Instagram Direct, isntagram";
    let whatsapp = "whatsapp, whatsap, whatsaap, wathsapp, watsapp, whats, wpp, wsp, wasap, ws, wp, \
                    WhatsApp DM, wtsp, Wsap, guasap, WhatsApp Web, x whatsapp, llamada de WhatsApp, \
                    WhatsApp 300 000 0011, whatssap, wapp, wa";
    let cases =
        [("Facebook", facebook), ("Twitter/X", twitter), ("Instagram", instagram), ("WhatsApp", whatsapp)];

    for (network, spellings) in cases {
        for typed in spellings.split(", ") {
            assert_eq!(read(typed), Read::clean(official(network)), "{typed}");
        }
    }
}

#[test]
fn a_network_is_known_by_the_entitys_own_account() {
    for (typed, network) in [
        ("essmar_esp", "Twitter/X"),
        ("@essmar_esp", "Twitter/X"),
        ("X: @ESSMAR_ESP", "Twitter/X"),
        ("essmaresp", "Instagram"),
        ("(@essmaresp)", "Instagram"),
        ("Instagram@essmaresp", "Instagram"),
        ("Empresa de Servicios públicos del Distrito de Santa Marta", "Facebook"),
        ("Página Empresa de servicio publicos del Distrito de Santa Marta - ESSMAR", "Facebook"),
        ("Facebook: Empresa de Servicios Públicos del Distrito de Santa Marta", "Facebook"),
    ] {
        assert_eq!(read(typed), Read::clean(official(network)), "{typed}");
    }
}

#[test]
fn a_network_is_known_by_a_link() {
    for (typed, network) in [
        ("wa.me/573000000001", "WhatsApp"),
        ("https://api.whatsapp.com/send?phone=573000000001", "WhatsApp"),
        ("instagram.com/essmaresp", "Instagram"),
        ("https://www.instagram.com/stories/essmaresp/31415/", "Instagram"),
        ("https://www.instagram.com/p/Cx0/?igsh=1", "Instagram"),
        ("https://ig.me/m/essmaresp", "Instagram"),
        ("https://x.com/essmar_esp/status/31415", "Twitter/X"),
        ("mobile.twitter.com/essmar_esp", "Twitter/X"),
        ("https://t.co/abc", "Twitter/X"),
        ("https://m.facebook.com/share/p/31415/", "Facebook"),
        ("fb.watch/abc", "Facebook"),
        ("facebook.com/Empresa-de-Servicios-publicos-del-Distrito-de-Santa-Marta-31415", "Facebook"),
        ("https://www.facebook.com/permalink.php?story_fbid=1", "Facebook"),
        ("m.me/", "Facebook"),
    ] {
        assert_eq!(read(typed), Read::clean(official(network)), "{typed}");
    }
    for typed in ["https://www.tiktok.com/@essmar", "youtu.be/abc"] {
        assert_eq!(read(typed).value, Some(Channel::OffList), "{typed}");
    }
    assert_eq!(read("facebook.com.example/essmaresp").value, None, "a host that only looks like Facebook's");
}

#[test]
fn an_account_that_is_not_the_entitys_is_a_finding() {
    for (typed, network) in [
        ("Instagram @aguas.prueba", "Instagram"),
        ("@essmar_esp_oficial X", "Twitter/X"),
        ("Twitter essmar_oficial", "Twitter/X"),
        ("instagram.com/essmar_esp", "Instagram"),
        ("https://x.com/perfil.prueba/status/31415", "Twitter/X"),
        ("facebook.com/otra.pagina", "Facebook"),
        ("Facebook @essmaresp", "Facebook"),
    ] {
        let read = read(typed);
        assert_eq!(read, Read::doubtful(official(network), Rule::ForeignAccount), "{typed}");
    }
    for typed in ["@perfil.prueba", "essmar_es", "@essmaresp1"] {
        let read = read(typed);
        assert_eq!(
            (read.value, read.rules),
            (None, vec![Rule::UnknownNetwork, Rule::ForeignAccount]),
            "{typed}"
        );
    }
    // Where the form knows no account nobody can tell, and an e-mail address is none.
    for typed in ["WhatsApp @perfil.prueba", "Facebook ana@correo.example"] {
        assert_eq!(read(typed).rules, [], "{typed}");
    }
}

#[test]
fn other_media_are_kept_and_noticed() {
    for typed in
        ["tiktok", "YouTube", "threads", "telegram", "correo", "llamada", "presencial", "página web", "SMS"]
    {
        assert_eq!(read(typed), Read::doubtful(Channel::OffList, Rule::OffListNetwork), "{typed}");
    }
    // "twitr" is too short to be guessed.
    for typed in ["paloma mensajera", "twitr", "mensaje interno", "ESSMAR ESP", "essmar-esp", "3000000011"] {
        assert_eq!(read(typed), Read::refused(Rule::UnknownNetwork), "{typed}");
    }
    assert_eq!(read("  "), Read::refused(Rule::MissingNetwork));
}

#[test]
fn of_two_networks_the_first_is_kept() {
    for typed in [
        "Facebook / Instagram",
        "fb e ig",
        "face y whatsapp",
        "Facebook y X",
        "Facebook, correo",
        "facebook.com/share/p/1 - instagram.com/p/1",
    ] {
        let read = read(typed);
        assert_eq!(read.value, Some(official("Facebook")), "{typed}");
        assert_eq!(read.rules, [Rule::SeveralNetworks], "{typed}");
    }
    assert_eq!(read("@essmaresp y @essmar_esp").rules, [Rule::SeveralNetworks]);
    assert_eq!(read("Facebook - página web"), Read::clean(official("Facebook")));
}

#[test]
fn a_networks_own_name_reads_back() {
    for network in form().networks() {
        assert_eq!(read(network.name()), Read::clean(Channel::Official(network.clone())));
    }
}

#[test]
fn what_the_message_was_is_no_second_network() {
    for typed in ["Instagram DM", "ig inbox", "comentario en Instagram", "mención instagram", "IG etiqueta"]
    {
        assert_eq!(read(typed), Read::clean(official("Instagram")), "{typed}");
    }
}

#[test]
fn an_operator_adds_a_network_and_accounts() {
    let own = "[networks.tiktok]\nname = \"TikTok\"\nspellings = [\"tik tok\", \"tt\"]\nlinks = [\"tiktok.com\"]\n\
               accounts = [\"@essmar.oficial\"]\n\
               [networks.whatsapp]\naccounts = [\"+57 300 000 0001\"]\n";
    let form = Form::from_toml(own).unwrap();
    let names: Vec<&str> = form.networks().iter().map(Network::name).collect();
    assert_eq!(names, ["Facebook", "Instagram", "Twitter/X", "WhatsApp", "TikTok"]);
    for typed in
        ["TikTok", "tt", "tik-tok", "@essmar.oficial", "https://www.tiktok.com/@essmar.oficial/video/1"]
    {
        assert_eq!(read_in(&form, typed), Read::clean(official("TikTok")), "{typed}");
    }
    let foreign = Read::doubtful(official("TikTok"), Rule::ForeignAccount);
    assert_eq!(read_in(&form, "TikTok @perfil.prueba"), foreign);
    assert_eq!(read_in(&form, "YouTube").rules, [Rule::OffListNetwork]);

    assert_eq!(read_in(&form, "wa.me/573000000001"), Read::clean(official("WhatsApp")));
    let foreign = Read::doubtful(official("WhatsApp"), Rule::ForeignAccount);
    assert_eq!(read_in(&form, "wa.me/573000000002"), foreign);
    assert_eq!(read_in(&form, "WhatsApp @perfil.prueba"), Read::clean(official("WhatsApp")));
}
