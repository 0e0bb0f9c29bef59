//! Faults: everything that can be wrong with input, case by case. Each is refused with the thing, the place and the
//! remedy; the store stays the same, byte for byte; and a server that runs over it goes on serving.

#[path = "faults/bomb.rs"]
mod bomb;
#[path = "faults/case.rs"]
mod case;
#[path = "faults/export.rs"]
mod export;
#[path = "faults/interrupted.rs"]
mod interrupted;
#[path = "faults/json_lines.rs"]
mod json_lines;
#[path = "faults/machine.rs"]
mod machine;
#[cfg(unix)]
#[path = "faults/mail.rs"]
mod mail;
#[path = "faults/mapping.rs"]
mod mapping;
#[path = "faults/parquet.rs"]
mod parquet;
#[path = "faults/settings.rs"]
mod settings;
#[path = "faults/store.rs"]
mod store;
#[path = "faults/terminal.rs"]
mod terminal;
#[path = "faults/text.rs"]
mod text;
#[path = "faults/workbook.rs"]
mod workbook;

use case::Case;

/// Total number of cases, because a table that was emptied by mistake would pass.
const AT_LEAST: usize = 120;

#[test]
fn there_are_enough_of_them() {
    let tables: [&[Case]; 6] = [
        &text::CASES,
        &json_lines::CASES,
        &parquet::CASES,
        &workbook::CASES,
        &mapping::CASES,
        &settings::CASES,
    ];
    let count = tables.iter().map(|cases| cases.len()).sum::<usize>() + store::CASES.len();
    assert!(count >= AT_LEAST, "{count} cases");
}
