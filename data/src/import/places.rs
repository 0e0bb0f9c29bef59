//! Finds the location that ships an order: from what its lines say, or from the country that it goes to.

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
    /// By code and by name.
    by_name: HashMap<String, usize>,
    default: Option<usize>,
}

impl Places {
    /// Checks a list of locations. Unless lines name their location, everything ships from one called `main` with an empty
    /// list, and a longer one says which location is meant for other countries.
    pub fn new(mut locations: Vec<Location>, lines_name_theirs: bool) -> Result<Places, String> {
        if locations.is_empty() && !lines_name_theirs {
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
        let (mut by_country, mut by_name) = (HashMap::new(), HashMap::new());
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
        // A code is surer than a name that another location has.
        for of in [|location: &Location| normal(&location.id), |location: &Location| normal(&location.name)] {
            for (index, location) in locations.iter().enumerate() {
                by_name.entry(of(location)).or_insert(index);
            }
        }
        let defaults: Vec<_> = (0..locations.len()).filter(|&index| locations[index].default).collect();
        let default = match defaults[..] {
            [default] => Some(default),
            [] if lines_name_theirs => None,
            _ => {
                return Err("exactly one location must have default = true: it ships to countries not \
                            listed"
                    .into());
            }
        };
        Ok(Places { locations, by_country, by_name, default })
    }

    /// The locations, in the order of the mapping.
    pub fn all(&self) -> &[Location] {
        &self.locations
    }

    /// The code of the location that ships to a country, and whether the mapping lists that country; `None` if no
    /// location ships to countries that are not listed.
    pub fn shipping_to(&self, country: Option<&str>) -> Option<(&str, bool)> {
        let listed = country.and_then(|country| self.by_country.get(&normal(country)));
        let index = listed.copied().or(self.default)?;
        Some((&self.locations[index].id, listed.is_some()))
    }

    /// The code of the location that has this code or name; `None` if the mapping lists none.
    pub fn named(&self, name: &str) -> Option<&str> {
        self.by_name.get(&normal(name)).map(|index| self.locations[*index].id.as_str())
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
        let list = vec![location("UK", &["United Kingdom"], false), location("ROW", &[], true)];
        let places = Places::new(list, false).unwrap();
        assert_eq!(places.shipping_to(Some(" united kingdom")), Some(("UK", true)));
        assert_eq!(places.shipping_to(Some("Japan")), Some(("ROW", false)));
        assert_eq!(places.shipping_to(None), Some(("ROW", false)));
    }

    #[test]
    fn without_a_list_everything_ships_from_one_location_unless_lines_name_theirs() {
        let places = Places::new(Vec::new(), false).unwrap();
        assert_eq!(places.shipping_to(Some("Japan")), Some(("main", false)));
        assert!(!places.by_country());
        let places = Places::new(Vec::new(), true).unwrap();
        assert_eq!((places.all().len(), places.shipping_to(Some("Japan"))), (0, None));
    }

    #[test]
    fn lines_name_locations_by_code_or_name() {
        let named = |id: &str, name: &str| Location { name: name.into(), ..location(id, &[], false) };
        let list = vec![named("S1", "Köln"), named("S2", "S1"), named("S3", "köln ")];
        let places = Places::new(list, true).unwrap();
        for (text, id) in [("s1", Some("S1")), ("KÖLN", Some("S1")), ("S3 ", Some("S3")), ("Bonn", None)] {
            assert_eq!(places.named(text), id, "{text}");
        }
        assert_eq!(places.shipping_to(None), None);
    }

    #[test]
    fn ambiguous_lists_are_refused() {
        let check = |list: Vec<Location>, expected: &str| {
            let problem = Places::new(list, false).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        };
        check(vec![location("A", &[], false)], "exactly one");
        check(vec![location("A", &[], true), location("B", &[], true)], "exactly one");
        check(vec![location("A", &[], true), location("A", &[], false)], "used twice");
        check(vec![location("A", &["X"], true), location("B", &["x "], false)], "listed twice");
        check(vec![Location { kind: "shed".into(), ..location("A", &[], true) }], "not warehouse");
    }
}
