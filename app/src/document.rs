//! The document around a page: what browsers are told before they read it.

use crate::address::{self, Host};
use crate::assets::{Assets, Module};
use crate::language::{self, Language};
use crate::page::{Page, Place};
use crate::text;
use leptos::prelude::*;

/// Only our own files run, and nobody frames our pages. There is no nonce, so pages have the same bytes for everyone. The last
/// directive holds in a header only; a host of files that sends no headers gets the others with each document.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors 'none'";

/// What browsers are told of a site that people install: its path below the site.
pub const APP: &str = "app.webmanifest";

/// A house for grain, as an icon.
pub const ICON_SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path fill='#0b6e75' \
    d='M2 14V7l6-5 6 5v7h-3V9H5v5z'/></svg>";

/// The icon without a request.
fn icon() -> String {
    let escaped = ICON_SVG.replace('<', "%3C").replace('>', "%3E").replace('#', "%23");
    ["data:image/svg+xml,", &escaped].concat()
}

/// The page that a document is about.
pub(crate) struct Here {
    /// The page.
    pub(crate) page: &'static Page,
    /// Its path below the site, in whatever language.
    pub(crate) path: String,
    /// What it is asked, without a question mark.
    pub(crate) query: String,
}

/// A document with this title and body.
pub(crate) fn document(
    title: &str,
    place: Place<'_>,
    here: Option<&Here>,
    body: AnyView,
) -> impl IntoView + use<> {
    let assets = place.assets;
    let sheet = |path: &String| view! { <link rel="stylesheet" href=address::at(path)/> };
    let is_first = here.is_some_and(|here| here.page.path().is_empty());
    let names = [Some("pages").filter(|_| !is_first), here.map(|here| here.page.name())];
    let own_sheets =
        names.into_iter().flatten().filter_map(|name| assets.sheets.get(name)).map(sheet).collect_view();
    let elsewhere = here.map(|Here { path, query, .. }| {
        let link = |language: &Language| {
            let href = address::page_in(*language, path, query);
            view! { <link rel="alternate" hreflang=language.code() href=href/> }
        };
        place.languages.iter().map(link).collect_view()
    });
    let host = address::host();
    let is_files = host == Host::Files;
    let is_installed = is_files || host == Host::Granary && assets.pocket.is_some();
    let is_one = host == Host::OneFile;
    let scripts = match host {
        Host::Granary => scripts(assets, here).into_any(),
        Host::Files => opening(assets, here).into_any(),
        Host::OneFile => opening_one(assets, here).into_any(),
        Host::Frame => scripts(assets, here).into_any(),
    };
    let pocket = assets.pocket.as_ref().map(|pocket| address::at(&pocket.script));
    // Left to right needs no word.
    let direction = Some(language::current().direction()).filter(|direction| *direction != "ltr");
    view! {
        <!DOCTYPE html>
        <html
            lang=language::current().code()
            dir=direction
            data-base=address::base()
            data-host=host.attribute()
            data-pocket=pocket
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#f5f6f6" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#101516" media="(prefers-color-scheme: dark)"/>
                <title>{text::document_title(title)}</title>
                <link rel="icon" href=icon()/>
                {is_files.then(policy)}
                {is_installed.then(|| view! { <link rel="manifest" href=address::at(APP)/> })}
                {(!is_one).then(|| (sheet(&assets.css), own_sheets))}
                {elsewhere}
                {scripts}
            </head>
            <body class=here.map(|here| ["page-", here.page.name()].concat())>
                <a class="skip" href="#main">{text::skip()}</a>
                {body}
            </body>
        </html>
    }
}

/// The module that makes a page live.
fn module<'a>(assets: &'a Assets, here: Option<&Here>) -> Option<&'a Module> {
    assets.module(here?.page.module()?, language::current())
}

/// A module, asked for before the script that needs it.
fn preloaded(module: &Module) -> impl IntoView + use<> {
    let wasm = address::at(&module.wasm);
    view! { <link rel="preload" r#as="fetch" r#type="application/wasm" crossorigin="anonymous" href=wasm/> }
}

/// The scripts of a page that this program answers.
fn scripts(assets: &Assets, here: Option<&Here>) -> impl IntoView + use<> {
    let module = module(assets, here);
    let script = |path: &String| view! { <script r#type="module" src=address::at(path)></script> };
    let live = module.map(|module| view! { {preloaded(module)} {script(&module.script)} });
    let find = module.is_none().then(|| script(&assets.find));
    let own = here.and_then(|here| assets.scripts.get(here.page.name())).map(script);
    view! { {live} {find} {own} }
}

/// The script that makes a page live where nothing computes.
fn then(assets: &Assets, here: Option<&Here>) -> String {
    address::at(module(assets, here).map_or(&assets.find, |module| &module.script))
}

/// The script of a page on a host of files: it draws what the address asks for, and then loads what makes the page live.
fn opening(assets: &Assets, here: Option<&Here>) -> Option<impl IntoView + use<>> {
    let files = assets.files.as_ref()?;
    let module = module(assets, here);
    let then = then(assets, here);
    // A page that somebody wrote has the answers that it was exported with.
    let page = here.map(|here| here.page).filter(|page| !page.is_by_name());
    let path = page.map(|page| [&*language::current().prefix(), page.path()].concat());
    Some(view! {
        <script
            src=address::at(&files.open)
            data-path=path
            data-draws=address::at(&files.pages.script)
            data-then=then.clone()
            data-failed=text::not_drawn()
        ></script>
        <link rel="modulepreload" href=then/>
        {module.map(preloaded)}
    })
}

/// What the script of a site in one file, which stands in the document itself, has to know of the page.
fn opening_one(assets: &Assets, here: Option<&Here>) -> Option<impl IntoView + use<>> {
    let files = assets.files.as_ref()?;
    let page = here.map(|here| [&*language::current().prefix(), here.page.path()].concat());
    let query = here.map(|here| here.query.clone());
    Some(view! {
        <script
            r#type="application/json"
            data-path=page
            data-query=query
            data-draws=files.pages.script.clone()
            data-then=then(assets, here)
            data-failed=text::not_drawn()
        ></script>
    })
}

/// The rules for a host that sends no headers.
fn policy() -> Option<impl IntoView + use<>> {
    let (rules, _) = CONTENT_SECURITY_POLICY.rsplit_once("; ")?;
    Some(view! { <meta http-equiv="Content-Security-Policy" content=rules/> })
}
