//! What commands say to people. Every line goes through here, and nothing in it is sent that a terminal obeys; what
//! comes from data and stands inside a line is escaped by `plain` before, its line breaks too.

use data::error::io_remedy;
pub(crate) use data::terminal::plain;
use data::terminal::plain_lines;
use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stderr, stdout};

/// As `println!`.
macro_rules! say {
    ($($text:tt)*) => { $crate::command::terminal::say_line(format_args!($($text)*)) };
}

/// As `eprintln!`.
macro_rules! tell {
    ($($text:tt)*) => { $crate::command::terminal::tell_line(format_args!($($text)*)) };
}

pub(crate) use {say, tell};

/// Writes a line, or lines, on standard output. A command that cannot say what came of it has failed, unless its reader
/// has seen enough, as `head` does.
pub(crate) fn say_line(text: Arguments<'_>) {
    let text = text.to_string();
    let mut out = stdout().lock();
    match writeln!(out, "{}", plain_lines(&text)).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => {
            tell!("error: cannot write standard output: {error}\nhelp: {}", io_remedy(&error));
            std::process::exit(1);
        }
    }
}

/// Writes a line, or lines, on standard error. Where nobody hears there is nobody to tell.
pub(crate) fn tell_line(text: Arguments<'_>) {
    let _ = writeln!(stderr().lock(), "{}", plain_lines(&text.to_string()));
}
