//! The binary `granary`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::main()
}
