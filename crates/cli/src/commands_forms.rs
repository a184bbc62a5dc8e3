//! `makazi form` and `makazi template`.

use crate::Ending;
use crate::arguments::Common;
use crate::commands::{Done, print_json, workspace};
use crate::output::data;
use flow::{FormRequest, TemplateRequest};
use serde_json::json;
use std::path::Path;

/// `makazi form`.
pub fn form(request: &FormRequest, common: &Common) -> Done {
    let written = flow::form(request)?;
    let (xlsform, xform) = (written.xlsform.display(), written.xform.display());
    if common.json {
        print_json(&json!({
            "xlsform": written.xlsform, "xform": written.xform,
            "version": written.version, "questions": written.questions,
        }));
    } else {
        data(&format!(
            "wrote {xlsform}\n      {xform}\n{} questions, version {}\nupload the .xlsx to KoboToolbox or ODK; try it on a phone before you go out",
            written.questions, written.version
        ));
    }
    Ok(Ending::Done)
}

/// `makazi template`.
pub fn template(dir: &Path, request: &TemplateRequest, common: &Common) -> Done {
    let written = flow::template(&workspace(dir, common)?, request)?;
    if common.json {
        let (places, indicators) = (written.places, written.indicators);
        print_json(&json!({ "template": written.file, "places": places, "indicators": indicators }));
    } else {
        data(&format!(
            "wrote {}: {} places, {} indicators\nfill it in, then add it to city.toml as a source with reader = \"template\"",
            written.file.display(),
            written.places,
            written.indicators
        ));
    }
    Ok(Ending::Done)
}
