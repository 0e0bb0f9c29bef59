//! The page on which people sign in. It holds no data.

use crate::address;
use crate::document::document;
use crate::page::Place;
use crate::text;
use contract::QueryString;
use leptos::prelude::*;

/// What became of the last try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// There was none.
    Nothing,
    /// The name or the password is wrong.
    Wrong,
    /// After several tries the next may be made in so many seconds.
    Wait(u64),
    /// The provider does not say who it is.
    Failed,
    /// Somebody signed out, whom a provider still knows.
    Left,
}

/// Path of the page below a language.
pub const SIGN_IN: &str = "sign-in";
/// Path of the address that ends a session.
pub const SIGN_OUT: &str = "sign-out";

/// The page, which leads on to an address of this site.
pub(crate) fn page(place: Place<'_>, to: &str, said: Said) -> impl IntoView + use<> {
    let title = text::sign_in();
    let mut query = QueryString::default();
    query.push("to", to);
    let action = address::page(SIGN_IN, &query.to_string());
    let is_at_provider = matches!(said, Said::Failed | Said::Left);
    let said = match said {
        Said::Nothing => None,
        Said::Wrong => Some(text::sign_in_wrong().to_owned()),
        Said::Wait(seconds) => Some(text::sign_in_wait(&seconds.to_string())),
        Said::Failed => Some(text::sign_in_failed().to_owned()),
        Said::Left => Some(text::sign_in_left().to_owned()),
    };
    let way = if is_at_provider {
        view! { <p><a class="action" href=action>{title}</a></p> }.into_any()
    } else {
        form(action).into_any()
    };
    let body = view! {
        <header class="site-head"><span class="brand">{text::product()}</span></header>
        <main id="main" tabindex="-1" class="sign-in">
            <h1>{title}</h1>
            {said.map(|said| view! { <p class="notice" role="alert">{said}</p> })}
            {way}
        </main>
    };
    document(title, place, None, body.into_any())
}

/// The form that asks for a name and a password.
fn form(action: String) -> impl IntoView + use<> {
    view! {
        <form method="post" action=action>
            <p>
                <label r#for="name">{text::sign_in_name()}</label>
                <input id="name" name="name" r#type="text" autocomplete="username" required maxlength="100" autofocus/>
            </p>
            <p>
                <label r#for="password">{text::sign_in_password()}</label>
                <input
                    id="password"
                    name="password"
                    r#type="password"
                    autocomplete="current-password"
                    required
                    maxlength="1000"
                />
            </p>
            <button r#type="submit">{text::sign_in()}</button>
        </form>
    }
}

/// The button that ends a session.
pub(crate) fn button() -> impl IntoView + use<> {
    view! {
        <form method="post" action=address::at(SIGN_OUT)>
            <button r#type="submit" class="action">{text::sign_out()}</button>
        </form>
    }
}
