//! Series: the profiles of one settlement over the years, told from copies of one profile.

use super::SettlementProfile;
use city::settings::ProfileSettings;
use city::{PlaceId, Problem};
use std::collections::BTreeMap;

/// The profiles of one settlement, the oldest first.
pub(crate) struct Series<'a> {
    pub(crate) place: PlaceId,
    pub(crate) profiles: Vec<&'a SettlementProfile>,
}

/// Sorts profiles by settlement, in the order in which settlements first stand in the files.
pub(crate) fn series<'a>(
    profiles: &'a [SettlementProfile],
    settings: &ProfileSettings,
    problems: &mut Vec<Problem>,
) -> Vec<Series<'a>> {
    let mut all: Vec<Series> = Vec::new();
    let mut places: BTreeMap<PlaceId, usize> = BTreeMap::new();
    for profile in profiles {
        let Some(code) = code(profile, settings) else {
            let problem = Problem::error("settlement_without_name").in_file(&profile.file).at_row(profile.row);
            let problem = problem.in_column("section_B/B7_Settlement_Name_Community");
            problems
                .push(problem.expected("a code or a name").hint("left out: name the settlement in the survey tool"));
            continue;
        };
        let place = PlaceId::new(&settings.prefix, &code);
        let at = *places.entry(place.clone()).or_insert(all.len());
        if at == all.len() {
            all.push(Series { place, profiles: Vec::new() });
        }
        if let Some(series) = all.get_mut(at) {
            add(series, profile, problems);
        }
    }
    for series in &mut all {
        series.profiles.sort_by(|a, b| a.date.cmp(&b.date));
    }
    all
}

fn add<'a>(series: &mut Series<'a>, profile: &'a SettlementProfile, problems: &mut Vec<Problem>) {
    let same_day = series.profiles.iter().find(|other| other.date.is_some() && other.date == profile.date);
    let Some(first) = same_day else {
        series.profiles.push(profile);
        return;
    };
    let copy = first.answers == profile.answers && first.boundary == profile.boundary;
    let problem = if copy { Problem::note("profile_repeated") } else { Problem::error("profiles_of_one_day") };
    let day = profile.date.as_ref().map(ToString::to_string).unwrap_or_default();
    let problem = problem.in_file(&profile.file).at_row(profile.row).found(format!("{} on {day}", profile.name()));
    let problem = problem.expected(format!("one profile of a settlement and day; row {} has it too", first.row));
    problems.push(problem.hint("the first is kept; take one of the two out of the survey tool"));
}

fn code(profile: &SettlementProfile, settings: &ProfileSettings) -> Option<String> {
    let wanted = settings.code.as_deref().map(|field| field.rsplit(['/', '.']).next().unwrap_or(field));
    let said = match wanted {
        None | Some("Settlement_ID") => Some(profile.settlement_id.clone()),
        Some(field) => profile.text(field).map(str::to_owned).or_else(|| profile.codes(field).first().cloned()),
    };
    let said = said.map(|code| code.trim().to_owned()).filter(|code| !code.is_empty());
    said.or_else(|| profile.names.first().map(|name| slug(name)).filter(|slug| !slug.is_empty()))
}

/// Letters and digits of a name in lower case, everything else one `_`.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_code_makes_an_id_that_stays() {
        assert_eq!(slug("  Old Fadama (Zone 2) "), "old_fadama_zone_2");
        assert_eq!(slug("?!"), "");
    }
}
