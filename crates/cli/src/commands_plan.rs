//! What there will be, and what to build: `makazi anticipate` and `makazi plan`.

use crate::Ending;
use crate::arguments::{Common, Format, PlanWhat, SearchWords};
use crate::commands::{Done, print_json, workspace};
use crate::output::{data, words};
use crate::progress::Bar;
use crate::words as say;
use city::{Problem, Severity};
use flow::{NetworkRequest, Search, Solved, WaterRequest};
use std::path::Path;

/// Problems of one kind that are shown before the rest is only counted.
const SHOWN_OF_A_KIND: usize = 5;

/// `makazi anticipate`.
pub fn anticipate(dir: &Path, format: Format, common: &Common) -> Done {
    let done = flow::anticipate(&workspace(dir, common)?)?;
    let format = if common.json { Format::Json } else { format };
    words(&say::problems(&few_of_each(&done.report.problems)));
    data(&flow::forecast_text(&done.report, say::table(format))?);
    words(&format!("page:  {}\ntable: {}", done.page.display(), done.table.display()));
    Ok(ending(&done.report.problems))
}

/// `makazi plan`.
pub fn plan(what: &PlanWhat) -> Done {
    let bar = Bar::new();
    let done = match what {
        PlanWhat::Water { dir, case, search, format, common } => {
            let request = WaterRequest { case: case.clone(), search: asked(search) };
            let done = flow::plan_water(&workspace(dir, common)?, &request, &bar);
            bar.finish();
            let done = done?;
            let places =
                format!("page:    {}\nnetwork: {}", done.page.display(), done.folder.join("network").display());
            (done.solved, places, *format, common)
        }
        PlanWhat::Network { folder, mps, lp, out, search, format, common } => {
            let request = NetworkRequest {
                folder: folder.clone(),
                search: asked(search),
                seed: common.seed,
                mps: mps.clone(),
                lp: lp.clone(),
                out: out.clone(),
            };
            let done = flow::plan_network(&request, &bar);
            bar.finish();
            let (solved, out) = done?;
            (solved, format!("answer: {}", out.display()), *format, common)
        }
    };
    let (solved, places, format, common) = done;
    said(&solved, &places, format, common)
}

fn said(solved: &Solved, places: &str, format: Format, common: &Common) -> Done {
    words(&say::problems(&few_of_each(&solved.problems)));
    let Some(plan) = &solved.plan else {
        words("nothing was solved: mend what is named as an error first");
        if common.json {
            print_json(&serde_json::json!({ "plan": null, "problems": solved.problems }));
        }
        return Ok(Ending::LeftOut);
    };
    let format = if common.json { Format::Json } else { format };
    data(&flow::plan_text(plan, say::table(format))?);
    words(places);
    Ok(ending(&solved.problems))
}

fn asked(search: &SearchWords) -> Search {
    Search {
        build: !search.committed_only,
        gap: search.gap,
        seconds: search.seconds,
        threads: search.threads,
        front: !search.no_front,
        futures: search.futures.map(|count| count as usize),
    }
}

fn ending(problems: &[Problem]) -> Ending {
    let left_out = problems.iter().any(|problem| problem.severity == Severity::Error);
    if left_out { Ending::LeftOut } else { Ending::Done }
}

/// Problems with only the first few of those that are alike but for their row: one wrong name may stand in a thousand lines.
fn few_of_each(problems: &[Problem]) -> Vec<Problem> {
    let mut seen: std::collections::BTreeMap<(String, String, String, String), usize> =
        std::collections::BTreeMap::new();
    let key = |p: &Problem| (p.code.clone(), p.file.clone(), p.column.clone(), p.value.clone());
    for problem in problems {
        *seen.entry(key(problem)).or_default() += 1;
    }
    let mut shown = std::collections::BTreeMap::new();
    let mut few = Vec::new();
    for problem in problems {
        let at = shown.entry(key(problem)).or_insert(0);
        *at += 1;
        if *at < SHOWN_OF_A_KIND || seen[&key(problem)] <= SHOWN_OF_A_KIND {
            few.push(problem.clone());
        } else if *at == SHOWN_OF_A_KIND {
            let more = seen[&key(problem)] - SHOWN_OF_A_KIND;
            few.push(Problem {
                hint: format!("{} (and {more} more lines like this)", problem.hint),
                ..problem.clone()
            });
        }
    }
    few
}
