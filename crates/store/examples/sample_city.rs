//! Writes the sample city of the tests into a folder: `cargo run -p store --example sample_city -- FOLDER`.

#[path = "../tests/sample/mod.rs"]
mod sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("which folder?")?;
    std::fs::create_dir_all(&folder)?;
    sample::write(folder.as_ref()).close()?;
    Ok(())
}
