//! The slum household: five deprivations of a household, and the share of people who live in such households.

use super::rules::{Durable, SlumRules, Tenure};
use crate::refusal::Refusal;

/// Names of the five, in the order of every list here.
pub const FIVE: [&str; 5] = ["water", "sanitation", "space", "durability", "tenure"];

/// What a household said; none where nobody asked or answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Household {
    /// Name that a refusal is reported under.
    pub place: String,
    /// People that the row stands for: members x sampling weight.
    pub people: f64,
    /// Whether the source of water is improved (see [`crate::ladder::water`]).
    pub improved_water: Option<bool>,
    /// Litres of water for a person and day.
    pub water_litres_per_person_day: Option<f64>,
    /// What water costs, in percent of income.
    pub water_cost_percent_of_income: Option<f64>,
    /// Minutes a day that water takes.
    pub water_minutes_per_day: Option<f64>,
    /// Households to the standpipe; 1 where the tap is the household's own.
    pub standpipe_households: Option<u32>,
    /// Whether the toilet is of an improved kind (see [`crate::ladder::sanitation`]).
    pub improved_toilet: Option<bool>,
    /// Households to the toilet; 1 where it is the household's own.
    pub toilet_households: Option<u32>,
    /// Members.
    pub members: Option<f64>,
    /// Habitable rooms.
    pub rooms: Option<f64>,
    /// Answers about the dwelling.
    pub dwelling: Vec<(Durable, bool)>,
    /// Answers about tenure.
    pub tenure: Vec<(Tenure, bool)>,
}

impl Household {
    /// Whether the household is deprived in each of the [`FIVE`]; none where the answers do not tell.
    ///
    /// A household is deprived when one question that the rules ask says so, and not deprived when all of them are answered and
    /// none does. What the rules do not ask does not count; a deprivation of which they ask nothing is none.
    #[must_use]
    pub fn deprived(&self, rules: &SlumRules) -> [Option<bool>; 5] {
        [self.water(rules), self.sanitation(rules), self.space(rules), self.durability(rules), self.tenure(rules)]
    }

    fn water(&self, rules: &SlumRules) -> Option<bool> {
        let mut asked = vec![self.improved_water.map(|improved| !improved)];
        asked.extend(rules.water_litres_per_person_day_least.map(|l| self.water_litres_per_person_day.map(|x| x < l)));
        asked.extend(
            rules.water_cost_percent_of_income_below.map(|l| self.water_cost_percent_of_income.map(|x| x >= l)),
        );
        asked.extend(rules.water_minutes_per_day_below.map(|l| self.water_minutes_per_day.map(|x| x >= l)));
        asked.extend(rules.standpipe_shared_by_households_most.map(|l| self.standpipe_households.map(|x| x > l)));
        one_says_so(&asked)
    }

    fn sanitation(&self, rules: &SlumRules) -> Option<bool> {
        let mut asked = vec![self.improved_toilet.map(|improved| !improved)];
        asked.extend(rules.toilet_shared_by_households_most.map(|l| self.toilet_households.map(|x| x > l)));
        one_says_so(&asked)
    }

    fn space(&self, rules: &SlumRules) -> Option<bool> {
        let most = rules.persons_per_room_most?;
        let (members, rooms) = (self.members?, self.rooms?);
        // members without any room are crowded, and nobody divides by zero
        let room_for = most * rooms;
        Some(members > room_for || (rules.persons_per_room_limit_is_crowded && members >= room_for))
    }

    fn durability(&self, rules: &SlumRules) -> Option<bool> {
        let answer = |asked: &Durable| self.dwelling.iter().find(|(q, _)| q == asked).map(|(_, has)| !has);
        one_says_so(&rules.durable.iter().map(answer).collect::<Vec<_>>())
    }

    fn tenure(&self, rules: &SlumRules) -> Option<bool> {
        let answer = |asked: &Tenure| self.tenure.iter().find(|(q, _)| q == asked).map(|(_, has)| !has);
        one_says_so(&rules.tenure.iter().map(answer).collect::<Vec<_>>())
    }

    fn refused(&self, at: usize) -> Option<Refusal> {
        let place = (self.place.as_str(), at);
        if !(self.people > 0.0 && self.people.is_finite()) {
            return Some(Refusal::value(place, "people", self.people, "a number above zero"));
        }
        let numbers = [
            ("water_litres_per_person_day", self.water_litres_per_person_day, f64::MAX, "a number, zero or more"),
            ("water_cost_percent_of_income", self.water_cost_percent_of_income, 100.0, "0 to 100"),
            ("water_minutes_per_day", self.water_minutes_per_day, 1440.0, "0 to 1440"),
            ("members", self.members, f64::MAX, "a number, zero or more"),
            ("rooms", self.rooms, f64::MAX, "a number, zero or more"),
        ];
        numbers.into_iter().find_map(|(column, value, most, expected)| {
            let refused = value.filter(|value| !(0.0..=most).contains(value))?;
            Some(Refusal::value(place, column, refused, expected))
        })
    }
}

fn one_says_so(asked: &[Option<bool>]) -> Option<bool> {
    if asked.contains(&Some(true)) {
        return Some(true);
    }
    (!asked.is_empty() && !asked.contains(&None)).then_some(false)
}

/// People in households deprived in so many ways or more.
#[derive(Debug, Clone, PartialEq)]
pub struct SlumShare {
    /// People of the rows that were kept.
    pub people: f64,
    /// Share with so many deprivations known, 0 to 1.
    pub low: f64,
    /// Share if every unanswered deprivation were one.
    pub high: f64,
    /// For each of the [`FIVE`], the share of people for whom it was observed.
    pub observed: [f64; 5],
    /// For each of the [`FIVE`], the share deprived among those observed; none where nobody was.
    pub deprived: [Option<f64>; 5],
    /// Rows that were left out, with the reason.
    pub left_out: Vec<Refusal>,
}

/// Share of people in households with `ways` or more of the five deprivations: 1 makes a slum household, 3 is severe.
///
/// Unanswered questions make a range, never a no. Source: UN-Habitat, SDG 11.1.1. Rows with numbers that cannot be true are left
/// out and named.
///
/// # Errors
/// [`Refusal::Parameter`] unless 1 <= ways <= 5, [`Refusal::Missing`] where no row is left.
///
/// ```
/// use assess::deprivation::{household::{share, Household}, rules::SlumRules};
/// let rules = SlumRules::version("survey_without_tenure")?;
/// let house = |water| Household { people: 4.0, improved_water: Some(water), improved_toilet: Some(true), ..Household::default() };
/// let slum = share(&[house(true), house(false)], &rules, 1)?;
/// assert_eq!((slum.low, slum.high), (0.5, 1.0)); // rooms and floor of the first were not asked
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn share(households: &[Household], rules: &SlumRules, ways: usize) -> Result<SlumShare, Refusal> {
    if !(1..=FIVE.len()).contains(&ways) {
        return Err(Refusal::parameter("slum households", "ways", ways, "1 to 5"));
    }
    let mut left_out = Vec::new();
    let (mut people, mut low, mut high) = (0.0, 0.0, 0.0);
    let (mut seen, mut held) = ([0.0; 5], [0.0; 5]);
    for (at, household) in households.iter().enumerate() {
        if let Some(refused) = household.refused(at) {
            left_out.push(refused);
            continue;
        }
        let answers = household.deprived(rules);
        let count = |wanted: &[Option<bool>]| answers.iter().filter(|a| wanted.contains(a)).count();
        people += household.people;
        low += if count(&[Some(true)]) >= ways { household.people } else { 0.0 };
        high += if count(&[Some(true), None]) >= ways { household.people } else { 0.0 };
        for ((answer, seen), held) in answers.iter().zip(&mut seen).zip(&mut held) {
            *seen += if answer.is_some() { household.people } else { 0.0 };
            *held += if *answer == Some(true) { household.people } else { 0.0 };
        }
    }
    if people <= 0.0 {
        let inputs = vec!["a household with its people".to_owned()];
        return Err(Refusal::Missing { method: "slum households".to_owned(), inputs });
    }
    let mut deprived = [None; 5];
    for ((part, seen), held) in deprived.iter_mut().zip(seen).zip(held) {
        *part = (seen > 0.0).then(|| held / seen);
    }
    Ok(SlumShare {
        people,
        low: low / people,
        high: high / people,
        observed: seen.map(|s| s / people),
        deprived,
        left_out,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn well_housed() -> Household {
        use Durable::{Floor, Roof, SafeLocation, Sound, Walls};
        Household {
            place: "house 1".into(),
            people: 4.0,
            improved_water: Some(true),
            water_litres_per_person_day: Some(40.0),
            water_cost_percent_of_income: Some(3.0),
            water_minutes_per_day: Some(0.0),
            standpipe_households: Some(1),
            improved_toilet: Some(true),
            toilet_households: Some(1),
            members: Some(4.0),
            rooms: Some(2.0),
            dwelling: [Walls, Roof, Floor, Sound, SafeLocation].map(|q| (q, true)).to_vec(),
            tenure: vec![(Tenure::Documents, true), (Tenure::Protected, true)],
        }
    }

    fn un_habitat() -> SlumRules {
        SlumRules::version("un_habitat").unwrap()
    }

    #[test]
    fn a_household_that_lacks_nothing_is_no_slum_household() {
        assert_eq!(well_housed().deprived(&un_habitat()), [Some(false); 5]);
    }

    #[test]
    fn a_dwelling_on_a_flood_plain_is_not_durable() {
        let mut house = well_housed();
        house.dwelling[4].1 = false;
        assert_eq!(house.deprived(&un_habitat())[3], Some(true));
        assert!((share(&[house], &un_habitat(), 1).unwrap().low - 1.0).abs() < 1e-12);
    }

    #[test]
    fn exactly_three_to_a_room_is_crowded_only_where_the_rules_say_so() {
        let house = Household { members: Some(6.0), rooms: Some(2.0), ..well_housed() };
        assert_eq!(house.deprived(&un_habitat())[2], Some(false));
        assert_eq!(house.deprived(&SlumRules::version("survey_without_tenure").unwrap())[2], Some(true));
    }

    #[test]
    fn nobody_asked_about_tenure_makes_a_range_not_a_no() {
        let house = Household { tenure: Vec::new(), ..well_housed() };
        assert_eq!(house.deprived(&un_habitat())[4], None);
        let slum = share(&[house], &un_habitat(), 1).unwrap();
        assert!(slum.low.abs() < 1e-12 && (slum.high - 1.0).abs() < 1e-12 && slum.deprived[4].is_none());
    }

    #[test]
    fn negative_rooms_leave_the_row_out_with_its_place() {
        let house = Household { rooms: Some(-1.0), ..well_housed() };
        let slum = share(&[well_housed(), house], &un_habitat(), 1).unwrap();
        assert_eq!(slum.left_out[0].to_string(), "house 1, row 2: rooms is -1, expected a number, zero or more");
    }

    #[test]
    fn an_unknown_version_names_those_there_are() {
        let refused = SlumRules::version("mine").unwrap_err().to_string();
        assert!(refused.contains("un_habitat, survey_without_tenure"), "{refused}");
    }
}
