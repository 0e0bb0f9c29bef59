//! The words of what a report found: by the ids of its questions, verdicts and facts, in the language that is drawn.
//!
//! Reports of contract version 7 and before have English words of their own: they stand in for an id that no catalogue
//! has.

use crate::language::{self, Language};
use crate::text;
use contract::{Check, Example, Fact, Publication, Report, SimulatedData, SourceFile, VerdictCount};

/// A report with its words in English, for the command line: the examples say in their content what their facts are.
pub fn in_english(report: &Report) -> Report {
    language::within(Language::En, || Report {
        rows: report.rows,
        verdicts: report
            .verdicts
            .iter()
            .map(|count| VerdictCount { title: fate(count), ..count.clone() })
            .collect(),
        checks: report.checks.iter().map(worded).collect(),
    })
}

/// What a key figure is called, what it says and how it is computed, in English.
pub fn key_figure_in_english(id: &str) -> [&'static str; 3] {
    language::within(Language::En, || {
        let text::Kpi { name, definition, formula, .. } = text::kpi(id);
        [name, definition, formula]
    })
}

fn worded(found: &Check) -> Check {
    let text::Check { title, action } = check(found);
    let examples = found.examples.iter().map(|example| Example {
        content: content(example),
        fact: None,
        ..example.clone()
    });
    Check { title, action, examples: examples.collect(), ..found.clone() }
}

/// A question, and what was done about what it found.
pub(crate) fn check(check: &Check) -> text::Check {
    // Of questions asked of every table or field, the id begins with the table's name or ends with the field's.
    let of_table = || {
        let (table, question) = check.id.split_once('_')?;
        let is_table = !text::table(table).meaning.is_empty();
        text::check(&["table_", question].concat(), &|_| table.to_owned()).filter(|_| is_table)
    };
    let of_field = || {
        let field = check.id.strip_prefix("unreadable_")?;
        text::check("unreadable_field", &|_| field.to_owned())
    };
    let known = text::check(&check.id, &|_| String::new()).or_else(of_table).or_else(of_field);
    known.unwrap_or_else(|| text::Check {
        title: or_id(&check.title, &check.id),
        action: check.action.clone(),
    })
}

/// What became of a line.
pub(crate) fn fate(count: &VerdictCount) -> String {
    match text::fate(&count.id).title {
        "" => or_id(&count.title, &count.id),
        title => title.to_owned(),
    }
}

/// Words of a report without an id that a catalogue has; the id where there are none.
fn or_id(words: &str, id: &str) -> String {
    if words.is_empty() { id.to_owned() } else { words.to_owned() }
}

/// What was counted, behind a number and as a whole of which there is a share.
pub(crate) fn counted(unit: &str) -> (String, String) {
    let text::Counted { several, whole } = text::counted(unit);
    if several.is_empty() {
        (unit.to_owned(), unit.to_owned())
    } else {
        (several.to_owned(), whole.to_owned())
    }
}

/// What a fact says.
pub(crate) fn fact(fact: &Fact) -> String {
    let value = |name: &str| fact.values.get(name).cloned().unwrap_or_default();
    match text::fact(&fact.id, &value) {
        Some(known) => known.says,
        None => fact.values.values().map(String::as_str).collect::<Vec<_>>().join(text::list_comma()),
    }
}

/// An example as one text.
fn content(example: &Example) -> String {
    match &example.fact {
        None => example.content.clone(),
        Some(found) if example.content.is_empty() => fact(found),
        Some(found) => [&*example.content, " ", &fact(found)].concat(),
    }
}

/// What is simulated, a sentence each: in the words of who made the data only where nothing else is known.
pub(crate) fn simulated(publication: &Publication) -> Vec<String> {
    let data = &publication.simulated_data;
    if data.is_empty() {
        return publication.simulated.clone();
    }
    let parts: Vec<String> = data.iter().map(simulated_part).collect();
    let mut methods: Vec<&str> = Vec::new();
    for method in data.iter().filter_map(|data| data.method.as_deref()) {
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    let methods = methods.into_iter().map(|method| text::simulation(method).says);
    let parts = text::simulated_parts(&parts.join(text::list_comma()));
    [parts].into_iter().chain(methods.filter(|says| !says.is_empty()).map(str::to_owned)).collect()
}

fn simulated_part(SimulatedData { table, column, .. }: &SimulatedData) -> String {
    let value = |name: &str| if name == "table" { table.clone() } else { column.clone().unwrap_or_default() };
    let (id, other) = match column {
        None => (table.clone(), "table"),
        Some(column) => ([table, ".", column].concat(), "column"),
    };
    let known = text::simulated_part(&id, &value).or_else(|| text::simulated_part(other, &value));
    known.map_or(id, |part| part.name)
}

/// What of a source is used, where that is not all of it.
pub(crate) fn used(source: &SourceFile) -> Option<String> {
    match source.used.as_deref().map(|used| text::source_use(used).says) {
        None | Some("") => source.simulated.clone(),
        Some(says) => Some(says.to_owned()),
    }
}

/// Only a web address may become a link: a manifest is data, and `javascript:` is an address too.
pub(crate) fn web_address(url: Option<&str>) -> Option<String> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://")).map(str::to_owned)
}
