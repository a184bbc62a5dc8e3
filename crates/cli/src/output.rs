//! Where words go: data to stdout, words to stderr. The only place that prints.

use std::io::Write;

/// Writes data to stdout; a reader that went away (`| head`) is no error.
pub fn data(text: &str) {
    let mut out = std::io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(out, "{text}{end}").and_then(|()| out.flush());
}

/// Writes words to stderr.
pub fn words(text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "{}", text.trim_end());
}
