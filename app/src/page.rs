//! What a page is, and what it is made from. Which pages there are, `crate::pages` says.

use crate::address::{self, Host};
use crate::assets::Assets;
use crate::language::Language;
use crate::page_error::PageError;
use crate::query_page::{BadPage, QueryPage};
use crate::series::SeriesFiles;
use contract::{
    BadParameter, Derived, ItemKey, ItemRecord, Published, QueryString, SavedQuery, SeriesGroup, SqlAnswer,
    SqlRefusal, SqlRequest, SqlSchema,
};
use leptos::prelude::AnyView;

/// Draws a page's content between header and footer.
pub(crate) type Content = fn(&PageRequest<'_>, &QueryString) -> Result<AnyView, PageError>;
/// The title of a page about one thing, or what it is for; none where the query names no such thing.
pub(crate) type Title = fn(&PageRequest<'_>, &QueryString) -> Option<String>;

/// The question in SQL that a page's query asks, of which some are saved; none where it asks nothing.
pub(crate) type Question =
    fn(&Published, &[SavedQuery], &QueryString) -> Result<Option<SqlRequest>, BadParameter>;

/// A page of the site: everything that the shell and the router need of it.
#[derive(Debug)]
pub struct Page {
    name: &'static str,
    path: &'static str,
    label: fn() -> &'static str,
    purpose: fn() -> &'static str,
    is_live: bool,
    has_dates: bool,
    title: Option<Title>,
    lead: Option<Title>,
    question: Option<Question>,
    is_by_name: bool,
    fits_one_file: bool,
    content: Content,
}

/// Two pages are the same when they have the same name.
impl PartialEq for Page {
    fn eq(&self, other: &Page) -> bool {
        self.name == other.name
    }
}

impl Eq for Page {}

impl Page {
    /// A page below a path of its name, that is drawn by the server alone: its label in the navigation, one sentence on
    /// what it is for, its content.
    pub(crate) const fn new(
        name: &'static str,
        label: fn() -> &'static str,
        purpose: fn() -> &'static str,
        content: Content,
    ) -> Self {
        let (path, title, lead, question) = (name, None, None, None);
        let (is_live, has_dates, is_by_name, fits_one_file) = (false, false, false, true);
        Page {
            name,
            path,
            label,
            purpose,
            is_live,
            has_dates,
            title,
            lead,
            question,
            is_by_name,
            fits_one_file,
            content,
        }
    }

    /// The page at the site's root.
    pub(crate) const fn at_root(self) -> Self {
        Page { path: "", ..self }
    }

    /// A page with an island, which a module of the page's name makes live.
    pub(crate) const fn live(self) -> Self {
        Page { is_live: true, ..self }
    }

    /// A page on which the filter's dates are a choice; other pages only pass them on.
    pub(crate) const fn with_dates(self) -> Self {
        Page { has_dates: true, ..self }
    }

    /// A page about one thing, with a title for each: lists of such things lead to it, the navigation does not.
    pub(crate) const fn titled(self, title: Title) -> Self {
        Page { title: Some(title), ..self }
    }

    /// A page that asks in SQL: the server answers its question first and draws it from the answer.
    pub(crate) const fn asking(self, question: Question) -> Self {
        Page { question: Some(question), ..self }
    }

    /// A page for each query page in the store, below its path, with a sentence of its own on what it is for.
    pub(crate) const fn by_name(self, lead: Title) -> Self {
        Page { is_by_name: true, lead: Some(lead), ..self }
    }

    /// A page whose data would make a site in one file too large to be sent.
    pub(crate) const fn too_large_for_one_file(self) -> Self {
        Page { fits_one_file: false, ..self }
    }

    /// Its name in code, in modules and in `assets.json`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Path below the site's base, without a leading slash: empty for the overview.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// Name of the module that makes it live, in [`crate::Assets`]; none for a page on which nothing changes.
    pub fn module(&self) -> Option<&'static str> {
        self.is_live.then_some(self.name)
    }

    /// Whether it is drawn from [`PageRequest::sql`].
    pub fn asks(&self) -> bool {
        self.question.is_some()
    }

    /// Whether its path is followed by the name of what [`Sql::opened`] holds.
    pub fn is_by_name(&self) -> bool {
        self.is_by_name
    }

    /// The question in SQL that a query string asks on it; none where it asks nothing.
    ///
    /// # Errors
    /// A parameter that cannot be used.
    pub fn question(
        &self,
        published: &Published,
        saved: &[SavedQuery],
        query: &str,
    ) -> Result<Option<SqlRequest>, PageError> {
        let Some(question) = self.question else { return Ok(None) };
        Ok(question(published, saved, &QueryString::parse(query))?)
    }

    /// Its name in the navigation.
    pub(crate) fn label(&self) -> &'static str {
        (self.label)()
    }

    /// One sentence on what it is for.
    pub(crate) fn purpose(&self, request: &PageRequest<'_>, query: &QueryString) -> String {
        let own = self.lead.and_then(|lead| lead(request, query));
        own.unwrap_or_else(|| (self.purpose)().to_owned())
    }

    /// Whether the navigation leads there.
    pub(crate) fn is_in_navigation(&self) -> bool {
        self.title.is_none() && (self.fits_one_file || address::host() != Host::OneFile)
    }

    /// Whether the filter's dates are a choice on it.
    pub(crate) fn has_dates(&self) -> bool {
        self.has_dates
    }

    /// Its heading for a query.
    pub(crate) fn title(&self, request: &PageRequest<'_>, query: &QueryString) -> String {
        let own = self.title.and_then(|title| title(request, query));
        own.unwrap_or_else(|| self.label().to_owned())
    }

    /// Its content between header and footer.
    pub(crate) fn content(
        &self,
        request: &PageRequest<'_>,
        query: &QueryString,
    ) -> Result<AnyView, PageError> {
        (self.content)(request, query)
    }
}

/// The request for a page.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest<'a> {
    /// Where it is.
    pub place: Place<'a>,
    /// Which page.
    pub page: &'static Page,
    /// The URL's query string, with or without a leading `?`.
    pub query: &'a str,
    /// The publication shown.
    pub published: &'a Published,
    /// Its series files. An island gets of them what it needs with its page.
    pub series: &'a dyn SeriesFiles,
    /// What a page that asks in SQL is drawn from; none for other pages.
    pub sql: Option<Sql<'a>>,
}

/// Where a document is.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Path under which the site lives; begins and ends with a slash.
    pub base: &'a str,
    /// What answers there.
    pub host: Host,
    /// The language of the document.
    pub language: Language,
    /// The languages that it can be read in.
    pub languages: &'a [Language],
    /// Names of the assets.
    pub assets: &'a Assets,
    /// Whether whoever reads it has signed in with a password, and can sign out.
    pub has_sign_out: bool,
    /// Whether decisions are written down there.
    pub takes_decisions: bool,
}

/// What a page that asks in SQL is drawn from besides the publication.
#[derive(Clone, Copy, Debug)]
pub struct Sql<'a> {
    /// What can be asked.
    pub schema: &'a SqlSchema,
    /// Queries that somebody saved, by name.
    pub saved: &'a [SavedQuery],
    /// What became of [`Page::question`]; none where nothing was asked.
    pub outcome: Option<&'a Result<SqlAnswer, SqlRefusal>>,
    /// Pages of queries that somebody wrote, by name; of a file that is none, why.
    pub pages: &'a [Result<QueryPage, BadPage>],
    /// The one that is asked for.
    pub opened: Option<Opened<'a>>,
}

/// A page of queries that is opened.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// The page, or why its file is none.
    pub page: &'a Result<QueryPage, BadPage>,
    /// What became of [`QueryPage::requests`], in their order.
    pub outcomes: &'a [Result<SqlAnswer, SqlRefusal>],
}

impl Opened<'_> {
    /// Its name in addresses.
    fn name(&self) -> &str {
        match self.page {
            Ok(page) => &page.about.name,
            // A text in another language has its code behind the name.
            Err(bad) => bad.name.split('.').next().unwrap_or_default(),
        }
    }
}

impl<'a> PageRequest<'a> {
    /// What the page's figures are computed from.
    pub(crate) fn derived(&self) -> &'a Derived {
        &self.published.derived
    }

    /// Path of the page below the site's base, in whatever language.
    pub(crate) fn path(&self) -> String {
        let opened = self.sql.and_then(|sql| sql.opened).filter(|_| self.page.is_by_name);
        match opened {
            Some(opened) => [self.page.path, "/", opened.name()].concat(),
            None => self.page.path.to_owned(),
        }
    }
}

/// Everything known of an item-location.
///
/// # Errors
/// There is none of these names; its series file cannot be read.
pub fn item_record(
    derived: &Derived,
    series: &dyn SeriesFiles,
    key: &ItemKey,
) -> Result<ItemRecord, PageError> {
    let row = key.row(&derived.cube, &derived.plan)?;
    let group = series.group(SeriesGroup::of_row(row))?;
    ItemRecord::new(derived, row, &group).ok_or(PageError::Unreadable)
}
