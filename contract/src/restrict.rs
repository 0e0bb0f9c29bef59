//! What is left of a publication for somebody who may see a part of it only. Whatever is computed from what is left can
//! say nothing of the rest: item-locations, categories and locations outside do not exist in it.

use crate::cube::Members;
use crate::{
    CONTRACT_VERSION, Cube, Decision, Decisions, Derived, Entry, Facts, Filter, Group, ItemKey,
    OverriddenNumber, Plan, Proof, ProofCauses, Publication, Published, Quality, QueryString, Segments,
    SeriesGroup, Settings, Suppliers, TableSummary,
};
use planning::convert::count_u32;
use serde::{Deserialize, Serialize};

/// The part of a publication that somebody may see. An empty list names everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lock {
    /// Categories, by their names.
    pub category: Vec<String>,
    /// Locations, by their ids.
    pub location: Vec<String>,
}

impl Lock {
    /// Whether all may be seen.
    pub fn is_open(&self) -> bool {
        self.category.is_empty() && self.location.is_empty()
    }

    /// The lock whose names stand in order, each once: locks that mean the same are equal.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        for names in [&mut self.category, &mut self.location] {
            names.sort();
            names.dedup();
        }
        self
    }

    /// The lock as a filter.
    pub fn filter(&self) -> Filter {
        Filter { category: self.category.clone(), location: self.location.clone(), ..Filter::default() }
    }
}

/// The names of a lock, as in the query string of a filter.
impl core::fmt::Display for Lock {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut query = QueryString::default();
        self.filter().to_query(&mut query);
        write!(f, "{query}")
    }
}

/// A part of a publication.
#[derive(Clone, Debug)]
pub struct Restricted {
    /// The part, without its list of files.
    pub published: Published,
    /// The rows of the whole plan that its plan has, in order.
    pub rows: Vec<u32>,
}

impl Derived {
    /// The part that a lock leaves, under an id of its own, with the rows of the whole plan that its plan has, in order.
    #[must_use]
    pub fn restrict(&self, lock: &Lock, id: String) -> (Derived, Vec<u32>) {
        let filter = lock.filter();
        let Derived { facts, cube, plan, decisions } = self;
        let rows = plan.policy.rows(&cube.categories, &cube.locations, &filter);
        let of_rows = rows.iter().map(|row| {
            let row = *row as usize;
            (plan.policy.category[row], plan.policy.location[row])
        });
        let members = Members::of(&cube.categories, &cube.locations, cube.used(&filter).chain(of_rows));
        let cube = cube.restrict(&filter, &members);
        let settings = facts.settings.restrict(&cube);
        let facts = Facts { id, settings, item_locations: count_u32(rows.len()), ..facts.clone() };
        let plan = plan.restrict(&rows, &members);
        let part = Derived { facts, cube, plan, decisions: Decisions::default() };
        let decisions = decisions.pick(&rows, |entry| part.has(entry));
        (Derived { decisions, ..part }, rows)
    }

    /// Whether a decision is about one of its items.
    fn has(&self, entry: &Entry) -> bool {
        let Decision { sku, location, .. } = &entry.decision;
        let key = sku.clone().zip(location.clone()).map(|(sku, location)| ItemKey { sku, location });
        key.is_some_and(|key| key.row(&self.cube, &self.plan).is_ok())
    }
}

impl Published {
    /// The part that a lock leaves, under an id of its own.
    ///
    /// What a publication says of all item-locations together is not in the part: the report on data quality, the proof, the
    /// segments, and the numbers of rows of tables.
    #[must_use]
    pub fn restrict(&self, lock: &Lock, id: String) -> Restricted {
        let (derived, rows) = self.derived.restrict(lock, id.clone());
        let is_there = |number: &&OverriddenNumber| derived.has(&number.entry);
        let published = Published {
            publication: Publication {
                id,
                settings: derived.facts.settings.clone(),
                item_locations: derived.facts.item_locations,
                tables: self.publication.tables.iter().map(TableSummary::without_rows).collect(),
                files: Vec::new(),
                decisions: self.publication.decisions.iter().filter(is_there).cloned().collect(),
                ..self.publication.clone()
            },
            quality: Quality { version: CONTRACT_VERSION, ..Quality::default() },
            segments: Segments { version: CONTRACT_VERSION, ..Segments::default() },
            proof: self.proof.unknown(),
            suppliers: self.suppliers.restrict(&derived.plan),
            derived,
        };
        Restricted { published, rows }
    }
}

impl SeriesGroup {
    /// A group of the same periods without any item-location.
    #[must_use]
    pub fn without_items(&self) -> Self {
        SeriesGroup { items: Vec::new(), suppliers: Vec::new(), ..*self }
    }
}

impl Settings {
    /// The same for a part. Rules keep their numbers; those for categories and locations outside lose their names.
    fn restrict(&self, part: &Cube) -> Settings {
        let mut settings = self.clone();
        for rule in &mut settings.policy {
            let is_there = |groups: &[Group], id: &String| groups.iter().any(|group| group.id == *id);
            rule.category.take_if(|id| !is_there(&part.categories, id));
            rule.location.take_if(|id| !is_there(&part.locations, id));
        }
        settings
    }
}

impl Suppliers {
    /// The suppliers that the rows of a part have.
    fn restrict(&self, part: &Plan) -> Suppliers {
        let has = |code: &String| part.items.supplier.contains(code);
        let suppliers = self.suppliers.iter().filter(|terms| has(&terms.supplier));
        Suppliers { version: self.version, suppliers: suppliers.cloned().collect() }
    }
}

impl TableSummary {
    fn without_rows(&self) -> TableSummary {
        TableSummary { rows: 0, ..self.clone() }
    }
}

impl Proof {
    /// The same as if nothing were known: what was replayed was replayed for all.
    fn unknown(&self) -> Proof {
        Proof {
            item_locations: 0,
            is_known: false,
            rules: Vec::new(),
            curve: Vec::new(),
            groups: Vec::new(),
            causes: ProofCauses::default(),
            missed: Vec::new(),
            ..*self
        }
    }
}
