//! The published and derived worked values of `golden/inventory.json`, each checked against the function it names.

use planning::normal;
use planning::stock::{
    LeadTimeDemand, Undershoot, eoq, eoq_cost, fill_rate_factor, order_up_to, reorder_point, safety_stock,
};
use serde_json::Value;

fn check(case: &Value, actual: &[(&str, f64)]) {
    let tolerance = case["tol"].as_f64().unwrap_or(1e-9);
    for (name, value) in actual {
        let expected = case["out"][name].as_f64().unwrap_or_else(|| panic!("{}: no {name}", case["id"]));
        let error = (value - expected).abs() / expected.abs().max(1.0);
        assert!(error <= tolerance, "{} {name}: {value}, expected {expected}", case["id"]);
    }
}

#[test]
fn inventory() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("golden/inventory.json")).expect("golden JSON");
    let mut checked = 0;
    for case in &cases {
        let input =
            |name: &str| case["in"][name].as_f64().unwrap_or_else(|| panic!("{}: no {name}", case["id"]));
        match case["fn"].as_str().expect("fn") {
            "eoq" => check(
                case,
                &[
                    ("Q", eoq(input("lambda"), input("K"), input("h"))),
                    ("cost", eoq_cost(input("lambda"), input("K"), input("h"))),
                ],
            ),
            "standard_normal_loss" => {
                check(case, &[("n", normal::loss(input("z"))), ("n_bar", normal::loss(-input("z")))]);
            }
            "normal_loss" => {
                let z = (input("x") - input("mean")) / input("sd");
                check(
                    case,
                    &[("n", input("sd") * normal::loss(z)), ("n_bar", input("sd") * normal::loss(-z))],
                );
            }
            "safety_stock" => {
                let args = (input("alpha"), input("L"), input("sd_L"), input("d"), input("sd_d"));
                check(
                    case,
                    &[
                        ("sigma", LeadTimeDemand::new(args.3, args.4, args.1, args.2).sd),
                        ("SS", safety_stock(args.0, args.1, args.2, args.3, args.4)),
                        ("ROP", reorder_point(args.0, args.1, args.2, args.3, args.4, None)),
                    ],
                );
            }
            "fill_rate_k" => {
                let sd = LeadTimeDemand::new(input("d"), input("sd_d"), input("L"), 0.0).sd;
                let k = fill_rate_factor(input("beta"), input("Q"), sd);
                check(case, &[("k", k), ("ROP", input("d") * input("L") + k * sd)]);
            }
            "rop_undershoot" => {
                let u = Undershoot::new(input("d"), input("sd_d"));
                let s = reorder_point(input("alpha"), input("L"), 0.0, input("d"), input("sd_d"), Some(1.0));
                check(case, &[("EU", u.mean), ("VarU", u.variance), ("s", s)]);
            }
            "order_up_to" => {
                let s = order_up_to(
                    input("alpha"),
                    input("L"),
                    input("sd_L"),
                    input("d"),
                    input("sd_d"),
                    input("R"),
                );
                check(case, &[("S", s)]);
            }
            other => panic!("no function for golden case {other}"),
        }
        checked += 1;
    }
    assert!(checked >= 8, "only {checked} golden cases");
}
