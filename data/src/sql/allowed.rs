//! What a query may be made of. Whatever is not in these lists is refused, so that a new version of the engine brings
//! nothing in by itself. `docs/sql-functions.md` is generated from them; a test compares them with what the engine has.

use datafusion::logical_expr::{Expr, LogicalPlan};

use super::usual;
use crate::functions;

/// Functions of the engine by what they are about.
pub(crate) const ENGINE: [(&str, &[&str]); 7] = [
    ("Numbers", NUMBERS),
    ("Text", TEXT),
    ("Dates and times", DATES),
    ("Missing values, choices and types", CHOICES),
    ("Lists, structures and maps", LISTS),
    ("Aggregates", AGGREGATES),
    ("Window functions", WINDOWS),
];

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "cos", "cosh", "cot", "degrees",
    "exp", "factorial", "floor", "gcd", "isnan", "iszero", "lcm", "ln", "log", "log10", "log2", "nanvl", "pi", "power",
    "radians", "round", "signum", "sin", "sinh", "sqrt", "tan", "tanh", "trunc", "to_hex",
];

#[rustfmt::skip]
const TEXT: &[&str] = &[
    "ascii", "bit_length", "btrim", "character_length", "chr", "concat", "concat_ws", "contains", "decode",
    "encode", "ends_with", "find_in_set", "initcap", "left", "levenshtein", "lower", "lpad", "ltrim",
    "octet_length", "overlay", "regexp_count", "regexp_instr", "regexp_like", "regexp_match", "regexp_replace",
    "replace", "reverse", "right", "rpad", "rtrim", "split_part", "starts_with", "strpos", "substr", "substr_index",
    "translate", "upper",
];

#[rustfmt::skip]
const DATES: &[&str] = &[
    "date_bin", "date_part", "date_trunc", "from_unixtime", "make_date", "make_time", "to_char", "to_date",
    "to_local_time", "to_time", "to_timestamp", "to_timestamp_micros", "to_timestamp_millis", "to_timestamp_nanos",
    "to_timestamp_seconds", "to_unixtime",
];

#[rustfmt::skip]
const CHOICES: &[&str] = &[
    "arrow_cast", "arrow_try_cast", "arrow_typeof", "cast_to_type", "coalesce", "greatest", "least", "nullif", "nvl",
    "nvl2", "try_cast_to_type",
];

#[rustfmt::skip]
const LISTS: &[&str] = &[
    "array_add", "array_any_value", "array_append", "array_avg", "array_compact", "array_concat", "array_dims",
    "array_distance", "array_distinct", "array_element", "array_except", "array_has", "array_has_all",
    "array_has_any", "array_intersect", "array_length", "array_max", "array_min", "array_ndims", "array_normalize",
    "array_pop_back", "array_pop_front", "array_position", "array_positions", "array_prepend", "array_product",
    "array_remove", "array_remove_all", "array_remove_n", "array_replace", "array_replace_all", "array_replace_n",
    "array_reverse", "array_scale", "array_slice", "array_sort", "array_subtract", "array_sum", "array_to_string",
    "array_union", "arrays_zip", "cardinality", "cosine_distance", "empty", "flatten", "generate_series",
    "get_field", "inner_product", "make_array", "map", "map_entries", "map_extract", "map_keys", "map_values",
    "named_struct", "range", "string_to_array", "struct",
];

#[rustfmt::skip]
const AGGREGATES: &[&str] = &[
    "any_value", "array_agg", "avg", "bit_and", "bit_or", "bit_xor", "bool_and", "bool_or", "corr", "count",
    "covar_pop", "covar_samp", "first_value", "grouping", "last_value", "max", "median", "min", "nth_value",
    "percentile_cont", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept", "regr_r2", "regr_slope", "regr_sxx",
    "regr_sxy", "regr_syy", "stddev", "stddev_pop", "string_agg", "sum", "var", "var_pop",
];

#[rustfmt::skip]
const WINDOWS: &[&str] = &["cume_dist", "dense_rank", "lag", "lead", "ntile", "percent_rank", "rank", "row_number"];

/// Functions of the engine that are left out, with the reason.
pub(crate) const LEFT_OUT: [(&[&str], &str); 6] = [
    (&["repeat", "array_repeat", "array_resize"], "a few letters of them fill any memory"),
    (
        &["now", "current_date", "current_time"],
        "what the clock says has no meaning in a snapshot: today is `as_of_day` of `settings`",
    ),
    (
        &["approx_distinct", "approx_median", "approx_percentile_cont", "approx_percentile_cont_with_weight"],
        "their answers depend on how rows are divided among processors: `count(distinct …)`, `median` and \
         `percentile_cont` are exact",
    ),
    (&["uuid", "random"], "their answers are others each time"),
    (
        &["version", "input_file_name", "file_row_index"],
        "they tell of the program and its files, not of the data",
    ),
    (
        &["arrow_field", "arrow_metadata", "with_metadata", "union_extract", "union_tag"],
        "no table has such values",
    ),
];

/// Whether a function of this name may be called: one of the engine that is listed, a usual one, or one of `planning`.
pub(super) fn function(name: &str) -> bool {
    ENGINE.iter().any(|(_, names)| names.contains(&name))
        || usual::USUAL.iter().any(|(usual, _, _)| *usual == name)
        || functions::documents().any(|own| own.name == name)
}

/// Why a function of the engine is left out.
pub(super) fn left_out(name: &str) -> Option<&'static str> {
    LEFT_OUT.iter().find(|(names, _)| names.contains(&name)).map(|(_, reason)| *reason)
}

/// Whether a step of a plan only reads.
pub(super) fn step(step: &LogicalPlan) -> bool {
    use LogicalPlan::{
        Aggregate, Distinct, EmptyRelation, Filter, Join, Limit, Projection, Sort, Subquery, SubqueryAlias,
        TableScan, Union, Unnest, Values, Window,
    };
    matches!(
        step,
        Aggregate(_)
            | Distinct(_)
            | EmptyRelation(_)
            | Filter(_)
            | Join(_)
            | Limit(_)
            | Projection(_)
            | Sort(_)
            | Subquery(_)
            | SubqueryAlias(_)
            | TableScan(_)
            | Union(_)
            | Unnest(_)
            | Values(_)
            | Window(_)
    )
}

/// Whether an expression that calls no function may stand in a query.
pub(super) fn expression(expression: &Expr) -> bool {
    // Functions of functions are new in the engine; variables are its settings.
    #[expect(deprecated, reason = "a wildcard inside count(*) is still one")]
    let is_wildcard = matches!(expression, Expr::Wildcard { .. });
    is_wildcard
        || matches!(
            expression,
            Expr::Alias(_)
                | Expr::Column(_)
                | Expr::Literal(..)
                | Expr::BinaryExpr(_)
                | Expr::Like(_)
                | Expr::SimilarTo(_)
                | Expr::Not(_)
                | Expr::IsNotNull(_)
                | Expr::IsNull(_)
                | Expr::IsTrue(_)
                | Expr::IsFalse(_)
                | Expr::IsUnknown(_)
                | Expr::IsNotTrue(_)
                | Expr::IsNotFalse(_)
                | Expr::IsNotUnknown(_)
                | Expr::Negative(_)
                | Expr::Between(_)
                | Expr::Case(_)
                | Expr::Cast(_)
                | Expr::TryCast(_)
                | Expr::InList(_)
                | Expr::Exists(_)
                | Expr::InSubquery(_)
                | Expr::SetComparison(_)
                | Expr::ScalarSubquery(_)
                | Expr::GroupingSet(_)
                | Expr::Placeholder(_)
                | Expr::OuterReferenceColumn(..)
                | Expr::Unnest(_)
        )
}

/// The text of `docs/sql-functions.md`.
pub fn page() -> String {
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut page = functions::page();
    page.push_str(
        "\n# Functions of the engine\n\nThose of [DataFusion](https://datafusion.apache.org/user-guide/sql/) that \
         queries may call, and no others. Arithmetic on whole numbers and decimals is exact or an error; a sum of \
         whole numbers is a decimal.\n",
    );
    for (title, names) in ENGINE {
        page.push_str(&format!("\n**{title}**: {}.\n", quoted(names)));
    }
    page.push_str("\nBesides:\n\n");
    for (_, syntax, about) in usual::USUAL {
        page.push_str(&format!("- `{syntax}`: {about}\n"));
    }
    page.push_str("\nLeft out:\n\n");
    for (names, reason) in LEFT_OUT {
        page.push_str(&format!("- {}: {reason}.\n", quoted(names)));
    }
    page.push_str("- Functions of functions (`array_transform`), which are new in the engine.\n");
    page.push_str(
        "- `WITH RECURSIVE`, which is no function: a step can double what the one before it made, so that a line of text \
         fills any memory before its time is over, and the engine ended in a panic at it. `generate_series` makes rows of \
         numbers and days; no table here has parts within parts.\n",
    );
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::prelude::SessionContext;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn the_page_in_docs_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/sql-functions.md");
        if std::fs::read_to_string(&path).unwrap_or_default() != page() {
            let current = std::env::temp_dir().join("sql-functions.md");
            std::fs::write(&current, page()).unwrap();
            panic!("docs/sql-functions.md is stale; copy {} over it", current.display());
        }
    }

    /// What an upgrade of the engine brings is listed here, as allowed or as left out, before it compiles again.
    #[test]
    fn every_function_of_the_engine_is_allowed_or_left_out_and_no_other_is() {
        let state = SessionContext::new().state();
        let scalar = state.scalar_functions().values().map(|function| function.name().to_owned());
        let aggregate = state.aggregate_functions().values().map(|function| function.name().to_owned());
        let window = state.window_functions().values().map(|function| function.name().to_owned());
        let engine: BTreeSet<String> = scalar.chain(aggregate).chain(window).collect();
        let allowed = ENGINE.iter().flat_map(|(_, names)| names.iter());
        let left_out = LEFT_OUT.iter().flat_map(|(names, _)| names.iter());
        let listed: BTreeSet<String> = allowed.chain(left_out).map(|name| (*name).to_owned()).collect();
        let unlisted: Vec<_> = engine.difference(&listed).collect();
        let unknown: Vec<_> = listed.difference(&engine).collect();
        assert!(unlisted.is_empty() && unknown.is_empty(), "unlisted: {unlisted:?}, unknown: {unknown:?}");
    }
}
