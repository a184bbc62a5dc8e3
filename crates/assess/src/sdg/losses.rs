//! 11.5.2 and 11.5.3: what disasters cost, damage and interrupt.

use super::inputs::{above_zero, all};
use crate::refusal::Refusal;

/// Inputs of 11.5.2: direct losses in one year and the product of that year, all in one currency and at prices of one year.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct DirectLoss {
    /// Crops, livestock, fisheries, forests and what they need.
    pub agriculture: Option<f64>,
    /// Other productive assets.
    pub productive_assets: Option<f64>,
    /// Housing.
    pub housing: Option<f64>,
    /// Critical infrastructure.
    pub critical_infrastructure: Option<f64>,
    /// Cultural heritage.
    pub cultural_heritage: Option<f64>,
    /// Gross domestic product: of the city where it is known, else of the country; never mixed with losses of another area.
    pub gross_domestic_product: Option<f64>,
}

/// 11.5.2: direct economic loss attributed to disasters, in percent of gross domestic product.
///
/// Losses of income and other indirect losses do not belong in it. Each part has to be known: a loss that nobody counted is not
/// zero. Source: SDG metadata 11-5-2; the parts are C-2 to C-6 of the Sendai Framework Monitor.
///
/// # Errors
/// [`Refusal::Missing`] naming every missing input; [`Refusal::Parameter`] for a negative one or no product.
///
/// ```
/// use assess::sdg::{direct_loss, DirectLoss};
/// let year = DirectLoss {
///     agriculture: Some(1.0),
///     productive_assets: Some(4.0),
///     housing: Some(10.0),
///     critical_infrastructure: Some(5.0),
///     cultural_heritage: Some(0.0),
///     gross_domestic_product: Some(2000.0),
/// };
/// assert_eq!(direct_loss(&year)?, 1.0);
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn direct_loss(year: &DirectLoss) -> Result<f64, Refusal> {
    const METHOD: &str = "SDG 11.5.2";
    let product = "gross domestic product";
    let [agriculture, assets, housing, infrastructure, heritage, whole] = all(
        METHOD,
        [
            ("loss in agriculture", year.agriculture),
            ("loss of other productive assets", year.productive_assets),
            ("loss of housing", year.housing),
            ("loss of critical infrastructure", year.critical_infrastructure),
            ("loss of cultural heritage", year.cultural_heritage),
            (product, year.gross_domestic_product),
        ],
    )?;
    let loss = agriculture + assets + housing + infrastructure + heritage;
    Ok(100.0 * loss / above_zero(METHOD, product, whole)?)
}

/// Counts by kind of service, of one year.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ByService {
    /// Health.
    pub health: Option<f64>,
    /// Education.
    pub education: Option<f64>,
    /// Others that the country calls critical: water, sanitation, power, transport, communication, shelter.
    pub other: Option<f64>,
}

/// 11.5.3 (a): health, education and other critical facilities that disasters destroyed or damaged in a year.
///
/// Each kind has to be known: a count that nobody made is not zero. Source: SDG metadata 11-5-3; D-2 to D-4 of the Sendai
/// Framework Monitor.
///
/// # Errors
/// [`Refusal::Missing`] naming every missing kind; [`Refusal::Parameter`] for a negative count.
pub fn damaged_facilities(counts: &ByService) -> Result<f64, Refusal> {
    sum("SDG 11.5.3 (a)", counts)
}

/// 11.5.3 (b): disruptions that disasters made to health, education and other basic services in a year.
///
/// As [`damaged_facilities`]; D-6 to D-8 of the Sendai Framework Monitor.
///
/// # Errors
/// As [`damaged_facilities`].
///
/// ```
/// use assess::sdg::{ByService, service_disruptions};
/// assert_eq!(service_disruptions(&ByService { health: Some(2.0), education: Some(7.0), other: Some(3.0) })?, 12.0);
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn service_disruptions(counts: &ByService) -> Result<f64, Refusal> {
    sum("SDG 11.5.3 (b)", counts)
}

fn sum(method: &str, counts: &ByService) -> Result<f64, Refusal> {
    let kinds = [("health", counts.health), ("education", counts.education), ("other services", counts.other)];
    all(method, kinds).map(|counts| counts.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_that_nobody_counted_are_named_and_not_zero() {
        let found =
            direct_loss(&DirectLoss { housing: Some(3.0), gross_domestic_product: Some(9.0), ..Default::default() });
        let Err(Refusal::Missing { inputs, .. }) = found else { panic!("{found:?}") };
        assert_eq!(inputs.len(), 4);
        let found = damaged_facilities(&ByService { health: Some(0.0), education: Some(1.0), other: None });
        assert!(matches!(found, Err(Refusal::Missing { inputs, .. }) if inputs == ["other services"]));
    }

    #[test]
    fn a_product_of_zero_and_a_negative_count_are_refused() {
        let none = DirectLoss {
            agriculture: Some(0.0),
            productive_assets: Some(0.0),
            housing: Some(0.0),
            critical_infrastructure: Some(0.0),
            cultural_heritage: Some(0.0),
            gross_domestic_product: Some(0.0),
        };
        assert!(matches!(direct_loss(&none), Err(Refusal::Parameter { .. })));
        let negative = ByService { health: Some(-1.0), education: Some(1.0), other: Some(1.0) };
        assert!(matches!(service_disruptions(&negative), Err(Refusal::Parameter { .. })));
    }
}
