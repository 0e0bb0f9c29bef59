//! Files for hosts: what they should send with each answer, and what they should leave alone.

use app::CONTENT_SECURITY_POLICY;
use std::fmt::Write as _;

/// Names that change with their content can be kept for ever; everything else is asked for again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Headers of every answer besides the policy; the same as the server's.
const HEADERS: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// The files by their names at the root of the site.
pub(super) fn files(base: &str) -> [(&'static str, String); 3] {
    [
        // Netlify and Cloudflare Pages read it.
        ("_headers", headers(base)),
        // GitHub Pages would leave out files whose names begin with an underscore.
        (".nojekyll", String::new()),
        // Stock is nobody's business but the owner's.
        ("robots.txt", "User-agent: *\nDisallow: /\n".to_owned()),
    ]
}

fn headers(base: &str) -> String {
    let mut text = format!("{base}*\n  Content-Security-Policy: {CONTENT_SECURITY_POLICY}\n");
    for (name, value) in HEADERS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name}: {value}");
    }
    for folder in ["pkg", "data"] {
        let _ = write!(text, "{base}{folder}/*\n  Cache-Control: {FOR_EVER}\n");
    }
    text
}
