//! Scenarios that come with makazi.

use super::{Scenario, read};
use city::Problem;

/// File name and text of every scenario that comes with makazi.
pub const SHIPPED: [(&str, &str); 3] = [
    ("accra_census_trend.toml", include_str!("../../../../data/scenarios/accra_census_trend.toml")),
    ("accra_births_and_deaths.toml", include_str!("../../../../data/scenarios/accra_births_and_deaths.toml")),
    ("mfano_growth.toml", include_str!("../../../../data/scenarios/mfano_growth.toml")),
];

/// The scenarios that come with makazi for a city, by its id.
///
/// # Errors
/// Problems of their files; a test keeps them free of any.
pub fn shipped(city: &str) -> Result<Vec<Scenario>, Vec<Problem>> {
    let mut list = Vec::new();
    for (file, text) in SHIPPED {
        let scenario = read(file, text)?;
        if scenario.city == city {
            list.push(scenario);
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_scenario_reads_and_every_number_has_its_citation() {
        for (file, text) in SHIPPED {
            let scenario = read(file, text).unwrap_or_else(|p| panic!("{file}: {p:#?}"));
            assert!(!scenario.numbers().is_empty());
            assert!(scenario.numbers().iter().all(|(_, c)| scenario.sources.contains_key(&c.source)), "{file}");
            assert_eq!(format!("{}.toml", scenario.id), file);
        }
        assert_eq!((shipped("accra").unwrap().len(), shipped("mfano").unwrap().len()), (2, 1));
    }

    proptest::proptest! {
        #[test]
        fn a_file_that_breaks_off_or_lies_gives_problems_and_never_a_panic(
            which in 0_usize..3, at in 0.0_f64..1.0, junk in "\\PC{0,12}", cut in proptest::prelude::any::<bool>(),
        ) {
            let text = SHIPPED[which].1;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "within the text")]
            let mut at = (text.len() as f64 * at) as usize;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let (before, after) = text.split_at(at);
            let broken = format!("{before}{junk}{}", if cut { "" } else { after });
            if let Err(problems) = read("x.toml", &broken) {
                proptest::prop_assert!(!problems.is_empty());
            }
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once_with_its_line() {
        let text = "id = 'x'\ntitle = 'X'\ncity = 'a'\nyears = [2030, 2020]\n[growth_percent_year]\nvalue = 2\n\
                    [source.s]\ncitation = 'Somebody 2020, A report'\n[income_percent_year]\nvalue = 1\nlow = 2\nsource = 's'\n\
                    [[uptake]]\ndimension = 'water'\nto = 'piped_dwelling'\nby = 2030\npercent = { value = 120, source = 's' }\n\
                    [births.share_percent]\nsource = 's'\n15_19 = 'many'\n[typo]\n";
        let problems = read("x.toml", text).unwrap_err();
        let found: Vec<(&str, Option<u64>)> = problems.iter().map(|p| (p.code.as_str(), p.row)).collect();
        for wanted in [
            ("unknown_key", Some(21)),
            ("years_do_not_rise", Some(4)),
            ("number_without_citation", Some(5)),
            ("range_does_not_enclose", Some(9)),
            ("not_a_number", Some(20)),
            ("not_a_share", Some(17)),
            ("missing_key", None),
        ] {
            assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
        }
        assert!(problems.iter().all(|p| p.file == "x.toml" && !p.hint.is_empty()), "{problems:#?}");
        assert!(read("x.toml", "id = [").is_err());
    }
}
