//! The page `/sql`: what it asks, and how answers and refusals stand on it.

#[path = "support/document.rs"]
#[allow(dead_code, reason = "pages that ask nothing are not drawn here")]
mod document;
#[path = "support/publication.rs"]
mod publication;

use app::{Language, Page, PageError, PageRequest, Sql, render};
use contract::{
    SavedQuery, SqlAnswer, SqlCode, SqlColumn, SqlCost, SqlFunction, SqlKind, SqlParameters, SqlRefusal,
    SqlRequest, SqlSchema, SqlSort, SqlStep, SqlTable, SqlTableColumn, SqlValue,
};
use document::{Document, assets, place};
use std::collections::BTreeMap;

type Outcome = Result<SqlAnswer, SqlRefusal>;

fn schema() -> SqlSchema {
    let column = SqlTableColumn {
        name: "units".into(),
        kind: SqlKind::Exact,
        unit: "units".into(),
        meaning: "In the maker's words.".into(),
        nullable: false,
    };
    let of_maker = SqlTableColumn { name: "<b>".into(), ..column.clone() };
    let table = SqlTable {
        name: "sales".into(),
        row: "A sale.".into(),
        rows: Some(1_234),
        first: None,
        last: None,
        simulated: true,
        columns: vec![column, of_maker],
    };
    let function = SqlFunction { name: "eoq".into(), syntax: String::new(), about: String::new() };
    SqlSchema { snapshot: "s".into(), tables: vec![table], functions: vec![function] }
}

fn saved() -> Vec<SavedQuery> {
    let text = "-- title: Slow <items>\n-- parameter days: number = 90\n-- parameter since: date\n\
                select * from stock where age > $days and date > $since and sku = $sku\n";
    vec![SavedQuery::read("slow", text).expect("a head")]
}

fn page(language: Language, query: &str, outcome: Option<&Outcome>) -> Document {
    let site = publication::site();
    let names = assets();
    let request = PageRequest {
        page: Page::named("sql").expect("the page"),
        query,
        published: &site.published,
        series: &*site.series,
        sql: Some(Sql { schema: &schema(), saved: &saved(), outcome, pages: &[], opened: None }),
        place: place("/", language, &names),
    };
    Document::parse(&render(&request).expect(query))
}

fn question(query: &str) -> Result<Option<SqlRequest>, PageError> {
    Page::named("sql").expect("the page").question(&publication::site().published, &saved(), query)
}

fn column(name: &str, kind: SqlKind) -> SqlColumn {
    SqlColumn { name: name.into(), kind, data_type: String::new(), unit: None, meaning: None }
}

fn answer(columns: Vec<SqlColumn>, rows: Vec<Vec<SqlValue>>) -> Outcome {
    let cost = SqlCost { row_count: rows.len() as u64, cut_at: None, milliseconds: 7, bytes_read: 1_500_000 };
    Ok(SqlAnswer { snapshot: "s".into(), columns, rows, cost, steps: Vec::new() })
}

fn text(text: &str) -> SqlValue {
    SqlValue::Text(text.to_owned())
}

#[test]
fn a_key_figure_opens_with_the_filter_as_parameters() {
    let asked = question("kpi=turnover&category=Bags&category=Kid's&to=2011-11-20")
        .expect("a filter")
        .expect("a query");
    let end =
        " between cast($from as date) and cast($to as date)\n  and category in ($category1, $category2)";
    assert!(asked.sql.ends_with(end), "{}", asked.sql);
    let expected =
        [("category1", "Bags"), ("category2", "Kid's"), ("from", "2011-07-23"), ("to", "2011-11-25")];
    let expected: BTreeMap<_, _> = expected.map(|(name, value)| (name.to_owned(), text(value))).into();
    assert_eq!(asked.parameters, SqlParameters::Named(expected));
    // The form sends the same question again.
    let html = page(Language::En, "kpi=turnover&category=Bags", None);
    assert_eq!(html.one("input[name=category1]").value("value"), "Bags");
    assert!(html.one("textarea[name=sql]").text().contains("$category1"));
    for (query, name) in [("kpi=happiness", "kpi"), ("kpi=turnover&class=D", "class")] {
        assert!(
            matches!(question(query), Err(PageError::BadParameter(error)) if error.name == name),
            "{query}"
        );
    }
}

#[test]
fn nothing_is_asked_before_somebody_asks() {
    assert_eq!(question(""), Ok(None));
    assert_eq!(question("sql=+&category=Bags"), Ok(None));
    let html = page(Language::En, "", None);
    assert!(html.one("textarea").text().contains("select"), "an example to begin with");
    assert!(html.has("script[src=/pkg/sql.1.js]") && !html.has("#sql-result table"));
}

#[test]
fn an_answer_is_a_picture_a_table_and_links_to_take_it_away() {
    let rows = vec![vec![text("<b>&"), SqlValue::Number(1.5)], vec![SqlValue::Missing, SqlValue::Whole(-3)]];
    let money = SqlColumn { unit: Some("currency".into()), ..column("n", SqlKind::Number) };
    let outcome = answer(vec![column("name", SqlKind::Text), money], rows);
    let html = page(Language::En, "sql=select+%24x%0A&x=1+%2B+1", Some(&outcome));
    assert!(html.says("2 rows in 7 ms, 1.5 MB read.") && html.says("number, GBP"));
    let cells: Vec<String> = html.all("#sql-result td").iter().map(document::Element::text).collect();
    assert_eq!(cells, ["<b>&", "1.5", "NULL", "-3"]);
    assert_eq!(html.all("[data-picture=bars] li").len(), 2);
    let csv = html.all("a[download]")[0].value("href");
    assert_eq!(csv, "/api/v1/sql?sql=select+%24x%0A&x=1+%2B+1&format=csv");
    assert!(!html.says("Cut at"));
    let mut cut = outcome;
    if let Ok(answer) = &mut cut {
        answer.cost.cut_at = Some(1_000);
    }
    let html = page(Language::En, "sql=select+1", Some(&cut));
    assert!(html.says("Cut at 1,000 rows") && !html.has("[data-picture]"), "a part makes no picture");
}

#[test]
fn heads_sort_and_links_choose_the_picture() {
    let rows =
        vec![vec![text("2011-01-03"), SqlValue::Whole(2)], vec![text("2011-01-04"), SqlValue::Whole(1)]];
    let outcome = answer(vec![column("day", SqlKind::Date), column("n", SqlKind::Exact)], rows);
    let html = page(Language::En, "sql=x&sort=-2&picture=bar", Some(&outcome));
    let heads = html.all("#sql-result th");
    let sorts: Vec<_> = heads.iter().map(|head| head.attribute("aria-sort")).collect();
    assert_eq!(sorts, [None, Some("descending".to_owned())]);
    let links = html.links("#sql-result thead a");
    assert_eq!(links, ["?sql=x&sort=1&picture=bar", "?sql=x&sort=2&picture=bar"]);
    let again = page(Language::En, "sql=x&sort=2", Some(&outcome)).links("#sql-result thead a");
    assert_eq!(again, ["?sql=x&sort=1", "?sql=x&sort=-2"]);
    let unsorted = page(Language::En, "sql=x", Some(&outcome)).links("#sql-result thead a");
    assert_eq!(unsorted, ["?sql=x&sort=1", "?sql=x&sort=-2"], "numbers with the largest first");
    let pictures = html.links("#sql-result .chooser a");
    assert_eq!(pictures, ["line", "bar", "table"].map(|name| format!("?sql=x&sort=-2&picture={name}")));
    assert!(html.has("[data-picture=bars]") && html.one(".chooser [aria-current]").text() == "Bars");
    assert_eq!(html.one("input[name=picture]").value("value"), "bar");
    assert!(!html.has("input[name=sort]"), "another query has other columns");
    assert!(
        html.links("a[download]").iter().all(|href| href.contains("sort=-2") && !href.contains("picture"))
    );
    let table = page(Language::En, "sql=x&picture=table", Some(&outcome));
    assert!(!table.has("[data-picture]") && table.has("#sql-result td"));
    // What does not fit is not missed.
    assert!(page(Language::En, "sql=x&picture=heat&sort=units", Some(&outcome)).has("[data-picture=lines]"));
    let asked = question("sql=x&sort=-2").expect("it can be read").expect("a query");
    assert_eq!((asked.sort, asked.explain), (Some(SqlSort { column: 2, descending: true }), true));
}

#[test]
fn rows_beyond_the_first_are_left_to_the_script() {
    let rows = (0..1_200).map(|n| vec![SqlValue::Whole(n)]).collect();
    let html = page(Language::En, "sql=x&sort=1", Some(&answer(vec![column("n", SqlKind::Exact)], rows)));
    assert_eq!(html.all("#sql-result tbody tr").len(), 1_000);
    assert!(html.says("The table shows the first 1,000 rows."));
    let all = html.one(".sql-rows");
    assert_eq!(all.value("data-all"), "/api/v1/sql?sql=x&sort=1&format=json");
    assert_eq!(all.value("data-cost"), "{rows} rows in {milliseconds} ms, {megabytes} MB read.");
    assert_eq!(html.one("#sql-result table").value("aria-rowcount"), "1201");
}

#[test]
fn steps_stand_within_those_that_take_their_rows() {
    let step = |depth, name: &str, microseconds| SqlStep {
        depth,
        name: name.into(),
        detail: ["<", name, ">"].concat(),
        rows: Some(1_234),
        microseconds,
    };
    let mut outcome = answer(vec![column("n", SqlKind::Exact)], Vec::new());
    if let Ok(answer) = &mut outcome {
        let (left, right) = (step(1, "DataSource", Some(900)), step(1, "Novel", None));
        answer.steps = vec![step(0, "HashJoin", Some(20_500)), left, step(2, "Filter", Some(1)), right];
    }
    let html = page(Language::En, "sql=x", Some(&outcome));
    let texts =
        |selector: &str| -> Vec<String> { html.all(selector).iter().map(document::Element::text).collect() };
    assert_eq!(texts(".sql-steps strong"), ["Hash join", "Read rows", "Filter", "Novel"]);
    assert_eq!(texts(".sql-steps li li strong"), ["Read rows", "Filter", "Novel"]);
    assert_eq!(texts(".sql-steps li li li strong"), ["Filter"]);
    assert_eq!(texts(".sql-steps .number")[0].replace('\u{a0}', " "), "1,234 rows, 20.5 ms");
    assert_eq!(
        (texts(".sql-steps em"), texts(".sql-steps code")[0].as_str()),
        (vec!["slowest".to_owned()], "<HashJoin>")
    );
}

#[test]
fn a_parameter_called_like_a_field_of_the_address_is_refused() {
    assert_eq!(question("sql=select+%24format,+%24days&days=1"), Ok(None));
    let html = page(Language::En, "sql=select+%24format,+%24days&days=1", None);
    assert!(html.says("A parameter does not fit") && html.says("$format has the name of a field"));
    assert!(html.has("input[name=days]") && !html.has("input[name=format]"));
}

#[test]
fn weeks_and_words_are_a_heat_map_unless_a_cell_would_hide_another() {
    let columns =
        || vec![column("week", SqlKind::Moment), column("kind", SqlKind::Text), column("n", SqlKind::Exact)];
    let row = |week: &str, kind: &str, n| vec![text(week), text(kind), SqlValue::Whole(n)];
    let mut rows = vec![
        row("2011-01-10T00:00:00", "a", 4),
        row("2011-01-03T00:00:00", "a", 1),
        row("2011-01-10T00:00:00", "b", 2),
    ];
    let html = page(Language::En, "sql=x", Some(&answer(columns(), rows.clone())));
    let finding = html.one(".heat .finding").text().replace('\u{a0}', " ");
    assert_eq!(finding, "Highest 4: a, 10 Jan 2011. Lowest 1: a, 3 Jan 2011.");
    let deepest = html.one(".heat path.level-5").value("d");
    assert_eq!(deepest, "M1 0h1v1h-1Z", "weeks run in their order");
    rows.push(row("2011-01-10T00:00:00", "b", 3));
    assert!(!page(Language::En, "sql=x", Some(&answer(columns(), rows))).has(".heat"));
    // A word a week is a list of words with a date, not a map.
    let sparse =
        ["a", "b", "c", "d"].iter().zip(1..).map(|(kind, day)| row(&format!("2011-01-{day:02}"), kind, day));
    let html = page(Language::En, "sql=x", Some(&answer(columns(), sparse.collect())));
    assert!(!html.has(".heat") && html.all("[data-picture=bars] li").len() == 4);
}

#[test]
fn a_refusal_marks_its_place_and_offers_the_near_name() {
    let outcome = Err(SqlRefusal {
        code: SqlCode::UnknownName,
        message: "there is no column unit".into(),
        remedy: "Use one of units".into(),
        line: Some(2),
        column: Some(5),
        suggestion: Some("units".into()),
    });
    let html = page(Language::De, "sql=select%0Asum(unit)", Some(&outcome));
    assert!(
        html.says("Eine solche Tabelle, Spalte oder Funktion gibt es nicht")
            && html.says("Zeile 2, Spalte 5")
    );
    assert_eq!(html.one("#sql-result mark").text(), "unit");
    let said = html.one("#sql-result [data-line]");
    assert_eq!((said.value("data-column"), said.value("lang")), ("5".into(), "en".into()));
    assert_eq!(html.one("#sql-result p a").value("href"), "?sql=select%0Asum%28units%29");
}

#[test]
fn columns_are_explained_in_the_language_of_the_page_where_it_has_the_words() {
    let html = page(Language::De, "", None);
    let meanings: Vec<String> =
        html.all("[data-column] .meaning").iter().map(document::Element::text).collect();
    assert_eq!(
        meanings,
        ["Verkaufte Stück; stornierte Verkäufe sind abgezogen, Rückgaben nicht.", "In the maker's words."]
    );
    assert!(html.one("[data-table=sales] summary").text().contains("1.234 Zeilen, simuliert"));
    assert_eq!(html.one("[data-functions]").value("data-functions"), "eoq");
}

#[test]
fn a_saved_query_has_a_title_and_a_field_of_its_kind_for_each_parameter() {
    assert_eq!(
        page(Language::En, "", None).one("[aria-labelledby=sql-saved-title] a").value("href"),
        "?query=slow"
    );
    let html = page(Language::En, "query=slow&days=30&sku=22423", None);
    assert_eq!(html.one(".sql-form h2").text(), "Slow <items>");
    for (name, kind, value) in [("days", "number", "30"), ("since", "date", ""), ("sku", "text", "22423")] {
        let field = html.of("input", "name", name);
        assert_eq!(
            (field.value("type"), field.value("value")),
            (kind.to_owned(), value.to_owned()),
            "{name}"
        );
    }
    let asked = question("query=slow").expect("it is there").expect("a query");
    let SqlParameters::Named(values) = asked.parameters else { panic!("named") };
    assert_eq!((&values["days"], &values["since"]), (&SqlValue::Whole(90), &SqlValue::Missing));
    // Changed, it stays of that name.
    let html = page(Language::En, "query=slow&sql=select+%24days&days=1.5", None);
    assert!(html.has(".sql-form h2") && html.one("input[name=query]").value("value") == "slow");
    let asked = question("query=slow&sql=select+%24days&days=1.5").expect("it is there").expect("a query");
    assert_eq!(asked.parameters, SqlParameters::Named([("days".to_owned(), SqlValue::Number(1.5))].into()));
    assert!(matches!(question("query=fast"), Err(PageError::BadParameter(error)) if error.name == "query"));
}
