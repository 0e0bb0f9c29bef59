//! Turns the catalogues `text/CODE.json` into functions and tables. The build then finds missing and misspelt keys,
//! forgotten arguments and, through the compiler's lint, unused keys; and no JSON reaches the browser.
//!
//! `messages` become functions, and so do those under `browser`, which only the browser's code says; `{name}` in a
//! message becomes an argument, and `{name?day|days}` the first word where that argument is `1`, else the second.
//! Every other section is a table: entries of the same fields, found by their id; where a text of it has arguments,
//! whoever looks it up gives them by name. English says which keys and arguments there are; every other language has
//! the same. The server speaks all languages, a module of the browser the one that it was built for.

/// A message: text, and places for arguments.
mod message;

/// The files, read and compared with English.
mod catalogue;

/// A language for tests, made of English.
mod made_up;

/// The type `Language`.
mod languages;

/// The functions and tables.
mod generate;

fn main() {
    if let Err(problem) = write() {
        println!("cargo::error={problem}");
    }
}

fn write() -> Result<(), String> {
    let all = catalogue::read_all("text")?;
    catalogue::have_features(&all, "Cargo.toml")?;
    let made_up = if languages::has_made_up() { Some(made_up::of(&all[0])?) } else { None };
    let spoken = all.iter().filter(|language| languages::is_spoken(language, &all)).chain(&made_up);
    let spoken: Vec<_> = spoken.collect();
    let text = generate::texts(&spoken).map_err(|problem| format!("text/en.json: {problem}"))?;
    let directory = std::env::var("OUT_DIR").map_err(|error| error.to_string())?;
    for (file, code) in [("text.rs", text), ("language.rs", languages::code(&all, made_up.as_ref()))] {
        std::fs::write(format!("{directory}/{file}"), code).map_err(|error| error.to_string())?;
    }
    Ok(())
}
