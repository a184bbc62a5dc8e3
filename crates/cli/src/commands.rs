//! Each command: asks `flow`, and puts the answer into words.

use crate::Ending;
use crate::arguments::{Common, ExportFormat, Format, Role};
use crate::output::{data, words};
use crate::progress::Bar;
use crate::words as say;
use flow::{AssessRequest, CollectRequest, ExportRequest, FlowError, SourceState, Workspace};
use serde_json::json;
use std::path::{Path, PathBuf};

/// What a command came to.
pub type Done = Result<Ending, FlowError>;

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The city of a folder, with what every command takes.
pub fn workspace(dir: &Path, common: &Common) -> Result<Workspace, FlowError> {
    let workspace = Workspace::open(dir, common.data.as_deref(), common.seed, &now())?;
    let workspace = if let Some(day) = &common.today { workspace.on(day) } else { workspace };
    words(&say::problems(&workspace.clock().into_iter().collect::<Vec<_>>()));
    Ok(workspace)
}

/// Prints JSON.
pub fn print_json(value: &serde_json::Value) {
    data(&format!("{value:#}"));
}

/// `makazi new`.
pub fn new(dir: &Path, common: &Common) -> Done {
    let file = flow::new_city(dir)?;
    if common.json {
        print_json(&json!({ "made": file }));
    } else {
        data(&format!("made {}\nedit it, then run: makazi collect {}", file.display(), dir.display()));
    }
    Ok(Ending::Done)
}

/// `makazi demo`.
pub fn demo(dir: &Path, common: &Common) -> Done {
    let bar = Bar::new();
    let demo = flow::demo(dir, common.seed, &now(), &bar);
    bar.finish();
    let demo = demo?;
    let page = &demo.profiled.page;
    if common.json {
        print_json(&json!({
            "collected": say::collected_json(&demo.collected), "page": page, "table": demo.profiled.table,
            "assessment": demo.assessed.page, "assessment_table": demo.assessed.table,
            "risk": demo.risked.page, "travel": demo.travelled.page,
            "anticipate": demo.anticipated.page, "plan": demo.planned.page, "export": demo.exported.folder,
        }));
        return Ok(Ending::Done);
    }
    words(&say::collected(&demo.collected));
    data(&format!(
        "The example city is invented; its files hold faults on purpose (see {}).\n\
         It is in            {}\n\
         Its page is         {}\n\
         Its table is        {}\n\
         Its assessment is   {}\n\
         What floods do is   {}\n\
         How far people are  {}\n\
         Who will need what  {}\n\
         What to build       {}\n\
         What may leave is   {}\n\
         Try                 makazi explain {} population \"{}\"",
        dir.join("sources/FAULTS.txt").display(),
        dir.join("city.gpkg").display(),
        page.display(),
        demo.profiled.table.display(),
        demo.assessed.page.display(),
        demo.risked.page.display(),
        demo.travelled.page.display(),
        demo.anticipated.page.display(),
        demo.planned.page.display(),
        demo.exported.folder.display(),
        dir.display(),
        demo.profiled.profile.city,
    ));
    Ok(Ending::Done)
}

/// `makazi collect`.
pub fn collect(dir: &Path, only: Vec<String>, again: bool, common: &Common) -> Done {
    let bar = Bar::new();
    let report = flow::collect(&workspace(dir, common)?, &CollectRequest { only, again }, &bar);
    bar.finish();
    let report = report?;
    if common.json {
        print_json(&say::collected_json(&report));
    } else {
        words(&say::problems(&report.problems));
        words(&say::collected(&report));
    }
    let failed = report.sources.iter().any(|s| s.state == SourceState::Failed);
    Ok(if failed { Ending::LeftOut } else { Ending::Done })
}

/// `makazi status`.
pub fn status(dir: &Path, common: &Common) -> Done {
    let status = flow::status(&workspace(dir, common)?)?;
    if common.json {
        print_json(&say::status_json(&status));
        return Ok(Ending::Done);
    }
    data(&say::status(&status));
    words(&say::due(&status.due));
    Ok(Ending::Done)
}

/// `makazi profile`.
pub fn profile(dir: &Path, place: Option<&str>, format: Format, common: &Common) -> Done {
    let bar = Bar::new();
    let profiled = flow::profile(&workspace(dir, common)?, &bar);
    bar.finish();
    let profiled = profiled?;
    let format = if common.json { Format::Json } else { format };
    data(&flow::profile_table(&profiled, place, say::table(format))?);
    words(&format!("page:  {}\ntable: {}", profiled.page.display(), profiled.table.display()));
    Ok(Ending::Done)
}

/// `makazi assess`.
pub fn assess(dir: &Path, request: &AssessRequest, format: Format, common: &Common) -> Done {
    let bar = Bar::new();
    let assessed = flow::assess(&workspace(dir, common)?, request, &bar);
    bar.finish();
    let assessed = assessed?;
    let format = if common.json { Format::Json } else { format };
    words(&say::problems(&assessed.assessment.problems));
    data(&flow::assessment_text(&assessed.assessment, say::table(format))?);
    words(&format!("page:  {}\ntable: {}", assessed.page.display(), assessed.table.display()));
    Ok(if assessed.left_out { Ending::LeftOut } else { Ending::Done })
}

/// `makazi travel`.
pub fn travel(dir: &Path, format: Format, common: &Common) -> Done {
    let bar = Bar::new();
    let done = flow::travel(&workspace(dir, common)?, &bar);
    bar.finish();
    let done = done?;
    let format = if common.json { Format::Json } else { format };
    words(&say::problems(&done.report.problems));
    data(&flow::travel_text(&done.report, say::table(format))?);
    words(&format!("page:  {}\ntable: {}", done.page.display(), done.table.display()));
    let left_out = done.report.problems.iter().any(|p| p.severity == city::Severity::Error);
    Ok(if left_out { Ending::LeftOut } else { Ending::Done })
}

/// `makazi assess risk`.
pub fn risk(dir: &Path, format: Format, common: &Common) -> Done {
    let bar = Bar::new();
    let done = flow::risk(&workspace(dir, common)?, &bar);
    bar.finish();
    let done = done?;
    let format = if common.json { Format::Json } else { format };
    words(&say::problems(&done.report.problems));
    data(&flow::risk_text(&done.report, say::table(format))?);
    words(&format!("page:  {}\ntable: {}", done.page.display(), done.table.display()));
    let left_out = done.report.problems.iter().any(|p| p.severity == city::Severity::Error);
    Ok(if left_out { Ending::LeftOut } else { Ending::Done })
}

/// `makazi explain`.
pub fn explain(given: &[String], common: &Common) -> Done {
    let (dir, indicator, place) = match given {
        [dir, indicator, place] => (dir.as_str(), indicator, place),
        [indicator, place] => (".", indicator, place),
        _ => (".", &String::new(), &String::new()),
    };
    let explained = flow::explain(&workspace(Path::new(dir), common)?, indicator, place)?;
    data(&if common.json { explained.json() } else { explained.text() });
    words(&say::due(&explained.due));
    Ok(Ending::Done)
}

/// `makazi check`.
pub fn check(files: &[PathBuf], common: &Common) -> Ending {
    let reports: Vec<_> = files.iter().map(|file| flow::check(file)).collect();
    if common.json {
        print_json(&json!(reports.iter().map(say::checked_json).collect::<Vec<_>>()));
    } else {
        data(&reports.iter().map(say::checked).collect::<Vec<_>>().join("\n\n"));
    }
    let wrong = reports.iter().any(|r| r.problems.iter().any(|p| p.severity == city::Severity::Error));
    if wrong { Ending::LeftOut } else { Ending::Done }
}

/// The level that a role stands for.
pub const fn role(role: Role) -> city::source::Level {
    use city::source::Level;
    match role {
        Role::Public => Level::Public,
        Role::Partner => Level::Partner,
        Role::City => Level::City,
        Role::Community => Level::Community,
    }
}

/// The format as `flow` knows it.
pub const fn format(format: ExportFormat) -> flow::ExportFormat {
    match format {
        ExportFormat::Gpkg => flow::ExportFormat::Gpkg,
        ExportFormat::Csv => flow::ExportFormat::Csv,
        ExportFormat::Geoparquet => flow::ExportFormat::GeoParquet,
        ExportFormat::Xlsx => flow::ExportFormat::Xlsx,
    }
}

/// `makazi export`.
pub fn export(dir: &Path, request: &ExportRequest, common: &Common) -> Done {
    let bar = Bar::new();
    let exported = flow::export(&workspace(dir, common)?, request, &bar);
    bar.finish();
    let exported = exported?;
    if common.json {
        print_json(&say::exported_json(&exported));
    } else {
        data(&say::exported(&exported, request.role.as_str()));
    }
    words(&say::due(&exported.due));
    Ok(Ending::Done)
}

/// `makazi merge`.
pub fn merge(given: &[PathBuf], common: &Common) -> Done {
    let (dir, other) = match given {
        [dir, other] => (dir.as_path(), other.as_path()),
        [other] => (Path::new("."), other.as_path()),
        _ => (Path::new("."), Path::new("")),
    };
    let merged = flow::merge(&workspace(dir, common)?, other)?;
    if common.json {
        print_json(&say::merged_json(&merged));
    } else {
        data(&say::merged(&merged));
    }
    Ok(if merged.conflicts.is_empty() { Ending::Done } else { Ending::LeftOut })
}
