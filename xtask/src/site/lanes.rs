//! Modules built side by side. Cargo compiles one set of features of a package at a time, on one core for the most part, so
//! a second lane with a target directory of its own halves the time; a third would compile its crates for too long.

use super::module::Module;
use super::{Effort, esbuild, hashed, level, loading_script};
use crate::{tools, workspace};
use anyhow::{Result, bail};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A module to build.
pub(super) struct Wanted {
    /// The feature of crate `client`.
    pub(super) feature: &'static str,
    /// Code of its language.
    pub(super) language: String,
    /// Name of the script that loads it.
    pub(super) loader: &'static str,
}

/// A module, and the script that loads it, as files.
pub(super) struct Built {
    pub(super) wasm: Vec<u8>,
    pub(super) wasm_name: String,
    pub(super) script: Vec<u8>,
    pub(super) script_name: String,
}

/// Builds modules, in their order. `every_page` is put behind the scripts of pages.
pub(super) fn build(wanted: &[&Wanted], effort: Effort, every_page: &str) -> Result<Vec<Built>> {
    let lanes = if effort == Effort::Small { wanted.len().clamp(1, 2) } else { 1 };
    // Once, before two would install them at the same time.
    esbuild::ensure()?;
    if effort == Effort::Small {
        tools::ensure_npm_packages("xtask/tools")?;
    }
    let next = AtomicUsize::new(0);
    let built: Vec<Mutex<Option<Result<Built>>>> = wanted.iter().map(|_| Mutex::default()).collect();
    let work = |lane: usize| {
        while let place = next.fetch_add(1, Ordering::Relaxed)
            && let Some(wanted) = wanted.get(place)
        {
            let outcome = wanted.build(effort, lane, every_page);
            if outcome.is_err() {
                // Nothing more is begun.
                next.store(usize::MAX / 2, Ordering::Relaxed);
            }
            if let Ok(mut built) = built[place].lock() {
                *built = Some(outcome);
            }
        }
    };
    std::thread::scope(|scope| {
        for lane in 1..lanes {
            scope.spawn(move || work(lane));
        }
        work(0);
    });
    let outcomes = built.into_iter().filter_map(|built| built.into_inner().ok().flatten());
    let built = outcomes.collect::<Result<Vec<_>>>()?;
    if built.len() < wanted.len() {
        bail!("a module was not built");
    }
    Ok(built)
}

impl Wanted {
    fn build(&self, effort: Effort, lane: usize, every_page: &str) -> Result<Built> {
        let features = match &*self.language {
            super::ENGLISH => self.feature.to_owned(),
            other => format!("{},app/{other}", self.feature),
        };
        let target = match lane {
            0 => workspace::target_dir()?,
            lane => workspace::target_dir()?.join(format!("lane-{lane}")),
        };
        let module = Module::compile(&features, effort, &target)?;
        let mut loading = loading_script(self.loader)?;
        if self.loader == super::BOOT {
            loading.push_str(every_page);
        }
        let wasm = module.wasm(level(self.feature), &loading)?;
        let wasm_name = hashed(self.feature, "wasm", &wasm);
        let script = module.script(&loading.replace(super::PLAIN, &format!("./{wasm_name}")))?;
        let script_name = hashed(self.feature, "js", &script);
        Ok(Built { wasm, wasm_name, script, script_name })
    }
}
