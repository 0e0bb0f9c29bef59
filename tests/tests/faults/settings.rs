//! Settings.

use crate::case::Content::{Bytes, Missing, Text};
use crate::case::{Case, check_settings};
use std::fs;
use tests::program::{Server, fail, granary, succeed};
use tests::store::Store;

#[test]
fn wrong_settings_are_refused() {
    check_settings(&CASES);
}

#[test]
fn files_of_defaults_are_taken_and_never_written_over() {
    let directory = tempfile::tempdir().expect("a directory");
    let folder = directory.path().join("etc");
    let init = || {
        let mut init = granary();
        init.arg("init").arg(&folder);
        init
    };
    succeed(&mut init());
    let store = Store::published(40);
    let server = Server::start_with(
        store.path(),
        &fs::read_to_string(folder.join("granary.toml")).expect("a configuration"),
    );
    assert_eq!(server.get("/healthz").status, 200);
    let settings = folder.join("settings.toml");
    succeed(granary().arg("publish").arg("--settings").arg(&settings).arg("--store").arg(store.path()));
    fs::remove_file(folder.join("granary.toml")).expect("removed");
    let before = fs::read(&settings).expect("settings");
    let (told, code) = fail(&mut init());
    assert!(code == 1 && told.contains("settings.toml exists") && told.contains("another folder"), "{told}");
    assert!(!folder.join("granary.toml").exists() && fs::read(&settings).expect("settings") == before);
}

#[rustfmt::skip]
pub const CASES: [Case; 20] = [
    Case { files: &[("settings.toml", Missing)], mapping: None, error: &["cannot read", "settings.toml"], help: "Check the path" },
    Case { files: &[("settings.toml", Bytes(b"# caf\xe9\nholding_rate = 0.2\n"))], mapping: None, error: &["settings.toml", "not UTF-8"], help: "Save it as UTF-8" },
    Case { files: &[("settings.toml", Text("holding_rate = 0.2\nholding_rat = 0.2\n"))], mapping: None, error: &["settings.toml, line 2: unknown field `holding_rat`"], help: "Correct the line" },
    Case { files: &[("settings.toml", Text("\nholding_rate = \"a quarter\"\n"))], mapping: None, error: &["settings.toml, line 2: invalid type: string"], help: "Correct the line" },
    Case { files: &[("settings.toml", Text("holding_rate = \n"))], mapping: None, error: &["settings.toml, line 1"], help: "Correct the line" },
    Case { files: &[("settings.toml", Text("holding_rate = 0.2\nholding_rate = 0.3\n"))], mapping: None, error: &["settings.toml, line 2", "duplicate key"], help: "Correct the line" },
    Case { files: &[("settings.toml", Text("holding_rate = nan\n"))], mapping: None, error: &["settings: setting `holding_rate` is NaN"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("holding_rate = inf\n"))], mapping: None, error: &["settings: setting `holding_rate` is inf"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("service_level = 1.0\n"))], mapping: None, error: &["setting `service_level` is 1", "between 0.5 and 0.999"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("order_cost = -1.0\n"))], mapping: None, error: &["setting `order_cost` is -1"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("activity_window_days = 99999999999\n"))], mapping: None, error: &["settings.toml, line 1", "99999999999"], help: "Correct the line" },
    Case { files: &[("settings.toml", Text("abc_a = 0.9\nabc_b = 0.8\n"))], mapping: None, error: &["setting `abc_a` is 0.9: it must be below `abc_b`, 0.8"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("xyz_x = 2.0\n"))], mapping: None, error: &["setting `xyz_x` is 2: it must be below `xyz_y`, 1"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("[[policy]]\nclass = \"D\"\n"))], mapping: None, error: &["settings.toml, line 2", "D"], help: "Correct the line" },
    Case { files: &[("settings.toml", Text("[[policy]]\nclas = \"A\"\n"))], mapping: None, error: &["settings.toml, line 2: unknown field `clas`"], help: "Correct the line" },
    Case { files: &[("settings.toml", Text("[[policy]]\nclass = \"A\"\n"))], mapping: None, error: &["rule 1 of `policy`: it sets nothing"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("[[policy]]\nservice_level = 0.9\n"))], mapping: None, error: &["rule 1 of `policy`: it has no condition"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("[[policy]]\nclass = \"A\"\nservice_level = 98\n"))], mapping: None, error: &["rule 1 of `policy`: `service_level` is 98", "between 0.5 and 0.999"], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("[[policy]]\nclass = \"A\"\nmethod = \"guess\"\n"))], mapping: None, error: &["rule 1 of `policy`: `method` is guess: it must be one of auto, "], help: "Correct the settings file" },
    Case { files: &[("settings.toml", Text("[[policy]]\nclass = \"A\"\nservice_level = 0.9\n[[policy]]\ncategory = \"Mgus\"\nservice_level = 0.9\n"))], mapping: None, error: &["rule 2 of `policy`: there is no category `Mgus`"], help: "Name one of " },
];
