//! One writer at a time: the lock of a tenant.

use std::sync::{Arc, PoisonError};

use super::blobs::WriterLock;
use super::tenant::Tenant;
use crate::error::{Error, Place, Result};

impl Tenant {
    /// Keeps other processes from writing to this tenant until all copies of the lock are dropped. Clones of this
    /// tenant share it, so that one command may take several steps. Removes what a killed writer left. `command` is
    /// the name that other processes are told.
    ///
    /// # Errors
    /// Another process writes to it: [`Error::is_bad_input`], with the name and number of that process.
    pub fn lock(&self, command: &str) -> Result<Arc<WriterLock>> {
        self.take_lock(command, None)
    }

    /// The same, but waits for the other process; `on_wait` is called once with its description.
    pub fn lock_after(&self, command: &str, on_wait: &dyn Fn(&str)) -> Result<Arc<WriterLock>> {
        self.take_lock(command, Some(on_wait))
    }

    fn take_lock(&self, command: &str, on_wait: Option<&dyn Fn(&str)>) -> Result<Arc<WriterLock>> {
        let mut shared = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = shared.upgrade() {
            return Ok(held);
        }
        let held = self.blobs.lock(command, on_wait)?.map(Arc::new).map_err(|holder| self.busy(&holder))?;
        *shared = Arc::downgrade(&held);
        Ok(held)
    }

    fn busy(&self, holder: &str) -> Error {
        Error::bad(
            Place::new(format!("tenant {}", self.name())),
            format!("{holder} is writing to it, and there is one writer at a time"),
            "Wait until that one is done and try again; granary import and granary publish do so by themselves with --wait",
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::store::Store;
    use std::{fs, process};

    #[test]
    fn there_is_one_writer_and_it_has_a_name() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path().to_str().unwrap()).unwrap();
        let (one, other) = (store.tenant("main").unwrap(), store.tenant("main").unwrap());
        let held = one.lock("import").unwrap();
        let error = other.lock("publish").unwrap_err();
        assert!(error.is_bad_input(), "{error}");
        let named = format!("tenant main: another granary import (process {}) is writing", process::id());
        assert!(error.to_string().starts_with(&named), "{error}");
        let next_step = one.clone().lock("publish").unwrap();
        drop(held);
        assert!(other.lock("publish").is_err(), "a step of the same command still holds it");
        drop(next_step);
        let waited = other.lock_after("publish", &|_| panic!("nobody holds it")).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("main/.lock")).unwrap().lines().count(), 1);
        drop(waited);
        assert_eq!(fs::read(dir.path().join("main/.lock")).unwrap(), b"");
        assert!(store.tenant("second").unwrap().lock("import").is_ok(), "tenants do not wait for each other");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let elsewhere = dir.path().join("elsewhere");
        fs::create_dir_all(elsewhere.join(".unfinished-work")).unwrap();
        fs::write(elsewhere.join("file"), "kept").unwrap();
        let tenant = Store::open(dir.path().to_str().unwrap()).unwrap().tenant("main").unwrap();
        drop(tenant.lock("import").unwrap());
        for (name, target) in [(".lock", elsewhere.join("file")), ("publications", elsewhere.clone())] {
            let path = tenant.root().join(name);
            let _ = fs::remove_file(&path);
            symlink(target, &path).unwrap();
            let error = tenant.lock("import").unwrap_err();
            assert!(error.is_damaged() && error.to_string().contains("is a symbolic link"), "{error}");
            fs::remove_file(path).unwrap();
        }
        assert_eq!(fs::read(elsewhere.join("file")).unwrap(), b"kept");
        assert!(elsewhere.join(".unfinished-work").exists());
    }

    #[test]
    fn the_next_writer_removes_what_a_killed_one_left() {
        let dir = tempfile::tempdir().unwrap();
        let tenant = Store::open(dir.path().to_str().unwrap()).unwrap().tenant("main").unwrap();
        let folders = ["", "files", "snapshots", "settings", "publications"];
        for folder in folders {
            let folder = tenant.root().join(folder);
            fs::create_dir_all(folder.join(".unfinished-dir/plan")).unwrap();
            fs::write(folder.join(".unfinished-dir/plan/0.bin"), "half").unwrap();
            fs::write(folder.join(".unfinished-file"), "half").unwrap();
            fs::write(folder.join("finished"), "whole").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(dir.path(), tenant.root().join(".unfinished-link")).unwrap();
        drop(tenant.lock("import").unwrap());
        for folder in folders {
            let folder = tenant.root().join(folder);
            assert!(folder.join("finished").exists());
            let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
            let left: Vec<_> =
                names.filter(|name| name.to_string_lossy().starts_with(".unfinished-")).collect();
            assert!(left.is_empty(), "{left:?} in {}", folder.display());
        }
    }
}
