//! Finds where the features of a GeoJSON text start and end, without trusting that the text is whole.

use std::ops::Range;

/// What was found in a file.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub found: Vec<Found>,
    /// The `crs` member of the collection or of the first feature.
    pub crs: Option<Range<usize>>,
    /// Why the scan ended early.
    pub stop: Option<Stop>,
}

#[derive(Debug)]
pub(super) struct Found {
    pub kind: Kind,
    pub span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Feature,
    Geometry,
}

/// A place at which the text is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stop {
    pub code: &'static str,
    pub at: usize,
    pub expected: &'static str,
}

/// A reader of JSON that only knows where values end. It does not recurse, so nesting cannot exhaust it.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0 }
    }

    fn peek(&mut self) -> Option<u8> {
        // U+001E starts each record of a GeoJSON text sequence.
        while self.bytes.get(self.at).is_some_and(|b| b.is_ascii_whitespace() || *b == 0x1E) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn stop(&self, expected: &'static str) -> Stop {
        let code = if self.at >= self.bytes.len() { "file_truncated" } else { "json_unreadable" };
        Stop { code, at: self.at.min(self.bytes.len()), expected }
    }

    fn eat(&mut self, byte: u8, expected: &'static str) -> Result<(), Stop> {
        if self.peek() != Some(byte) {
            return Err(self.stop(expected));
        }
        self.at += 1;
        Ok(())
    }

    /// Walks the members of an object or the elements of a list: `each` is called at the start of every one and must
    /// leave the cursor behind it.
    fn walk(&mut self, close: u8, mut each: impl FnMut(&mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        self.at += 1;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            each(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b) if b == close => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.stop("a comma or a closing bracket")),
            }
        }
    }

    /// Walks an object: `each` gets every key and must leave the cursor behind its value.
    pub fn members(&mut self, mut each: impl FnMut(&mut Self, &str) -> Result<(), Stop>) -> Result<(), Stop> {
        if self.peek() != Some(b'{') {
            return Err(self.stop("an object"));
        }
        self.walk(b'}', |cursor| {
            if cursor.peek() != Some(b'"') {
                return Err(cursor.stop("a key"));
            }
            let key = cursor.value()?;
            let key = cursor.bytes.get(key).and_then(|key| serde_json::from_slice::<String>(key).ok());
            cursor.eat(b':', "a colon")?;
            each(cursor, &key.unwrap_or_default())
        })
    }

    /// The span of the next value, whatever it is.
    pub fn value(&mut self) -> Result<Range<usize>, Stop> {
        let first = self.peek();
        let start = self.at;
        let mut depth = 0_usize;
        match first {
            Some(b'{' | b'[' | b'"') => loop {
                match self.bytes.get(self.at) {
                    Some(b'{' | b'[') => depth += 1,
                    Some(b'}' | b']') => depth = depth.saturating_sub(1),
                    Some(b'"') => self.string()?,
                    Some(_) => {}
                    None => return Err(self.stop("the end of what was begun")),
                }
                self.at += 1;
                if depth == 0 {
                    return Ok(start..self.at);
                }
            },
            Some(b) if !b",:]}".contains(&b) => {
                let ends = |b: &u8| b.is_ascii_whitespace() || b",]}".contains(b);
                let length = self.bytes.iter().skip(start).position(ends);
                self.at = length.map_or(self.bytes.len(), |length| start + length);
                Ok(start..self.at)
            }
            _ => Err(self.stop("a value")),
        }
    }

    /// From the opening to the closing quotation mark.
    fn string(&mut self) -> Result<(), Stop> {
        loop {
            self.at += 1;
            match self.bytes.get(self.at) {
                Some(b'"') => return Ok(()),
                Some(b'\\') => self.at += 1,
                Some(_) => {}
                None => return Err(self.stop("the end of a text")),
            }
        }
    }

    fn text(&mut self) -> Result<String, Stop> {
        let span = self.value()?;
        Ok(self.bytes.get(span).and_then(|text| serde_json::from_slice(text).ok()).unwrap_or_default())
    }
}

/// Looks through a whole file: one GeoJSON object, or several one after the other.
pub(super) fn file(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut cursor = Cursor::new(text);
    while cursor.peek().is_some() {
        let before = scan.found.len();
        if let Err(stop) = object(&mut cursor, &mut scan) {
            scan.stop = Some(stop);
            break;
        }
        if scan.found.len() == before && cursor.peek().is_some() {
            scan.stop = Some(cursor.stop("the end of the file"));
            break;
        }
    }
    if cursor.at == text.len() && scan.found.is_empty() && scan.stop.is_none() && text.trim().is_empty() {
        scan.stop = Some(Stop { code: "not_geojson", at: 0, expected: "a GeoJSON object" });
    }
    scan
}

fn object(cursor: &mut Cursor, scan: &mut Scan) -> Result<(), Stop> {
    if cursor.peek() != Some(b'{') {
        return Err(Stop { code: "not_geojson", ..cursor.stop("a GeoJSON object, beginning with {") });
    }
    let start = cursor.at;
    let mut kind = String::new();
    let mut listed = false;
    cursor.members(|cursor, key| {
        match key {
            "type" => kind = cursor.text()?,
            "features" if cursor.peek() == Some(b'[') => {
                listed = true;
                cursor.walk(b']', |cursor| {
                    let feature = cursor.value()?;
                    scan.found.push(Found { kind: Kind::Feature, span: feature });
                    Ok(())
                })?;
            }
            "crs" if scan.crs.is_none() => scan.crs = Some(cursor.value()?),
            _ => {
                let _skipped = cursor.value()?;
            }
        }
        Ok(())
    })?;
    let whole = start..cursor.at;
    match kind.as_str() {
        "FeatureCollection" | "" if listed => {}
        "Feature" => scan.found.push(Found { kind: Kind::Feature, span: whole }),
        "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
        | "GeometryCollection" => {
            scan.found.push(Found { kind: Kind::Geometry, span: whole });
        }
        "Topology" => return Err(Stop { code: "not_geojson", at: start, expected: "GeoJSON; this is TopoJSON" }),
        _ => {
            let expected = "a GeoJSON object, with `type` FeatureCollection, Feature or the name of a geometry";
            return Err(Stop { code: "not_geojson", at: start, expected });
        }
    }
    Ok(())
}
