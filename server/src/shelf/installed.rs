//! What browsers are told of a site that people install.

use app::{APP, ICON_SVG};
use serde_json::json;

/// Icon of the installed site.
pub const ICON: &str = "icon.svg";

/// The manifest of a site below a folder (W3C Web Application Manifest), and its icon: each file with its content.
pub fn installed(base: &str) -> [(&'static str, String); 2] {
    let icon = json!({ "src": ICON, "type": "image/svg+xml", "sizes": "any" });
    let about = json!({
        "name": "Granary",
        "short_name": "Granary",
        "start_url": base,
        "scope": base,
        "display": "standalone",
        "background_color": "#f5f6f6",
        "theme_color": "#0b6e75",
        "icons": [icon],
    });
    [(APP, format!("{about:#}\n")), (ICON, ICON_SVG.to_owned())]
}
