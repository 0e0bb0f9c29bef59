//! What every live page has beside its own links and forms.

use super::live::Attachment;
use super::{charts, find, stale};

/// Cursors of charts, the header's search, the notice of a newer publication.
pub(super) const EVERY_PAGE: [Attachment; 3] = [charts::attach, find::attach, stale::attach];
