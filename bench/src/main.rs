//! `granary-bench`: the Rust side of the measurements in this folder. `bench/README.md` says how to run them.

#[cfg(not(target_arch = "wasm32"))]
mod catalogue;
#[cfg(not(target_arch = "wasm32"))]
mod command;
#[cfg(not(target_arch = "wasm32"))]
mod facts;
#[cfg(not(target_arch = "wasm32"))]
mod forecast;
#[cfg(not(target_arch = "wasm32"))]
mod hello;
#[cfg(not(target_arch = "wasm32"))]
mod query;
#[cfg(not(target_arch = "wasm32"))]
mod what_if;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    command::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
