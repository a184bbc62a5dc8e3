use super::*;
use crate::ages::Sex;

#[test]
fn every_number_of_the_shipped_tables_has_a_source_and_assumptions_are_marked() {
    let day = Day::shipped().unwrap();
    assert!(day.told.len() > 40 && day.told.iter().all(|t| !t.source.trim().is_empty()));
    let water = day.told.iter().filter(|t| t.what.starts_with("water from"));
    assert!(water.clone().filter(|t| !t.assumed).count() >= 4, "{water:#?}", water = water.collect::<Vec<_>>());
}

/// The codes of the dimensions that households are counted by are all known, so that none is left out silently.
#[test]
fn every_code_of_water_and_toilet_is_in_the_tables() {
    let day = Day::shipped().unwrap();
    let dimensions = include_str!("../../../../data/dimensions.csv");
    for line in dimensions.lines() {
        let mut cells = line.split(',');
        let (dimension, code) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let is_sum = line.contains(",subtotal");
        if dimension == "water" && !is_sum {
            assert!(day.water_codes.contains_key(code), "water={code}");
        }
        if dimension == "toilet" && !is_sum {
            assert!(day.toilets.contains_key(code), "toilet={code}");
        }
    }
}

#[test]
fn a_day_of_everybody_sums_to_one_and_work_moves_it() {
    let day = Day::shipped().unwrap();
    for schedule in 0..day.schedules.count() {
        for one in Use::ALL {
            assert!((day.schedules.hours(schedule, *one).iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        assert!((day.schedules.visits(schedule).iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
    let at = |works| day.schedules.at(30, Sex::Female, works);
    let laundry = |works| day.schedules.hours(at(works), Use::LaundryCleaning)[10];
    assert!(laundry(Some(true)) < 1e-9 && laundry(Some(false)) > 0.1);
    assert_eq!(day.schedules.at(200, Sex::Male, None), day.schedules.at(100, Sex::Male, None));
}

proptest::proptest! {
    #[test]
    fn tables_of_any_text_give_problems_and_never_a_panic(text in "[a-z_,0-9;=.\n\"-]{0,200}", which in 0_usize..9) {
        let mut tables = DayTables::shipped();
        let all = [
            &mut tables.water_classes, &mut tables.water_litres, &mut tables.water_uses, &mut tables.activities, &mut tables.toilets,
            &mut tables.wastewater, &mut tables.minor_periods, &mut tables.other_users, &mut tables.queues,
        ];
        for (at, table) in all.into_iter().enumerate().filter(|(at, _)| *at == which) {
            table.1 = format!("{}\n{text}", table.1.lines().next().unwrap_or_default());
            let _ = at;
        }
        let _ = Day::read(&tables);
        let _ = crate::demand::given("x.csv", &format!("place,scenario,year,minor,water_m3_day,low,high,source\n{text}"));
    }
}

#[test]
fn a_table_with_faults_names_each_with_its_row() {
    let mut tables = DayTables::shipped();
    tables.water_litres.1 =
        "class,litres_person_day,low,high,source\npiped_dwelling,many,1,2,somebody\nmoon,3,,,\n".to_owned();
    tables.minor_periods.1 = "period,hours,source\nday,6-18,assumption\n".to_owned();
    tables.activities.1 = tables.activities.1.replace("8-17,20,assumption", "8-17,10,assumption");
    tables.queues.1 = "what,value,low,high,unit,source\n".to_owned();
    let problems = Day::read(&tables).unwrap_err();
    let found: Vec<(&str, Option<u64>)> = problems.iter().map(|p| (p.code.as_str(), p.row)).collect();
    for wanted in [
        ("not_a_number", Some(2)),
        ("unknown_class", Some(3)),
        ("row_without_source", Some(3)),
        ("hours_left_out", None),
        ("shares_do_not_sum", None),
        ("missing_row", None),
    ] {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
    }
}
