//! The parts of a release as a CycloneDX document: every crate in the program and in the browser's modules, with version,
//! licence and checksum, and every package in the editor of the page `/sql`.

use crate::{files, process, tools, workspace};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Writes `dist/NAME.cdx.json`.
pub(super) fn write(dist: &Path, name: &str, host: &str) -> Result<PathBuf> {
    let mut components = BTreeMap::new();
    for (package, target) in [("server", host), ("client", tools::WASM_TARGET)] {
        let metadata = format!("metadata --format-version 1 --locked --filter-platform {target}");
        let metadata: Value = serde_json::from_str(&process::output(&mut process::cargo(&metadata)?)?)
            .context("cargo's metadata are JSON")?;
        components.extend(linked(&metadata, package));
    }
    components
        .extend(bundled(&files::read_text(&workspace::root().join("xtask/editor/package-lock.json"))?)?);
    let lock = files::read_text(&workspace::root().join("Cargo.lock"))?;
    let path = dist.join(format!("{name}.cdx.json"));
    files::write(&path, format!("{:#}\n", document(components.into_values(), &checksums(&lock)?)))?;
    Ok(path)
}

/// A crate or a package from its registry.
#[derive(Clone, Debug, PartialEq)]
struct Component {
    /// `cargo` or `npm`.
    registry: &'static str,
    name: String,
    version: String,
    licence: Option<String>,
}

/// Returns the registry's crates that a package links, by name and version.
fn linked(metadata: &Value, package: &str) -> BTreeMap<(String, String), Component> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (text(&node["id"]), node)).collect();
    let mut open: Vec<String> =
        packages.iter().filter(|(_, found)| found["name"] == package).map(|(id, _)| id.clone()).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        for dependency in list(&nodes.get(&id).unwrap_or(&Value::Null)["deps"]) {
            // Dependencies of builds and tests are not shipped.
            if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                open.push(text(&dependency["pkg"]));
            }
        }
    }
    let foreign =
        seen.iter().filter_map(|id| packages.get(id)).filter(|package| !package["source"].is_null());
    foreign
        .map(|package| {
            let (name, version) = (text(&package["name"]), text(&package["version"]));
            let licence = package["license"].as_str().map(str::to_owned);
            ((name.clone(), version.clone()), Component { registry: "cargo", name, version, licence })
        })
        .collect()
}

/// Returns the packages of a lock file of npm that are more than tools, by name and version.
fn bundled(lock: &str) -> Result<BTreeMap<(String, String), Component>> {
    let lock: Value = serde_json::from_str(lock).context("package-lock.json is JSON")?;
    let packages = lock["packages"].as_object().context("package-lock.json lists packages")?;
    let component = |(path, package): (&String, &Value)| {
        let name = path.rsplit_once("node_modules/")?.1.to_owned();
        let version = package["version"].as_str()?.to_owned();
        let licence = package["license"].as_str().map(str::to_owned);
        let is_tool = package["dev"] == true;
        let found = ((name.clone(), version.clone()), Component { registry: "npm", name, version, licence });
        (!is_tool).then_some(found)
    };
    Ok(packages.iter().filter_map(component).collect())
}

/// Reads the SHA-256 of each crate's archive from `Cargo.lock`, by name and version.
fn checksums(lock: &str) -> Result<BTreeMap<(String, String), String>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is TOML")?;
    let packages =
        lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists packages")?;
    let of =
        |package: &toml::Value, key: &str| package.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let sums = packages.iter().filter_map(|package| {
        Some(((of(package, "name")?, of(package, "version")?), of(package, "checksum")?))
    });
    Ok(sums.collect())
}

fn document(
    components: impl Iterator<Item = Component>,
    checksums: &BTreeMap<(String, String), String>,
) -> Value {
    let component = |Component { registry, name, version, licence }: Component| {
        let place = format!("pkg:{registry}/{}@{version}", name.replace('@', "%40"));
        let mut component =
            json!({ "type": "library", "bom-ref": place, "name": name, "version": version, "purl": place });
        if let Some(licence) = licence {
            // Older crates write `MIT/Apache-2.0` for OR.
            component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
        }
        if let Some(sum) = checksums.get(&(name, version)) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
        }
        component
    };
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": { "type": "application", "name": "granary", "version": env!("CARGO_PKG_VERSION") }
        },
        "components": components.map(component).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_is_listed_and_what_only_builds_is_not() {
        let package = |name: &str, source: Value| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": source });
        let needs = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package("server", Value::Null), package("axum", json!("registry")),
                package("cc", json!("registry")), package("hyper", json!("registry")),
            ],
            "resolve": { "nodes": [
                { "id": "server", "deps": [needs("axum", Value::Null), needs("cc", json!("build"))] },
                { "id": "axum", "deps": [needs("hyper", Value::Null), needs("server", json!("dev"))] },
            ] },
        });
        let linked = linked(&metadata, "server");
        let names: Vec<&str> = linked.keys().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["axum", "hyper"]);
        let sums =
            checksums("[[package]]\nname = \"axum\"\nversion = \"1.0.0\"\nchecksum = \"00ff\"\n").unwrap();
        let document = document(linked.into_values(), &sums);
        assert_eq!(document["components"][0]["purl"], "pkg:cargo/axum@1.0.0");
        assert_eq!(document["components"][0]["hashes"][0]["content"], "00ff");
        assert_eq!(document["components"][1]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert!(document["components"][1]["hashes"].is_null());
    }

    #[test]
    fn what_the_editor_is_made_of_is_listed_and_what_bundles_it_is_not() {
        let lock = json!({ "packages": {
            "": { "name": "editor" },
            "node_modules/@codemirror/view": { "version": "6.0.0", "license": "MIT" },
            "node_modules/esbuild": { "version": "0.1.0", "license": "MIT", "dev": true },
        } });
        let document = document(bundled(&lock.to_string()).unwrap().into_values(), &BTreeMap::new());
        let places = document["components"].as_array().unwrap().iter().map(|part| part["purl"].clone());
        assert_eq!(places.collect::<Vec<_>>(), ["pkg:npm/%40codemirror/view@6.0.0"]);
    }
}
