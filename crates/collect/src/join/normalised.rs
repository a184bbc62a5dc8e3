//! Normalised names: what is left of a name without accents, marks and the words that say what kind of place it is.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const KIND_WORDS: [&str; 18] = [
    "area",
    "assembly",
    "city",
    "county",
    "district",
    "distrito",
    "kabupaten",
    "kecamatan",
    "kelurahan",
    "metro",
    "metropolis",
    "metropolitan",
    "municipal",
    "municipality",
    "municipio",
    "region",
    "submetro",
    "ward",
];

/// A name in lower case without accents, punctuation, bracketed abbreviations and words for the kind of place at its end.
///
/// Two names that are alike in this form are matched only where nothing else is alike, and the match is reported.
///
/// ```
/// use collect::join::normalised_name;
/// assert_eq!(normalised_name("Tema Metropolitan Area (TMA)"), normalised_name("Tema Metropolitan"));
/// assert_eq!(normalised_name("Ningo/Prampram"), "ningo prampram");
/// assert_eq!(normalised_name("São João"), "sao joao");
/// assert_ne!(normalised_name("Tema West Municipal"), normalised_name("Tema"));
/// ```
#[must_use]
pub fn normalised_name(name: &str) -> String {
    let folded = fold(&without_brackets(name));
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>();
    while words.len() > 1 && words.last().is_some_and(|last| KIND_WORDS.contains(last)) {
        words.pop();
    }
    words.join(" ")
}

fn without_brackets(name: &str) -> String {
    match (name.find('('), name.rfind(')')) {
        (Some(open), Some(close)) if 0 < open && open < close => format!("{} {}", &name[..open], &name[close + 1..]),
        _ => name.to_owned(),
    }
}

fn fold(name: &str) -> String {
    let letters = name.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '\u{2019}' | '\u{02bc}'));
    let mut folded = String::with_capacity(name.len());
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            'ø' | 'ɔ' => folded.push('o'),
            'ɛ' => folded.push('e'),
            'ł' => folded.push('l'),
            'đ' | 'ɖ' => folded.push('d'),
            'ŋ' => folded.push_str("ng"),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_kind_words_at_the_end_go() {
        assert_eq!(normalised_name("City of Cape Town"), "city of cape town");
        assert_eq!(normalised_name("Municipal District"), "municipal");
        assert_eq!(normalised_name("District"), "district");
        assert_eq!(normalised_name("La Dade-Kotopon Municipal"), "la dade kotopon");
    }

    #[test]
    fn accents_case_and_apostrophes_do_not_part_names() {
        for (a, b) in
            [("N'Djaména", "NDJAMENA"), ("Kɔkɔmlemle", "Kokomlemle"), ("Łódź", "lodz"), ("İstanbul", "istanbul")]
        {
            assert_eq!(normalised_name(a), normalised_name(b));
        }
    }

    #[test]
    fn odd_names_do_not_panic() {
        for name in ["", "()", ")(", "(AMA)", "é(ü)ß", "((", "/ - '"] {
            let once = normalised_name(name);
            assert_eq!(normalised_name(&once), once, "{name}");
        }
    }
}
