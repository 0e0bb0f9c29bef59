//! The overview as the body of a mail: what a nightly job sends.
//!
//! Programs that show mail know few of a browser's means, and those of Word the fewest. So tables make the layout, every
//! element carries its own style, and nothing is loaded. The numbers are those of the overview, the list of items and the plan,
//! by the same functions and in the same words.

/// Elements with their styles.
mod parts;

/// The tiles of the key figures.
mod figures;

/// The item-locations at risk, and what to order.
mod lists;

use crate::address::{self, Host};
use crate::islands::overview::{OverviewModel, OverviewState, sentences};
use crate::language::{self, Language};
use crate::view::{Element, el};
use crate::{format, shell, text, words};
use contract::{ItemsAnswer, ItemsQuery, OrdersToday, Publication, Published, Sort};
use leptos::prelude::*;
use parts::{anchor, block, heading, line, soft, stack};

/// What a mail is made from.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// The publication told of.
    pub published: &'a Published,
    /// What to order today under its settings.
    pub orders: &'a OrdersToday,
    /// Where the dashboard is: an absolute address that ends with a slash. Without it the mail has no links.
    pub link: Option<&'a str>,
    /// The language of the mail.
    pub language: Language,
}

/// Rows of each list.
const ROWS: usize = 8;

/// Characters of a name; a mail has no room for more, and none for a name of a thousand.
const NAME_CHARACTERS: usize = 80;

/// Renders a mail as a whole HTML document, whose title is the subject. Where the dashboard is on a host of files, its links go
/// to the folder of each page, which a server redirects to the page itself.
pub(crate) fn document(mail: &Mail<'_>) -> String {
    let draw = || drawn(mail);
    let at_place = || address::within(mail.link.unwrap_or("/"), Host::Files, draw);
    language::within(mail.language, at_place)
}

/// What a mail says, computed once.
struct Told<'a> {
    mail: &'a Mail<'a>,
    model: OverviewModel,
    /// The item-locations with most money at risk.
    risk: ItemsAnswer,
}

fn drawn(mail: &Mail<'_>) -> String {
    let derived = &mail.published.derived;
    let model = OverviewModel::new(derived, OverviewState::default());
    let first_page = ItemsQuery { page_size: planning::convert::count_u32(ROWS), ..ItemsQuery::default() };
    let told = Told { mail, model, risk: contract::items(derived, &first_page) };
    let subject = told.subject().replace('\u{a0}', " ");
    let direction = Some(language::current().direction()).filter(|direction| *direction != "ltr");
    let body = told.body();
    let view = view! {
        <!DOCTYPE html>
        <html lang=language::current().code() dir=direction>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light"/>
                <title>{text::document_title(&subject)}</title>
            </head>
            <body style=parts::PAGE>{body}</body>
        </html>
    };
    // Some programs draw a hyphen wherever one may stand.
    view.to_html().replace('\u{ad}', "")
}

impl Told<'_> {
    /// Money at risk over all item-locations, if there is any.
    fn at_risk(&self) -> Option<f64> {
        self.risk.total.money_at_risk.filter(|money| *money > 0.0)
    }

    fn subject(&self) -> String {
        let facts = &self.mail.published.derived.facts;
        let date = format::date(facts.as_of);
        let lines = format::count(self.mail.orders.rows.len() as u64);
        match self.at_risk() {
            Some(risk) => {
                text::mail_subject_risk(&date, &lines, &format::money_compact(&facts.currency, risk))
            }
            None => text::mail_subject(&date, &lines),
        }
    }

    fn body(&self) -> Element {
        let Published { publication, derived, .. } = self.mail.published;
        let in_short = sentences(&derived.facts, &self.model).map(line);
        let parts = [
            Some(self.head(publication)),
            self.notes(publication),
            Some(block().child(heading(text::in_short(), None)).children(in_short).child(self.open())),
            Some(figures::figures(self)),
            Some(lists::at_risk(self)),
            Some(lists::orders(self)),
            Some(foot(publication)),
        ];
        parts::page(stack(parts.into_iter().flatten()))
    }

    /// What it is, of which day and whose.
    fn head(&self, publication: &Publication) -> Element {
        let title = text::mail_title(&format::date(publication.as_of));
        let whose = [text::product(), " · ", &publication.tenant].concat();
        block().child(parts::title(title)).child(soft(whose))
    }

    /// What is simulated, and which rows no number uses: before any number.
    fn notes(&self, publication: &Publication) -> Option<Element> {
        let simulated = words::simulated(publication).into_iter().next();
        let simulated = simulated.map(|what| [text::simulated_label(), " ", &what].concat());
        let sentences: Vec<_> =
            simulated.into_iter().chain(shell::unused_sentences(publication)).map(line).collect();
        (!sentences.is_empty()).then(|| parts::notice().children(sentences))
    }

    /// The link to the overview.
    fn open(&self) -> Option<Element> {
        let label = text::mail_open().to_owned();
        self.mail.link.map(|_| parts::button(address::page("", ""), label))
    }

    /// A link to the list of items in an order.
    fn all(&self, column: &'static str, label: &'static str) -> Option<Element> {
        self.mail.link?;
        let query = ItemsQuery { sort: Sort { column, descending: true }, ..ItemsQuery::default() };
        let href = address::page("items", &query.to_query().to_string());
        Some(parts::below(anchor(href, label.to_owned())))
    }
}

/// What the numbers are from, and whom that is owed to.
fn foot(publication: &Publication) -> Element {
    let source = |source: &contract::Source| soft([&*source.name, &shell::source_rest(source)].concat());
    let sources = (!publication.sources.is_empty()).then(|| soft(text::sources()));
    block()
        .child(sources)
        .children(publication.sources.iter().map(source))
        .child(soft(shell::publication_facts(publication)))
}

/// A name as a mail has room for.
fn short(name: &str) -> String {
    match name.char_indices().nth(NAME_CHARACTERS) {
        Some((end, _)) => [name[..end].trim_end(), "…"].concat(),
        None => name.to_owned(),
    }
}

/// A table's cell that names an item at a location, linked to its page.
fn item(mail: &Mail<'_>, sku: &str, name: &str, location: (&str, &str)) -> Element {
    let (id, location_name) = location;
    let name = short(name);
    let name = match mail.link {
        None => el("b").child(name),
        Some(_) => {
            let mut query = contract::QueryString::default();
            query.push("sku", sku);
            query.push("location", id);
            anchor(address::page("item", &query.to_string()), name)
        }
    };
    let place = [&*short(sku), " · ", &*short(location_name)].concat();
    parts::cell_of_words().child(name).child(el("br")).child(parts::small(place))
}
