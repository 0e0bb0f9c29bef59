use super::*;

const PLAIN: &str = "currency = \"GBP\"\ntime_zone = \"Europe/London\"\n";
const COLUMNS: &str =
    "[columns]\ninvoice = [\"i\"]\nsku = [\"s\"]\nquantity = [\"q\"]\nplaced_at = [\"t\"]\n";

fn check_refused(text: &str, line: Option<u64>, expected: &str) {
    let error = Mapping::parse("mapping.toml", text).unwrap_err();
    assert!(error.is_bad_input(), "{error}");
    let text = error.to_string();
    let place = line.map_or("mapping.toml".into(), |line| format!("mapping.toml, line {line}"));
    assert!(text.starts_with(&place) && text.contains(expected), "{text}");
}

#[test]
fn the_sample_mapping_is_understood() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample/mapping.toml");
    let mapping = Mapping::read(&path).unwrap();
    assert_eq!((mapping.currency.as_str(), mapping.time_zone.as_str()), ("GBP", "Europe/London"));
    let ids: Vec<_> = mapping.places.all().iter().map(|location| location.id.as_str()).collect();
    assert_eq!(ids, ["UK", "EU", "ROW"]);
    for (country, id) in [("United Kingdom", "UK"), ("EIRE", "EU"), ("Japan", "ROW"), ("Atlantis", "ROW")] {
        assert_eq!(mapping.places.shipping_to(Some(country)).unwrap().0, id, "{country}");
    }
    for (name, category) in [
        ("CHOCOLATE HOT WATER BOTTLE", "Textiles"),
        ("JUMBO BAG RED RETROSPOT", "Bags & Luggage"),
        ("REGENCY CAKESTAND 3 TIER", "Kitchen & Dining"),
        ("WHITE HANGING HEART T-LIGHT HOLDER", "Candles & Lighting"),
        ("PAPER CHAIN KIT 50'S CHRISTMAS", "Christmas"),
        ("ASSORTED COLOUR BIRD ORNAMENT", "Home Decoration"),
        ("XYZZY", "Other"),
    ] {
        assert_eq!(mapping.categories.of(name), Some(category), "{name}");
    }
    assert_eq!(mapping.rules.max_quantity, Some(200_000_000));
    for (code, is_goods) in [("POST", false), ("ADJUST2", false), ("GIFT_0001_20", false), ("DCGS0058", true)]
    {
        let listed = mapping.rules.not_goods.iter().any(|listed| listed == code);
        assert_eq!(!listed && !mapping.rules.not_goods_patterns.is_match(code), is_goods, "{code}");
    }
    let notes = mapping.source_notes("online_retail_II_2009_2010.parquet").unwrap();
    assert!(notes.name.contains("Retail II"), "{}", notes.name);
    assert!(mapping.source_notes("online_retail_2010_2011.csv.gz").unwrap().name.contains("2010-2011"));
    assert_eq!(mapping.source_notes("orders.csv"), None);
}

#[test]
fn what_is_left_out_has_a_default() {
    let mapping = Mapping::parse("m", PLAIN).unwrap();
    assert_eq!(mapping.columns, None);
    assert!(mapping.rules.remove_duplicates && mapping.rules.remove_zero_price && mapping.uppercase_sku);
    assert_eq!((mapping.rules.max_quantity, mapping.max_refused_share), (None, 0.01));
    assert_eq!(Mapping::of_tables().unwrap().currency, "XXX");
}

#[test]
fn wrong_lines_are_named() {
    check_refused("currency = \"GBP\"\n", Some(1), "time_zone");
    check_refused("currency = \"EURO\"\ntime_zone = \"UTC\"\n", Some(1), "is not a currency of ISO 4217");
    check_refused(&format!("{PLAIN}colour = 1\n"), Some(3), "colour");
    check_refused(&format!("{PLAIN}[lines]\nzero_price = \"eat\"\n"), Some(4), "eat");
    check_refused("currency = \"GBP\"\ntime_zone = \"Mars/North\"\n", Some(2), "is not a time zone");
    check_refused(&format!("{PLAIN}[columns]\nsku = [\"s\"]\n"), Some(3), "which column is invoice");
    check_refused(&format!("{PLAIN}[csv]\ndelimiter = \";;\"\n"), Some(4), "one ASCII character");
    check_refused(&format!("{PLAIN}[csv]\nencoding = \"klingon\"\n"), Some(4), "is not an encoding");
    check_refused(&format!("{PLAIN}[timestamps]\nformats = [\"%Y\", \"%J\"]\n"), Some(4), "%J");
    check_refused(
        &format!("{PLAIN}[not_goods]\npatterns = [\n\"A\",\n\"(\"]\n"),
        Some(6),
        "regular expression",
    );
    check_refused(&format!("{PLAIN}[limits]\nmax_quantity = -1\n"), Some(4), "not a positive number");
    check_refused(&format!("{PLAIN}[limits]\nmax_refused_share = 5\n"), None, "between 0 and 1");
    check_refused(&format!("{PLAIN}[[category]]\nname = \"A\"\nkeywords = []\n"), None, "[[category]]");
    check_refused(
        &format!("{PLAIN}[[location]]\nid = \"A\"\nname = \"A\"\nkind = \"store\"\n"),
        None,
        "exactly one",
    );
}

#[test]
fn encodings_go_by_the_names_people_use() {
    for (label, expected) in [("Latin-1", "windows-1252"), ("utf-8", "UTF-8"), ("ISO-8859-15", "ISO-8859-15")]
    {
        let mapping = Mapping::parse("m", &format!("{PLAIN}[csv]\nencoding = \"{label}\"\n")).unwrap();
        assert_eq!(mapping.reading.csv.encoding.map(encoding_rs::Encoding::name), Some(expected));
    }
}

#[test]
fn orders_need_the_units_shipped() {
    let keep = "[orders]\nkeep = true\n";
    check_refused(&format!("{PLAIN}{COLUMNS}{keep}"), None, "units_shipped");
    let mapping = Mapping::parse("m", &format!("{PLAIN}{COLUMNS}units_shipped = [\"u\"]\n{keep}")).unwrap();
    assert!(mapping.keep_orders && mapping.columns.unwrap().has(Field::UnitsShipped));
}

#[test]
fn money_is_said_once() {
    for (more, expected) in [
        ("unit_price = [\"p\"]\nline_total = [\"l\"]\n", "unit_price and line_total, which say the same"),
        ("unit_price = [\"p\"]\ntax = [\"x\"]\ntax_percent = [\"y\"]\n", "tax and tax_percent"),
        ("discount = [\"d\"]\n", "no price that it could be taken off"),
    ] {
        check_refused(&format!("{PLAIN}{COLUMNS}{more}"), Some(3), expected);
    }
}

#[test]
fn file_patterns() {
    for (pattern, name, expected) in [
        ("orders.csv", "Orders.CSV", true),
        ("orders*", "orders-2011.csv", true),
        ("*2011*", "orders-2011.csv.gz", true),
        ("a*a", "a", false),
        ("a*b*c", "a-b-c", true),
        ("a*b*c", "a-c-b-c", true),
        ("a*b*c", "a-c", false),
        ("orders", "orders.csv", false),
    ] {
        assert_eq!(matches_glob(pattern, name), expected, "{pattern} {name}");
    }
}
