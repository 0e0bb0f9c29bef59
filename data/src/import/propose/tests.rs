//! Files as shops and ERPs export them, made up but shaped like theirs: what is proposed reads them.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::{Proposal, propose};
use crate::import::{Mapping, SourceFile};

/// Writes files and proposes a mapping for them.
fn proposed(files: &[(&str, &str)]) -> (TempDir, Vec<PathBuf>, Proposal) {
    let folder = tempfile::tempdir().unwrap();
    let write = |(name, text): &(&str, &str)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let paths: Vec<_> = files.iter().map(write).collect();
    let proposal = propose(&sources(&paths)).unwrap().expect("these are no tables of a snapshot");
    (folder, paths, proposal)
}

fn sources(paths: &[PathBuf]) -> Vec<SourceFile> {
    paths.iter().map(SourceFile::from).collect()
}

/// The lines of a proposal without comments and blank lines.
fn lines(proposal: &Proposal) -> Vec<String> {
    let code = |line: &str| line.split("  #").next().unwrap_or_default().trim().to_owned();
    proposal.text.lines().map(code).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

fn expect(proposal: &Proposal, expected: &[&str]) {
    assert_eq!(proposal.undecided, Vec::<String>::new(), "{}", proposal.text);
    let lines = lines(proposal);
    for line in expected {
        assert!(lines.iter().any(|other| other == line), "{line} is not in\n{}", proposal.text);
    }
    Mapping::parse("proposed", &proposal.text).unwrap();
}

#[test]
fn a_german_spreadsheet_of_sales_by_branch() {
    let text = "Datum;Filiale;Artikel-Nr.;Bezeichnung;Menge;Umsatz (EUR)\n\
                31.01.2025;Köln;0012;Tasse;3;1.234,50\n01.02.2025;Bonn;0013;Teller;1;2,00\n";
    let (.., proposal) = proposed(&[("umsatz.csv", text)]);
    expect(
        &proposal,
        &[
            "currency = \"EUR\"",
            "formats = [\"%d.%m.%Y\"]",
            "decimal = \",\"",
            "files = [\"umsatz.csv\"]",
            "date = [\"Datum\"]",
            "location = [\"Filiale\"]",
            "sku = [\"Artikel-Nr.\"]",
            "units = [\"Menge\"]",
            "revenue = [\"Umsatz (EUR)\"]",
        ],
    );
}

#[test]
fn orders_of_a_shop_are_order_lines() {
    let text = "Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Country,Currency\n\
                #1001,a@example.com,2025-03-01 10:00:00 +0100,2,Mug,4.50,M-1,DE,EUR\n#1001,a@example.com,,1,Bowl,7.00,B-1,,EUR\n\
                #1002,b@example.com,2025-03-02 11:30:00 +0100,1,Plate,9.00,P-1,FR,EUR\n";
    let (.., proposal) = proposed(&[("orders_export.csv", text)]);
    expect(
        &proposal,
        &[
            "currency = \"EUR\"",
            "invoice = [\"Name\"]",
            "sku = [\"Lineitem sku\"]",
            "quantity = [\"Lineitem quantity\"]",
            "placed_at = [\"Created at\"]",
            "unit_price = [\"Lineitem price\"]",
            "description = [\"Lineitem name\"]",
            "country = [\"Shipping Country\"]",
            "first_only = [\"placed_at\", \"country\"]",
        ],
    );
}

#[test]
fn receipts_of_branches_are_order_lines_that_name_their_location() {
    let text = "Belegdatum;Bonnummer;Filiale;Vertriebskanal;Artikelnummer;Menge;Einzelpreis\n\
                31.01.2025;17;Köln;Kasse;0012;3;1,50\n31.01.2025;18;Bonn;Kasse;0013;1;2,00\n";
    let (.., proposal) = proposed(&[("bons.csv", text)]);
    expect(
        &proposal,
        &[
            "invoice = [\"Bonnummer\"]",
            "sku = [\"Artikelnummer\"]",
            "location = [\"Filiale\"]",
            "channel = [\"Vertriebskanal\"]",
        ],
    );
    let (.., proposal) = proposed(&[("bons.csv", &text.replace(";Bonn;", ";;"))]);
    let [open] = &proposal.undecided[..] else { panic!("{:?}", proposal.undecided) };
    assert!(open.contains("Filiale") && open.contains("default = true"), "{open}");
}

#[test]
fn lines_may_have_a_total_instead_of_a_price() {
    let text = "Order ID,Date,SKU,Qty,Amount,Discount,VAT rate\n\
                1,2025-01-31,A,3,4.50,0.50,19\n1,2025-01-31,B,1,2.00,,19\n2,2025-02-01,A,1,1.50,,19\n";
    let (.., proposal) = proposed(&[("orders.csv", text)]);
    expect(&proposal, &["line_total = [\"Amount\"]"]);
    for left in ["# discount = [\"Discount\"]", "# tax_percent = [\"VAT rate\"]"] {
        assert!(proposal.text.contains(left), "{left} is not in\n{}", proposal.text);
    }
    let (.., proposal) = proposed(&[("orders.csv", &text.replace("Amount", "Price"))]);
    expect(&proposal, &["unit_price = [\"Price\"]"]);

    let orders = "Order ID,Date,SKU,Qty,Total\n1,2025-01-31,A,3,9\n1,2025-01-31,B,1,9\n2,2025-02-01,A,1,7\n2,2025-02-01,C,1,7\n";
    let (.., proposal) = proposed(&[("orders.csv", orders)]);
    let [open] = &proposal.undecided[..] else { panic!("{:?}", proposal.undecided) };
    assert!(open.contains("\"Total\"") && open.contains("sum of an order"), "{open}");
}

/// A folder of exports has one kind of file many times.
#[test]
fn files_of_one_kind_make_one_section() {
    let bons = |branch: &str| {
        format!("Bonnummer,Datum,Filiale,Artikelnummer,Menge,MwSt-Satz\n1,2025-01-31,{branch},A,1,19\n")
    };
    let (cologne, bonn) = (bons("Köln"), bons("Bonn"));
    let (.., proposal) = proposed(&[("a.csv", &cologne), ("b.csv", &bonn)]);
    expect(&proposal, &["invoice = [\"Bonnummer\"]"]);
    assert!(proposal.text.contains("# tax_percent = [\"MwSt-Satz\"]"), "{}", proposal.text);
    assert_eq!(proposal.previews.len(), 1);
    let sales = "Datum,Artikel,Menge\n2025-01-31,A,1\n";
    let (.., proposal) = proposed(&[("a.csv", sales), ("b.csv", sales)]);
    expect(&proposal, &["files = [\"a.csv\", \"b.csv\"]"]);
    let (.., proposal) = proposed(&[("a.csv", sales), ("b.csv", &sales.replace("Menge", "Anzahl"))]);
    let [open] = &proposal.undecided[..] else { panic!("{:?}", proposal.undecided) };
    assert!(open.contains("a.csv and b.csv are both sales, with other columns"), "{open}");
    Mapping::parse("proposed", &proposal.text).unwrap();
}

#[test]
fn a_chinese_erp_writes_chinese_heads() {
    let text = "单据日期,仓库,存货编码,存货名称,数量,金额\n2025/01/31,上海,A01,杯子,3,30\n2025/02/01,上海,A02,盘子,1,12\n";
    let (.., proposal) = proposed(&[("销售明细.csv", text)]);
    expect(
        &proposal,
        &[
            "formats = [\"%Y/%m/%d\"]",
            "date = [\"单据日期\"]",
            "location = [\"仓库\"]",
            "sku = [\"存货编码\"]",
            "units = [\"数量\"]",
            "revenue = [\"金额\"]",
        ],
    );
}

#[test]
fn an_encoding_from_before_utf_8_is_known_by_the_names_of_columns() {
    for (encoding, heads, label) in [
        (encoding_rs::GB18030, "日期,店铺,商品编码,销量", "gb18030"),
        (encoding_rs::SHIFT_JIS, "日付,店舗,商品コード,数量", "shift_jis"),
        (encoding_rs::EUC_KR, "날짜,매장,상품코드,수량", "euc-kr"),
        (encoding_rs::WINDOWS_1251, "Дата,Магазин,Артикул,Количество", "windows-1251"),
    ] {
        let text = format!("{heads}\n2025-01-31,A,1,3\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.csv");
        fs::write(&path, encoding.encode(&text).0).unwrap();
        let proposal = propose(&sources(&[path])).unwrap().expect(label);
        expect(&proposal, &[&format!("encoding = \"{label}\""), "[tables.sales.columns]"]);
    }
}

#[test]
fn an_erp_with_short_names_and_days_without_signs() {
    let text = "FKDAT;WERKS;MATNR;MAKTX;FKIMG;NETWR\n20250131;1000;000000000000004711;Pumpe;2;199,90\n\
                20250201;1000;000000000000004712;Ventil;10;55,00\n";
    let (.., proposal) = proposed(&[("vbrp.csv", text)]);
    expect(
        &proposal,
        &[
            "date = [\"FKDAT\"]",
            "location = [\"WERKS\"]",
            "sku = [\"MATNR\"]",
            "units = [\"FKIMG\"]",
            "decimal = \",\"",
        ],
    );
}

#[test]
fn sales_and_stock_and_items_are_told_apart() {
    let files = [
        ("ventes.csv", "Date de vente;Référence;Quantité\n2025-01-31;A;3\n"),
        ("bestaende.csv", "Datum;Artikelnummer;Lagerbestand\n2025-01-31;A;12\n"),
        ("artikel.csv", "Artikelnummer;Bezeichnung;Einkaufspreis;Lieferant\nA;Tasse;1,20;Huber\n"),
    ];
    let (.., proposal) = proposed(&files);
    expect(
        &proposal,
        &[
            "[tables.sales.columns]",
            "units = [\"Quantité\"]",
            "[tables.sales.constants]",
            "location = \"main\"",
            "[tables.stock.columns]",
            "on_hand = [\"Lagerbestand\"]",
            "[tables.products.columns]",
            "unit_cost = [\"Einkaufspreis\"]",
        ],
    );
}

#[test]
fn a_spreadsheet_with_a_column_for_each_month_below_its_title() {
    let text = "Absatz 2024, in Stück\n\nArtikelnummer;Bezeichnung;2024-01;2024-02;2024-03;Summe\n\
                4711;Tasse;3;;5;8\n4712;Teller;0;1;2;3\n";
    let (.., proposal) = proposed(&[("absatz.csv", text)]);
    expect(
        &proposal,
        &[
            "[header]",
            "line = 3",
            "sku = [\"Artikelnummer\"]",
            "[tables.sales.wide]",
            "units = \"%Y-%m\"",
            "location = \"main\"",
        ],
    );
    let (.., proposal) = proposed(&[("absatz.csv", &text.replace(";5;", ";5,50;"))]);
    let [open] = &proposal.undecided[..] else { panic!("{:?}", proposal.undecided) };
    assert!(open.contains("\"2024-01\" to \"2024-03\"") && open.contains("units = \"%Y-%m\""), "{open}");
    let days = "sku,01/02/2024,01/03/2024,01/04/2024\nA,1,2,3\n";
    let (.., proposal) = proposed(&[("days.csv", days)]);
    let [open] = &proposal.undecided[..] else { panic!("{:?}", proposal.undecided) };
    assert!(open.contains("%d/%m/%Y") && open.contains("%m/%d/%Y"), "{open}");
}

#[test]
fn what_cannot_be_told_is_said() {
    let both = "date,sku,qty sold\n03/04/2025,A,1\n05/06/2025,B,2\n";
    let (.., proposal) = proposed(&[("export.csv", both)]);
    let [open] = &proposal.undecided[..] else { panic!("{:?}", proposal.undecided) };
    assert!(open.contains("%d/%m/%Y") && open.contains("%m/%d/%Y"), "{open}");

    let (.., proposal) = proposed(&[("export.csv", "day,article\n2025-01-31,A\n2025-01-31,B\n")]);
    assert!(proposal.undecided[0].contains("units = \"1\""), "{:?}", proposal.undecided);

    let (.., proposal) = proposed(&[("export.csv", "one,two\nx,y\n")]);
    assert!(proposal.undecided[0].contains("its columns are one, two"), "{:?}", proposal.undecided);

    let commas = "date,sku,quantity,price\n2025-01-31,A,1,\"1,234\"\n";
    let (.., proposal) = proposed(&[("export.csv", commas)]);
    assert!(proposal.undecided.iter().any(|open| open.contains("decimal comma")), "{:?}", proposal.undecided);
}

#[test]
fn a_day_beyond_the_twelfth_decides() {
    let (.., proposal) = proposed(&[("export.csv", "date,sku,qty sold\n03/04/2025,A,1\n25/06/2025,B,2\n")]);
    expect(&proposal, &["formats = [\"%d/%m/%Y\"]"]);
}

#[test]
fn a_name_alone_makes_no_number() {
    let text = "date,sku,units,quantity\n2025-01-31,A,each,3\n";
    let (.., proposal) = proposed(&[("export.csv", text)]);
    expect(&proposal, &["units = [\"quantity\"]"]);
}

#[test]
fn tables_of_a_snapshot_need_no_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sales.csv");
    fs::write(&path, "date,sku,location,units\n2025-01-31,A,main,3\n").unwrap();
    assert_eq!(propose(&sources(&[path])).unwrap(), None);
}
