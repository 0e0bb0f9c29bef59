//! `granary init`: the files of settings, each setting at its default and with what it means.
//!
//! What a setting means is its doc comment, through its schema; what it may be is in `planning::bounds`. So neither can go stale here.

use super::terminal::{plain, say};
use crate::config::Config;
use crate::failure::Failure;
use crate::limits::Limits;
use contract::Settings;
use data::store::write_file;
use planning::bounds;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder for granary.toml and settings.toml, created if it does not exist; it must have neither.
    #[arg(value_name = "DIR", default_value = ".")]
    directory: PathBuf,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let files = [("granary.toml", configuration()?), ("settings.toml", settings()?)];
        for (name, _) in &files {
            let path = self.directory.join(name);
            if path.exists() {
                return Err(Failure::new(
                    format!("{} exists", path.display()),
                    "Name another folder, or move the file away to have it written anew",
                ));
            }
        }
        for (name, text) in files {
            let path = std::path::absolute(self.directory.join(name)).map_err(|error| {
                Failure::of_text(
                    format!("cannot find {}: {error}", self.directory.display()),
                    "Check the path",
                )
            })?;
            write_file(&path, text.as_bytes())?;
            say!("Wrote {}", plain(&path.display().to_string()));
        }
        Ok(())
    }
}

/// The configuration of the server.
fn configuration() -> Result<String, Failure> {
    Ok([
        "# The configuration of granary serve, for its option --config. Every setting is here at its default; one that is taken out\n\
         # keeps it. What stands behind a # has no default.\n\n",
        &section(&Config::of_defaults())?,
        DOORS,
        "[limits]\n\n",
        &section(&Limits::default())?,
    ]
    .concat())
}

/// Who may come and what they see: nothing of it has a default.
const DOORS: &str = "\
# People sign in with passwords, at a provider of OpenID Connect ([sign_in.oidc]), or a proxy says who comes ([sign_in.proxy]):
# docs/security.md. Without it everybody who reaches the server sees everything.
# [sign_in]
# users_file = \"users.toml\"
# secret_file = \"session.key\"
# hours = 8

# TLS of the server itself. Without it nothing is encrypted.
# [tls]
# certificate_file = \"fullchain.pem\"
# key_file = \"privkey.pem\"

# Views within pages of others: docs/embedding.md. Without a key nobody may embed one.
# [embed]
# only = false
# audience = \"granary\"
# [[embed.key]]
# id = \"portal\"
# secret_file = \"portal.key\"
# origins = [\"https://intranet.example\"]

";

/// The settings of a publication.
fn settings() -> Result<String, Failure> {
    Ok([
        "# The settings of a publication, for granary publish --settings. Every setting is here at its default; one that is taken\n\
         # out keeps it.\n\n",
        &section(&Settings::default())?,
        POLICY,
    ]
    .concat())
}

/// Rules have no defaults: there are none.
const POLICY: &str = "\
# Rules that replace the settings above for some item-locations, a table each. Conditions are class, variability, category and
# location; what they set is service_level, review_days and method.
# [[policy]]
# class = \"A\"
# variability = \"Z\"
# service_level = 0.98
";

/// The settings of a record that are no tables: what each means, within which limits, and its value. One without a value stands
/// behind them as a comment, with an example.
fn section<T: Serialize + JsonSchema>(values: &T) -> Result<String, Failure> {
    let schema = SchemaGenerator::default().into_root_schema_for::<T>().to_value();
    let unwritten = |error: String| {
        Failure::new(
            format!("the settings cannot be written: {error}"),
            "Report it with the command that was given",
        )
    };
    let properties =
        schema["properties"].as_object().ok_or_else(|| unwritten("they have no schema".into()))?;
    let written = toml::to_string(values).map_err(|error| unwritten(error.to_string()))?;
    let mut text = String::new();
    let mut add = |key: &str, property: &Value, line: &str| {
        let meaning = property["description"].as_str().unwrap_or_default();
        text.extend(meaning.lines().map(|line| format!("# {line}\n")));
        if let Some(bound) = bounds::SCENARIO.iter().chain(&bounds::SETTINGS).find(|bound| bound.name == key)
        {
            text.push_str(&format!("# From {} to {} ({}).\n", bound.min, bound.max, bound.unit));
        }
        text.push_str(&format!("{line}\n\n"));
    };
    let mut seen = Vec::new();
    for line in written.lines().take_while(|line| !line.starts_with('[')) {
        let key = line.split_once(" = ").map_or("", |(key, _)| key);
        if let Some(property) = properties.get(key) {
            add(key, property, line);
            seen.push(key);
        }
    }
    for (key, property) in properties.iter().filter(|(key, _)| !seen.contains(&key.as_str())) {
        if let Some(example) = property["examples"].get(0) {
            add(key, property, &format!("# {key} = {example}"));
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::DeserializeOwned;

    /// The text with its examples as settings.
    fn with_examples(text: &str) -> String {
        let is_setting = |line: &&str| {
            line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '))
        };
        let line = |line: &str| line.strip_prefix("# ").filter(is_setting).unwrap_or(line).to_owned();
        text.lines().map(line).collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    fn read<T: DeserializeOwned>(text: &str) -> T {
        toml::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"))
    }

    #[track_caller]
    fn check_names<T: JsonSchema>(text: &str) {
        let schema = SchemaGenerator::default().into_root_schema_for::<T>().to_value();
        for (name, property) in schema["properties"].as_object().expect("settings") {
            let is_here = text.contains(&format!("{name} = ")) || text.contains(&format!("[{name}]"));
            assert!(is_here, "{name} is not in\n{text}");
            assert!(property["description"].is_string(), "{name} has no meaning");
        }
    }

    #[test]
    fn what_is_written_is_read_as_the_defaults() {
        let text = configuration().expect("a configuration");
        let config: Config = read(&text);
        assert_eq!(config, Config::of_defaults());
        check_names::<Config>(&text);
        check_names::<Limits>(&text);
        let example: Config = read(&with_examples(&text));
        assert!(example.admin_listen.is_some() && example.site.is_some() && example.sql.is_some());
        assert!(example.sign_in.is_some() && example.tls.is_some() && example.embed.is_some());

        let text = settings().expect("settings");
        assert_eq!(read::<Settings>(&text), Settings::default());
        check_names::<Settings>(&text);
        assert!(
            text.contains(
                "# Target cycle service level.\n# From 0.5 to 0.999 (fraction).\nservice_level = 0.95\n"
            ),
            "{text}"
        );
        let example: Settings = read(&with_examples(&text));
        assert_eq!((example.policy.len(), example.problem()), (1, None));
    }
}
