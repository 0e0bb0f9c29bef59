//! Tools for assistants, by the Model Context Protocol: the functions of the API under names, schemas and limits that suit
//! a language model. Nothing is computed here that the API does not compute.

/// What a tool is, and what it tells.
mod tool;

/// Schemas of arguments and of answers.
mod schema;

/// Tools that are endpoints of the API.
mod figures;

/// What there is to ask about.
mod describe;

/// What to order today.
mod plan;

/// Queries.
mod sql;

/// The protocol.
mod assistants;

/// The protocol at an address of the server.
mod http;

pub use assistants::Assistants;
pub use http::routes;
use tool::Tool;

/// The registry: one line for each tool, in the order in which assistants read of them.
const ALL: [&dyn Tool; 8] = [
    &describe::TOOL,
    &figures::KEY_FIGURES,
    &figures::ITEMS,
    &figures::ITEM,
    &figures::FORECAST,
    &figures::WHAT_IF,
    &plan::TOOL,
    &sql::TOOL,
];

#[cfg(test)]
mod tests;
