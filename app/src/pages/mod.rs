//! The pages: a file each, and a line in [`Page::entry`].

mod data_quality;
mod items;
mod overview;
mod what_if;

use crate::render::PageRequest;
use crate::text;
use contract::{BadParameter, QueryString};
use leptos::prelude::AnyView;

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Key figures, trends, breakdowns, worst items.
    Overview,
    /// Every item at every location.
    Items,
    /// Scenarios.
    WhatIf,
    /// The import report, settings and sources.
    DataQuality,
}

/// What a page is: everything the shell and the router need.
pub(crate) struct Entry {
    /// Path below the site's base, without a leading slash.
    pub(crate) path: &'static str,
    /// Its name in the navigation.
    pub(crate) label: &'static str,
    /// One sentence on what it is for.
    pub(crate) purpose: &'static str,
    /// Its content between header and footer.
    pub(crate) content: fn(&PageRequest<'_>, &QueryString) -> Result<AnyView, BadParameter>,
}

impl Page {
    /// Every page, in the order of the navigation.
    pub const ALL: &'static [Page] = &[Page::Overview, Page::Items, Page::WhatIf, Page::DataQuality];

    pub(crate) fn entry(self) -> Entry {
        match self {
            Page::Overview => Entry {
                path: "",
                label: text::nav_overview(),
                purpose: text::overview_purpose(),
                content: overview::content,
            },
            Page::Items => Entry {
                path: "items",
                label: text::nav_items(),
                purpose: text::items_purpose(),
                content: items::content,
            },
            Page::WhatIf => Entry {
                path: "what-if",
                label: text::nav_what_if(),
                purpose: text::what_if_purpose(),
                content: what_if::content,
            },
            Page::DataQuality => Entry {
                path: "data-quality",
                label: text::nav_data_quality(),
                purpose: text::data_quality_purpose(),
                content: data_quality::content,
            },
        }
    }

    /// Path below the site's base, without a leading slash: empty for the overview.
    pub fn path(self) -> &'static str {
        self.entry().path
    }
}
