//! `segments.json`: groups of item-locations with similar demand, found by k-means.

use planning::segment::Feature;
use serde::{Deserialize, Serialize};

/// The segments of a publication. [`crate::PlanItems::segment`] assigns item-locations to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Segments {
    /// [`crate::CONTRACT_VERSION`] of the program that made it.
    pub version: u32,
    /// How well each number of segments separates, fewest first; empty where there are too few item-locations.
    pub tried: Vec<Silhouette>,
    /// Item-locations on which that was measured: all, or a sample of them.
    pub measured_on: u32,
    /// The segments of the number that separates best, most valuable first.
    pub segments: Vec<Segment>,
}

/// How well a number of segments separates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silhouette {
    /// Number of segments.
    pub segments: u32,
    /// Mean silhouette, from −1 to 1: how much closer item-locations are to their own segment than to the next.
    pub silhouette: f64,
}

/// A segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Its features, in the order of [`Feature::ALL`].
    pub features: Vec<SegmentFeature>,
}

/// A segment's value of a feature.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentFeature {
    /// The feature.
    pub feature: Feature,
    /// Its mean in the segment.
    pub mean: f64,
    /// The distance from the overall mean, in overall deviations.
    pub apart: f64,
}

impl Segments {
    /// Path below the publication.
    pub const PATH: &str = "segments.json";

    /// The silhouette of the current segments.
    pub fn silhouette(&self) -> Option<f64> {
        let chosen = self.tried.iter().find(|tried| tried.segments as usize == self.segments.len())?;
        Some(chosen.silhouette)
    }
}
