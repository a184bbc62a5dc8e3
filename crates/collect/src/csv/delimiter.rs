//! The delimiter of a text: declared, named by its first line, or settled by the header.

use crate::findings::Findings;
use city::Problem;
use city::settings::TextSettings;

/// Delimiters that are looked for, and what they are called; of equally frequent ones the first counts.
const KNOWN: [(u8, &str); 4] = [(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "bar")];

/// The delimiter, and whether the first line does nothing but name it (`sep=;`, as Excel writes).
pub(super) fn of(text: &str, settings: &TextSettings, header_row: u64, findings: &mut Findings) -> (u8, bool) {
    let named = named(text);
    if let Some(declared) = settings.delimiter {
        match u8::try_from(declared) {
            Ok(byte) if byte.is_ascii() && !b"\"\r\n".contains(&byte) => return (byte, named.is_some()),
            _ => findings.add(
                Problem::error("delimiter_unsupported")
                    .found(declared)
                    .expected(", ; a tab or |")
                    .hint("the header decided instead: change `delimiter` in [source.text]"),
            ),
        }
    }
    if let Some(byte) = named {
        findings.add(Problem::note("delimiter_found").found(name(byte)).hint("the first line of the file names it"));
        return (byte, true);
    }
    (by_header(text, header_row, findings), false)
}

fn by_header(text: &str, header_row: u64, findings: &mut Findings) -> u8 {
    let lines = text.lines().skip(usize::try_from(header_row - 1).unwrap_or(usize::MAX));
    let header = lines.into_iter().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut counts = [0_usize; KNOWN.len()];
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        let known = KNOWN.iter().position(|(known, _)| *known == byte && !quoted);
        if let Some(count) = known.and_then(|position| counts.get_mut(position)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let found = KNOWN.iter().zip(counts).find(|(_, count)| *count == most).map_or(b',', |((byte, _), _)| *byte);
    let hint = if most == 0 {
        "none is in the header, so there is one column; declare `delimiter` in [source.text] if there are more"
    } else if counts.iter().filter(|count| **count > 0).count() > 1 {
        "there are others in the header too: declare `delimiter` in [source.text] if this is the wrong one"
    } else {
        "settled by the header; declare `delimiter` in [source.text] if this is the wrong one"
    };
    let value = if most == 0 { "none" } else { name(found) };
    findings.add(Problem::note("delimiter_found").found(value).hint(hint));
    found
}

fn named(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_end_matches('\r').trim_matches('"');
    match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', byte] if byte.is_ascii() && *byte != b'"' => Some(*byte),
        _ => None,
    }
}

fn name(byte: u8) -> &'static str {
    KNOWN.iter().find(|(known, _)| *known == byte).map_or("another character", |(_, name)| name)
}
