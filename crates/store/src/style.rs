//! Styles in the form that QGIS keeps in `layer_styles` and applies when it opens a layer.

use crate::StoreError;
use city::Style;
use city::layer::Shape;
use rusqlite::Connection;
use std::fmt::Write;

/// Ends of the number line as QGIS takes them for a class without an end.
const ENDLESS: f64 = 1e300;

/// What is styled.
pub(crate) struct Styled<'a> {
    pub table: &'a str,
    pub title: &'a str,
    pub geometry: &'a str,
    pub shape: Shape,
    /// How much of what lies under an area its colour hides, 0 to 255; its outline hides all.
    pub fill: u8,
    pub now: &'a str,
}

/// Keeps the style of a layer; a default that people set in QGIS stays the default.
pub(crate) fn put(db: &Connection, styled: &Styled<'_>, style: &Style) -> Result<(), StoreError> {
    let qml = qml(style, styled)?;
    db.execute("DELETE FROM layer_styles WHERE f_table_name = ?1 AND owner = 'makazi'", [styled.table])?;
    db.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
         styleSLD, useAsDefault, description, owner, ui, update_time)
         VALUES ('', '', ?1, ?2, ?3, ?4, '', NOT EXISTS (SELECT 1 FROM layer_styles WHERE f_table_name = ?1
         AND useAsDefault), ?5, 'makazi', NULL, ?6)",
        (styled.table, styled.geometry, styled.table, qml, format!("Style of {} by makazi", styled.title), styled.now),
    )?;
    Ok(())
}

fn qml(style: &Style, styled: &Styled<'_>) -> Result<String, StoreError> {
    let mut renderer = String::new();
    let colours: Vec<&str> = match style {
        Style::Single(colour) => {
            renderer.push_str(
                "<renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n",
            );
            vec![colour]
        }
        Style::Graduated { column, classes } => {
            graduated(&mut renderer, column, classes);
            classes.iter().map(|(_, colour, _)| colour.as_str()).collect()
        }
        Style::Categorised { column, classes } => {
            categorised(&mut renderer, column, classes);
            classes.iter().map(|(_, colour, _)| colour.as_str()).collect()
        }
    };
    renderer.push_str("<symbols>\n");
    for (number, colour) in colours.iter().enumerate() {
        let [red, green, blue] = channels(colour)
            .ok_or_else(|| StoreError::Colour { layer: styled.table.to_owned(), colour: (*colour).to_owned() })?;
        renderer.push_str(&symbol(number, styled, [red, green, blue]));
    }
    renderer.push_str("</symbols>\n</renderer-v2>\n");
    let kind = match styled.shape {
        Shape::Point => 0,
        Shape::Line => 1,
        Shape::Area | Shape::Mixed | Shape::None => 2,
    };
    Ok(format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
         <qgis version=\"3.22.0\" styleCategories=\"Symbology\">\n{renderer}\
         <blendMode>0</blendMode>\n<featureBlendMode>0</featureBlendMode>\n<layerGeometryType>{kind}</layerGeometryType>\n</qgis>\n"
    ))
}

fn graduated(out: &mut String, column: &str, classes: &[(f64, String, String)]) {
    let _ = writeln!(
        out,
        "<renderer-v2 type=\"graduatedSymbol\" attr=\"{}\" graduatedMethod=\"GraduatedColor\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n<ranges>",
        escaped(&field(column))
    );
    let mut lower = -ENDLESS;
    for (number, (upper, _, label)) in classes.iter().enumerate() {
        let upper = if upper.is_nan() { ENDLESS } else { upper.clamp(-ENDLESS, ENDLESS) };
        let label = escaped(label);
        let _ = writeln!(
            out,
            "<range lower=\"{lower:e}\" upper=\"{upper:e}\" label=\"{label}\" symbol=\"{number}\" render=\"true\"/>"
        );
        lower = upper;
    }
    out.push_str("</ranges>\n");
}

fn categorised(out: &mut String, column: &str, classes: &[(String, String, String)]) {
    let _ = writeln!(
        out,
        "<renderer-v2 type=\"categorizedSymbol\" attr=\"{}\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n<categories>",
        escaped(&field(column))
    );
    for (number, (value, _, label)) in classes.iter().enumerate() {
        let _ = writeln!(
            out,
            "<category value=\"{}\" label=\"{}\" symbol=\"{number}\" type=\"string\" render=\"true\"/>",
            escaped(value),
            escaped(label)
        );
    }
    out.push_str("</categories>\n");
}

fn symbol(name: usize, styled: &Styled<'_>, [red, green, blue]: [u8; 3]) -> String {
    let plain = format!("{red},{green},{blue},255");
    let fill = format!("{red},{green},{blue},{}", styled.fill);
    let filled = if styled.fill == 0 { "no" } else { "solid" };
    let darker = format!("{},{},{},255", red / 2, green / 2, blue / 2);
    let (kind, layer, properties) = match styled.shape {
        Shape::Point => (
            "marker",
            "SimpleMarker",
            vec![
                ("name", "circle"),
                ("color", &plain),
                ("outline_color", &darker),
                ("outline_width", "0.2"),
                ("outline_width_unit", "MM"),
                ("size", "2.4"),
                ("size_unit", "MM"),
            ],
        ),
        Shape::Line => (
            "line",
            "SimpleLine",
            vec![
                ("line_color", plain.as_str()),
                ("line_width", "0.4"),
                ("line_width_unit", "MM"),
                ("line_style", "solid"),
            ],
        ),
        Shape::Area | Shape::Mixed | Shape::None => (
            "fill",
            "SimpleFill",
            vec![
                ("color", fill.as_str()),
                ("style", filled),
                ("outline_color", &darker),
                ("outline_style", "solid"),
                ("outline_width", if styled.fill == 0 { "0.5" } else { "0.2" }),
                ("outline_width_unit", "MM"),
            ],
        ),
    };
    let properties =
        properties.iter().map(|(k, v)| format!("<prop k=\"{k}\" v=\"{v}\"/>")).collect::<Vec<_>>().join("\n");
    format!(
        "<symbol type=\"{kind}\" name=\"{name}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n\
         <layer class=\"{layer}\" pass=\"0\" locked=\"0\" enabled=\"1\">\n{properties}\n</layer>\n</symbol>\n"
    )
}

/// A column as QGIS expressions name it.
fn field(column: &str) -> String {
    format!("\"{}\"", column.replace('"', "\"\""))
}

fn channels(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Text as an XML attribute holds it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(shape: Shape) -> Styled<'static> {
        Styled { table: "wards", title: "Wards", geometry: "geometry", shape, fill: 255, now: "" }
    }

    #[test]
    fn classes_follow_each_other_without_a_hole() {
        let classes = vec![
            (10.0, "#ffffff".to_owned(), "few".to_owned()),
            (f64::INFINITY, "#000000".to_owned(), "many".to_owned()),
        ];
        let style = Style::Graduated { column: "people".to_owned(), classes };
        let qml = qml(&style, &styled(Shape::Area)).unwrap();
        assert!(qml.contains("lower=\"-1e300\" upper=\"1e1\" label=\"few\""), "{qml}");
        assert!(qml.contains("lower=\"1e1\" upper=\"1e300\" label=\"many\""), "{qml}");
        assert_eq!(qml.matches("<symbol ").count(), 2);
    }

    #[test]
    fn words_cannot_end_an_attribute() {
        let classes = vec![("a\"b<&".to_owned(), "#123456".to_owned(), "\u{1}é".to_owned())];
        let style = Style::Categorised { column: "x\"y".to_owned(), classes };
        let qml = qml(&style, &styled(Shape::Line)).unwrap();
        assert!(qml.contains("value=\"a&quot;b&lt;&amp;\" label=\"é\""), "{qml}");
        assert!(qml.contains("attr=\"&quot;x&quot;&quot;y&quot;\""), "{qml}");
    }

    #[test]
    fn a_colour_that_is_none_is_refused() {
        for colour in ["red", "#12345", "#12345g", "#ääääää", ""] {
            let error = qml(&Style::Single(colour.to_owned()), &styled(Shape::Point));
            assert!(matches!(error, Err(StoreError::Colour { .. })), "{colour}");
        }
    }
}
