//! Who may see what of the views that other pages embed: keys in the configuration, tokens that hosts sign with them, and
//! what a token covers.

/// The keys that tokens are signed with.
mod keys;

/// Which key is which: files, algorithms, and what is too weak.
mod material;

/// Tokens, and what they grant.
mod token;

/// The views, and which addresses belong to each.
mod view;

pub use keys::{Config, Keys};
pub use material::{Signing, is_origin};
pub use token::{Claims, Grant, LIFE_MAX_S};
pub use view::View;
