use super::method::{Measure, plain, proj_method, proj_parameter};
use super::parameters::Parameters;
use super::wkt::{Node, Value};
use super::{CrsError, Described};

const GEOGRAPHIC: [&str; 5] = ["GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "BASEGEOGCRS", "BASEGEODCRS"];
const PROJECTED: [&str; 3] = ["PROJCS", "PROJCRS", "PROJECTEDCRS"];
const DEGREE_RAD: f64 = std::f64::consts::PI / 180.0;

/// Reads a reference system out of well-known text.
pub(crate) fn describe(text: &str) -> Result<Described, CrsError> {
    describe_node(&Node::parse(text)?)
}

fn describe_node(node: &Node) -> Result<Described, CrsError> {
    let keyword = node.keyword.as_str();
    if PROJECTED.contains(&keyword) {
        projected(node)
    } else if GEOGRAPHIC.contains(&keyword) || (matches!(keyword, "GEODCRS" | "GEODETICCRS") && is_ellipsoidal(node)) {
        let mut described = Described::new(node, Parameters::new("longlat"));
        earth(node, &mut described)?;
        Ok(described)
    } else if matches!(keyword, "COMPD_CS" | "COMPOUNDCRS") {
        let horizontal = node.children().next().ok_or_else(|| missing(node, "horizontal part"))?;
        describe_node(horizontal)
    } else if keyword == "BOUNDCRS" {
        bound(node)
    } else {
        Err(CrsError::NotOfTheMap { kind: keyword.to_owned() })
    }
}

fn is_ellipsoidal(node: &Node) -> bool {
    node.child(&["CS"]).is_none_or(|system| system.name().eq_ignore_ascii_case("ellipsoidal"))
}

fn missing(node: &Node, part: &'static str) -> CrsError {
    CrsError::Missing { name: node.name().to_owned(), part }
}

/// A WKT 2 system bound to WGS84 by three or seven parameters.
fn bound(node: &Node) -> Result<Described, CrsError> {
    let source = node.child(&["SOURCECRS"]).and_then(|source| source.children().next());
    let mut described = describe_node(source.ok_or_else(|| missing(node, "source"))?)?;
    let shift = node.child(&["ABRIDGEDTRANSFORMATION"]).ok_or_else(|| missing(node, "transformation"))?;
    let mut towgs84 = [0.0; 7];
    let mut position_vector = true;
    for part in shift.children() {
        match part.keyword.as_str() {
            "METHOD" => position_vector = !plain(part.name()).contains("coordinateframe"),
            "PARAMETER" => {
                let place = match plain(part.name()).as_str() {
                    "xaxistranslation" => 0,
                    "yaxistranslation" => 1,
                    "zaxistranslation" => 2,
                    "xaxisrotation" => 3,
                    "yaxisrotation" => 4,
                    "zaxisrotation" => 5,
                    "scaledifference" => 6,
                    _ => return Err(unknown(part.name(), part.number())),
                };
                towgs84[place] = part.number().ok_or_else(|| missing(part, "value"))?;
            }
            _ => {}
        }
    }
    if !position_vector {
        towgs84[3..6].iter_mut().for_each(|rotation| *rotation = -*rotation);
    }
    if towgs84[6] > 0.5 {
        towgs84[6] = (towgs84[6] - 1.0) * 1e6;
    }
    described.parameters.put("towgs84", Some(&joined(&towgs84)));
    Ok(described)
}

pub(crate) fn joined(numbers: &[f64]) -> String {
    numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(",")
}

fn unknown(name: &str, value: Option<f64>) -> CrsError {
    CrsError::UnknownParameter {
        name: name.to_owned(),
        value: value.map_or_else(|| "?".to_owned(), |value| value.to_string()),
    }
}

/// Ellipsoid, prime meridian, datum and shift.
fn earth(node: &Node, described: &mut Described) -> Result<(), CrsError> {
    let datum = node.child(&["DATUM", "ENSEMBLE", "GEODETICDATUM", "TRF"]).ok_or_else(|| missing(node, "datum"))?;
    let ellipsoid = datum.child(&["SPHEROID", "ELLIPSOID"]).ok_or_else(|| missing(node, "ellipsoid"))?;
    let [a, inverse_flattening, ..] = ellipsoid.numbers()[..] else {
        return Err(missing(node, "axis or flattening of the ellipsoid"));
    };
    let metres = ellipsoid.child(&["LENGTHUNIT", "UNIT"]).and_then(Node::number).unwrap_or(1.0);
    described.parameters.put_number("a", a * metres);
    if inverse_flattening > 0.0 {
        described.parameters.put_number("rf", inverse_flattening);
    } else {
        described.parameters.put_number("b", a * metres);
    }
    if let Some(meridian) = node.child(&["PRIMEM", "PRIMEMERIDIAN"]) {
        let own = meridian.child(&["ANGLEUNIT", "UNIT"]).and_then(Node::number);
        let degrees = to_degrees(meridian.number().unwrap_or(0.0), own.unwrap_or(angle_unit_rad(node)));
        if degrees.abs() > 0.0 {
            described.parameters.put_number("pm", degrees);
        }
    }
    if let Some(shift) = datum.child(&["TOWGS84"]) {
        let numbers = shift.numbers();
        if !matches!(numbers.len(), 3 | 7) {
            return Err(unknown("TOWGS84", numbers.first().copied()));
        }
        described.parameters.put("towgs84", Some(&joined(&numbers)));
    }
    datum.name().clone_into(&mut described.datum_name);
    described.geographic_epsg = node.epsg();
    Ok(())
}

/// Radians in the angular unit of a geographic system; degrees if it names none.
fn angle_unit_rad(node: &Node) -> f64 {
    let own = node.child(&["UNIT", "ANGLEUNIT"]);
    let axis = || node.child(&["AXIS"]).and_then(|axis| axis.child(&["ANGLEUNIT", "UNIT"]));
    own.or_else(axis).and_then(Node::number).unwrap_or(DEGREE_RAD)
}

fn to_degrees(angle: f64, unit_rad: f64) -> f64 {
    if (unit_rad - DEGREE_RAD).abs() < 1e-9 { angle } else { angle * unit_rad / DEGREE_RAD }
}

fn projected(node: &Node) -> Result<Described, CrsError> {
    let base = node.child(&GEOGRAPHIC).ok_or_else(|| missing(node, "geographic part"))?;
    let conversion = node.child(&["CONVERSION"]).unwrap_or(node);
    let method = conversion.child(&["PROJECTION", "METHOD"]).ok_or_else(|| missing(node, "projection"))?;
    let name = method.name();
    let begin = proj_method(name).ok_or_else(|| CrsError::UnknownProjection { name: name.to_owned() })?;
    let mut described = Described::new(node, Parameters::parse(begin)?);
    let metres = length_unit_m(node);
    for parameter in conversion.children().filter(|child| child.keyword == "PARAMETER") {
        let value = parameter.number().ok_or_else(|| missing(node, "value of a parameter"))?;
        let own = parameter.child(&["LENGTHUNIT", "ANGLEUNIT", "SCALEUNIT", "UNIT"]).and_then(Node::number);
        match proj_parameter(parameter.name()) {
            Some((key, Measure::Angle)) => {
                described.parameters.put_number(key, to_degrees(value, own.unwrap_or(angle_unit_rad(base))));
            }
            Some((key, Measure::Length)) => described.parameters.put_number(key, value * own.unwrap_or(metres)),
            Some((key, Measure::Ratio)) => described.parameters.put_number(key, value * own.unwrap_or(1.0)),
            None if value.abs() > 0.0 => return Err(unknown(parameter.name(), Some(value))),
            None => {}
        }
    }
    if (metres - 1.0).abs() > 0.0 {
        described.parameters.put_number("to_meter", metres);
    }
    if points_west_and_south(node) {
        described.parameters.put("axis", Some("wsu"));
    }
    settle(&mut described.parameters, &plain(name))?;
    earth(base, &mut described)?;
    Ok(described)
}

fn length_unit_m(node: &Node) -> f64 {
    let own = node.child(&["UNIT", "LENGTHUNIT"]);
    let axis = || node.child(&["AXIS"]).and_then(|axis| axis.child(&["LENGTHUNIT", "UNIT"]));
    own.or_else(axis).and_then(Node::number).unwrap_or(1.0)
}

fn points_west_and_south(node: &Node) -> bool {
    let points = |direction: &str| {
        node.children().filter(|child| child.keyword == "AXIS").any(|axis| {
            axis.values.iter().any(
                |value| matches!(value, Value::Word(word) | Value::Text(word) if word.eq_ignore_ascii_case(direction)),
            )
        })
    };
    points("west") && points("south")
}

/// Gives the parameters the keys under which PROJ knows them for this projection.
pub(crate) fn settle(parameters: &mut Parameters, method: &str) -> Result<(), CrsError> {
    let move_key = |parameters: &mut Parameters, from: &str, to: &str| {
        if let Some(value) = parameters.get(from).map(str::to_owned) {
            parameters.remove(from);
            parameters.put(to, Some(&value));
        }
    };
    match parameters.get("proj") {
        Some("merc" | "cea" | "eqc") => move_key(parameters, "lat_1", "lat_ts"),
        Some("omerc") => move_key(parameters, "lon_0", "lonc"),
        Some("lcc") if parameters.get("lat_1").is_none() => {
            let origin = parameters.number("lat_0").unwrap_or(0.0);
            parameters.put_number("lat_1", origin);
        }
        Some("webmerc") => {
            if let Some(parallel) = parameters.number("lat_1").filter(|parallel| parallel.abs() > 0.0) {
                return Err(unknown("standard parallel of Web Mercator", Some(parallel)));
            }
            parameters.remove("lat_1");
            parameters.remove("lat_0");
        }
        Some("stere") => settle_polar(parameters, method),
        Some("tmerc") => turn_negative_scale(parameters)?,
        _ => {}
    }
    Ok(())
}

/// Polar stereographic: the parallel of true scale stands in the place of the pole's latitude.
fn settle_polar(parameters: &mut Parameters, method: &str) {
    if !method.contains("pol") {
        return;
    }
    let parallel = ["lat_1", "lat_ts", "lat_0"].iter().find_map(|key| parameters.number(key));
    let Some(parallel) = parallel else { return };
    parameters.remove("lat_1");
    let south = parallel < 0.0 || method.contains("south");
    parameters.put("lat_0", Some(if south { "-90" } else { "90" }));
    parameters.put_number("lat_ts", parallel);
}

/// ESRI writes the South African grids, which count west and south, as a scale factor of -1.
fn turn_negative_scale(parameters: &mut Parameters) -> Result<(), CrsError> {
    let Some(scale) = parameters.number("k_0").filter(|scale| *scale < 0.0) else {
        return Ok(());
    };
    let offset = |key| parameters.number(key).unwrap_or(0.0).abs() > 0.0;
    if offset("x_0") || offset("y_0") {
        return Err(unknown("scale_factor", Some(scale)));
    }
    parameters.put_number("k_0", -scale);
    parameters.put("axis", Some("wsu"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        describe(text).unwrap().parameters.to_string()
    }

    #[test]
    fn feet_and_grads_become_metres_and_degrees() {
        let text = r#"PROJCS["x",GEOGCS["y",DATUM["NTF",SPHEROID["Clarke 1880 (IGN)",6378249.2,293.466]],PRIMEM["Paris",2.5969213],UNIT["grad",0.01570796326794897]],PROJECTION["Lambert_Conformal_Conic_1SP"],PARAMETER["latitude_of_origin",52],PARAMETER["central_meridian",0],PARAMETER["scale_factor",0.99],PARAMETER["false_easting",100],PARAMETER["false_northing",0],UNIT["foot",0.3048]]"#;
        let parameters = describe(text).unwrap().parameters;
        assert!((parameters.number("lat_0").unwrap() - 46.8).abs() < 1e-9);
        assert!((parameters.number("pm").unwrap() - 2.337_229_17).abs() < 1e-9);
        assert!((parameters.number("x_0").unwrap() - 30.48).abs() < 1e-9);
        assert_eq!(parameters.get("to_meter"), Some("0.3048"));
    }

    #[test]
    fn wkt_2_is_read_like_wkt_1() {
        let text = r#"PROJCRS["WGS 84 / UTM zone 48S",BASEGEOGCRS["WGS 84",ENSEMBLE["World Geodetic System 1984 ensemble",MEMBER["World Geodetic System 1984 (Transit)"],ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]],ENSEMBLEACCURACY[2.0]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4326]],CONVERSION["UTM zone 48S",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",105,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Scale factor at natural origin",0.9996,SCALEUNIT["unity",1]],PARAMETER["False easting",500000,LENGTHUNIT["metre",1]],PARAMETER["False northing",10000000,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["(N)",north,ORDER[2],LENGTHUNIT["metre",1]],ID["EPSG",32748]]"#;
        assert_eq!(
            read(text),
            "+proj=tmerc +lat_0=0 +lon_0=105 +k_0=0.9996 +x_0=500000 +y_0=10000000 +a=6378137 +rf=298.257223563"
        );
        assert_eq!(describe(text).unwrap().epsg, Some(32748));
    }

    #[test]
    fn a_projection_that_is_not_known_is_named() {
        let text = r#"PROJCS["x",GEOGCS["y",DATUM["d",SPHEROID["s",6378137,298]]],PROJECTION["Bonne"],UNIT["m",1]]"#;
        assert_eq!(describe(text).unwrap_err(), CrsError::UnknownProjection { name: "Bonne".into() });
    }

    #[test]
    fn heights_and_local_systems_are_not_of_the_map() {
        assert_eq!(describe(r#"LOCAL_CS["x"]"#).unwrap_err(), CrsError::NotOfTheMap { kind: "LOCAL_CS".into() });
    }

    #[test]
    fn a_scale_of_minus_one_counts_west_and_south() {
        let text = r#"PROJCS["Lo19",GEOGCS["y",DATUM["D_Hartebeesthoek_1994",SPHEROID["WGS_1984",6378137,298.257223563]]],PROJECTION["Transverse_Mercator"],PARAMETER["Central_Meridian",19],PARAMETER["Scale_Factor",-1],UNIT["Meter",1]]"#;
        assert_eq!(read(text), "+proj=tmerc +lon_0=19 +k_0=1 +axis=wsu +a=6378137 +rf=298.257223563");
    }
}
