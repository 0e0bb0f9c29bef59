//! What each role may do: one table, from which the check and docs/security.md are made.

use super::role::Role;
use app::below_language;

/// The service of Arrow Flight, whose calls are addresses below it.
pub const FLIGHT_SERVICE: &str = "arrow.flight.protocol.FlightService";

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Look at pages, read the API and the derived files.
    Look,
    /// Ask in SQL: on its page, on query pages, through the API, through an assistant or a driver.
    Ask,
    /// Write decisions down.
    Decide,
    /// See how the server does: its metrics.
    Operate,
}

impl Right {
    /// Every right, in the order of the table.
    pub const ALL: [Right; 4] = [Right::Look, Right::Ask, Right::Decide, Right::Operate];

    /// The least role that has it.
    pub fn role(self) -> Role {
        match self {
            Right::Look => Role::Viewer,
            Right::Ask => Role::Analyst,
            Right::Decide => Role::Planner,
            Right::Operate => Role::Admin,
        }
    }

    /// What an address takes, by its path, in whatever language it is: to read it, or with `writes` to add to it.
    pub fn of_path(path: &str, writes: bool) -> Right {
        let below = below_language(path.trim_start_matches('/'));
        let begins = |name: &str| {
            below.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if begins("metrics") {
            Right::Operate
        } else if writes && begins("api/v1/decisions") {
            Right::Decide
        } else if ["sql", "q", "api/v1/sql", "mcp", FLIGHT_SERVICE].into_iter().any(begins) {
            Right::Ask
        } else {
            Right::Look
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_take_rights() {
        for (path, right) in [
            ("/", Right::Look),
            ("/de/items", Right::Look),
            ("/api/v1/items", Right::Look),
            ("/api/v1/sql", Right::Ask),
            ("/api/v1/sql/schema", Right::Ask),
            ("/sql", Right::Ask),
            ("/sql/", Right::Ask),
            ("/zh-CN/sql", Right::Ask),
            ("/de/q/stockouts", Right::Ask),
            ("/mcp", Right::Ask),
            ("/arrow.flight.protocol.FlightService/DoGet", Right::Ask),
            ("/metrics", Right::Operate),
            ("/sqlite", Right::Look),
        ] {
            assert_eq!(Right::of_path(path, false), right, "{path}");
        }
        assert_eq!(Right::of_path("/api/v1/decisions", false), Right::Look);
        assert_eq!(Right::of_path("/api/v1/decisions", true), Right::Decide);
        assert_eq!(Right::of_path("/api/v1/sql", true), Right::Ask);
        assert_eq!(Right::of_path("/arrow.flight.protocol.FlightService/DoPut", true), Right::Ask);
    }

    #[test]
    fn the_documentation_has_the_table() {
        let documentation = include_str!("../../../docs/security.md");
        let may = |role: Role| Right::ALL.map(|right| if role >= right.role() { "yes" } else { "no" });
        let roles = [
            ("viewer", Role::Viewer),
            ("analyst", Role::Analyst),
            ("planner", Role::Planner),
            ("admin", Role::Admin),
        ];
        for (name, role) in roles {
            let [look, ask, decide, operate] = may(role);
            let line = format!("| `{name}` | {look} | {ask} | {decide} | {operate} |");
            assert!(documentation.contains(&line), "docs/security.md must have {line}");
        }
    }
}
