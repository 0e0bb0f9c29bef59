//! The views that can be embedded, and which addresses belong to each: one table for the check, the command line and the
//! tests.

use contract::{Cube, Plan};

/// A view: a page with the endpoints of the API that give its numbers.
#[derive(Debug, PartialEq, Eq)]
pub struct View {
    /// Name of its page, in tokens as well.
    pub name: &'static str,
    /// The endpoints of the API that belong to it, by their names.
    endpoints: &'static [&'static str],
    /// Whether it computes in the browser, from the derived files.
    reads_files: bool,
    /// Whether a part of the publication has it. The others speak of all item-locations together.
    pub may_be_locked: bool,
}

const fn view(name: &'static str, endpoints: &'static [&'static str], reads_files: bool) -> View {
    View { name, endpoints, reads_files, may_be_locked: true }
}

const fn of_all(name: &'static str, endpoints: &'static [&'static str]) -> View {
    View { name, endpoints, reads_files: false, may_be_locked: false }
}

/// Every view. What is not here cannot be embedded: queries in SQL, and what the store holds besides the publication.
static VIEWS: [View; 9] = [
    view("overview", &["kpis"], true),
    view("items", &["items"], true),
    view("orders", &["orders", "decisions"], true),
    view("item", &["item", "forecast", "decisions"], false),
    view("what-if", &["what-if"], true),
    view("accuracy", &["accuracy"], false),
    of_all("segments", &[]),
    of_all("proof", &["proof"]),
    of_all("data-quality", &[]),
];

impl View {
    /// Every view.
    pub fn all() -> &'static [View] {
        &VIEWS
    }

    /// The view of that name.
    pub fn named(name: &str) -> Option<&'static View> {
        VIEWS.iter().find(|view| view.name == name)
    }

    /// Whether an endpoint of the API belongs to it.
    pub fn has_endpoint(&self, name: &str) -> bool {
        self.endpoints.contains(&name)
    }

    /// Whether a derived file belongs to it, by its path below the publication.
    pub fn has_file(&self, path: &str) -> bool {
        self.reads_files
            && !path.starts_with(Plan::ACCURACY)
            && (path == Cube::PATH || path.starts_with(Plan::FOLDER))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::Page;

    #[test]
    fn every_page_can_be_embedded_but_those_that_ask_in_sql() {
        for page in Page::all() {
            let asks = page.asks() || page.is_by_name();
            assert_eq!(View::named(page.name()).is_some(), !asks, "{}", page.name());
        }
    }

    #[test]
    fn files_of_accuracy_and_of_all_items_belong_to_no_view() {
        let [policy, accuracy] = [Plan::policy_path(0), Plan::accuracy_path(0)];
        for path in [&*accuracy, "quality.json", "proof.json", "series/00000.bin", "publication.json"] {
            assert!(View::all().iter().all(|view| !view.has_file(path)), "{path}");
        }
        assert!(
            View::named("what-if").is_some_and(|view| view.has_file(&policy) && view.has_file(Cube::PATH))
        );
        assert!(View::named("item").is_some_and(|view| !view.has_file(&policy)));
    }
}
