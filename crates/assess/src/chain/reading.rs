//! A chain out of a text file.

use city::Problem;
use city::chain::ImpactChain;

/// Reads a chain from TOML; whether it makes sense is asked apart, by [`super::check`].
///
/// # Errors
/// One problem `chain_not_read` with the line, the column in it (counted in characters), what stands there and what was expected.
///
/// ```
/// let problems = assess::chain::read("heat.toml", "id = \"heat\"\nframing = 5\n").unwrap_err();
/// assert_eq!((problems[0].row, problems[0].column.as_str()), (Some(2), "11"));
/// ```
pub fn read(file: &str, text: &str) -> Result<ImpactChain, Vec<Problem>> {
    ImpactChain::from_toml(text).map_err(|error| vec![problem(file, text, &error)])
}

fn problem(file: &str, text: &str, error: &toml::de::Error) -> Problem {
    let message = error.message().trim().replace('\n', "; ");
    let (what, expected) = message.split_once(", expected ").unwrap_or((&message, ""));
    let expected = if expected.is_empty() { "a chain as docs/impact-chains.md describes it" } else { expected };
    let problem = Problem::error("chain_not_read")
        .in_file(file)
        .found(what)
        .expected(expected)
        .hint("mend the file: docs/impact-chains.md lists every key, with an example");
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else {
        return problem;
    };
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    problem.at_row(line as u64).in_column(&column.to_string())
}
