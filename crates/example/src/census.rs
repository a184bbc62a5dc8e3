//! Census: the wide table of 2018 as a statistical office sends it, and the counts of 2010.

use crate::districts::{DISTRICTS, POPULATION_2010};
use crate::output::{ExampleError, Output};
use crate::people::Count;

const WIDE: &str = "sources/census_2018_wide.csv";

/// Line of the first district: two lines of title, an empty one, the header.
const FIRST_LINE: usize = 5;

/// Writes both.
pub(crate) fn write(output: &mut Output, counts: &[Count]) -> Result<(), ExampleError> {
    output.file(WIDE, &encoding_rs::WINDOWS_1252.encode(&wide(counts)).0)?;
    let line = |district: usize| (FIRST_LINE + district) as u64;
    output.fault(WIDE, line(8), "Distrito", "`Kilma Mfano`: Kilima Mfano misspelt; accepted in city.toml");
    output.fault(WIDE, line(2), "Distrito", "`SAO EXEMPLO`: capitals and no accent; matches by normalised name");
    output.fault(WIDE, line(9), "Distrito", "`Bonde Kubuni`: half of the name; accepted in city.toml");
    output.fault(WIDE, line(5), "Dimensão média", "`aprox. 4,2` is not a number");
    output.fault(WIDE, line(11), "Dimensão média", "`s/d` (no data): declared as missing in city.toml");
    output.fault(WIDE, line(12), "Agregados", "the total is 1,000 households more than its parts");
    let rows: Vec<Vec<String>> = POPULATION_2010
        .iter()
        .zip(1..)
        .map(|(people, number)| vec![format!("W{number:02}"), people.to_string(), (people / 4).to_string()])
        .collect();
    output.table("sources/census_2010.csv", &["code", "people", "households"], &rows)
}

fn wide(counts: &[Count]) -> String {
    let mut lines = vec![
        "Censo 2018 de Mfano (cidade INVENTADA / INVENTED city);;;;;;".to_owned(),
        "População e agregados familiares por distrito;;;;;;".to_owned(),
        ";;;;;;".to_owned(),
        "Nº;Distrito;População;Homens;Mulheres;Agregados;Dimensão média".to_owned(),
    ];
    for (number, (count, (_, name))) in (1..).zip(counts.iter().zip(DISTRICTS)) {
        let name = match name {
            "Kilima Mfano" => "Kilma Mfano",
            "São Exemplo" => "SAO EXEMPLO",
            "Bonde la Kubuni" => "Bonde Kubuni",
            name => name,
        };
        let mean = match number {
            6 => "aprox. 4,2".to_owned(),
            12 => "s/d".to_owned(),
            _ => format!("{:.2}", count.people() as f64 / count.households as f64).replace('.', ","),
        };
        lines.push(format!("{number};{name};{};{mean}", numbers(count, 0)));
    }
    let total = counts.iter().fold(Count { men: 0, women: 0, households: 0, informal: 0 }, |sum, count| Count {
        men: sum.men + count.men,
        women: sum.women + count.women,
        households: sum.households + count.households,
        informal: sum.informal + count.informal,
    });
    lines.push(format!(";TOTAL;{};\r\n", numbers(&total, 1_000)));
    lines.join("\r\n")
}

fn numbers(count: &Count, households_too_many: i64) -> String {
    [count.people(), count.men, count.women, count.households + households_too_many].map(thousands).join(";")
}

/// Digits in threes with `.` between them.
fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = (0..digits.len())
        .rev()
        .step_by(3)
        .rev()
        .scan(0, |from, end| {
            let group = digits.get(*from..=end);
            *from = end + 1;
            group
        })
        .collect();
    groups.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_go_in_threes_from_the_right() {
        let written = [7, 999, 1_000, 21_480, 1_234_567].map(thousands);
        assert_eq!(written, ["7", "999", "1.000", "21.480", "1.234.567"]);
    }

    #[test]
    fn the_total_of_people_is_right_and_that_of_households_is_not() {
        let count = Count { men: 4_000, women: 5_000, households: 2_000, informal: 100 };
        let text = wide(&[count; 12]);
        assert!(text.contains(";TOTAL;108.000;48.000;60.000;25.000;"), "{text}");
        assert_eq!(text.lines().nth(FIRST_LINE - 1).and_then(|l| l.split(';').next()), Some("1"));
        assert_eq!(text.lines().count(), FIRST_LINE + 12);
    }
}
