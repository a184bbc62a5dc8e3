//! Says where the built app is: `web/app/dist`, or a page that says how to build it where it is not there.

use std::path::{Path, PathBuf};

const NOT_BUILT: &str = "<!doctype html><meta charset=\"utf-8\"><title>Makazi</title><p>The pages are not built yet: run \
<code>npm ci</code> and <code>npm run build</code> in <code>web/app</code>, then build makazi again. The data answer already: \
<a href=\"/api/city\">/api/city</a>, <a href=\"/ogc\">/ogc</a>.";

fn main() -> std::io::Result<()> {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let built = here.join("../../web/app/dist");
    println!("cargo:rerun-if-changed={}", built.display());
    let folder = if built.join("index.html").is_file() { built } else { instead()? };
    println!("cargo:rustc-env=MAKAZI_APP={}", folder.display());
    Ok(())
}

fn instead() -> std::io::Result<PathBuf> {
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    let folder = Path::new(&out).join("app");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("index.html"), NOT_BUILT)?;
    Ok(folder)
}
