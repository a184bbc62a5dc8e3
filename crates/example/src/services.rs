//! Services: the census's long tables, one a topic, with subtotals beside their parts and localities beside their sum.

use crate::dice::Dice;
use crate::districts::DISTRICTS;
use crate::output::{ExampleError, Output};
use crate::people::Count;

/// A category with its weight in planned and in informal places.
type Part = (&'static str, f64, f64);

/// One table: its file and column, its categories, and the sums that stand among them, each with the places of its parts.
struct Topic {
    name: &'static str,
    parts: &'static [Part],
    sums: &'static [(&'static str, &'static [usize])],
}

const TOPICS: [Topic; 7] = [
    Topic {
        name: "toilet_facility",
        parts: &[
            ("Flush to sewer", 34.0, 2.0),
            ("Flush to septic tank", 38.0, 6.0),
            ("Pit latrine with slab", 14.0, 21.0),
            ("Pit latrine without slab", 6.0, 27.0),
            ("Bucket", 0.3, 5.0),
            ("Public toilet", 5.0, 25.0),
            ("No facility", 2.0, 14.0),
        ],
        sums: &[("Household toilet", &[0, 1, 2, 3, 4]), ("No household toilet", &[5, 6])],
    },
    Topic {
        name: "drinking_water",
        parts: &[
            ("Piped into dwelling", 41.0, 3.0),
            ("Piped to yard", 29.0, 9.0),
            ("Public tap", 8.0, 41.0),
            ("Borehole", 6.0, 7.0),
            ("Tanker", 9.0, 8.0),
            ("Sachet water", 6.0, 17.0),
            ("Unprotected well", 1.0, 9.0),
            ("River or stream", 0.4, 6.0),
        ],
        sums: &[("Improved", &[0, 1, 2, 3, 5]), ("Unimproved", &[4, 6, 7])],
    },
    Topic {
        name: "lighting",
        parts: &[
            ("Mains", 90.0, 58.0),
            ("Solar panel", 4.0, 4.0),
            ("Solar lamp", 2.0, 9.0),
            ("Kerosene lamp", 2.0, 17.0),
            ("Candle", 1.0, 8.0),
            ("Torch", 1.0, 4.0),
        ],
        sums: &[("Electric", &[0, 1]), ("Not electric", &[2, 3, 4, 5])],
    },
    Topic {
        name: "cooking",
        parts: &[
            ("LPG", 49.0, 13.0),
            ("Electricity", 7.0, 2.0),
            ("Charcoal", 33.0, 61.0),
            ("Wood", 5.0, 15.0),
            ("Kerosene", 2.0, 7.0),
            ("No cooking", 4.0, 2.0),
        ],
        sums: &[],
    },
    Topic {
        name: "tenure",
        parts: &[
            ("Owner occupied", 44.0, 29.0),
            ("Renting", 41.0, 47.0),
            ("Rent-free", 13.0, 9.0),
            ("Squatting", 0.2, 13.0),
            ("Caretaker", 1.8, 2.0),
        ],
        sums: &[],
    },
    Topic {
        name: "refuse",
        parts: &[
            ("Collected weekly", 61.0, 9.0),
            ("Collected less often", 12.0, 12.0),
            ("Central container", 11.0, 21.0),
            ("Public dump", 5.0, 24.0),
            ("Dumped anywhere", 4.0, 22.0),
            ("Burnt", 7.0, 12.0),
        ],
        sums: &[("Collected", &[0, 1, 2])],
    },
    Topic {
        name: "outer_wall",
        parts: &[
            ("Cement blocks or concrete", 86.0, 31.0),
            ("Burnt bricks", 6.0, 4.0),
            ("Wood", 3.0, 27.0),
            ("Metal sheet", 3.0, 26.0),
            ("Mud bricks or earth", 2.0, 12.0),
        ],
        sums: &[],
    },
];

const AGES: [(&str, f64); 4] = [("0-14", 0.31), ("15-24", 0.21), ("25-64", 0.43), ("65+", 0.05)];

/// Informal work, with the part of grown men and of grown women who do it.
const WORK: [(&str, f64, f64); 8] = [
    ("Home-based work", 0.01, 0.07),
    ("Street vending", 0.03, 0.13),
    ("Market trade", 0.02, 0.11),
    ("Waste picking", 0.008, 0.006),
    ("Domestic work", 0.004, 0.05),
    ("Transport", 0.08, 0.002),
    ("Construction", 0.11, 0.006),
    ("Other informal work", 0.09, 0.07),
];

/// Writes every table.
pub(crate) fn write(output: &mut Output, counts: &[Count], seed: u64) -> Result<(), ExampleError> {
    for topic in &TOPICS {
        let header = ["count", "locality", topic.name, "District"];
        output.table(&format!("sources/census/{}.csv", topic.name), &header, &topic_rows(topic, counts, seed))?;
    }
    output.table("sources/census/age_sex.csv", &["District", "sex", "age", "persons"], &ages(counts, seed))?;
    output.table("sources/census/informal_work.csv", &["District", "sex", "work", "persons"], &work(counts, seed))
}

/// Whole parts of a whole in proportion to their weights: the largest remainders are rounded up.
fn shared_out(whole: i64, weights: &[f64]) -> Vec<i64> {
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|w| whole as f64 * w / sum).collect();
    let mut parts: Vec<i64> = exact.iter().map(|e| e.floor() as i64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| (exact[*b] - exact[*b].floor()).total_cmp(&(exact[*a] - exact[*a].floor())));
    let missing = (whole - parts.iter().sum::<i64>()).max(0) as usize;
    order.iter().take(missing).for_each(|i| parts[*i] += 1);
    parts
}

fn topic_rows(topic: &Topic, counts: &[Count], seed: u64) -> Vec<Vec<String>> {
    let mut dice = Dice::new(seed, topic.name);
    let mut rows = Vec::new();
    let mut city = vec![[0_i64; 3]; topic.parts.len()];
    for (district, count) in counts.iter().enumerate() {
        let informal = count.informal_share();
        let weights: Vec<f64> = topic
            .parts
            .iter()
            .map(|(_, planned, crowded)| (planned * (1.0 - informal) + crowded * informal) * dice.between(0.8, 1.25))
            .collect();
        let rural = if district < 8 { 0 } else { count.households / 7 };
        let localities = [count.households - rural, rural].map(|households| shared_out(households, &weights));
        let numbers: Vec<[i64; 3]> =
            localities[0].iter().zip(&localities[1]).map(|(urban, rural)| [urban + rural, *urban, *rural]).collect();
        city.iter_mut().zip(&numbers).for_each(|(sum, more)| (0..3).for_each(|i| sum[i] += more[i]));
        rows.extend(place_rows(topic, &numbers, DISTRICTS[district].1));
    }
    let mut all = place_rows(topic, &city, "Mfano");
    all.extend(rows);
    all
}

/// The rows of one place, subtotals beside their parts as census offices publish them.
fn place_rows(topic: &Topic, numbers: &[[i64; 3]], place: &str) -> Vec<Vec<String>> {
    let sums = topic.sums.iter().map(|(name, parts)| {
        let add = |locality: usize| parts.iter().map(|p| numbers[*p][locality]).sum::<i64>();
        (*name, [add(0), add(1), add(2)])
    });
    let parts = topic.parts.iter().zip(numbers).map(|((name, ..), numbers)| (*name, *numbers));
    let localities = ["All locality types", "Urban", "Rural"];
    sums.chain(parts)
        .flat_map(|(name, numbers)| localities.into_iter().zip(numbers).map(move |(locality, n)| (name, locality, n)))
        .map(|(name, locality, n)| [n.to_string().as_str(), locality, name, place].map(str::to_owned).to_vec())
        .collect()
}

fn ages(counts: &[Count], seed: u64) -> Vec<Vec<String>> {
    let mut dice = Dice::new(seed, "ages");
    let mut rows = Vec::new();
    for (count, (_, place)) in counts.iter().zip(DISTRICTS) {
        for (sex, persons) in [("Male", count.men), ("Female", count.women)] {
            let weights = AGES.map(|(_, weight)| weight * dice.between(0.9, 1.1));
            for ((age, _), n) in AGES.iter().zip(shared_out(persons, &weights)) {
                rows.push([place, sex, age, &n.to_string()].map(str::to_owned).to_vec());
            }
        }
    }
    rows
}

fn work(counts: &[Count], seed: u64) -> Vec<Vec<String>> {
    let mut dice = Dice::new(seed, "work");
    let mut rows = Vec::new();
    for (count, (_, place)) in counts.iter().zip(DISTRICTS) {
        for (sex, persons) in [("Male", count.men), ("Female", count.women)] {
            let crowded = 0.7 + 0.8 * count.informal_share();
            let numbers = WORK.map(|(_, men, women)| {
                let part = if sex == "Male" { men } else { women };
                (persons as f64 * part * crowded * dice.between(0.75, 1.3)).round() as i64
            });
            let all = numbers.iter().sum::<i64>();
            for (work, n) in [("All informal work", all)].into_iter().chain(WORK.map(|w| w.0).into_iter().zip(numbers))
            {
                rows.push([place, sex, work, &n.to_string()].map(str::to_owned).to_vec());
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: Count = Count { men: 4_000, women: 5_001, households: 2_003, informal: 3_000 };

    #[test]
    fn parts_make_their_whole_to_the_last_household() {
        assert_eq!(shared_out(10, &[1.0, 1.0, 1.0]), [4, 3, 3]);
        for topic in &TOPICS {
            let rows = topic_rows(topic, &[COUNT; 12], 1);
            let all: i64 = rows
                .iter()
                .filter(|r| r[3] == DISTRICTS[3].1 && r[1] == "All locality types")
                .filter(|r| topic.parts.iter().any(|p| p.0 == r[2]))
                .filter_map(|r| r[0].parse::<i64>().ok())
                .sum();
            assert_eq!(all, COUNT.households, "{}", topic.name);
        }
    }

    #[test]
    fn subtotals_stand_beside_their_parts_and_are_their_sums() {
        let rows = topic_rows(&TOPICS[0], &[COUNT; 12], 1);
        let of = |name: &str| -> i64 {
            let row = rows.iter().find(|r| r[2] == name && r[3] == DISTRICTS[0].1);
            row.and_then(|r| r[0].parse().ok()).unwrap()
        };
        assert_eq!(of("No household toilet"), of("Public toilet") + of("No facility"));
        assert_eq!(of("Household toilet") + of("No household toilet"), COUNT.households);
    }
}
