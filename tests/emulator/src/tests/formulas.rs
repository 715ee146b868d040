//! Formulas, as a sheet shows them: what they come to, how arrays flow, and how they fail.

use serde_json::{Value, json};

use super::client::{Bench, OWNER};

/// A sheet of 20 by 8 in a locale, with rows typed into it; formulas are tried in a cell of their own.
struct Paper {
    bench: Bench,
    id: String,
}

impl Paper {
    fn of(locale: &str, rows: &[&[&str]]) -> Self {
        let bench = Bench::new();
        let id = bench.book();
        let properties =
            json!({"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}});
        bench.batch(&id, &[properties]).ok();
        bench.type_rows(&id, "'CE-F05'!A1", rows);
        Self { bench, id }
    }

    fn shows(&self, formula: &str) -> String {
        self.bench.type_rows(&self.id, "'CE-F05'!H20", &[&[formula]]);
        let shown = self.bench.shown(&self.id, "'CE-F05'!H20");
        shown.first().and_then(|row| row.first()).cloned().unwrap_or_default()
    }

    /// Kind and message of the error in a cell.
    fn error(&self, cell: &str) -> (String, String) {
        let fields = "sheets.data.rowData.values.effectiveValue.errorValue";
        let read =
            self.bench.get(&format!("/v4/spreadsheets/{}?ranges={cell}&fields={fields}", self.id)).ok();
        let error = &read["sheets"][0]["data"][0]["rowData"][0]["values"][0]["effectiveValue"]["errorValue"];
        let text = |name: &str| error[name].as_str().unwrap_or("").to_owned();
        (text("type"), text("message"))
    }

    fn check(&self, cases: &[(&str, &str)]) {
        for (formula, shown) in cases {
            assert_eq!(self.shows(formula), *shown, "{formula}");
        }
    }
}

fn people() -> Paper {
    Paper::of(
        "en_US",
        &[
            &["name", "age", "city", "since"],
            &["Ana", "30", "Santa Marta", "1/15/2024"],
            &["Beto", "25", "Taganga", "2/29/2024"],
            &["Carla", "41", "Santa Marta", "3/1/2025"],
            &["Dora", "25", "", ""],
        ],
    )
}

#[test]
fn logic_chooses() {
    people().check(&[
        ("=IF(B2>B3,\"older\",\"younger\")", "older"),
        ("=IF(FALSE,1)", "FALSE"),
        ("=IFS(B2<10,\"a\",B2<40,\"b\")", "b"),
        ("=SWITCH(A2,\"Beto\",1,\"ana\",2,9)", "2"),
        ("=SWITCH(3,1,\"x\",\"other\")", "other"),
        ("=IFERROR(1/0,\"none\")", "none"),
        ("=IFERROR(1/0)", ""),
        ("=IFNA(VLOOKUP(\"Eva\",A2:B5,2,FALSE),0)", "0"),
        ("=IFNA(1/0,0)", "#DIV/0!"),
        ("=AND(B2:B5>0,TRUE)", "#VALUE!"),
        ("=AND(ARRAYFORMULA(B2:B5>20))", "TRUE"),
        ("=OR(B2=1,B2=30)", "TRUE"),
        ("=XOR(TRUE,TRUE,TRUE)", "TRUE"),
        ("=NOT(0)", "TRUE"),
        ("=\"a\"<\"B\"", "TRUE"),
        ("=C5=\"\"", "TRUE"),
    ]);
}

#[test]
fn lookups_find() {
    people().check(&[
        ("=VLOOKUP(\"carla\",A2:C5,2,FALSE)", "41"),
        ("=VLOOKUP(\"B*\",A2:C5,3,0)", "Taganga"),
        ("=VLOOKUP(28,{10,\"x\";20,\"y\";30,\"z\"},2)", "y"),
        ("=HLOOKUP(\"age\",A1:D5,3,FALSE)", "25"),
        ("=XLOOKUP(\"Dora\",A2:A5,B2:B5)", "25"),
        ("=XLOOKUP(\"Eva\",A2:A5,B2:B5,\"no\")", "no"),
        ("=XLOOKUP(27,B2:B5,A2:A5,,-1,-1)", "Dora"),
        ("=MATCH(25,B2:B5,0)", "2"),
        ("=MATCH(5,{1,3,6})", "2"),
        ("=INDEX(A1:C5,3,3)", "Taganga"),
        ("=SUM(INDEX(B2:B5,0,1))", "121"),
        ("=INDEX(A1:D1,2)", "age"),
        ("=LOOKUP(4,{1,3,6},{\"a\",\"b\",\"c\"})", "b"),
        ("=CHOOSE(2,\"a\",\"b\")", "b"),
        ("=OFFSET(A1,1,1)", "30"),
        ("=SUM(OFFSET(B2,0,0,4,1))", "121"),
        ("=INDIRECT(\"A\"&2)", "Ana"),
        ("=INDIRECT(\"'CE-F05'!B3\")", "25"),
        ("=ADDRESS(3,28)", "$AB$3"),
        ("=ROW()", "20"),
        ("=COLUMN(C1)", "3"),
        ("=ROWS(A2:C5)*COLUMNS(A2:C5)", "12"),
    ]);
}

#[test]
fn conditions_count_and_sum() {
    people().check(&[
        ("=COUNTIF(C2:C5,\"santa*\")", "2"),
        ("=COUNTIF(B2:B5,\">=30\")", "2"),
        ("=COUNTIF(B2:B5,25)", "2"),
        ("=COUNTIF(C2:C5,\"<>\")", "3"),
        ("=COUNTIF(C2:C5,\"\")", "1"),
        ("=COUNTIFS(C2:C5,\"Santa Marta\",B2:B5,\">35\")", "1"),
        ("=SUMIF(C2:C5,\"Santa Marta\",B2:B5)", "71"),
        ("=SUMIF(B:B,\">26\")", "71"),
        ("=SUMIFS(B2:B5,B2:B5,\"<40\",C2:C5,\"<>Taganga\")", "55"),
        ("=AVERAGEIF(C2:C5,\"Santa Marta\",B2:B5)", "35.5"),
        ("=MAXIFS(B2:B5,C2:C5,\"Santa Marta\")", "41"),
        ("=MINIFS(B2:B5,B2:B5,\">25\")", "30"),
        ("=COUNTIF(D2:D5,\">1/31/2024\")", "2"),
        ("=COUNTBLANK(C2:C5)", "1"),
        ("=AVERAGEIF(C2:C5,\"none\",B2:B5)", "#DIV/0!"),
    ]);
}

#[test]
fn texts_are_taken_apart_and_joined() {
    people().check(&[
        ("=LEFT(A4,2)&RIGHT(A4)&MID(A4,2,3)", "Caaarl"),
        ("=FIND(\"r\",A4)&SEARCH(\"R\",A4)", "33"),
        ("=FIND(\"x\",A4)", "#VALUE!"),
        ("=SUBSTITUTE(\"a-b-c\",\"-\",\"+\")", "a+b+c"),
        ("=SUBSTITUTE(\"a-b-c\",\"-\",\"+\",2)", "a-b+c"),
        ("=REPLACE(\"abcdef\",2,3,\"X\")", "aXef"),
        ("=REPT(\"ab\",3)", "ababab"),
        ("=TEXT(1234.5,\"#,##0.00\")", "1,234.50"),
        ("=TEXT(D2,\"yyyy-mm-dd\")", "2024-01-15"),
        ("=VALUE(\"$1,234.50\")+VALUE(\"12%\")", "1234.62"),
        ("=TEXTJOIN(\", \",TRUE,C2:C5)", "Santa Marta, Taganga, Santa Marta"),
        ("=JOIN(\"-\",A2:A3)", "Ana-Beto"),
        ("=PROPER(\"ana maría o'neil\")", "Ana María O'Neil"),
        ("=EXACT(\"a\",\"A\")", "FALSE"),
        ("=CHAR(65)&CODE(\"A\")", "A65"),
        ("=TRIM(\"  a   b \")&LEN(\"año\")", "a b3"),
        ("=REGEXMATCH(A2,\"^A\")", "TRUE"),
        ("=REGEXEXTRACT(\"caso CE-12\",\"CE-(\\d+)\")", "12"),
        ("=REGEXREPLACE(\"a1b2\",\"(\\d)\",\"<$1>\")", "a<1>b<2>"),
        ("=\"1\"+1", "2"),
    ]);
}

#[test]
fn numbers_are_rounded_and_compared() {
    people().check(&[
        ("=MOD(-7,3)&MOD(7,-3)", "2-2"),
        ("=ROUND(2.5)&ROUND(-2.5)&ROUND(1.005,2)", "3-31.01"),
        ("=ROUNDUP(1.21,1)&ROUNDDOWN(1.29,1)&ROUNDUP(123,-2)", "1.31.2200"),
        ("=CEILING(2.1)&FLOOR(2.9)&CEILING(7,5)", "3210"),
        ("=POWER(2,10)&SQRT(16)", "10244"),
        ("=SQRT(-1)", "#NUM!"),
        ("=PRODUCT(B2:B3,2)", "1500"),
        ("=SUMPRODUCT(B2:B5,{1;2;3;4})", "303"),
        ("=SUMPRODUCT((C2:C5=\"Santa Marta\")*B2:B5)", "71"),
        ("=MEDIAN(B2:B5)&MODE(B2:B5)", "27.525"),
        ("=ROUND(STDEV(B2:B5),3)&ROUND(VAR(B2:B5),2)", "7.54456.92"),
        ("=LARGE(B2:B5,1)&SMALL(B2:B5,3)", "4130"),
        ("=RANK(30,B2:B5)&RANK(30,B2:B5,1)", "23"),
        ("=PERCENTILE(B2:B5,0.5)&QUARTILE(B2:B5,4)", "27.541"),
        ("=COUNT(A1:D5)&COUNTA(A1:D5)&COUNTUNIQUE(B2:B5)", "7183"),
        ("=GCD(12,18)&LCM(4,6)&FACT(5)&COMBIN(5,2)", "61212010"),
        ("=-2^2", "4"),
        ("=50%+2^3*2", "16.5"),
        ("=RAND()=RAND()", "TRUE"),
    ]);
}

#[test]
fn days_are_counted() {
    people().check(&[
        ("=DATE(2024,14,1)", "2/1/2025"),
        ("=D3+1", "3/1/2024"),
        ("=D3-D2", "45"),
        ("=DATEVALUE(\"1/15/2024\")", "45306"),
        ("=TIME(14,30,0)", "14:30:00"),
        ("=HOUR(\"14:30:05\")&MINUTE(0.5)&SECOND(\"14:30:05\")", "1405"),
        ("=WEEKDAY(D2)&WEEKDAY(D2,2)&WEEKNUM(D2)&ISOWEEKNUM(D2)", "2133"),
        ("=EDATE(DATE(2024,1,31),1)", "2/29/2024"),
        ("=EOMONTH(D2,1)", "2/29/2024"),
        ("=DATEDIF(D2,D4,\"Y\")&DATEDIF(D2,D4,\"M\")&DATEDIF(D2,D4,\"YM\")", "1131"),
        ("=NETWORKDAYS(DATE(2026,11,1),DATE(2026,11,30),{DATE(2026,11,2),DATE(2026,11,16)})", "19"),
        ("=WORKDAY(DATE(2026,11,20),15)", "12/11/2026"),
        ("=WORKDAY.INTL(DATE(2026,11,20),1,11)", "11/21/2026"),
        ("=DAYS(\"3/1/2024\",\"2/1/2024\")", "29"),
        ("=YEAR(TODAY())", "2026"),
    ]);
}

#[test]
fn kinds_are_told_apart() {
    people().check(&[
        ("=ISBLANK(C5)&ISBLANK(A1)", "TRUEFALSE"),
        ("=ISNUMBER(B2)&ISTEXT(B2)", "TRUEFALSE"),
        ("=ISERROR(1/0)&ISNA(NA())&ISERR(NA())", "TRUETRUEFALSE"),
        ("=TYPE(1)&TYPE(\"a\")&TYPE(TRUE)&TYPE(1/0)&TYPE(A1:B2)", "1241664"),
        ("=N(\"a\")&T(\"a\")&T(1)", "0a"),
        ("=ERROR.TYPE(1/0)", "2"),
        ("=ISDATE(D2)&ISREF(A1)&ISFORMULA(A1)", "TRUETRUEFALSE"),
    ]);
}

#[test]
fn a_spanish_sheet_reads_spanish_names_and_separators() {
    let paper = Paper::of("es_CO", &[&["1,5", "x"], &["2,5", "y"]]);
    paper.check(&[
        ("=SUMA(A1:A2)", "4"),
        ("=SI(A1>1;\"sí\";\"no\")", "sí"),
        ("=BUSCARV(2,5;A1:B2;2;FALSO)", "y"),
        ("=CONTAR.SI(A1:A2;\">2\")", "1"),
        ("=SI.ERROR(1/0;\"nada\")", "nada"),
        ("=REDONDEAR(2,345;2)", "2,35"),
        ("=INDICE({1\\2;3\\4};2;1)", "3"),
        ("=TEXTO(1234,5;\"#,##0.00\")", "1.234,50"),
        ("=SUMA(1,2)", "1,2"),
        ("=MES(FECHA(2026;11;3))", "11"),
        ("=VERDADERO", "VERDADERO"),
    ]);
}

#[test]
fn arrays_flow_into_blank_cells() {
    let paper = people();
    let show = |formula: &str, range: &str| {
        paper.bench.type_rows(&paper.id, "'CE-F05'!F1", &[&[formula]]);
        let read = paper.bench.get(&format!("/v4/spreadsheets/{}/values/{range}", paper.id)).ok();
        serde_json::from_value::<Vec<Vec<String>>>(read["values"].clone()).unwrap()
    };
    let rows = |rows: &[&[&str]]| -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    assert_eq!(show("={1,2;3,4}", "F1:G3"), rows(&[&["1", "2"], &["3", "4"]]));
    assert_eq!(show("=ARRAYFORMULA(B2:B5*2)", "F1:F9"), rows(&[&["60"], &["50"], &["82"], &["50"]]));
    assert_eq!(
        show("=FILTER(A2:B5,B2:B5<31)", "F1:G9"),
        rows(&[&["Ana", "30"], &["Beto", "25"], &["Dora", "25"]])
    );
    assert_eq!(show("=SORT(UNIQUE(B2:B5),1,FALSE)", "F1:F9"), rows(&[&["41"], &["30"], &["25"]]));
    assert_eq!(show("=SEQUENCE(2,2,5,5)", "F1:G2"), rows(&[&["5", "10"], &["15", "20"]]));
    assert_eq!(show("=TRANSPOSE(A2:A3)", "F1:G1"), rows(&[&["Ana", "Beto"]]));
    assert_eq!(show("=SPLIT(\"a,b;1\",\",;\")", "F1:H1"), rows(&[&["a", "b", "1"]]));
    assert_eq!(
        show("=ARRAYFORMULA(IF(B2:B4>26,A2:A4&\"!\",\"-\"))", "F1:F3"),
        rows(&[&["Ana!"], &["-"], &["Carla!"]])
    );
    assert_eq!(
        show("=ARRAYFORMULA(VLOOKUP({\"Ana\";\"Eva\"},A2:B5,2,0))", "F1:F2"),
        rows(&[&["30"], &["#N/A"]])
    );
    // Others refer to what has flowed, and a grid read has it as a value that nobody entered.
    show("=SEQUENCE(3)", "F1");
    assert_eq!(paper.shows("=SUM(F1:F3)+F2"), "8");
    let fields = "sheets.data.rowData.values(userEnteredValue,effectiveValue,formattedValue)";
    let read = paper.bench.get(&format!("/v4/spreadsheets/{}?ranges=F2&fields={fields}", paper.id)).ok();
    let cell = &read["sheets"][0]["data"][0]["rowData"][0]["values"][0];
    assert_eq!(*cell, json!({"effectiveValue": {"numberValue": 2}, "formattedValue": "2"}));
    let read =
        paper.bench.get(&format!("/v4/spreadsheets/{}/values/F1:F9?majorDimension=COLUMNS", paper.id)).ok();
    assert_eq!(read["values"], json!([["1", "2", "3"]]));
}

#[test]
fn an_array_does_not_overwrite() {
    let paper = people();
    paper.bench.type_rows(&paper.id, "'CE-F05'!F1", &[&["=SEQUENCE(3)"], &[""], &["x"]]);
    let taken = "Array result was not expanded because it would overwrite data in F3.";
    assert_eq!(paper.error("F1"), ("REF".to_owned(), taken.to_owned()));
    assert_eq!(paper.bench.shown(&paper.id, "'CE-F05'!F1:F3"), [vec!["#REF!"], vec![], vec!["x"]]);
    paper.bench.type_rows(&paper.id, "'CE-F05'!F1", &[&["=SEQUENCE(21)"]]);
    paper.bench.post(&format!("/v4/spreadsheets/{}/values/F3:clear", paper.id), &json!({})).ok();
    let room = "Result was not automatically expanded, please insert more rows (1).";
    assert_eq!(paper.error("F1"), ("REF".to_owned(), room.to_owned()));
}

#[test]
fn errors_say_what_is_wrong() {
    let paper = people();
    for (formula, kind, message) in [
        ("=1/0", "DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero."),
        (
            "=A1+1",
            "VALUE",
            "Function ADD parameter 1 expects number values. But 'name' is a text and cannot be coerced to a number.",
        ),
        ("=FOO(1)", "NAME", "Unknown function: 'FOO'."),
        ("=foo", "NAME", "Unknown range name: 'FOO'."),
        ("=1+", "ERROR", "Formula parse error."),
        ("=Nope!A1", "REF", "Unresolved sheet name 'Nope'."),
        ("=#REF!", "REF", "Reference does not exist."),
        ("=VLOOKUP(\"Eva\",A2:B5,2,FALSE)", "N_A", "Did not find value 'Eva' in VLOOKUP evaluation."),
        (
            "=IF(1)",
            "N_A",
            "Wrong number of arguments to IF. Expected between 2 and 3 arguments, but got 1 arguments.",
        ),
        (
            "=SQRT(-1)",
            "NUM",
            "Function SQRT parameter 1 value is -1. It should be greater than or equal to 0.",
        ),
        (
            "=H20",
            "REF",
            "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
        ),
        ("=FILTER(A2:A5,B2:B5>99)", "N_A", "No matches are found in FILTER evaluation."),
    ] {
        paper.shows(formula);
        assert_eq!(paper.error("H20"), (kind.to_owned(), message.to_owned()), "{formula}");
    }
}

#[test]
fn references_reach_other_sheets_names_and_whole_columns() {
    let paper = people();
    paper.bench.emulator.with(|world| {
        let sheet = json!({"addSheet": {"properties": {"sheetId": 9, "title": "Otra hoja"}}});
        let name = json!({"addNamedRange": {"namedRange": {"name": "edades", "range":
            {"sheetId": 7, "startRowIndex": 1, "endRowIndex": 5, "startColumnIndex": 1, "endColumnIndex": 2}}}});
        world.batch(&paper.id, OWNER, &[sheet, name]).unwrap();
        world.type_rows(&paper.id, "'Otra hoja'!A1", &[&["7", "=SUM('CE-F05'!B2:B)"], &["8", ""]]).unwrap();
    });
    paper.check(&[
        ("='Otra hoja'!A1", "7"),
        ("=SUM('Otra hoja'!A:A)", "15"),
        ("='Otra hoja'!B1", "121"),
        ("=SUM(edades)", "121"),
        ("=SUM(2:2)", "45336"),
        ("=SUM(A1:D)", "136495"),
    ]);
}

#[test]
fn long_chains_and_deep_formulas_are_worked_out() {
    let bench = Bench::new();
    let id = bench.book();
    let grow = json!({"updateSheetProperties": {"properties": {"sheetId": 7, "gridProperties": {"rowCount": 3000}}, "fields": "gridProperties.rowCount"}});
    bench.batch(&id, &[grow]).ok();
    let chain: Vec<Vec<Value>> = (1..=2500)
        .map(|row| vec![if row == 2500 { json!(1) } else { json!(format!("=A{}+1", row + 1)) }])
        .collect();
    let target = format!("/v4/spreadsheets/{id}/values/A1?valueInputOption=USER_ENTERED");
    bench.put(&target, &json!({"values": chain})).ok();
    let read = bench.get(&format!("/v4/spreadsheets/{id}/values/A1")).ok();
    assert_eq!(read["values"], json!([["2500"]]));
    let deep = format!("={}1{}", "(".repeat(90), ")".repeat(90));
    bench
        .put(
            &format!("/v4/spreadsheets/{id}/values/B1?valueInputOption=USER_ENTERED"),
            &json!({"values": [[deep]]}),
        )
        .ok();
    assert_eq!(bench.shown(&id, "'CE-F05'!B1"), [["1"]]);
}
