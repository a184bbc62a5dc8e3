//! Whether every colour of the page can be read on every ground that it stands on (WCAG 2.2, 1.4.3 and 1.4.11).

const STYLE: &str = include_str!("../../../../web/profile/page.css");

/// Ink and ground, by their names in the style sheet, of words (4.5 to 1).
const WORDS: [(&str, &str); 18] = [
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink", "accent-wash"),
    ("ink", "stripe"),
    ("soft", "paper"),
    ("soft", "wash"),
    ("soft", "accent-wash"),
    ("soft", "warn-wash"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("accent", "accent-wash"),
    ("warn", "paper"),
    ("warn", "wash"),
    ("warn", "accent-wash"),
    ("warn", "warn-wash"),
    ("paper", "warn"),
    ("paper", "ink"),
    ("paper", "accent"),
];

/// Signs and the ground beside them (3 to 1): edges of fields, buttons, swatches and dots, bars, focus.
const SIGNS: [(&str, &str); 7] = [
    ("strong", "paper"),
    ("strong", "wash"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("accent", "line"),
    ("ink", "paper"),
    ("warn", "warn-wash"),
];

const RAMPS: [&str; 3] = ["w", "b", "n"];

/// The colours of the light scheme, and of the dark one.
fn schemes() -> [Vec<(String, [f64; 3])>; 2] {
    let mut blocks = STYLE.split(":root {").skip(1).map(|block| block.split('}').next().unwrap_or_default());
    [(); 2].map(|()| colours(blocks.next().unwrap_or_default()))
}

fn colours(block: &str) -> Vec<(String, [f64; 3])> {
    let declarations = block.split(';').filter_map(|d| d.trim().strip_prefix("--")?.split_once(": #"));
    declarations.map(|(name, hex)| (name.to_owned(), channels(hex.trim()))).collect()
}

fn channels(hex: &str) -> [f64; 3] {
    let wide: String = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
    [0, 2, 4].map(|i| f64::from(u8::from_str_radix(&wide[i..i + 2], 16).unwrap()) / 255.0)
}

/// Relative luminance.
fn light(colour: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn named(scheme: &[(String, [f64; 3])], name: &str) -> [f64; 3] {
    scheme.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("--{name} is not in the style sheet")).1
}

#[test]
fn black_on_white_is_21_to_1() {
    assert!((contrast(channels("000"), channels("ffffff")) - 21.0).abs() < 1e-9);
    assert!((contrast(channels("767676"), channels("fff")) - 4.54).abs() < 0.005, "the example of WCAG's authors");
}

#[test]
fn words_and_signs_can_be_read_by_day_and_by_night() {
    let mut faint = Vec::new();
    for (scheme, when) in schemes().iter().zip(["light", "dark"]) {
        for (pairs, least) in [(&WORDS[..], 4.5), (&SIGNS[..], 3.0)] {
            for (ink, ground) in pairs {
                let ratio = contrast(named(scheme, ink), named(scheme, ground));
                if ratio < least {
                    faint.push(format!("{when}: {ink} on {ground} is {ratio:.2} to 1, not {least}"));
                }
            }
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

#[test]
fn every_step_of_a_ramp_is_seen_beside_the_next_and_the_steps_go_one_way() {
    for scheme in schemes() {
        for ramp in RAMPS {
            let steps: Vec<f64> = (0..5).map(|i| light(named(&scheme, &format!("{ramp}{i}")))).collect();
            let rises = steps.windows(2).all(|w| (w[1] + 0.05) / (w[0] + 0.05) >= 1.25);
            let falls = steps.windows(2).all(|w| (w[0] + 0.05) / (w[1] + 0.05) >= 1.25);
            assert!(rises || falls, "{ramp}: {steps:?}");
        }
    }
}

#[test]
fn no_colour_hides_from_these_tests() {
    let listed: Vec<(String, [f64; 3])> = schemes().into_iter().flatten().collect();
    let listed: Vec<[f64; 3]> = listed.into_iter().map(|(_, colour)| colour).collect();
    let is_hex = |c: char| c.is_ascii_hexdigit();
    for (at, _) in STYLE.match_indices('#') {
        let digits: String = STYLE[at + 1..].chars().take_while(|c| is_hex(*c)).collect();
        let ends = !STYLE[at + 1 + digits.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        if ends && matches!(digits.len(), 3 | 6) {
            assert!(listed.contains(&channels(&digits)), "#{digits} is not among the colours of :root");
        }
    }
    for word in ["rgb(", "hsl(", "color-mix(", "opacity"] {
        assert!(!STYLE.contains(word), "{word} makes colours that these tests do not know");
    }
}
