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

/// The first tokens of streets.
const STREETS: Parts = Parts::STREET.union(Parts::STREET_LETTER);

/// Returns `true` if a full address stands in the tokens: a street with its plate, or a block with its
/// house.
pub(super) fn is_full(tokens: Tokens<'_, '_>) -> bool {
    has(tokens, STREETS, street_with_plate)
        || has(tokens, Parts::BLOCK, block_with_house)
        || has(tokens, Parts::HOUSE, house_of_block)
}

/// Returns `true` if a place stands in the tokens that a letter may find: a full address with something
/// missing, a place with a name, or a number in a place with a name. `in_neighbourhood` says that the place
/// is known otherwise.
pub(super) fn is_approximate(tokens: Tokens<'_, '_>, in_neighbourhood: impl FnOnce() -> bool) -> bool {
    has(tokens, STREETS, street_with_part_of_plate)
        || has(tokens, Parts::WORD | Parts::NUMBER, plate_without_street)
        || is_corner(tokens)
        || has(tokens, Parts::BLOCK | Parts::NUMBER, block_with_a_number)
        || has(tokens, Parts::NAMED_PLACE, named_place)
        || has(tokens, Parts::KILOMETRE | Parts::NUMBER, kilometre)
        || is_in_a_site(tokens)
        || (is_numbered(tokens) || has(tokens, Parts::BUILDING, named_building)) && in_neighbourhood()
}

/// Returns `true` if a street, a block, a house or a part of a building stands in the tokens with its number.
fn is_numbered(tokens: Tokens<'_, '_>) -> bool {
    // "D1" is a street where the address begins, and the name of a shop in a sentence.
    has(tokens, Parts::STREET, numbered_street)
        || numbered_street(&mut { tokens }).is_ok()
        || has(tokens, Parts::BLOCK, block)
        || has(tokens, Parts::UNIT, numbered_unit)
        || has(tokens, Parts::HOUSE, numbered_house)
}

// Streets

/// `Cra 5 # 22-45`, `KR 4 A 24 B 21`, `Av. Libertador 25-101`.
fn street_with_plate(input: &mut Tokens<'_, '_>) -> Parsed {
    alt((
        (street, street_number, marks(0..), plate).void(),
        (street, compound_number, marks(1..), plate).void(),
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

/// A suffix of the number of a street: a letter, `bis`, `sur`, `ra`.
fn modifier(input: &mut Tokens<'_, '_>) -> Parsed {
    let letter = token(|token| token.is(Parts::LETTER) && !token.is(Parts::CROSSING));
    let letters = token(|token| token.joined && token.parts == Parts::WORD && token.text.len() <= 3);
    let word = (opt(part(Parts::DASH)), part(Parts::MODIFIER));
    alt((letter.void(), letters.void(), word.void())).parse_next(input)
}

/// Number of the crossing street and of the house: `22-45`, `4e70`, `24 B 21`.
fn plate(input: &mut Tokens<'_, '_>) -> Parsed {
    alt((
        (street_number, several(0..=2, part(Parts::DASH | Parts::SIGN)), house_number).void(),
        (compound_number, part(Parts::DASH), house_number).void(),
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

/// Marks between a street and its plate: `#`, `No.`, a dash, `carrera`.
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
        (peek(part(Parts::AVENUE)), named_street, plate).void(),
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

/// Returns `true` if two streets meet in the tokens: `Calle 30 con carrera 4`, `Cra 5 entre 22 y 23`, `Av.
/// Libertador con 25`.
fn is_corner(tokens: Tokens<'_, '_>) -> bool {
    has(tokens, STREETS, corner) || count(tokens, STREETS, numbered_street) > 1
}

fn corner(input: &mut Tokens<'_, '_>) -> Parsed {
    let crossing = (several(1..=2, part(Parts::CROSSING)), opt(street), street_number);
    let avenue = (peek(part(Parts::AVENUE)), named_street).void();
    (alt((numbered_street, avenue)), crossing).void().parse_next(input)
}

// Blocks

/// `Mz F casa 12`, `Mz F-12`, `Manzana B No. 4`.
fn block_with_house(input: &mut Tokens<'_, '_>) -> Parsed {
    let mark = part(Parts::SIGN | Parts::DASH);
    alt((
        (block, several(0..=2, mark), number_of(4)).void(),
        (alt((block, named_block)), before_house, numbered_house).void(),
    ))
    .parse_next(input)
}

/// `Lote 12 Manzana F`.
fn house_of_block(input: &mut Tokens<'_, '_>) -> Parsed {
    (numbered_house, before_house, alt((block, named_block))).void().parse_next(input)
}

/// `Mz F`.
fn block(input: &mut Tokens<'_, '_>) -> Parsed {
    (part(Parts::BLOCK), label).void().parse_next(input)
}

/// `Manzana Azul`.
fn named_block(input: &mut Tokens<'_, '_>) -> Parsed {
    (part(Parts::BLOCK), name).void().parse_next(input)
}

/// Words between a block and its house: `sector B`.
fn before_house(input: &mut Tokens<'_, '_>) -> Parsed {
    several(0..=4, token(|token| !token.is(Parts::HOUSE | Parts::BLOCK))).parse_next(input)
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

/// Returns `true` if a number stands in a place with a name, or a part of a building in another one: `Calle 30
/// barrio Corea`, `apto 301 Los Almendros`, `Edificio Los Cocos 302`, `Torre 2 apto 301`.
fn is_in_a_site(tokens: Tokens<'_, '_>) -> bool {
    let units = count(tokens, Parts::UNIT, numbered_unit);
    units > 1
        || units == 1 && has(tokens, Parts::HOUSE, numbered_house)
        || has(tokens, Parts::UNIT, unit_of_name)
        || has(tokens, Parts::SITE, numbered_site)
        || has(tokens, Parts::SITE, named_site) && is_numbered(tokens)
        || has(tokens, Parts::SITE, part(Parts::SITE)) && has(tokens, Parts::STREET, numbered_street)
}

/// `apto 301 Los Almendros`.
fn unit_of_name(input: &mut Tokens<'_, '_>) -> Parsed {
    (numbered_unit, several(1..=2, part(Parts::ARTICLE)), name_word).void().parse_next(input)
}

/// `Edificio Los Cocos`.
fn named_building(input: &mut Tokens<'_, '_>) -> Parsed {
    (part(Parts::BUILDING), name).void().parse_next(input)
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

/// Returns `true` if a production, which begins with one of `heads`, reads from any of the tokens on.
fn has<'i, 't: 'i>(
    tokens: Tokens<'i, 't>,
    heads: Parts,
    mut production: impl Parser<Tokens<'i, 't>, (), EmptyError>,
) -> bool {
    tokens.iter().enumerate().any(|(start, token)| {
        token.is(heads) && production.parse_next(&mut tokens.get(start..).unwrap_or_default()).is_ok()
    })
}

/// How often a production, which begins with one of `heads`, reads, one after the other.
fn count<'i, 't: 'i>(
    mut tokens: Tokens<'i, 't>,
    heads: Parts,
    mut production: impl Parser<Tokens<'i, 't>, (), EmptyError>,
) -> usize {
    let mut found = 0;
    while let Some(first) = tokens.first() {
        let mut rest = tokens;
        if first.is(heads) && production.parse_next(&mut rest).is_ok() {
            found += 1;
            tokens = rest;
        } else {
            tokens = tokens.get(1..).unwrap_or_default();
        }
    }
    found
}
