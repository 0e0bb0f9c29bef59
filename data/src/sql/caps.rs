//! How large a query may be. The engine recurses as deep as a query is nested and plans for longer than it is long, so
//! each cap is checked before the step that it protects: text and tokens before parsing, the rest before planning.

/// Bytes of the text.
pub(super) const TEXT_BYTES: usize = 64 * 1_024;

/// Tokens, without white space.
pub(super) const TOKENS: usize = 20_000;

/// Brackets and CASEs inside one another.
pub(super) const DEPTH: usize = 40;

/// Operators: each nests an expression or a query without a bracket.
pub(super) const OPERATORS: usize = 500;

/// Calls within one another that the parser reads twice: each doubles the time that it takes around a mistake.
pub(super) const CALLS_READ_TWICE: u64 = 10;

/// Expressions, tables and queries of the parsed text.
pub(super) const NODES: usize = 10_000;

/// Tables joined, those in a common table expression counted each time that it is named.
pub(super) const TABLES: u64 = 64;

/// Constants in one list of IN.
pub(super) const LIST: usize = 2_000;

/// Columns in CUBE: each doubles the groupings.
pub(super) const CUBED: usize = 10;

/// Columns of the answer.
pub(super) const COLUMNS: usize = 1_000;

/// Nesting that the parser itself follows; above [`DEPTH`], because it counts steps that take no bracket.
pub(super) const PARSER_DEPTH: usize = 300;
