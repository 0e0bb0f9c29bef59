//! Links of the text, as addresses of the site that is read.

use crate::address;
use crate::page::Page;
use crate::query_page::FOLDER;

/// Where an allowed link leads. One to a page of the site, as an address of the site or from the folder of query pages, stays in
/// the site and the language that are read; any other is left as it is.
pub(super) fn resolved(link: &str) -> String {
    let end = link.find(['?', '#']).unwrap_or(link.len());
    let (path, rest) = link.split_at(end);
    if path.is_empty() || path.contains(':') {
        return link.to_owned();
    }
    let folder = if path.starts_with('/') { "" } else { FOLDER };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let is_page = |page: &&Page| {
        page.path() == path || (page.is_by_name() && parts.len() == 2 && parts[0] == page.path())
    };
    match Page::all().iter().any(is_page) {
        true => [address::page(&path, ""), rest.to_owned()].concat(),
        false => link.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Host;

    #[test]
    fn a_link_to_a_page_stays_in_the_site() {
        let links =
            ["other", "../items?q=a#b", "/sql", "/", "#a", "?x=1", "https://example.org/sql", "/api/v1/kpis"];
        let of = |host| address::within("/x/", host, || links.map(resolved));
        let rest = ["#a", "?x=1", "https://example.org/sql", "/api/v1/kpis"].map(str::to_owned);
        assert_eq!(of(Host::Granary)[..4], ["/x/q/other", "/x/items?q=a#b", "/x/sql", "/x/"]);
        assert_eq!(of(Host::Files)[..4], ["/x/q/other/", "/x/items/?q=a#b", "/x/sql/", "/x/"]);
        assert_eq!(of(Host::Files)[4..], rest);
    }
}
