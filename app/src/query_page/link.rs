//! Links of the text: to other pages and to the web, and to nothing that a browser would run.

/// Whether a link may stand: one to http or https, or one within the site.
pub(crate) fn is_allowed(address: &str) -> bool {
    // Browsers leave out control characters, and take a backslash for a slash.
    if address.is_empty() || address.contains(|letter: char| letter.is_control() || letter == '\\') {
        return false;
    }
    let scheme = address.find(['/', '?', '#']).map_or(address, |end| &address[..end]).split_once(':');
    match scheme {
        None => !address.starts_with("//"),
        Some((scheme, _)) => ["http", "https"].iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_the_site_are_linked() {
        for address in
            ["https://example.org/a:b", "HTTP://example.org", "other", "../items?q=a:b", "/sql", "#a", "?x=1"]
        {
            assert!(is_allowed(address), "{address}");
        }
        for address in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "mailto:a@example.org",
            "//example.org",
            "/\\example.org",
            "",
        ] {
            assert!(!is_allowed(address), "{address}");
        }
    }
}
