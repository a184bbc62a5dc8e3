//! The unit of a footprint: said in `city.toml`, else at the end of what a raster measures, else metres.

use ::risk::functions::IntensityUnit;
use city::Problem;
use city::assess_settings::FootprintSettings;

/// Settles the unit of a footprint whose raster measures `measures`, and the intensity above which it strikes in that unit.
pub(super) fn settle(settings: &mut FootprintSettings, measures: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let ending = measures.rsplit_once('_').map(|(_, ending)| ending);
    let of_raster = ending.and_then(|ending| IntensityUnit::parse(ending).ok());
    let said = IntensityUnit::parse(&settings.unit).ok();
    if let (Some(said), Some(of_raster)) = (&said, &of_raster)
        && said.convert(1.0, of_raster).is_ok_and(|one| (one - 1.0).abs() > 1e-9)
    {
        let hint =
            "the unit of city.toml is used: correct it or `measures`, else every damage is that of another depth";
        problems.push(warning("intensity_unit_disagrees").found(&settings.unit).expected(measures).hint(hint));
    }
    if settings.unit.is_empty() {
        settings.unit = of_raster.map_or_else(|| "m".to_owned(), |unit| unit.as_str().to_owned());
    }
    let unit = match IntensityUnit::parse(&settings.unit) {
        Ok(unit) => unit,
        Err(error) => {
            let hint = "what is struck is counted, and no damage computed: write the unit in one of these ways";
            problems
                .push(warning("intensity_unit_unknown").found(&settings.unit).expected(error.to_string()).hint(hint));
            return problems;
        }
    };
    if settings.struck_from.is_none() && settings.wet_from_m.abs() > 0.0 {
        let metres = IntensityUnit::parse("m").and_then(|metres| metres.convert(settings.wet_from_m, &unit));
        if let Ok(from) = metres {
            settings.struck_from = Some(from);
        } else {
            let hint = "`wet_from_m` was not used and everything above 0 is struck: write `struck_from` in the footprint's unit";
            problems
                .push(warning("wet_from_of_other_unit").found(&settings.unit).expected("a unit of depth").hint(hint));
            settings.struck_from = Some(0.0);
        }
    }
    problems
}

fn warning(code: &str) -> Problem {
    Problem::warning(code).in_file("city.toml").in_column("assess.footprint")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(toml: &str, measures: &str) -> (FootprintSettings, Vec<String>) {
        let mut settings: FootprintSettings = toml::from_str(&format!("hazard = \"flood\"\n{toml}")).unwrap();
        let problems = settle(&mut settings, measures);
        (settings, problems.into_iter().map(|p| p.code).collect())
    }

    #[test]
    fn the_unit_is_what_is_said_then_what_the_raster_measures_then_metres() {
        assert_eq!(settled("unit = \"km/h\"", "wind_speed").0.unit, "km/h");
        assert_eq!(settled("", "depth_cm").0.unit, "cm");
        assert_eq!(settled("", "unknown").0.unit, "m");
    }

    #[test]
    fn the_depth_from_which_it_is_wet_is_brought_to_the_unit() {
        let (settings, problems) = settled("wet_from_m = 0.15", "depth_cm");
        assert!((settings.struck_above() - 15.0).abs() < 1e-9 && problems.is_empty());
        let (settings, problems) = settled("wet_from_m = 0.15\nunit = \"m/s\"", "");
        assert_eq!((settings.struck_from, problems), (Some(0.0), vec!["wet_from_of_other_unit".to_owned()]));
        assert!((settled("struck_from = 30.0\nunit = \"m/s\"", "").0.struck_above() - 30.0).abs() < 1e-12);
    }

    #[test]
    fn a_unit_that_disagrees_with_the_raster_or_that_nobody_knows_is_told() {
        assert_eq!(settled("unit = \"m\"", "depth_cm").1, ["intensity_unit_disagrees"]);
        assert_eq!(settled("unit = \"bananas\"", "depth_cm").1, ["intensity_unit_unknown"]);
        assert!(settled("unit = \"cm\"", "depth_cm").1.is_empty());
    }
}
