"""The numbers of the peers' dashboards, as a careful Python programmer writes them: DuckDB for the sums, NumPy for the
policies, everything vectorised. The formulas are those of docs/formulas.md; the benchmarks check that the answers are
Granary's."""

import duckdb
import numpy as np
import polars as pl
from scipy.special import erfc, ndtri

# name, smallest, largest, step: the sliders of Granary's what-if page (planning/src/bounds.rs).
SLIDERS = [
    ("service_level", 0.5, 0.999, 0.001),
    ("lead_time_factor", 0.25, 3.0, 0.05),
    ("lead_time_sd_factor", 0.0, 3.0, 0.05),
    ("demand_factor", 0.25, 3.0, 0.05),
    ("order_cost", 0.0, 500.0, 0.5),
    ("holding_rate", 0.01, 1.0, 0.005),
    ("review_days", 1.0, 60.0, 1.0),
]

# The sample's settings.
NOW = {
    "service_level": 0.95, "lead_time_factor": 1.0, "lead_time_sd_factor": 1.0, "demand_factor": 1.0,
    "order_cost": 5.0, "holding_rate": 0.25, "review_days": 7.0,
}

SUMS = ["revenue", "costed_revenue", "cost_of_goods_sold", "inventory_value", "active", "out_of_stock", "units_due",
        "units_filled"]
COUNTS = ["active", "out_of_stock"]
WEEKS = 52


def weekly(facts):
    """Sums by week and category: small enough that every key figure is a sum over a few thousand rows."""
    sums = ", ".join(f"sum({name})::double / {1 if name in COUNTS else 10_000} as {name}" for name in SUMS)
    return duckdb.sql(f"""
        with dated as (select *, max(date) over () - date as age_days from read_parquet('{facts}'))
        select
            age_days // 7 as age, category, {sums},
            sum(inventory_value) filter (where age_days % 7 = 0)::double / 10000 as closing_value,
            count(distinct date) filter (where stock_rows > 0) as stock_days
        from dated group by all order by age desc, category""").pl()


def kpis(weeks, first_age=0):
    """The eight key figures of the 52 weeks that end `first_age` weeks ago, and what they are called."""
    window = weeks.filter((pl.col("age") >= first_age) & (pl.col("age") < first_age + WEEKS))
    total = {name: window[name].sum() for name in SUMS}
    days = 7 * WEEKS
    stock_days = window.group_by("age").agg(pl.col("stock_days").max())["stock_days"].sum()
    inventory = total["inventory_value"] / stock_days
    margin = total["costed_revenue"] - total["cost_of_goods_sold"]
    return {
        "turnover": total["cost_of_goods_sold"] / inventory * 365 / days,
        "days_of_inventory": inventory / total["cost_of_goods_sold"] * days,
        "stockout_rate": total["out_of_stock"] / total["active"],
        "fill_rate": total["units_filled"] / total["units_due"],
        "holding_cost": inventory * NOW["holding_rate"] * days / 365,
        "gross_margin_return": margin / inventory * 365 / days,
        "stock_value": window.filter(pl.col("age") == first_age)["closing_value"].sum(),
        "revenue": total["revenue"],
    }


def plan(path):
    """The columns that what-if reads, as 64-bit floats."""
    return {name: column.to_numpy().astype(np.float64) for name, column in pl.read_parquet(path).to_dict().items()}


def loss(k):
    """Standard normal loss."""
    return np.exp(-0.5 * k * k) / np.sqrt(2 * np.pi) - k * 0.5 * erfc(k / np.sqrt(2))


def totals(items, scenario):
    """Totals over all item-locations under a scenario."""
    z = ndtri(scenario["service_level"])
    with np.errstate(invalid="ignore", divide="ignore"):
        demand = items["demand_per_day"] * scenario["demand_factor"]
        lead_time = items["lead_time_days"] * scenario["lead_time_factor"]
        cost = items["unit_cost"]
        ready = (demand > 0) & (lead_time >= 0)
        kept = ready & (cost >= 0)
        demand, lead_time, cost = demand[kept], lead_time[kept], cost[kept]
        sd = items["error_sd_per_day"][kept] * scenario["demand_factor"]
        review_sd = items["review_sd_per_day"][kept] * scenario["demand_factor"]
        exposed = items["exposed_demand_per_day"][kept] * scenario["demand_factor"]
        lead_time_sd = items["lead_time_sd_days"][kept] * scenario["lead_time_sd_factor"]

        per_review = demand * scenario["review_days"]
        at_review = exposed * scenario["review_days"]
        cv2 = review_sd * review_sd / (exposed * exposed * scenario["review_days"])
        gamma_weight = np.clip(2 * np.sqrt(cv2) - 1, 0, 1)
        last = gamma_weight * 5 - (1 - gamma_weight) * 3
        undershoot_variance = at_review * at_review * (1 + cv2 * (6 + cv2 * last)) / 12
        covered = np.sqrt(lead_time * sd * sd + exposed * exposed * lead_time_sd * lead_time_sd + undershoot_variance)
        tail = items["factor_slope"][kept] * covered

        per_year = demand * 365
        economic = np.sqrt(2 * per_year * scenario["order_cost"] / (scenario["holding_rate"] * cost))
        wanted = np.where(cost > 0, economic, exposed * lead_time)
        wanted = np.minimum(wanted, per_year)
        order = np.fmax(np.maximum(np.fmax(wanted, per_review), 1), items["minimum_order"][kept])
        pack = items["pack_size"][kept]
        order = np.where(pack > 0, np.ceil(order / pack) * pack, order)

        steps = order / tail
        later = np.where(z + steps < 7, loss(z + steps), 0)
        fill_rate = np.where(tail > 0, 1 - (loss(z) - later) / steps, 1)

    safety = items["factor_shift"][kept] * covered + z * tail
    value = cost * (safety + 0.5 * order)
    orders = per_year / order
    filled, demanded = (fill_rate * per_year).sum(), per_year.sum()
    stock_value, cost_of_goods = value.sum(), (cost * per_year).sum()
    holding, ordering = scenario["holding_rate"] * stock_value, scenario["order_cost"] * orders.sum()
    return {
        "stock_value": stock_value,
        "safety_stock_value": (cost * safety).sum(),
        "holding_cost_per_year": holding,
        "ordering_cost_per_year": ordering,
        "cost_per_year": holding + ordering,
        "fill_rate": filled / demanded,
        "turnover_per_year": cost_of_goods / stock_value,
        "orders_per_year": orders.sum(),
    }
