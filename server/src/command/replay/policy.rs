//! The policy that a command line names.

use planning::replay::Policy;
use std::path::PathBuf;
use std::str::FromStr;

/// A policy as it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PolicyArgument {
    /// As it was written.
    pub(super) text: String,
    pub(super) source: PolicySource,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum PolicySource {
    /// The same for all items.
    Shared(Policy),
    /// By item, from a file.
    File(PathBuf),
}

impl PolicyArgument {
    pub(super) fn looks_ahead(&self) -> bool {
        matches!(&self.source, PolicySource::Shared(policy) if policy.looks_ahead())
    }

    pub(super) fn is_cost(&self) -> bool {
        self.source == PolicySource::Shared(Policy::Cost)
    }
}

impl FromStr for PolicyArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        let share = || {
            let share = value.parse::<f64>().ok().filter(|share| *share > 0.0 && *share < 1.0);
            share.ok_or_else(|| format!("`{value}` is not a share; write {name}:0.95, between 0 and 1"))
        };
        let source = match name {
            "service" => PolicySource::Shared(Policy::Service(share()?)),
            "fill" => PolicySource::Shared(Policy::Fill(share()?)),
            "textbook" => PolicySource::Shared(Policy::Textbook(share()?)),
            "cost" if value.is_empty() => PolicySource::Shared(Policy::Cost),
            "weeks" => {
                let periods =
                    value.parse::<f64>().ok().filter(|periods| *periods > 0.0 && *periods <= 1_000.0);
                let periods =
                    periods.ok_or_else(|| format!("`{value}` is not a number of periods; write weeks:4"))?;
                PolicySource::Shared(Policy::Cover(periods))
            }
            "fixed" if !value.is_empty() => PolicySource::File(value.into()),
            _ => {
                return Err("there is no such policy; write service:0.95, fill:0.98, cost, textbook:0.95, weeks:4 or \
                            fixed:FILE"
                    .into());
            }
        };
        Ok(PolicyArgument { text: text.to_owned(), source })
    }
}

/// Money per unit: a number, not below zero.
pub(super) fn money(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| *value >= 0.0 && value.is_finite());
    value.ok_or_else(|| format!("`{text}` is not a cost; write a number of at least 0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_written_with_their_number() {
        let source = |text: &str| text.parse::<PolicyArgument>().map(|policy| policy.source);
        assert_eq!(source("service:0.95"), Ok(PolicySource::Shared(Policy::Service(0.95))));
        assert_eq!(source("cost"), Ok(PolicySource::Shared(Policy::Cost)));
        assert_eq!(source("weeks:4"), Ok(PolicySource::Shared(Policy::Cover(4.0))));
        assert_eq!(source("fixed:C:\\rules.csv"), Ok(PolicySource::File("C:\\rules.csv".into())));
        for text in
            ["service", "service:95", "fill:1", "cost:2", "weeks:0", "weeks:-1", "fixed", "fixed:", "best"]
        {
            assert!(source(text).is_err(), "{text}");
        }
        assert!(money("-1").is_err() && money("NaN").is_err() && money("0") == Ok(0.0));
    }
}
