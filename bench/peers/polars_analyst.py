"""The questions of bench/analyst.sql in Polars: lazy scans, as its users write them."""

from datetime import timedelta

import polars as pl

c = pl.col
DOUBLE = pl.Float64


def questions(sales, products, last, item, location):
    """Of each name a lazy frame with the answer, in the order of the SQL's columns and rows."""
    def since(days):
        return c("date") > last - timedelta(days=days)

    month = c("date").dt.truncate("1mo")
    week = c("date").dt.truncate("1w")
    with_category = sales.join(products.select("sku", "category"), on="sku")
    days = sales.group_by("location", "date").agg(c("units").sum())
    sold = c("units") > 0
    recent, before = since(28), ~since(28)
    items = sales.filter(since(365)).group_by("sku").agg(c("revenue").sum()).filter(c("revenue") > 0)
    ranked = items.sort(["revenue", "sku"], descending=[True, False]).with_columns(
        c("revenue").cum_sum().cast(DOUBLE).alias("up_to"), c("revenue").sum().cast(DOUBLE).alias("total"))
    weeks = sales.group_by("sku", "location", week.alias("week")).agg(c("units").sum().cast(DOUBLE))
    mean = c("units").mean()
    variation = pl.when(mean == 0).then(None).otherwise(c("units").std() / mean)
    doubles = days.with_columns(c("units").cast(DOUBLE))
    return {
        "totals": sales.select(pl.len().alias("rows"), c("revenue").count().alias("priced"), c("units").sum(),
                               c("revenue").sum().alias("revenue"), c("date").min().alias("first"), c("date").max().alias("last")),
        "months": sales.group_by(month.alias("month")).agg(c("units").sum(), c("revenue").sum()).sort("month"),
        "categories": with_category.group_by("category").agg(c("units").sum(), c("revenue").sum(), c("sku").n_unique().alias("items"))
        .sort(["units", "category"], descending=[True, False]),
        "top_items": sales.filter(since(365)).group_by("sku").agg(c("units").sum(), c("revenue").sum())
        .sort(["revenue", "sku"], descending=[True, False], nulls_last=True).head(20),
        "locations_by_year": sales.group_by("location", c("date").dt.year().alias("year"))
        .agg(c("units").sum(), c("revenue").sum()).sort("location", "year"),
        "weekdays": sales.group_by("location", (c("date").dt.weekday() % 7).alias("weekday"))
        .agg(c("units").sum(), sold.sum().alias("days_sold")).sort("location", "weekday"),
        "one_item": sales.filter((c("sku") == item) & (c("location") == location) & since(365)).sort("date")
        .select("date", "units", c("units").cast(DOUBLE).rolling_sum(28, min_samples=1).alias("units_28_days")),
        "one_day": with_category.filter(c("date") == last).group_by("category")
        .agg(c("units").sum(), sold.sum().alias("items_sold")).sort("category"),
        "not_sold": sales.group_by("location", "sku").agg(c("date").filter(sold).max().alias("last_sale"))
        .group_by("location").agg(pl.len().alias("item_locations"), (c("last_sale") <= last - timedelta(days=28)).sum().alias("not_sold"))
        .sort("location"),
        "without_sales": sales.join(products.select("sku", "category"), on="sku", how="left").group_by("category")
        .agg((c("units") == 0).sum().cast(DOUBLE) / pl.len()).sort("category", nulls_last=True),
        "growth": with_category.group_by("category", month.alias("month")).agg(c("units").sum()).sort("category", "month")
        .with_columns(c("units").shift(12).over("category").alias("a_year_before")),
        "moving_mean": doubles.sort("location", "date")
        .select("location", "date", c("units").rolling_mean(28, min_samples=1).over("location").alias("mean")),
        "abc": ranked.group_by(
            pl.when(c("up_to") <= c("total") * 0.8).then(pl.lit("A")).when(c("up_to") <= c("total") * 0.95).then(pl.lit("B"))
            .otherwise(pl.lit("C")).alias("class")).agg(pl.len().alias("items"), c("revenue").sum()).sort("class"),
        "variation": weeks.group_by("sku", "location").agg(variation.alias("variation")).group_by("location")
        .agg(c("variation").count().alias("items"), c("variation").mean().alias("mean"), c("variation").max().alias("most"))
        .sort("location"),
        "best_days": days.sort(["location", "units", "date"], descending=[False, True, False])
        .with_columns(pl.int_range(1, pl.len() + 1).over("location").alias("place")).filter(c("place") <= 3)
        .select("location", "place", "date", "units").sort("location", "place"),
        "rising": sales.filter(since(56)).group_by("sku")
        .agg(c("units").filter(recent).sum().alias("recent"), c("units").filter(before).sum().alias("before"),
             recent.any().alias("has_recent"), before.any().alias("has_before"))
        .filter(c("has_recent") & c("has_before") & (c("recent") >= 2 * c("before")))
        .select("sku", "recent", "before").sort(["recent", "sku"], descending=[True, False]).head(50),
        "range_sold": sales.filter(sold).group_by(week.alias("week")).agg(c("sku").n_unique().alias("items")).sort("week"),
        "distribution": with_category.filter(sold).group_by("category")
        .agg(c("units").cast(DOUBLE).median().alias("median"), c("units").cast(DOUBLE).quantile(0.75, "linear").alias("upper_quartile"))
        .sort("category"),
        "together": doubles.join(doubles, on="date", suffix="_other").filter(c("location_other") > c("location"))
        .group_by("location", "location_other").agg(pl.corr("units", "units_other").alias("correlation"))
        .sort("location", "location_other"),
        "gaps": sales.filter(sold).sort("location", "sku", "date")
        .with_columns(c("date").shift(1).over("location", "sku").alias("previous")).filter(c("previous").is_not_null())
        .join(products.select("sku", "category"), on="sku").group_by("category", c("date").dt.year().alias("year"))
        .agg(pl.len().alias("sales"), (c("previous") < c("date") - timedelta(days=7)).sum().alias("after_a_week"))
        .sort("category", "year"),
    }
