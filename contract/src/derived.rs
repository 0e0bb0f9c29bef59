//! The derived files of one publication, decoded.

use crate::{Cube, Decisions, Facts, Plan, Proof, Publication, Quality, Segments, Suppliers};

/// The derived files from which figures are computed, on the server and in browsers.
#[derive(Clone, Debug)]
pub struct Derived {
    /// What of the publication figures need.
    pub facts: Facts,
    /// `cube.bin`.
    pub cube: Cube,
    /// Every shard of `plan/`. Browsers do not fetch those of the forecasts' accuracy.
    pub plan: Plan,
    /// What people decided, which the plan has in it already. Browsers that compute get of it what their page hands over.
    pub decisions: Decisions,
}

/// Every derived file of one publication, but those of `series/`: they are read one at a time, when a page needs them.
#[derive(Clone, Debug)]
pub struct Published {
    /// `publication.json`.
    pub publication: Publication,
    /// What figures are computed from.
    pub derived: Derived,
    /// `quality.json`.
    pub quality: Quality,
    /// `segments.json`.
    pub segments: Segments,
    /// `proof.json`.
    pub proof: Proof,
    /// `suppliers.json`.
    pub suppliers: Suppliers,
}
