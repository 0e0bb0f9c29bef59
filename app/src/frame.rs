//! The first document of a frame. It holds no data: its script asks the page around it for a token, and then draws the page
//! that the address asks for.

use crate::page::Place;
use crate::{address, language, text};
use leptos::prelude::*;

/// The document, for pages around it from these origins, with spaces between them.
pub(crate) fn document(place: Place<'_>, origins: &str) -> impl IntoView + use<> {
    let script = place.assets.frame.as_ref().map(|script| address::at(script));
    let direction = Some(language::current().direction()).filter(|direction| *direction != "ltr");
    view! {
        <!DOCTYPE html>
        <html
            lang=language::current().code()
            dir=direction
            data-base=address::base()
            data-host=place.host.attribute()
            data-origins=origins.to_owned()
            data-refused=text::frame_refused()
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{text::product()}</title>
                <link rel="stylesheet" href=address::at(&place.assets.css)/>
                {script.map(|script| view! { <script r#type="module" src=script></script> })}
            </head>
            <body>
                <main id="main">
                    <p class="hint" role="status">{text::frame_waits()}</p>
                    <noscript>{text::frame_needs_scripts()}</noscript>
                </main>
            </body>
        </html>
    }
}
