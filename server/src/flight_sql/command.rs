//! Commands, as descriptors and tickets carry them.

use super::status::refused;
use arrow_flight::sql::{Any, Command};
use axum::body::Bytes;
use prost::Message;
use tonic::{Code, Status};

/// Reads a command, whoever wrote it.
///
/// # Errors
/// It is none of the protocol.
pub(super) fn command(bytes: &Bytes) -> Result<Command, Status> {
    let any = Any::decode(bytes.clone()).map_err(|_| unknown())?;
    match Command::try_from(any) {
        Ok(Command::Unknown(_)) | Err(_) => Err(unknown()),
        Ok(command) => Ok(command),
    }
}

/// The refusal of what is none.
pub(super) fn unknown() -> Status {
    let cause = "This is no command, ticket or action of Arrow Flight SQL.";
    refused(
        Code::InvalidArgument,
        "bad-command",
        cause,
        "Ask with a driver of Flight SQL, such as ADBC's or JDBC's.",
    )
}

/// The refusal of all that would change something.
pub(super) fn only_reads() -> Status {
    let cause =
        "This server only reads: it has no updates, ingestion, transactions, Substrait plans or exchanges.";
    let remedy = "Ask with SELECT, WITH or VALUES; new data comes in with granary import.";
    refused(Code::Unimplemented, "only-reads", cause, remedy)
}
