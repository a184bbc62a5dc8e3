//! makazi: one city in one place. This crate holds no domain logic.

mod arguments;
mod commands;
mod commands_account;
mod commands_forms;
mod commands_plan;
mod commands_serve;
mod output;
mod progress;
mod words;

use arguments::{Arguments, AssessWhat, Command};
use clap::Parser;
use flow::{AssessRequest, ExportRequest, FormRequest, TemplateRequest};
use std::process::ExitCode;

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::New { dir, common } => commands::new(&dir, &common),
        Command::Demo { dir, no_serve, common } => match commands::demo(&dir, &common) {
            Ok(Ending::Done) if !no_serve && !common.json && commands_serve::somebody_looks() => {
                return ended(commands_serve::after_demo(&dir, &common));
            }
            done => done,
        },
        Command::Collect { dir, sources, again, common } => commands::collect(&dir, sources, again, &common),
        Command::Status { dir, common } => commands::status(&dir, &common),
        Command::Profile { dir, place, format, common } => commands::profile(&dir, place.as_deref(), format, &common),
        Command::Assess { what: Some(AssessWhat::Risk { dir, format, common }), .. } => {
            commands::risk(&dir, format, &common)
        }
        Command::Assess { what: None, dir, chain, samples, format, common } => {
            let request = AssessRequest { chains: chain, samples: samples.map(|n| n as usize) };
            commands::assess(&dir, &request, format, &common)
        }
        Command::Anticipate { dir, format, common } => commands_plan::anticipate(&dir, format, &common),
        Command::Plan { what } => commands_plan::plan(&what),
        Command::Travel { dir, format, common } => commands::travel(&dir, format, &common),
        Command::Explain { words, common } => commands::explain(&words, &common),
        Command::Check { files, common } => Ok(commands::check(&files, &common)),
        Command::Export { dir, role, with_sealed, format, out, places, common } => {
            let formats = format.into_iter().map(commands::format).collect();
            let request = ExportRequest { role: commands::role(role), with_sealed, formats, out, places };
            commands::export(&dir, &request, &common)
        }
        Command::Serve { dir, port, bind, role, name, everybody, open, common } => {
            let at = commands_serve::At { address: bind, port, names: name, everybody };
            return ended(commands_serve::serve(&dir, at, (role, open), &common));
        }
        Command::Account { what } => return ended(commands_account::account(what)),
        Command::Form { which, languages, with_contacts, out, common } => {
            let settlement = which == arguments::OurForm::Settlement;
            let request = FormRequest { settlement, languages, contacts: with_contacts, out };
            commands_forms::form(&request, &common)
        }
        Command::Template { dir, indicators, kinds, language, out, common } => {
            let request = TemplateRequest { indicators, kinds, language, out };
            commands_forms::template(&dir, &request, &common)
        }
        Command::Merge { words, common } => commands::merge(&words, &common),
    };
    ended(done)
}

/// The exit code, and words for what could not be done.
fn ended<E: std::fmt::Display>(done: Result<Ending, E>) -> ExitCode {
    match done {
        Ok(ending) => ending.into(),
        Err(error) => {
            output::words(&format!("error: {error}"));
            ExitCode::from(1)
        }
    }
}

/// How a command ended when it could be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// All of it.
    Done,
    /// Something was left out; it was named.
    LeftOut,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(match ending {
            Ending::Done => 0,
            Ending::LeftOut => 3,
        })
    }
}
