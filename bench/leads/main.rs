//! `leads`: dirty CRM leads with known truth, the same for the same seed on every machine.

mod arguments;
mod chinese;
mod company;
mod corrupt;
mod email;
mod entity;
mod person;
mod phone;
mod places;
mod plan;
mod rng;
mod row;
#[cfg(test)]
mod tests;
mod twin;
mod weighted;
mod western;
mod words;
mod write;

use arguments::{Arguments, Asked, USAGE};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

fn create(path: &str) -> Result<BufWriter<File>, String> {
    File::create(path).map(|file| BufWriter::with_capacity(1 << 20, file)).map_err(|error| format!("cannot write {path}: {error}"))
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let (mut leads, mut truth) = (create(&arguments.out)?, create(&arguments.truth)?);
    let plan = plan::Plan::new(arguments.rows, arguments.seed);
    write::write(&plan, &mut leads, &mut truth, arguments.with_slices)
        .map_err(|error| format!("cannot write {} or {}: {error}", arguments.out, arguments.truth))
}

fn main() -> ExitCode {
    let done = match arguments::parse(std::env::args().skip(1)) {
        Ok(Asked::Help) => std::io::stdout().write_all(USAGE.as_bytes()).map_err(|error| error.to_string()),
        Ok(Asked::Leads(arguments)) => run(&arguments),
        Err(complaint) => Err(format!("{complaint}\n\n{}", USAGE.trim_end())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            // Nobody may be listening; the exit code still tells.
            let _ = writeln!(std::io::stderr(), "leads: {complaint}");
            ExitCode::from(2)
        }
    }
}
