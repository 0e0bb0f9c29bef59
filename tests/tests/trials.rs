//! What is tried many times over: see `tests::trial`.

#[path = "trials/builds.rs"]
mod builds;
#[path = "trials/requests.rs"]
mod requests;
