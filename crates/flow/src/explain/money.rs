//! What money a number is in: the currency and price year of the values that it was computed from, else those of the city and of its
//! period.

use city::Observation;
use city::profile::Explanation;
use city::settings::CitySettings;

/// The unit of the field table for money of no stated currency, and what units of money begin with.
const LOCAL: &str = "local_currency";

/// Puts the currency and the price year into the units of an explanation and of all that it was computed from.
pub(super) fn name(explanation: &mut Explanation, settings: &CitySettings) {
    if let Some(rest) = explanation.unit.strip_prefix(LOCAL) {
        explanation.unit = format!("{}{rest}", money(&explanation.observation, settings));
    }
    for input in &mut explanation.inputs {
        name(input, settings);
    }
}

/// Currency and price year of a number, such as `USD of 2015`.
fn money(observation: &Observation, settings: &CitySettings) -> String {
    if let Some(id) = observation.group.get("exposure") {
        let risk = &settings.risk;
        let things = risk.exposures.iter().find(|e| e.id == id).map(|e| (e.currency.as_str(), e.price_year));
        let work = || risk.works.iter().find(|w| w.id == id).map(|w| (w.currency.as_str(), w.price_year));
        let (currency, year) = things.or_else(work).unwrap_or_default();
        return words(currency, year);
    }
    // a settlement's profile says itself what it counts in
    let own =
        observation.note.strip_prefix("in ").or_else(|| observation.note.contains("which currency").then_some(""));
    let year = observation.period.as_str().get(..4).and_then(|year| year.parse().ok());
    words(own.unwrap_or(&settings.city.currency), year)
}

fn words(currency: &str, price_year: Option<i32>) -> String {
    let currency = if currency.is_empty() { "money (currency not said)" } else { currency };
    price_year.map_or_else(|| currency.to_owned(), |year| format!("{currency} of {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::{Basis, Estimate, Group, Quality, Value};

    fn of(note: &str, group: Group, period: &str) -> String {
        let settings = CitySettings::from_toml(
            "[city]\nid = \"c\"\nname = \"C\"\ncountry = \"GH\"\ncurrency = \"GHS\"\n\
             [[risk.exposure]]\nid = \"houses\"\ntitle = \"H\"\nkind = \"dwellings\"\nlayer = \"h\"\ncurrency = \"USD\"\nprice_year = 2015\n\
             [[risk.exposure]]\nid = \"roads\"\ntitle = \"R\"\nkind = \"lines\"\nlayer = \"r\"\n",
        )
        .unwrap();
        let observation = Observation {
            place: "city:c".into(),
            indicator: "rent_month".into(),
            period: period.parse().unwrap(),
            group,
            value: Value::Estimate(Estimate::exact(9.0).unwrap()),
            quality: Quality::Low,
            source: "s".into(),
            run: "r".into(),
            basis: Basis::Reported { locator: String::new() },
            note: note.to_owned(),
        };
        money(&observation, &settings)
    }

    #[test]
    fn money_is_that_of_the_values_of_the_profile_or_of_the_city_in_this_order() {
        let exposed = |id: &str| Group::all().with("exposure", id);
        assert_eq!(of("", exposed("houses"), "2021"), "USD of 2015");
        assert_eq!(of("", exposed("roads"), "2021"), "money (currency not said)");
        assert_eq!(of("", Group::all(), "2014-05"), "GHS of 2014");
        assert_eq!(of("in Rand", Group::all(), "2014"), "Rand of 2014");
        let silent = "the profile does not say in which currency";
        assert_eq!(of(silent, Group::all(), "2014"), "money (currency not said) of 2014");
    }
}
