//! What drivers ask about the server: its name, that it only reads, and how it reads SQL.

use super::status::status;
use crate::refusal::Refusal;
use arrow_flight::sql::metadata::{SqlInfoData, SqlInfoDataBuilder};
use arrow_flight::sql::{
    SqlInfo, SqlNullOrdering, SqlSupportedCaseSensitivity, SqlSupportedGroupBy, SqlSupportedSubqueries,
    SqlSupportedTransaction, SqlSupportedUnions, SupportedSqlGrammar,
};
use tonic::Status;

/// What the server does.
const DOES: [SqlInfo; 11] = [
    SqlInfo::FlightSqlServerReadOnly,
    SqlInfo::FlightSqlServerSql,
    SqlInfo::SqlAllTablesAreSelectable,
    SqlInfo::SqlSupportsColumnAliasing,
    SqlInfo::SqlNullPlusNullIsNull,
    SqlInfo::SqlSupportsTableCorrelationNames,
    SqlInfo::SqlSupportsExpressionsInOrderBy,
    SqlInfo::SqlSupportsOrderByUnrelated,
    SqlInfo::SqlCorrelatedSubqueriesSupported,
    SqlInfo::SqlCatalogAtStart,
    SqlInfo::SqlNamedParametersSupported,
];

/// What it does not.
const DOES_NOT: [SqlInfo; 21] = [
    SqlInfo::FlightSqlServerSubstrait,
    SqlInfo::FlightSqlServerCancel,
    SqlInfo::FlightSqlServerBulkIngestion,
    SqlInfo::FlightSqlServerIngestTransactionsSupported,
    SqlInfo::SqlDdlCatalog,
    SqlInfo::SqlDdlSchema,
    SqlInfo::SqlDdlTable,
    SqlInfo::SqlSupportsDifferentTableCorrelationNames,
    SqlInfo::SqlSupportsLikeEscapeClause,
    SqlInfo::SqlSupportsNonNullableColumns,
    SqlInfo::SqlSupportsIntegrityEnhancementFacility,
    SqlInfo::SqlSelectForUpdateSupported,
    SqlInfo::SqlStoredProceduresSupported,
    SqlInfo::SqlTransactionsSupported,
    SqlInfo::SqlDataDefinitionCausesTransactionCommit,
    SqlInfo::SqlDataDefinitionsInTransactionsIgnored,
    SqlInfo::SqlBatchUpdatesSupported,
    SqlInfo::SqlSavepointsSupported,
    SqlInfo::SqlLocatorsUpdateCopy,
    SqlInfo::SqlStoredFunctionsUsingCallSyntaxSupported,
    SqlInfo::SqlMaxRowSizeIncludesBlobs,
];

/// What the server is, under the numbers of the protocol.
///
/// # Errors
/// None in practice: the table is made of constants.
pub(super) fn about() -> Result<SqlInfoData, Status> {
    let mut about = SqlInfoDataBuilder::new();
    about.append(SqlInfo::FlightSqlServerName, "Granary");
    about.append(SqlInfo::FlightSqlServerVersion, env!("CARGO_PKG_VERSION"));
    about.append(SqlInfo::FlightSqlServerArrowVersion, "1.3");
    DOES.iter().for_each(|does| about.append(*does, true));
    DOES_NOT.iter().for_each(|does_not| about.append(*does_not, false));
    for (name, text) in [
        (SqlInfo::SqlIdentifierQuoteChar, "\""),
        (SqlInfo::SqlSearchStringEscape, "\\"),
        (SqlInfo::SqlExtraNameCharacters, ""),
        (SqlInfo::SqlSchemaTerm, "schema"),
        (SqlInfo::SqlProcedureTerm, "procedure"),
        (SqlInfo::SqlCatalogTerm, "catalog"),
    ] {
        about.append(name, text);
    }
    let (names, quoted) = (
        SqlSupportedCaseSensitivity::SqlCaseSensitivityLowercase,
        SqlSupportedCaseSensitivity::SqlCaseSensitivityCaseInsensitive,
    );
    about.append(SqlInfo::SqlIdentifierCase, i64::from(names as i32));
    about.append(SqlInfo::SqlQuotedIdentifierCase, i64::from(quoted as i32));
    about.append(SqlInfo::SqlNullOrdering, i64::from(SqlNullOrdering::SqlNullsSortedHigh as i32));
    about.append(SqlInfo::FlightSqlServerTransaction, SqlSupportedTransaction::None as i32);
    about.append(SqlInfo::SqlSupportedGroupBy, bits(&[SqlSupportedGroupBy::SqlGroupByUnrelated as i32]));
    about.append(SqlInfo::SqlSupportedGrammar, bits(&[SupportedSqlGrammar::SqlCoreGrammar as i32]));
    let unions = [SqlSupportedUnions::SqlUnion as i32, SqlSupportedUnions::SqlUnionAll as i32];
    about.append(SqlInfo::SqlSupportedUnions, bits(&unions));
    let subqueries = [
        SqlSupportedSubqueries::SqlSubqueriesInComparisons as i32,
        SqlSupportedSubqueries::SqlSubqueriesInExists as i32,
        SqlSupportedSubqueries::SqlSubqueriesInIns as i32,
    ];
    about.append(SqlInfo::SqlSupportedSubqueries, bits(&subqueries));
    about.build().map_err(|_| status(&Refusal::Internal))
}

/// Choices as a mask, as the protocol has them.
fn bits(choices: &[i32]) -> i32 {
    choices.iter().fold(0, |mask, choice| mask | 1 << choice)
}
