//! The server answers or refuses every request: none ends in an internal error.

use std::fs;
use tests::program::Server;
use tests::random::Random;
use tests::store::Store;
use tests::trial::Trial;

const REQUESTS: u64 = 300;
const PATHS: [&str; 21] = [
    "/",
    "/what-if",
    "/items",
    "/orders",
    "/item",
    "/data-quality",
    "/accuracy",
    "/proof",
    "/segments",
    "/sql",
    "/q/one",
    "/api/v1/kpis",
    "/api/v1/items",
    "/api/v1/orders",
    "/api/v1/decisions",
    "/api/v1/item",
    "/api/v1/what-if",
    "/api/v1/forecast",
    "/api/v1/accuracy",
    "/api/v1/proof",
    "/api/v1/snapshots",
];
const NAMES: [&str; 24] = [
    "from",
    "to",
    "category",
    "location",
    "class",
    "kpi",
    "q",
    "status",
    "variability",
    "supplier",
    "only",
    "sort",
    "page",
    "page_size",
    "service_level",
    "review_days",
    "holding_rate",
    "lead_time_factor",
    "stock_budget",
    "b.demand_factor",
    "format",
    "sku",
    "by",
    "nothing",
];
const VALUES: [&str; 26] = [
    "",
    "0",
    "-1",
    "1",
    "50",
    "1e308",
    "-1e308",
    "NaN",
    "inf",
    "18446744073709551616",
    "0.95",
    "0.999999999",
    "A",
    "Mugs",
    "north",
    "P01",
    "2019-05-01",
    "0000-01-01",
    "9999-12-31",
    "2019-02-30",
    "-money_at_risk",
    "excess",
    "%00",
    "%FF%FE",
    "%E2%80%AE",
    "%27%22%3E%3Cscript%3E",
];

#[test]
fn no_request_ends_in_an_error_of_the_server() {
    let store = Store::published(100);
    let queries = store.tenant().join("queries");
    fs::create_dir_all(&queries).expect("a folder");
    let page = "---\nparameter location: text\nparameter to: date\n---\n{a.n}\n\n```sql a\nselect count(*) as n from sales\n\
                where location = $location or date < $to\n```\n";
    fs::write(queries.join("one.md"), page).expect("written");
    let server = Server::start(store.path());
    let mut trial = Trial::new("Requests with any parameters, known or not, of any value");
    let mut random = Random::new(1, 0);
    for _ in 0..Trial::times(REQUESTS) {
        let mut target = random.of(&PATHS).to_owned();
        for place in 0..random.between(0, 5) {
            target.push(if place == 0 { '?' } else { '&' });
            target += &[random.of(&NAMES), "=", random.of(&VALUES)].concat();
        }
        let status = server.get(&target).status;
        trial.add((status >= 500).then(|| format!("{status} of {target}")));
    }
    trial.end();
}
