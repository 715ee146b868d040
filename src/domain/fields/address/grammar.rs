//! The grammar of Colombian addresses, from the whole to its parts. A production reads tokens from where
//! it stands; whatever comes before and behind is no business of it.

use winnow::Parser;
use winnow::combinator::{alt, not, opt, peek, preceded, repeat};
use winnow::error::EmptyError;
use winnow::stream::Range;
use winnow::token::any;

use super::token::Token;
use super::words::Parts;

type Tokens<'i, 't> = &'i [Token<'t>];
type Parsed = Result<(), EmptyError>;

/// Returns `true` if a full address stands in the tokens: a street with its plate, or a block with its
/// house.
pub(super) fn is_full(tokens: Tokens<'_, '_>) -> bool {
    has(tokens, street_with_plate) || has(tokens, block_with_house)
}

/// Returns `true` if a place stands in the tokens that a letter may find: a full address with something
/// missing, a place with a name, or a number in a place with a name. `in_neighbourhood` says that the place
/// is known otherwise.
pub(super) fn is_approximate(tokens: Tokens<'_, '_>, in_neighbourhood: impl FnOnce() -> bool) -> bool {
    let alone =
        alt((street_with_part_of_plate, plate_without_street, block_with_a_number, named_place, kilometre));
    if has(tokens, alone) || is_corner(tokens) {
        return true;
    }

    let street = has(tokens, numbered_street);
    let block = has(tokens, (part(Parts::BLOCK), label).void());
    let numbered = street || block || has(tokens, numbered_unit) || has(tokens, numbered_house);
    let building = has(tokens, (part(Parts::BUILDING), name).void());

    street && has(tokens, part(Parts::SITE))
        || numbered && has(tokens, named_site)
        || has(tokens, numbered_site)
        || is_unit_of_a_place(tokens)
        || (numbered || building) && in_neighbourhood()
}

// Streets

/// `Cra 5 # 22-45`, `KR 4 A 24 B 21`, `Av. Libertador 25-101`.
fn street_with_plate(input: &mut Tokens<'_, '_>) -> Parsed {
    alt((
        (street, compound_number, marks(1..), plate).void(),
        (street, street_number, marks(0..), plate).void(),
        (street, street_number, part(Parts::CROSSING), marks(0..), dashed_plate).void(),
        (named_street, part(Parts::SIGN), marks(0..), plate).void(),
        (named_street, dashed_plate).void(),
    ))
    .parse_next(input)
}

/// `Calle`, `Avenida Carrera`, `K`, and what may stand before the number: `Calle No. 22`.
fn street(input: &mut Tokens<'_, '_>) -> Parsed {
    let word = (part(Parts::STREET), opt(part(Parts::STREET))).void();
    let letter = (part(Parts::STREET_LETTER), peek(number_of(2))).void();
    (alt((word, letter)), several(0..=2, part(Parts::SIGN))).void().parse_next(input)
}

/// A street with a name for its number: `Avenida del Ferrocarril`.
fn named_street(input: &mut Tokens<'_, '_>) -> Parsed {
    (part(Parts::STREET), opt(part(Parts::STREET)), several(1..=5, name_word)).void().parse_next(input)
}

/// `29`, `5A bis`, `46 sur-este`, `1ra`, `quinta`.
fn street_number(input: &mut Tokens<'_, '_>) -> Parsed {
    (alt((number_of(3), part(Parts::NUMERAL))), several(0..=5, modifier)).void().parse_next(input)
}

/// A number that is made of two: `29F3`, `30 A - 2`.
fn compound_number(input: &mut Tokens<'_, '_>) -> Parsed {
    let dashed = (street_number, part(Parts::DASH), number_of(2), several(0..=3, modifier)).void();
    alt((joined_number, dashed)).parse_next(input)
}

/// `29F3`, without a space.
fn joined_number(input: &mut Tokens<'_, '_>) -> Parsed {
    (street_number, joined(number_of(2)), several(0..=3, modifier)).void().parse_next(input)
}

/// What follows the number of a street: a letter, `bis`, `sur`, `ra`.
fn modifier(input: &mut Tokens<'_, '_>) -> Parsed {
    let letter = token(|token| token.is(Parts::LETTER) && !token.is(Parts::CROSSING));
    let letters = token(|token| token.joined && token.parts == Parts::WORD && token.text.len() <= 3);
    let word = (opt(part(Parts::DASH)), part(Parts::MODIFIER));
    alt((letter.void(), letters.void(), word.void())).parse_next(input)
}

/// Number of the crossing street and of the house: `22-45`, `4e70`, `24 B 21`.
fn plate(input: &mut Tokens<'_, '_>) -> Parsed {
    alt((
        (compound_number, part(Parts::DASH), house_number).void(),
        (street_number, several(0..=2, part(Parts::DASH | Parts::SIGN)), house_number).void(),
    ))
    .parse_next(input)
}

/// A plate with its dash, which tells it from other numbers.
fn dashed_plate(input: &mut Tokens<'_, '_>) -> Parsed {
    (alt((joined_number, street_number)), several(1..=2, part(Parts::DASH)), house_number)
        .void()
        .parse_next(input)
}

/// The last number of a plate; one before a year is a month.
fn house_number(input: &mut Tokens<'_, '_>) -> Parsed {
    let year = token(|token| token.value(4).is_some_and(is_year));
    (token(|token| token.value(4).is_some()), not((part(Parts::DASH), year))).void().parse_next(input)
}

/// What stands between a street and its plate: `#`, `No.`, a dash, `carrera`.
fn marks<'i, 't: 'i>(times: impl Into<Range>) -> impl Parser<Tokens<'i, 't>, (), EmptyError> {
    several(times, part(Parts::SIGN | Parts::DASH | Parts::STREET))
}

/// `Calle 30`, wherever it is.
fn numbered_street(input: &mut Tokens<'_, '_>) -> Parsed {
    (street, alt((joined_number, street_number))).void().parse_next(input)
}

/// A street and a number beside it, or two with something between that is not understood: `Cra 5 # 22`,
/// `Calle 30 - 4`, `Cra 5 Nrp. 22 ssur 45`.
fn street_with_part_of_plate(input: &mut Tokens<'_, '_>) -> Parsed {
    let number = || alt((number_of(5), (part(Parts::WORD), joined(number_of(4))).void()));
    let unknown = || several(0..=3, alt((marks(1..=1), modifier, unknown_word)));
    alt((
        (alt((numbered_street, named_street)), several(1..=3, part(Parts::SIGN | Parts::DASH)), number())
            .void(),
        (numbered_street, unknown(), number(), unknown(), number()).void(),
        (
            named_street,
            unknown(),
            number(),
            several(0..=2, alt((modifier, unknown_word))),
            part(Parts::DASH),
            number(),
        )
            .void(),
    ))
    .parse_next(input)
}

/// A short word that plays no part, as one with a letter wrong may be.
fn unknown_word(input: &mut Tokens<'_, '_>) -> Parsed {
    token(|token| token.parts == Parts::WORD && token.text.len() <= 5).parse_next(input)
}

/// A plate after what is no street, or is none that is known: `Libertador # 25-101`, `5 # 22-45`, `Vra 5 22-45`.
fn plate_without_street(input: &mut Tokens<'_, '_>) -> Parsed {
    alt((
        (part(Parts::WORD | Parts::NUMBER), several(1..=3, part(Parts::SIGN)), dashed_plate).void(),
        (unknown_word, street_number, dashed_plate).void(),
    ))
    .parse_next(input)
}

/// Two streets that meet: `Calle 30 con carrera 4`, `Cra 5 entre 22 y 23`, `Av. Libertador con 25`.
fn is_corner(tokens: Tokens<'_, '_>) -> bool {
    let crossing = (several(1..=2, part(Parts::CROSSING)), opt(street), street_number).void();
    let avenue = (peek(part(Parts::AVENUE)), named_street).void();
    has(tokens, (alt((numbered_street, avenue)), crossing).void()) || count(tokens, numbered_street) > 1
}

// Blocks

/// `Mz F casa 12`, `Lote 12 Manzana F`, `Mz F-12`, `Manzana B No. 4`.
fn block_with_house(input: &mut Tokens<'_, '_>) -> Parsed {
    let other = |token: &Token<'_>| !token.is(Parts::HOUSE | Parts::BLOCK);
    let between = || several(0..=4, token(other));
    let mark = part(Parts::SIGN | Parts::DASH);

    alt((
        (part(Parts::BLOCK), alt((label, name)), between(), numbered_house).void(),
        (numbered_house, between(), part(Parts::BLOCK), alt((label, name))).void(),
        (part(Parts::BLOCK), label, several(0..=2, mark), number_of(4)).void(),
    ))
    .parse_next(input)
}

/// `casa 12`, `lote No. 4`, `C 12`.
fn numbered_house(input: &mut Tokens<'_, '_>) -> Parsed {
    let word = token(|token| token.is(Parts::HOUSE) && !token.is(Parts::LETTER));
    let letter = (part(Parts::HOUSE), several(0..=1, part(Parts::DASH)), peek(number_of(4))).void();
    (alt((word, letter)), label).void().parse_next(input)
}

/// The number or the letter of a block or of a house: `12`, `F`, `F1`, `letra F`, `Nro. 3`.
fn label(input: &mut Tokens<'_, '_>) -> Parsed {
    let number = (number_of(4), several(0..=1, joined(part(Parts::LETTER)))).void();
    let letters =
        token(|token| token.is(Parts::LETTER) || token.parts == Parts::WORD && token.text.len() <= 3);
    let letters = (letters, several(0..=1, joined(number_of(3)))).void();
    let word = token(|token| token.text == "letra");
    (
        several(0..=2, alt((part(Parts::SIGN | Parts::DASH), word))),
        alt((number, letters, part(Parts::NUMERAL))),
    )
        .void()
        .parse_next(input)
}

/// A block and another number, whatever that is of: `Manzana F apto 12`, `Mz casa 12`, `5 B manzana D`.
fn block_with_a_number(input: &mut Tokens<'_, '_>) -> Parsed {
    let other = |token: &Token<'_>| !token.is(Parts::NUMBER | Parts::CROSSING | Parts::FILLER);
    let between = || several(0..=3, token(other));
    alt((
        (part(Parts::BLOCK), opt(label), between(), number_of(4)).void(),
        (number_of(4), between(), part(Parts::BLOCK), label).void(),
    ))
    .parse_next(input)
}

// Places with a name

/// `Finca La Esperanza`, `Vereda El Campano`, `Parcela 12`.
fn named_place(input: &mut Tokens<'_, '_>) -> Parsed {
    (part(Parts::NAMED_PLACE), several(0..=2, part(Parts::SIGN)), alt((name, number_of(4))))
        .void()
        .parse_next(input)
}

/// `Km 4`, `4 km vía Minca`.
fn kilometre(input: &mut Tokens<'_, '_>) -> Parsed {
    alt((
        (part(Parts::KILOMETRE), number_of(3)).void(),
        (number_of(3), part(Parts::KILOMETRE), part(Parts::STREET), name).void(),
    ))
    .parse_next(input)
}

/// `Barrio Corea`, `Edificio Los Cocos`.
fn named_site(input: &mut Tokens<'_, '_>) -> Parsed {
    (part(Parts::SITE), alt((name, number_of(4)))).void().parse_next(input)
}

/// `Torre 2`, `apto 301`.
fn numbered_unit(input: &mut Tokens<'_, '_>) -> Parsed {
    (part(Parts::UNIT), label).void().parse_next(input)
}

/// Articles and a word that may name something.
fn name(input: &mut Tokens<'_, '_>) -> Parsed {
    (several(0..=3, part(Parts::ARTICLE)), name_word).void().parse_next(input)
}

/// A word that has no other part in an address, or a letter: `F. Pardo`.
fn name_word(input: &mut Tokens<'_, '_>) -> Parsed {
    let others = Parts::SIGN
        | Parts::STREET
        | Parts::BLOCK
        | Parts::HOUSE
        | Parts::MEASURE
        | Parts::LANDMARK
        | Parts::IDENTIFIER
        | Parts::SINCE
        | Parts::FILLER;
    let names = |token: &Token<'_>| {
        token.is(Parts::WORD) && !token.is(Parts::CROSSING) && (token.is(Parts::LETTER) || !token.is(others))
    };
    token(names).parse_next(input)
}

/// Returns `true` if a numbered unit stands in a place with a name or in another one: `apto 301 Los
/// Almendros`, `Edificio Los Cocos 302`, `Torre 2 apto 301`.
fn is_unit_of_a_place(tokens: Tokens<'_, '_>) -> bool {
    let named = (numbered_unit, several(1..=2, part(Parts::ARTICLE)), name_word).void();
    let units = count(tokens, numbered_unit);
    has(tokens, named) || units > 1 || units == 1 && has(tokens, numbered_house)
}

/// `Edificio Los Cocos 302`.
fn numbered_site(input: &mut Tokens<'_, '_>) -> Parsed {
    let number = token(|token| token.value(4).is_some_and(|value| !is_year(value)));
    let mark = part(Parts::SIGN | Parts::DASH);
    (part(Parts::SITE), several(1..=4, name_word), several(0..=1, mark), number).void().parse_next(input)
}

// Tokens

/// A token of a kind.
fn token<'i, 't: 'i>(is_wanted: impl Fn(&Token<'t>) -> bool) -> impl Parser<Tokens<'i, 't>, (), EmptyError> {
    any.verify(is_wanted).void()
}

/// A token that can play one of `parts`.
fn part<'i, 't: 'i>(parts: Parts) -> impl Parser<Tokens<'i, 't>, (), EmptyError> {
    token(move |token| token.is(parts))
}

/// A number of at most `digits` digits that is not nought.
fn number_of<'i, 't: 'i>(digits: usize) -> impl Parser<Tokens<'i, 't>, (), EmptyError> {
    token(move |token| token.value(digits).is_some_and(|value| value > 0))
}

/// A token without a space before it.
fn joined<'i, 't: 'i>(
    production: impl Parser<Tokens<'i, 't>, (), EmptyError>,
) -> impl Parser<Tokens<'i, 't>, (), EmptyError> {
    preceded(peek(token(|token| token.joined)), production)
}

/// As many as there are, of `times`.
fn several<'i, 't: 'i>(
    times: impl Into<Range>,
    production: impl Parser<Tokens<'i, 't>, (), EmptyError>,
) -> impl Parser<Tokens<'i, 't>, (), EmptyError> {
    repeat(times, production)
}

fn is_year(number: u32) -> bool {
    (1900..2100).contains(&number)
}

/// Returns `true` if a production reads from any of the tokens on.
fn has<'i, 't: 'i>(
    tokens: Tokens<'i, 't>,
    mut production: impl Parser<Tokens<'i, 't>, (), EmptyError>,
) -> bool {
    (0..tokens.len()).any(|start| production.parse_next(&mut tokens.get(start..).unwrap_or_default()).is_ok())
}

/// How often a production reads, one after the other.
fn count<'i, 't: 'i>(
    mut tokens: Tokens<'i, 't>,
    mut production: impl Parser<Tokens<'i, 't>, (), EmptyError>,
) -> usize {
    let mut found = 0;
    while !tokens.is_empty() {
        let mut rest = tokens;
        match production.parse_next(&mut rest) {
            Ok(()) => {
                found += 1;
                tokens = rest;
            }
            Err(EmptyError) => tokens = tokens.get(1..).unwrap_or_default(),
        }
    }
    found
}
