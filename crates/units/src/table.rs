//! The table of unit names: what each measures, and how much of the base it is.

/// Name, other spellings, what it measures as (base, power), size in bases, and offset (temperatures only).
pub(crate) struct Row {
    pub name: &'static str,
    pub also: &'static [&'static str],
    pub bases: &'static [(&'static str, i8)],
    pub factor: f64,
    pub offset: f64,
}

type Bases = &'static [(&'static str, i8)];

const fn row(name: &'static str, also: &'static [&'static str], bases: Bases, factor: f64) -> Row {
    Row { name, also, bases, factor, offset: 0.0 }
}

const fn counted(name: &'static str, also: &'static [&'static str], bases: Bases) -> Row {
    row(name, also, bases, 1.0)
}

const NONE: Bases = &[];
const LENGTH: Bases = &[("metre", 1)];
const AREA: Bases = &[("metre", 2)];
const VOLUME: Bases = &[("metre", 3)];
const TIME: Bases = &[("second", 1)];
const MASS: Bases = &[("kilogram", 1)];
const CARBON: Bases = &[("kilogram of CO2 equivalent", 1)];
const ENERGY: Bases = &[("joule", 1)];
const POWER: Bases = &[("joule", 1), ("second", -1)];
const TEMPERATURE: Bases = &[("kelvin", 1)];

const DAY: f64 = 86_400.0;
/// The Julian year of 365.25 days; a month is its twelfth part.
const YEAR: f64 = 365.25 * DAY;
const INCH: f64 = 0.0254;

/// Every unit: the international foot and acre of 1959 (not the US survey acre, which is 0.016 m2 larger), the imperial
/// gallon of 1985 and the US gallon of 231 cubic inches.
pub(crate) static TABLE: &[Row] = &[
    row("fraction", &["ratio"], NONE, 1.0),
    row("percent", &["%"], NONE, 0.01),
    row("per_mille", &["permille"], NONE, 0.001),
    counted("number", &["count", "items", "item"], &[("thing", 1)]),
    counted("persons", &["person", "people", "inhabitants", "inhabitant"], &[("person", 1)]),
    counted("households", &["household"], &[("household", 1)]),
    counted("families", &["family"], &[("family", 1)]),
    counted("structures", &["structure"], &[("structure", 1)]),
    counted("buildings", &["building"], &[("building", 1)]),
    counted("dwellings", &["dwelling"], &[("dwelling", 1)]),
    counted("rooms", &["room"], &[("room", 1)]),
    counted("toilets", &["toilet"], &[("toilet", 1)]),
    counted("taps", &["tap"], &[("tap", 1)]),
    counted("settlements", &["settlement"], &[("settlement", 1)]),
    counted("facilities", &["facility"], &[("facility", 1)]),
    counted("vehicles", &["vehicle"], &[("vehicle", 1)]),
    counted("trips", &["trip"], &[("trip", 1)]),
    counted("points", &["point"], &[("point", 1)]),
    counted("seats", &["seat"], &[("seat", 1)]),
    counted("blocks", &["block"], &[("block", 1)]),
    counted("lights", &["light"], &[("light", 1)]),
    counted("visits", &["visit"], &[("visit", 1)]),
    counted("cases", &["case"], &[("case", 1)]),
    counted("deaths", &["death"], &[("death", 1)]),
    counted("births", &["birth"], &[("birth", 1)]),
    counted("threats", &["threat"], &[("threat", 1)]),
    counted("enterprises", &["enterprise"], &[("enterprise", 1)]),
    counted("organisations", &["organisation"], &[("organisation", 1)]),
    counted("local_currency", &[], &[("local currency of no stated year", 1)]),
    counted("degrees", &["degree"], &[("degree of arc", 1)]),
    row("mm", &["millimetres", "millimetre"], LENGTH, 0.001),
    row("cm", &["centimetres", "centimetre"], LENGTH, 0.01),
    row("m", &["metres", "metre"], LENGTH, 1.0),
    row("km", &["kilometres", "kilometre"], LENGTH, 1000.0),
    row("feet", &["foot", "ft"], LENGTH, 12.0 * INCH),
    row("miles", &["mile"], LENGTH, 63_360.0 * INCH),
    row("m2", &["m²", "square_metres"], AREA, 1.0),
    row("ha", &["hectares", "hectare"], AREA, 10_000.0),
    row("km2", &["km²", "square_kilometres"], AREA, 1_000_000.0),
    row("acres", &["acre"], AREA, 4_046.856_422_4),
    row("square_feet", &["square_foot", "ft2"], AREA, 0.092_903_04),
    row("litres", &["litre", "l", "L"], VOLUME, 0.001),
    row("m3", &["m³", "cubic_metres"], VOLUME, 1.0),
    row("imperial_gallons", &["imperial_gallon"], VOLUME, 0.004_546_09),
    row("us_gallons", &["us_gallon"], VOLUME, 0.003_785_411_784),
    row("seconds", &["second", "s"], TIME, 1.0),
    row("minutes", &["minute", "min"], TIME, 60.0),
    row("hours", &["hour", "h"], TIME, 3600.0),
    row("days", &["day", "d"], TIME, DAY),
    row("weeks", &["week"], TIME, 7.0 * DAY),
    row("months", &["month"], TIME, YEAR / 12.0),
    row("years", &["year", "a"], TIME, YEAR),
    row("ug", &["µg"], MASS, 1e-9),
    row("g", &["grams", "gram"], MASS, 0.001),
    row("kg", &["kilograms", "kilogram"], MASS, 1.0),
    row("t", &["tonnes", "tonne"], MASS, 1000.0),
    row("kgCO2e", &[], CARBON, 1.0),
    row("tCO2e", &[], CARBON, 1000.0),
    row("J", &[], ENERGY, 1.0),
    row("MJ", &[], ENERGY, 1e6),
    row("GJ", &[], ENERGY, 1e9),
    row("Wh", &[], ENERGY, 3600.0),
    row("kWh", &[], ENERGY, 3.6e6),
    row("MWh", &[], ENERGY, 3.6e9),
    row("GWh", &[], ENERGY, 3.6e12),
    row("W", &[], POWER, 1.0),
    row("kW", &[], POWER, 1e3),
    row("MW", &[], POWER, 1e6),
    Row { name: "K", also: &["kelvin"], bases: TEMPERATURE, factor: 1.0, offset: 0.0 },
    Row { name: "degC", also: &["°C"], bases: TEMPERATURE, factor: 1.0, offset: 273.15 },
    Row { name: "degF", also: &["°F"], bases: TEMPERATURE, factor: 5.0 / 9.0, offset: 459.67 * 5.0 / 9.0 },
];
