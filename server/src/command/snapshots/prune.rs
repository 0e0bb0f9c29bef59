//! `granary snapshots --prune`: finds what is no longer needed, and removes it.

use crate::command::terminal::{plain, say};
use crate::failure::Failure;
use data::store::{Surplus, SurplusKind, Tenant};
use data::terminal::grouped;

/// Publications kept by default: the current one, and the earlier ones that a server remembers for pages that are
/// still open (`earlier_publications` of its limits).
pub(super) const KEPT: u32 = 5;

/// Singular and plural of each kind of thing, in the order in which they are printed.
const KINDS: [(SurplusKind, &str, &str); 4] = [
    (SurplusKind::Publication, "publication", "publications"),
    (SurplusKind::Snapshot, "snapshot", "snapshots"),
    (SurplusKind::Settings, "settings record", "settings records"),
    (SurplusKind::File, "file", "files"),
];

/// Prints what is not needed when so many publications are kept, and removes it if `remove` is set.
pub(super) fn prune(tenant: &Tenant, keep: u32, remove: bool) -> Result<(), Failure> {
    let keep = keep as usize;
    if !remove {
        let surplus = tenant.surplus(keep)?;
        list(&surplus);
        if !surplus.is_empty() {
            say!("{} would be removed. Nothing was; --yes removes it.", total(&surplus));
        }
        return Ok(());
    }
    let lock = tenant.lock("snapshots --prune")?;
    let surplus = tenant.surplus(keep)?;
    tenant.remove(&surplus, &lock)?;
    list(&surplus);
    if !surplus.is_empty() {
        say!("{} removed.", total(&surplus));
    }
    Ok(())
}

fn list(surplus: &[Surplus]) {
    if surplus.is_empty() {
        say!("Nothing to remove: all of it is needed.");
    }
    for one in surplus {
        let name = KINDS.iter().find(|(kind, ..)| *kind == one.kind).map_or("", |(_, name, _)| *name);
        say!("{name:<16}{}  {} bytes", plain(&one.id), grouped(one.bytes));
    }
}

/// `2 publications, 1 snapshot, 12 345 bytes`.
fn total(surplus: &[Surplus]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (kind, one, many) in KINDS {
        match surplus.iter().filter(|surplus| surplus.kind == kind).count() {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            count => parts.push(format!("{} {many}", grouped(count as u64))),
        }
    }
    parts.push(format!("{} bytes", grouped(surplus.iter().map(|surplus| surplus.bytes).sum())));
    parts.join(", ")
}
