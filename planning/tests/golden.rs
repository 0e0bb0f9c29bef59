//! Worked values of `golden/*.json`, published and derived, each checked against the function it names.

use planning::convert::whole_u32;
use planning::distribution::{Distribution, Empirical, Gamma, NegativeBinomial, Normal, Poisson};
use planning::normal;
use planning::stock::{
    LeadTimeDemand, LotCosts, MinMax, PeriodicDemand, PriceBreak, ReorderQuantity, Undershoot,
    economic_production_cost, economic_production_quantity, eoq, eoq_all_units_discount, eoq_cost,
    eoq_incremental_discount, eoq_with_backorders, fill_rate_factor, min_max_cost, min_max_optimum,
    min_max_power_approximation, newsvendor, newsvendor_cost, newsvendor_level, order_up_to, reorder_point,
    rq_cost, rq_cost_whole_units, rq_eoq_with_backorders, rq_eoq_with_safety_stock, rq_expected_level,
    rq_loss_function, rq_optimum_whole_units, rq_reorder_point, safety_stock, wagner_whitin,
};
use serde_json::Value;
use std::num::NonZeroU32;

/// What a case's function gives, by the names of its expected values.
type Actual = Vec<(&'static str, f64)>;

struct Case<'a>(&'a Value);

impl Case<'_> {
    fn input(&self, name: &str) -> f64 {
        self.0["in"][name].as_f64().unwrap_or_else(|| panic!("{}: no {name}", self.0["id"]))
    }

    fn inputs<const N: usize>(&self, names: [&str; N]) -> [f64; N] {
        names.map(|name| self.input(name))
    }

    fn costs(&self) -> LotCosts {
        LotCosts { order: self.input("K"), holding: self.input("h"), shortage: self.input("p") }
    }

    /// Normal demand over the lead time of an (r,Q) case.
    fn over_lead_time(&self) -> Normal {
        let [demand, sd, days] = self.inputs(["lambda", "tau", "L"]);
        Normal::new(demand * days, sd * days.sqrt()).expect("valid")
    }
}

/// Every expected value is computed, and within the case's tolerance (1e-9 unless it says so) of it.
fn check(case: &Value) {
    let tolerance = case["tol"].as_f64().unwrap_or(1e-9);
    let name = case["fn"].as_str().expect("fn");
    let case_of = Case(case);
    let groups = [lots, losses, newsvendors, reorder_points, reorder_quantities, min_max];
    let actual: Actual = groups
        .iter()
        .find_map(|group| group(name, &case_of))
        .unwrap_or_else(|| panic!("no function for golden case {name}"));
    for (output, expected) in case["out"].as_object().expect("out") {
        if output == "Q" && expected.is_array() {
            continue; // the plan of a Wagner–Whitin case, compared as a whole
        }
        let expected = expected.as_f64().expect("number");
        let found = actual.iter().find(|(name, _)| name == output);
        let (_, value) = found.unwrap_or_else(|| panic!("{}: {output} is not computed", case["id"]));
        let error = (value - expected).abs() / expected.abs().max(1.0);
        assert!(error <= tolerance, "{} {output}: {value}, expected {expected}", case["id"]);
    }
}

fn lots(name: &str, case: &Case<'_>) -> Option<Actual> {
    Some(match name {
        "eoq" => {
            let [demand, order, holding] = case.inputs(["lambda", "K", "h"]);
            vec![("Q", eoq(demand, order, holding)), ("cost", eoq_cost(demand, order, holding))]
        }
        "eoq_backorders" => {
            let [demand, order, holding, shortage] = case.inputs(["lambda", "K", "h", "p"]);
            let lot = eoq_with_backorders(demand, order, holding, shortage);
            vec![("Q", lot.order_quantity), ("x", lot.backordered_share), ("cost", lot.cost)]
        }
        "epq" => {
            let [demand, order, holding, rate] = case.inputs(["lambda", "K", "h", "mu"]);
            vec![
                ("Q", economic_production_quantity(demand, order, holding, rate)),
                ("cost", economic_production_cost(demand, order, holding, rate)),
            ]
        }
        "eoq_all_units" | "eoq_incremental" => {
            let pairs = case.0["in"]["breaks"].as_array()?.iter();
            let breaks: Option<Vec<PriceBreak>> = pairs
                .map(|at| Some(PriceBreak { from_quantity: at[0].as_f64()?, unit_cost: at[1].as_f64()? }))
                .collect();
            let [demand, order, rate] = case.inputs(["lambda", "K", "rate"]);
            let solve =
                if name == "eoq_all_units" { eoq_all_units_discount } else { eoq_incremental_discount };
            let lot = solve(demand, order, rate, &breaks?)?;
            vec![("Q", lot.order_quantity), ("cost", lot.cost)]
        }
        "wagner_whitin" => {
            let numbers = |value: &Value| -> Vec<f64> {
                value.as_array().expect("list").iter().filter_map(Value::as_f64).collect()
            };
            let plan = wagner_whitin(case.input("K"), case.input("h"), &numbers(&case.0["in"]["d"]));
            assert_eq!(plan.orders, numbers(&case.0["out"]["Q"]), "{}", case.0["id"]);
            vec![("cost", plan.cost)]
        }
        _ => return None,
    })
}

fn losses(name: &str, case: &Case<'_>) -> Option<Actual> {
    let both = |of: &dyn Distribution| {
        let x = case.input("x");
        vec![("n", of.loss(x)), ("n_bar", of.complementary_loss(x))]
    };
    // stockpyl's second-order loss of whole units is ½·E[(X − x)⁺(X − x − 1)⁺]: ours less half the first.
    let factorial = |of: &dyn Distribution| {
        let x = case.input("x");
        vec![("n", of.second_loss(x) - 0.5 * of.loss(x))]
    };
    Some(match name {
        "standard_normal_loss" => {
            vec![("n", normal::loss(case.input("z"))), ("n_bar", normal::loss(-case.input("z")))]
        }
        "standard_normal_second_loss" => {
            vec![
                ("n", normal::second_loss(case.input("z"))),
                ("n_bar", normal::second_loss(-case.input("z"))),
            ]
        }
        "normal_loss" => both(&Normal::new(case.input("mean"), case.input("sd"))?),
        "poisson_loss" => both(&Poisson::new(case.input("mean"))?),
        "poisson_second_loss" => factorial(&Poisson::new(case.input("mean"))?),
        "gamma_loss" => both(&Gamma::new(case.input("shape"), case.input("scale"))?),
        "gamma_second_loss" => {
            let gamma = Gamma::new(case.input("shape"), case.input("scale"))?;
            vec![("n", gamma.second_loss(case.input("x")))]
        }
        "negative_binomial_loss" => both(&NegativeBinomial::new(case.input("mean"), case.input("sd"))?),
        "negative_binomial_second_loss" => {
            factorial(&NegativeBinomial::new(case.input("mean"), case.input("sd"))?)
        }
        _ => return None,
    })
}

fn newsvendors(name: &str, case: &Case<'_>) -> Option<Actual> {
    let solve = |demand: &dyn Distribution| {
        let [holding, shortage] = case.inputs(["h", "p"]);
        let level = newsvendor_level(holding, shortage, demand);
        let evaluated = case.0["in"]["level"].as_f64().unwrap_or(level);
        vec![("S", level), ("cost", newsvendor_cost(holding, shortage, demand, evaluated))]
    };
    Some(match name {
        "newsvendor_normal" => {
            let [holding, shortage, mean, sd, periods] = case.inputs(["h", "p", "mean", "sd", "periods"]);
            let demand = Normal::new(mean, sd)?.over_periods(NonZeroU32::new(whole_u32(periods))?);
            let mut actual = solve(&demand);
            // The short form takes the same demand as two numbers.
            actual[0].1 = newsvendor(holding, shortage, demand.mean(), demand.variance().sqrt());
            actual
        }
        "newsvendor_poisson" => solve(&Poisson::new(case.input("mean"))?),
        "newsvendor_discrete" => {
            let pairs = case.0["in"]["pmf"].as_array()?.iter();
            let pairs: Option<Vec<(f64, f64)>> =
                pairs.map(|pair| Some((pair[0].as_f64()?, pair[1].as_f64()?))).collect();
            solve(&Empirical::from_weights(&pairs?)?)
        }
        _ => return None,
    })
}

fn reorder_points(name: &str, case: &Case<'_>) -> Option<Actual> {
    Some(match name {
        "safety_stock" => {
            let [service, lead_time, sd_lead_time, demand, sd] =
                case.inputs(["alpha", "L", "sd_L", "d", "sd_d"]);
            vec![
                ("sigma", LeadTimeDemand::new(demand, sd, lead_time, sd_lead_time).sd),
                ("SS", safety_stock(service, lead_time, sd_lead_time, demand, sd)),
                ("ROP", reorder_point(service, lead_time, sd_lead_time, demand, sd, None)),
            ]
        }
        "fill_rate_k" => {
            let [demand, sd_demand, lead_time] = case.inputs(["d", "sd_d", "L"]);
            let over = LeadTimeDemand::new(demand, sd_demand, lead_time, 0.0);
            let k = fill_rate_factor(case.input("beta"), case.input("Q"), over.sd);
            vec![("k", k), ("ROP", over.mean + k * over.sd)]
        }
        "rop_undershoot" => {
            let [service, lead_time, demand, sd] = case.inputs(["alpha", "L", "d", "sd_d"]);
            let u = Undershoot::new(demand, sd);
            let s = reorder_point(service, lead_time, 0.0, demand, sd, Some(1.0));
            vec![("EU", u.mean), ("VarU", u.variance), ("s", s)]
        }
        "order_up_to" => {
            let [service, lead_time, sd_lead_time] = case.inputs(["alpha", "L", "sd_L"]);
            let [demand, sd, review] = case.inputs(["d", "sd_d", "R"]);
            vec![("S", order_up_to(service, lead_time, sd_lead_time, demand, sd, review))]
        }
        _ => return None,
    })
}

fn reorder_quantities(name: &str, case: &Case<'_>) -> Option<Actual> {
    let given = || ReorderQuantity { reorder_point: case.input("r"), order_quantity: case.input("Q") };
    let outputs = |policy: ReorderQuantity| vec![("r", policy.reorder_point), ("Q", policy.order_quantity)];
    let whole = || Poisson::new(case.input("lambda") * case.input("L"));
    let demand = || case.input("lambda");
    Some(match name {
        "rq_cost" => vec![("cost", rq_cost(&case.costs(), demand(), &case.over_lead_time(), &given()))],
        "rq_r_for_q" => {
            vec![("r", rq_reorder_point(&case.costs(), &case.over_lead_time(), case.input("Q")))]
        }
        "rq_eil" => {
            let (policy, cost) = rq_expected_level(&case.costs(), demand(), &case.over_lead_time())?;
            [outputs(policy), vec![("cost", cost)]].concat()
        }
        "rq_eoqb" => outputs(rq_eoq_with_backorders(&case.costs(), demand(), &case.over_lead_time())),
        "rq_eoqss" => outputs(rq_eoq_with_safety_stock(&case.costs(), demand(), &case.over_lead_time())),
        "rq_loss" => outputs(rq_loss_function(&case.costs(), demand(), &case.over_lead_time())?),
        "rq_cost_poisson" => {
            vec![("cost", rq_cost_whole_units(&case.costs(), demand(), &whole()?, &given()))]
        }
        "rq_poisson" => {
            let (policy, cost) = rq_optimum_whole_units(&case.costs(), demand(), &whole()?)?;
            [outputs(policy), vec![("cost", cost)]].concat()
        }
        _ => return None,
    })
}

fn min_max(name: &str, case: &Case<'_>) -> Option<Actual> {
    if name == "s_S_power" {
        let [mean, sd] = case.inputs(["mean", "sd"]);
        let policy = min_max_power_approximation(&case.costs(), mean, mean, sd);
        return Some(vec![("s", policy.reorder_point), ("S", policy.order_up_to)]);
    }
    if !name.starts_with("s_S_poisson") {
        return None;
    }
    let period = Poisson::new(case.input("mean"))?;
    let demand = PeriodicDemand { period: &period, exposed: &period };
    if name == "s_S_poisson_cost" {
        let policy = MinMax { reorder_point: case.input("s"), order_up_to: case.input("S") };
        return Some(vec![("cost", min_max_cost(&case.costs(), &demand, &policy))]);
    }
    let (policy, cost) = min_max_optimum(&case.costs(), &demand)?;
    Some(vec![("s", policy.reorder_point), ("S", policy.order_up_to), ("cost", cost)])
}

fn check_all(json: &str, at_least: usize) {
    let cases: Vec<Value> = serde_json::from_str(json).expect("golden JSON");
    assert!(cases.len() >= at_least, "only {} golden cases", cases.len());
    cases.iter().for_each(check);
}

#[test]
fn inventory() {
    check_all(include_str!("golden/inventory.json"), 20);
}

#[test]
fn published() {
    check_all(include_str!("golden/published.json"), 70);
}
