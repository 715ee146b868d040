use super::*;
use crate::domain::finding::Rule;

#[test]
fn the_compiled_in_form_is_valid_and_names_every_field() {
    let file = parse(BUILTIN).unwrap();
    for field in Field::ALL {
        assert_eq!(file.headers[&field][0], field.header(), "{field:?}");
    }
    assert_eq!(Form::builtin().required_criteria(), Criterion::ALL);
    assert_eq!(Form::builtin().terms.response_days, 15);
}

#[test]
fn an_operators_key_replaces_the_compiled_in_one() {
    let form = Form::from_toml(
        "required_criteria = [\"objeto\"]\n[terms]\nday_one = \"same\"\n[networks.facebook]\nspellings = [\"el face\"]\n",
    )
    .unwrap();
    assert_eq!(form.required_criteria(), [Criterion::Subject]);
    assert_eq!(form.terms, Terms { day_one: DayOne::Same, ..Form::builtin().terms });
    assert_eq!(form.channels().parse("el face").rules, []);
    assert_eq!(form.channels().parse("fb").rules, [Rule::UnknownNetwork]);
    assert_eq!(form.channels().parse("insta").rules, []);
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_key() {
    for (text, message) in [
        ("[headers]\ndates = [\"Fecha\"]\n", "line 2: headers.dates: unknown variant `dates`"),
        ("[terms]\n\nresponce_days = 15\n", "line 3: terms.responce_days: unknown field `responce_days`"),
        ("[terms]\nresponse_days = \"15\"\n", "line 2: terms.response_days: invalid type: string \"15\""),
        ("required_criteria = [\"nombre\"]\n", "line 1: required_criteria: unknown variant `nombre`"),
        (
            "[dates]\nminimum_year = 1900\n",
            "line 2: dates.minimum_year: the year must be one of 1984 to 2100",
        ),
        ("[terms]\ninternal_margin_days = 15\n", "line 2: terms.internal_margin_days: the margin must be"),
        ("[[closure]]\ndate = \"29 de julio\"\n", "line 2: closure.date: \"29 de julio\" is no date"),
        (
            "[[closure]]\ndate = \"2026-07-29\"\nreason = \"día cívico\"\nact = \" \"\n",
            "line 4: closure.act: name the act that orders the closure",
        ),
        (
            "[[suspended]]\nholiday = \"Pascua\"\nfrom = \"2027-01-01\"\n",
            "line 2: suspended.holiday: \"Pascua\" is no holiday",
        ),
        (
            "[[together]]\nalert = \"silence\"\nall = [[]]\n",
            "line 3: together.all: words that stand together are one to seven lists",
        ),
        (
            "[[together]]\nalert = \"silencio\"\nall = [[\"a\"]]\n",
            "line 2: together.alert: unknown variant `silencio`",
        ),
        ("[dates]\nminimum_year = 2022\n\n[term]\nx = 1\n", "line 4: term: unknown field `term`"),
        (
            "[columns]\nmandatory = [\n  [\"date\"],\n  [\"dato\"],\n]\n",
            "line 4: columns.mandatory: unknown variant `dato`",
        ),
        (
            "[networks.tiktok]\nspellings = [\"tiktok\"]\n",
            "line 1: networks.tiktok: a network needs a name of its own",
        ),
        (
            "[networks.tiktok]\nname = \"TikTok\"\nspellings = [\"insta\"]\n",
            "line 1: networks.tiktok: \"insta\" names two networks",
        ),
        (
            "[networks.tiktok]\nname = \"TikTok\"\naccount = [\"a\"]\n",
            "line 3: networks.tiktok.account: unknown field `account`",
        ),
        (
            "[quality]\nno_user = [\"Vecino\", \"usuario\"]\n",
            "line 2: quality.no_user: a word of no_user stands in user too",
        ),
        ("[states]\nanswered = [\"Remitido\"]\n", "line 1: states: \"Remitido\" names two states"),
        ("[states]\nclosed = [\"Cerrado\"]\n", "line 2: states.closed: unknown variant `closed`"),
        ("[terms\n", "line 1"),
    ] {
        let error = Form::from_toml(text).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn the_states_have_an_operators_words_beside_their_own() {
    let form = Form::from_toml("[states]\nanswered = [\"Cerrado\", \"Contestado\"]\n").unwrap();
    assert_eq!(form.states().word(State::Answered), "Cerrado");
    assert_eq!(form.states().read("contestado"), Some(State::Answered));
    assert_eq!(form.states().read("Respondido"), Some(State::Answered));
    assert_eq!(Form::builtin().states(), &States::default());
}

/// The examples that stand in comments of the compiled-in form, each the lines from a table on.
#[test]
fn the_examples_of_closures_and_suspensions_are_of_use_as_they_stand() {
    let of_example = |line: &'static str| line.strip_prefix("#     ");
    let lines: Vec<&str> = BUILTIN.lines().skip_while(|line| !line.contains("[[closure]]")).collect();
    let text: Vec<&str> =
        lines.into_iter().take_while(|line| line.starts_with('#')).filter_map(of_example).collect();
    let form = Form::from_toml(&text.join("\n")).unwrap();

    let is_business_day = |day: &str| form.calendar().is_business_day(day.parse().unwrap());
    assert_eq!(is_business_day("2026-07-29"), Ok(false), "the closure");
    let builtin = Form::builtin();
    let chiquinquira = "2027-07-12".parse().unwrap();
    assert_eq!(builtin.calendar().is_business_day(chiquinquira), Ok(false));
    assert_eq!(form.calendar().is_business_day(chiquinquira), Ok(true), "the suspended holiday");
}

#[test]
fn closures_and_suspensions_reach_the_calendar() {
    let form = Form::from_toml(
        "[[closure]]\ndate = \"2026-07-29\"\nreason = \"día cívico\"\nact = \"Decreto 1 de 2026\"\n",
    )
    .unwrap();
    assert_eq!(form.calendar().is_business_day("2026-07-29".parse().unwrap()), Ok(false));
}
