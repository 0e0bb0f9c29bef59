//! Finds the location that ships an order, from the country that it goes to.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

/// A location, as a mapping writes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Code of the location.
    pub id: String,
    /// Name people know it by.
    pub name: String,
    /// warehouse, store or online.
    pub kind: String,
    /// Its country, ISO 3166-1.
    pub country: Option<String>,
    /// Countries it ships to, as the source spells them.
    #[serde(default)]
    pub countries: Vec<String>,
    /// True for the one location that ships to all other countries.
    #[serde(default)]
    pub default: bool,
}

/// All locations of a mapping.
#[derive(Clone, Debug)]
pub struct Places {
    locations: Vec<Location>,
    by_country: HashMap<String, usize>,
    default: usize,
}

impl Places {
    /// Checks a list of locations; with an empty list everything ships from one called `main`.
    pub fn new(mut locations: Vec<Location>) -> Result<Places, String> {
        if locations.is_empty() {
            locations.push(Location {
                id: "main".into(),
                name: "Main".into(),
                kind: "warehouse".into(),
                country: None,
                countries: Vec::new(),
                default: true,
            });
        }
        let mut ids = HashSet::new();
        let mut by_country = HashMap::new();
        for (index, location) in locations.iter().enumerate() {
            if location.id.trim().is_empty() || !ids.insert(location.id.clone()) {
                return Err(format!("the id {:?} is empty or used twice", location.id));
            }
            if !["warehouse", "store", "online"].contains(&location.kind.as_str()) {
                return Err(format!(
                    "{} has kind {:?}, not warehouse, store or online",
                    location.id, location.kind
                ));
            }
            for country in &location.countries {
                if by_country.insert(normal(country), index).is_some() {
                    return Err(format!("country {country:?} is listed twice"));
                }
            }
        }
        let defaults: Vec<_> = (0..locations.len()).filter(|&index| locations[index].default).collect();
        match defaults[..] {
            [default] => Ok(Places { locations, by_country, default }),
            _ => {
                Err("exactly one location must have default = true: it ships to countries not listed".into())
            }
        }
    }

    /// The locations, in the order of the mapping.
    pub fn all(&self) -> &[Location] {
        &self.locations
    }

    /// Index of the location that ships to a country, and whether the mapping lists that country.
    pub fn shipping_to(&self, country: Option<&str>) -> (usize, bool) {
        match country.and_then(|country| self.by_country.get(&normal(country))) {
            Some(index) => (*index, true),
            None => (self.default, false),
        }
    }

    /// True if the mapping lists countries at all.
    pub fn by_country(&self) -> bool {
        !self.by_country.is_empty()
    }
}

fn normal(country: &str) -> String {
    country.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(id: &str, countries: &[&str], default: bool) -> Location {
        Location {
            id: id.into(),
            name: id.into(),
            kind: "warehouse".into(),
            country: None,
            countries: countries.iter().map(|c| (*c).to_owned()).collect(),
            default,
        }
    }

    #[test]
    fn countries_find_their_location_and_others_the_default() {
        let places =
            Places::new(vec![location("UK", &["United Kingdom"], false), location("ROW", &[], true)])
                .unwrap();
        assert_eq!(places.shipping_to(Some(" united kingdom")), (0, true));
        assert_eq!(places.shipping_to(Some("Japan")), (1, false));
        assert_eq!(places.shipping_to(None), (1, false));
    }

    #[test]
    fn without_a_list_everything_ships_from_one_location() {
        let places = Places::new(Vec::new()).unwrap();
        assert_eq!((places.all()[0].id.as_str(), places.shipping_to(Some("Japan")).0), ("main", 0));
        assert!(!places.by_country());
    }

    #[test]
    fn ambiguous_lists_are_refused() {
        let check = |list: Vec<Location>, expected: &str| {
            let problem = Places::new(list).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        };
        check(vec![location("A", &[], false)], "exactly one");
        check(vec![location("A", &[], true), location("B", &[], true)], "exactly one");
        check(vec![location("A", &[], true), location("A", &[], false)], "used twice");
        check(vec![location("A", &["X"], true), location("B", &["x "], false)], "listed twice");
        check(vec![Location { kind: "shed".into(), ..location("A", &[], true) }], "not warehouse");
    }
}
