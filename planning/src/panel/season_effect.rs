//! The effect of a group's season on a forecast, in few numbers.

use super::holiday::HolidayName;
use serde::{Deserialize, Serialize};

/// A season whose coming periods all differ from a usual one by at most this is not mentioned.
const FLAT: f32 = 0.02;

/// The groups that a season is learned from, the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeasonGroup {
    /// All item-locations.
    All,
    /// The item's category, at all locations.
    Category,
    /// The item's category at its location.
    CategoryAtLocation,
}

/// The factors of the season on an item's level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeasonEffect {
    /// Factor on the level in each coming period; 1 is the mean of a year, a usual period.
    pub index: Vec<f32>,
    /// The group that most of it was learned from.
    pub group: SeasonGroup,
    /// Holidays that move some of these periods by more than 2 % from where the week of the year has them.
    pub holidays: Vec<HolidayName>,
}

impl SeasonGroup {
    /// The group with the largest share in an index, where `own` is the share of the category at the location and
    /// `category` the share of the category in the rest, both 0 to 1. Of equal shares, the larger group.
    pub(super) fn of(own: f64, category: f64) -> Self {
        let (category, all) = ((1.0 - own) * category, (1.0 - own) * (1.0 - category));
        if all >= category && all >= own {
            SeasonGroup::All
        } else if category >= own {
            SeasonGroup::Category
        } else {
            SeasonGroup::CategoryAtLocation
        }
    }
}

impl SeasonEffect {
    /// From an index; `None` where no coming period differs by more than 2 % from a usual one.
    pub fn new(index: Vec<f32>, group: SeasonGroup, holidays: Vec<HolidayName>) -> Option<Self> {
        let moves = index.iter().any(|index| (index - 1.0).abs() > FLAT);
        moves.then_some(SeasonEffect { index, group, holidays })
    }

    /// Mean, smallest and largest factor of the coming periods.
    pub fn summary(&self) -> (f64, f64, f64) {
        let values = || self.index.iter().map(|index| f64::from(*index));
        let mean = values().sum::<f64>() / self.index.len().max(1) as f64;
        (mean, values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_rests_on_the_group_with_the_largest_share() {
        assert_eq!(SeasonGroup::of(0.6, 0.9), SeasonGroup::CategoryAtLocation);
        assert_eq!(SeasonGroup::of(0.4, 0.9), SeasonGroup::Category);
        assert_eq!(SeasonGroup::of(0.2, 0.4), SeasonGroup::All);
        assert_eq!(SeasonGroup::of(0.0, 0.5), SeasonGroup::All);
        assert_eq!(SeasonGroup::of(1.0, 1.0), SeasonGroup::CategoryAtLocation);
    }

    #[test]
    fn a_flat_season_is_none() {
        assert_eq!(SeasonEffect::new(vec![1.01, 0.985, 1.0], SeasonGroup::All, Vec::new()), None);
        assert_eq!(SeasonEffect::new(Vec::new(), SeasonGroup::All, Vec::new()), None);
        let effect =
            SeasonEffect::new(vec![0.5, 1.0, 0.75], SeasonGroup::Category, Vec::new()).expect("a season");
        assert_eq!(effect.summary(), (0.75, 0.5, 1.0));
    }
}
