//! Types on the wire: derived files of a publication and answers of the API, versioned together.

mod accuracy;
mod api;
mod columns;
mod cube;
mod decisions;
mod derived;
mod error;
mod facts;
mod filter;
mod item;
mod items;
mod list_workbook;
mod matrix;
mod orders;
mod plan;
mod policy;
mod proof;
mod publication;
mod quality;
mod query;
mod restrict;
mod segments;
mod series;
mod settings;
mod snapshots;
mod sql;
mod suppliers;
pub mod table;

pub use accuracy::{AccuracyAnswer, AccuracyRow, Grouping, RatioBin, accuracy};
pub use api::{
    BudgetAnswer, CategoryTotals, KpiAnswer, KpiValue, KpisAnswer, MoverAnswer, SpentAnswer, WhatIf,
    WhatIfAnswer, WhatIfDetails, WhatIfQuery, WhatIfRun, WhatIfStep, WhatIfSums, WhatIfTotals, kpis, what_if,
};
pub use columns::{Columns, ColumnsWriter};
pub use cube::{Cells, Cube, Dimension, Group, Period, PeriodRange, UNCATEGORISED};
pub use decisions::{
    DecidedLine, Decision, DecisionKind, DecisionProblem, DecisionRow, Decisions, DecisionsAnswer,
    DecisionsWritten, Entry, in_force, replaced_by,
};
pub use derived::{Derived, Published};
pub use error::{BadParameter, DecodeError, Reason};
pub use facts::Facts;
pub use filter::Filter;
pub use item::{
    Action, Advice, Elsewhere, ForecastAnswer, ForecastRow, ItemAnswer, ItemKey, ItemPolicy, ItemRecord,
    MethodWeight, Receipts, RiskIf, Trial, TrialRequest, UnknownItem, WholeItem, forecast, item,
};
pub use items::{
    Found, ItemRow, ItemsAnswer, ItemsQuery, ItemsTotal, Only, OrderWeek, OrdersToday, ProposalRow, Sort,
    StatusTotal, Walk, all_items, find, item_rows, items, items_csv, kept_items, proposals,
};
pub use list_workbook::{ListRows, ListWorkbook};
pub use matrix::{GroupPolicy, GroupTotal, group_totals, matrix};
pub use orders::{
    DecidedEdit, MoneySum, OrderEdit, OrderEdits, OrderLine, OrderSum, Ordered, Orders, OrdersAnswer,
    OrdersQuery, SUPPLIER_COLUMNS, SkippedLine, SupplierOrder, Today, TopUp, TopUpLine, order_lines,
    order_rows, orders, top_ups,
};
pub use plan::{BacktestSums, Plan, PlanAccuracy, PlanItems, PlanPolicy};
pub use policy::{PolicyRule, Traits, rule_of, winning_rule};
pub use proof::{
    Proof, ProofAnswer, ProofCauses, ProofGroup, ProofGrouping, ProofKept, ProofMiss, ProofPoint,
    ProofResult, ProofRule,
};
pub use publication::{
    DerivedFile, KpiSql, OverriddenNumber, Publication, SimulatedData, Source, TableSummary, Unused,
};
pub use quality::{
    Check, Dimension as QualityDimension, Example, Fact, Quality, Report, SourceFile, VerdictCount,
};
pub use query::{
    COMPARED_PREFIX, FORMULA, QueryString, SERVICE_TYPE, address_bytes, number_from_query,
    scenario_from_query, scenario_names, scenario_to_query,
};
pub use restrict::{Lock, Restricted};
pub use segments::{Segment, SegmentFeature, Segments, Silhouette};
pub use series::{
    Due, Effect, Influence, Interval, LeadTimeCount, LeadTimeSource, SERIES_GROUP_ITEMS, SeriesGroup,
    SeriesItem, Simulated, SupplierLeadTimes, Unserved, Verification,
};
pub use settings::Settings;
pub use snapshots::{PublicationAnswer, SnapshotAnswer, SnapshotsAnswer};
pub use sql::{
    BadHead, SQL_FIELDS, SavedParameter, SavedQuery, SqlAnswer, SqlCode, SqlColumn, SqlCost, SqlFunction,
    SqlKind, SqlParameters, SqlRefusal, SqlRequest, SqlSchema, SqlSort, SqlStep, SqlTable, SqlTableColumn,
    SqlValue, Words as SavedWords, parameter_names,
};
pub use suppliers::{SupplierTerms, Suppliers};
pub use table::csv::{guarded, unguarded};

/// Re-exported for filters.
pub use planning::segment::{AbcClass, Variability};

/// Version of every type in this crate and of every number in a publication. Raise it with any change that gives
/// other bytes for the same snapshot and settings. A publication of another version is refused and made again under
/// another id, because browsers and caches keep the content of an id for ever.
pub const CONTRACT_VERSION: u32 = 11;
