//! The pages: a file each, and a line in [`Page::entry`].

mod accuracy;
mod data_quality;
mod item;
mod items;
mod overview;
mod proof;
mod segments;
mod what_if;

pub(crate) use segments::origin;

use crate::render::{PageError, PageRequest};
use crate::text;
use contract::QueryString;
use leptos::prelude::AnyView;

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Key figures, trends, breakdowns, worst items.
    Overview,
    /// Every item at every location.
    Items,
    /// Classes and segments of item-locations, and their policies.
    Segments,
    /// Scenarios.
    WhatIf,
    /// How well forecasts did.
    Accuracy,
    /// What plans of the past kept of their promise.
    Proof,
    /// The import report, settings and sources.
    DataQuality,
    /// One item at one location.
    Item,
}

/// What a page is: everything the shell and the router need.
pub(crate) struct Entry {
    /// Path below the site's base, without a leading slash.
    pub(crate) path: &'static str,
    /// Its name in the navigation.
    pub(crate) label: &'static str,
    /// One sentence on what it is for.
    pub(crate) purpose: &'static str,
    /// The module that makes it live; none for a page on which nothing changes.
    pub(crate) module: Option<&'static str>,
    /// Its content between header and footer.
    pub(crate) content: fn(&PageRequest<'_>, &QueryString) -> Result<AnyView, PageError>,
}

impl Page {
    /// Every page, in the order of the navigation.
    pub const ALL: &'static [Page] = &[
        Page::Overview,
        Page::Items,
        Page::Segments,
        Page::WhatIf,
        Page::Accuracy,
        Page::Proof,
        Page::DataQuality,
        Page::Item,
    ];

    /// Whether the navigation leads there: a page about one thing is reached from lists of them.
    pub(crate) fn is_in_navigation(self) -> bool {
        self != Page::Item
    }

    /// What the page is called for a query, where that is more than its name in the navigation.
    pub(crate) fn title(self, request: &PageRequest<'_>, query: &QueryString) -> Option<String> {
        match self {
            Page::Item => item::title(request, query),
            _ => None,
        }
    }

    pub(crate) fn entry(self) -> Entry {
        match self {
            Page::Overview => Entry {
                path: "",
                label: text::nav_overview(),
                purpose: text::overview_purpose(),
                module: Some("overview"),
                content: overview::content,
            },
            Page::Items => Entry {
                path: "items",
                label: text::nav_items(),
                purpose: text::items_purpose(),
                module: Some("items"),
                content: items::content,
            },
            Page::Segments => Entry {
                path: "segments",
                label: text::nav_segments(),
                purpose: text::segments_purpose(),
                module: None,
                content: segments::content,
            },
            Page::WhatIf => Entry {
                path: "what-if",
                label: text::nav_what_if(),
                purpose: text::what_if_purpose(),
                module: Some("what-if"),
                content: what_if::content,
            },
            Page::Accuracy => Entry {
                path: "accuracy",
                label: text::nav_accuracy(),
                purpose: text::accuracy_purpose(),
                module: None,
                content: accuracy::content,
            },
            Page::Proof => Entry {
                path: "proof",
                label: text::nav_proof(),
                purpose: text::proof_purpose(),
                module: None,
                content: proof::content,
            },
            Page::DataQuality => Entry {
                path: "data-quality",
                label: text::nav_data_quality(),
                purpose: text::data_quality_purpose(),
                module: None,
                content: data_quality::content,
            },
            Page::Item => Entry {
                path: "item",
                label: text::nav_item(),
                purpose: text::item_purpose(),
                module: Some("item"),
                content: item::content,
            },
        }
    }

    /// Name of the module that makes it live, in [`crate::Assets`].
    pub fn module(self) -> Option<&'static str> {
        self.entry().module
    }

    /// Path below the site's base, without a leading slash: empty for the overview.
    pub fn path(self) -> &'static str {
        self.entry().path
    }
}
