//! Sustainable Development Goal 11 against the worked case of its metadata.

use assess::sdg::{Form, Growth, land_consumption};

/// 11.3.1 in SDG metadata 11-3-1: present form (V1 - V0) / V0 / T over ln(P1 / P0) / y, and the form of 2016 ln(V1 / V0) / T; both on
/// 100 to 150 km2 and 1.0 to 1.4 million people in ten years.
#[test]
fn land_consumption_is_the_published_ratio_in_both_forms() {
    let city = Growth {
        built_first_km2: Some(100.0),
        built_last_km2: Some(150.0),
        people_first: Some(1.0e6),
        people_last: Some(1.4e6),
        years_of_area: Some(10.0),
        years_of_people: Some(10.0),
    };
    for (form, land, ratio) in [(Form::Current, 0.05, 1.486_006_7), (Form::Of2016, 0.040_546_5, 1.205_047_7)] {
        let made = land_consumption(&city, form, 0.001).unwrap();
        assert!((made.land_per_year - land).abs() < 5e-8, "{made:?}");
        assert!((made.people_per_year - 0.033_647_223_7).abs() < 5e-11, "{made:?}");
        assert!((made.ratio.unwrap() - ratio).abs() < 5e-8, "{form:?}");
    }
}
