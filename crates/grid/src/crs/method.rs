//! Names of map projections and of their parameters, in WKT and elsewhere, against those of PROJ.

/// A name as letters and digits in lower case, so that spellings with spaces, underscores and capitals meet.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// PROJ parameters that a projection method begins with.
pub(crate) fn proj_method(name: &str) -> Option<&'static str> {
    Some(match plain(name).as_str() {
        "transversemercator" | "gausskruger" | "transversemercatorcomplex" => "+proj=tmerc",
        "transversemercatorsouthorientated" | "transversemercatorsouthoriented" => "+proj=tmerc +axis=wsu",
        "mercator" | "mercator1sp" | "mercator2sp" | "mercatorvarianta" | "mercatorvariantb" => "+proj=merc",
        "mercatorauxiliarysphere" | "popularvisualisationpseudomercator" | "mercatorspherical" => "+proj=webmerc",
        "lambertconformalconic"
        | "lambertconformalconic1sp"
        | "lambertconformalconic2sp"
        | "lambertconicconformal1sp"
        | "lambertconicconformal2sp" => "+proj=lcc",
        "albers" | "albersconicequalarea" | "albersequalarea" => "+proj=aea",
        "lambertazimuthalequalarea" => "+proj=laea",
        "azimuthalequidistant" => "+proj=aeqd",
        "polarstereographic"
        | "polarstereographicvarianta"
        | "polarstereographicvariantb"
        | "stereographic"
        | "stereographicnorthpole"
        | "stereographicsouthpole" => "+proj=stere",
        "obliquestereographic" | "doublestereographic" => "+proj=sterea",
        "cassini" | "cassinisoldner" => "+proj=cass",
        "hotineobliquemercator" | "hotineobliquemercatorvarianta" | "rectifiedskeworthomorphicnaturalorigin" => {
            "+proj=omerc +no_uoff"
        }
        "hotineobliquemercatorazimuthcenter"
        | "hotineobliquemercatorvariantb"
        | "obliquemercator"
        | "rectifiedskeworthomorphiccenter" => "+proj=omerc",
        "swissobliquecylindrical" | "swissobliquemercator" => "+proj=somerc",
        "cylindricalequalarea" | "lambertcylindricalequalarea" | "behrmann" => "+proj=cea",
        "equirectangular" | "platecarree" | "equidistantcylindrical" => "+proj=eqc",
        "polyconic" | "americanpolyconic" => "+proj=poly",
        "equidistantconic" => "+proj=eqdc",
        "sinusoidal" => "+proj=sinu",
        "mollweide" => "+proj=moll",
        "robinson" => "+proj=robin",
        "equalearth" => "+proj=eqearth",
        "millercylindrical" => "+proj=mill",
        _ => return None,
    })
}

/// What a parameter measures, so that its unit can be brought to degrees or metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    Angle,
    Length,
    Ratio,
}

/// PROJ key and measure of a projection parameter.
pub(crate) fn proj_parameter(name: &str) -> Option<(&'static str, Measure)> {
    Some(match plain(name).as_str() {
        "latitudeoforigin"
        | "latitudeofcenter"
        | "latitudeofcentre"
        | "latitudeofnaturalorigin"
        | "latitudeoffalseorigin"
        | "latitudeofprojectioncentre"
        | "centralparallel" => ("lat_0", Measure::Angle),
        "centralmeridian"
        | "longitudeoforigin"
        | "longitudeofcenter"
        | "longitudeofcentre"
        | "longitudeofnaturalorigin"
        | "longitudeoffalseorigin"
        | "longitudeofprojectioncentre" => ("lon_0", Measure::Angle),
        "standardparallel1" | "latitudeof1ststandardparallel" => ("lat_1", Measure::Angle),
        "standardparallel2" | "latitudeof2ndstandardparallel" => ("lat_2", Measure::Angle),
        "latitudeofstandardparallel" => ("lat_ts", Measure::Angle),
        "azimuth" | "azimuthofinitialline" | "azimuthatprojectioncentre" => ("alpha", Measure::Angle),
        "rectifiedgridangle" | "anglefromrectifiedtoskewgrid" | "xyplanerotation" => ("gamma", Measure::Angle),
        "scalefactor" | "scalefactoratnaturalorigin" | "scalefactoroninitialline" | "scalefactoratprojectioncentre" => {
            ("k_0", Measure::Ratio)
        }
        "falseeasting" | "eastingatfalseorigin" | "eastingatprojectioncentre" => ("x_0", Measure::Length),
        "falsenorthing" | "northingatfalseorigin" | "northingatprojectioncentre" => ("y_0", Measure::Length),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_method_meet() {
        assert_eq!(proj_method("Transverse_Mercator"), proj_method("Transverse Mercator"));
        assert_eq!(proj_method("Lambert Conic Conformal (2SP)"), Some("+proj=lcc"));
        assert_eq!(proj_method("Bonne"), None);
    }
}
