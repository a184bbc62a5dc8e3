//! What water and toilets cost a household beside its income.

use city::Estimate;

/// A price beside an income.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burden {
    /// Cost of a household, money a month.
    pub cost_month: Estimate,
    /// Cost over income, percent.
    pub of_income_percent: Estimate,
}

/// What something bought by the piece costs a household of `size` a month, and its share of the income: `price x uses x size x 365.25 / 12`.
///
/// - Inputs: `price` of a litre or a visit (money); `uses`, litres or visits a person and day; `size`, persons; `income_month` of the
///   household (the same money of the same year).
/// - Low ends go with the high end of the income and the other way round. None where the income may be 0, or a number is none.
///
/// ```
/// use anticipate::affordability::burden;
/// let exact = |n| city::Estimate::exact(n);
/// // 1 cedi a visit, 1.2 visits, 3.2 persons, 2,000 cedis a month
/// let toilet = burden(exact(1.0)?, exact(1.2)?, 3.2, exact(2_000.0)?).unwrap();
/// assert!((toilet.cost_month.value - 116.88).abs() < 0.01 && (toilet.of_income_percent.value - 5.844).abs() < 0.001);
/// # Ok::<(), city::CityError>(())
/// ```
#[must_use]
pub fn burden(price: Estimate, uses: Estimate, size: f64, income_month: Estimate) -> Option<Burden> {
    let month = size * 365.25 / 12.0;
    let cost = |p: f64, u: f64| p * u * month;
    let cost_month =
        Estimate::range(cost(price.low, uses.low), cost(price.value, uses.value), cost(price.high, uses.high)).ok()?;
    if income_month.low <= 0.0 || cost_month.low < 0.0 {
        return None;
    }
    let of_income_percent = Estimate::range(
        100.0 * cost_month.low / income_month.high,
        100.0 * cost_month.value / income_month.value,
        100.0 * cost_month.high / income_month.low,
    );
    Some(Burden { cost_month, of_income_percent: of_income_percent.ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_income_there_is_no_share_and_a_range_is_kept() {
        let e = |low, value, high| Estimate::range(low, value, high).unwrap();
        let (price, uses) = (e(0.5, 1.0, 1.5), e(1.0, 1.2, 3.0));
        assert_eq!(burden(price, uses, 3.0, e(0.0, 0.0, 0.0)), None);
        let found = burden(price, uses, 3.0, e(1_000.0, 2_000.0, 3_000.0)).unwrap().of_income_percent;
        assert!(found.low < found.value && found.value < found.high);
    }
}
