//! Versions: a form has a new one with every change of what it is made of.

use super::{Tables, Wanted};

/// Which edition of the way forms are made; counted up where the same tables give another form.
const EDITION: u32 = 1;

/// `1-` and sixteen hexadecimal digits: FNV-1a (64 bits) over the tables and what is wanted.
pub(super) fn of(tables: &Tables, wanted: &Wanted) -> String {
    let tongues = wanted.tongues();
    let codes = tongues.iter().map(|tongue| tongue.code());
    let contacts = if wanted.contacts { "contacts" } else { "" };
    let texts = [tables.questions, tables.words, tables.choices, tables.fields, tables.indicators, contacts];
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in texts.into_iter().chain(codes).flat_map(|text| text.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{EDITION}-{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_word_is_another_version() {
        let tables = Tables::of_the_household_survey();
        let other = Tables { words: "key,en", ..tables };
        let wanted = Wanted::default();
        assert_eq!(of(&tables, &wanted), of(&tables, &wanted));
        assert_ne!(of(&tables, &wanted), of(&other, &wanted));
        assert_ne!(of(&tables, &wanted), of(&tables, &Wanted { contacts: true, ..wanted.clone() }));
    }
}
