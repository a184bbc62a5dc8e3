//! Levels: who may see an answer, said beside the question.

use super::QuestionnaireError;
use super::words::WordTable;
use crate::Words;
use city::source::Level;

/// The hint of a question: its own words, what must not be written, and who may see the answer where not everybody may.
pub(super) fn hint(words: &WordTable, own: &str, level: Level, free_text: bool) -> Result<Words, QuestionnaireError> {
    let level = match level {
        Level::Sealed => "level.sealed",
        Level::Community => "level.community",
        _ => "",
    };
    words.joined(&[own, if free_text { "hint.no_names" } else { "" }, level])
}
