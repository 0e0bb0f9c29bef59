//! Trials, repeated many times: see `tests::trial`.

#[path = "trials/builds.rs"]
mod builds;
#[path = "trials/queries.rs"]
mod queries;
#[path = "trials/requests.rs"]
mod requests;
