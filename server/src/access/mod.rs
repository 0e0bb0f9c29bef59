//! Who may come, and who may see what: people who sign in, and tokens of pages that embed views.

/// The keys that tokens are signed with.
mod keys;

/// What time it is.
mod clock;

/// Who somebody is here.
mod role;

/// People whom a proxy names.
mod proxy;

/// Programs, which show keys.
mod programs;

/// People whom a provider of OpenID Connect names.
mod oidc;

/// People with passwords, and programs with keys.
mod people;

/// What each role may do.
mod rights;

/// Signed cookies.
mod seal;

/// Cookies that tell people again.
mod session;

/// Tries of passwords.
mod tries;

/// Who did what.
mod audit;

/// Which key is which: files, algorithms, and what is too weak.
mod material;

/// Tokens, and what they grant.
mod token;

/// The views, and which addresses belong to each.
mod view;

pub use audit::{Audit, Deed};
pub use clock::now_s;
pub use keys::{Config, Keys};
pub use material::{Signing, is_origin};
pub use oidc::{Provider, RETURN};
pub use people::{People, SignIn, User, Users, hash};
pub use rights::{FLIGHT_SERVICE, Right};
pub use role::{Person, Role};
pub use session::{Session, Sessions};
pub use token::{Claims, Grant, LIFE_MAX_S};
pub use tries::Tries;
pub use view::View;
