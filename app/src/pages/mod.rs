//! The pages: a file each, and a line in `PAGES`.

/// `/`: how the stock does.
mod overview;

/// `/orders`: what to order today, by supplier.
mod orders;

/// What the day begins with, on several pages.
mod today;

/// `/items`: every item at every location.
mod items;

/// `/item`: one item at one location.
mod item;

/// `/segments`: which item-locations are alike, and which policy they have.
mod segments;

/// `/what-if`: what would change if assumptions changed.
mod what_if;

/// `/accuracy`: how well forecasts did.
mod accuracy;

/// `/proof`: what plans of the past kept of their promise.
mod proof;

/// `/sql`: what no other page foresaw.
mod sql;

/// `/q/NAME`: pages that somebody wrote.
mod q;

/// `/data-quality`: what the data lacks, and what was done about it.
mod data_quality;

/// How the numbers of a page are computed.
mod notes;

use crate::address;
use crate::language::Language;
use crate::page::Page;

/// Every page, in the order of the navigation.
static PAGES: [&Page; 11] = [
    &overview::PAGE,
    &orders::PAGE,
    &items::PAGE,
    &segments::PAGE,
    &what_if::PAGE,
    &accuracy::PAGE,
    &proof::PAGE,
    &data_quality::PAGE,
    &sql::PAGE,
    &item::PAGE,
    &q::PAGE,
];

impl Page {
    /// Every page, in the order of the navigation.
    pub fn all() -> &'static [&'static Page] {
        &PAGES
    }

    /// The page at a path below the site, in whatever language.
    pub fn at(path: &str) -> Option<&'static Page> {
        PAGES.into_iter().find(|page| page.path() == path)
    }

    /// The page at a path below the site, and its language; none where a page has that path only by a detour.
    pub fn of_path(path: &str) -> Option<(Language, &'static Page)> {
        let (language, below) = address::read(path);
        let page = Page::at(below)?;
        ([&*language.prefix(), page.path()].concat() == path).then_some((language, page))
    }

    /// The page of that name.
    pub fn named(name: &str) -> Option<&'static Page> {
        PAGES.into_iter().find(|page| page.name() == name)
    }
}
