use crate::window::as_float;

/// How the cells of a zone count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extraction {
    /// Every cell of which the zone covers a part counts as one, however small the part (Delft-FIAT's rule).
    Touched,
    /// A cell counts by the share of it that the zone covers.
    AreaWeighted,
}

/// The cells of a zone above a threshold, counted by both rules at once.
///
/// A cell of which the zone covers nothing, but has a point or a border in common with it, is not touched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AboveThreshold {
    /// By [`Extraction::Touched`].
    pub touched: Extracted,
    /// By [`Extraction::AreaWeighted`].
    pub area_weighted: Extracted,
}

impl AboveThreshold {
    /// What one rule gives.
    #[must_use]
    pub fn by(&self, rule: Extraction) -> &Extracted {
        match rule {
            Extraction::Touched => &self.touched,
            Extraction::AreaWeighted => &self.area_weighted,
        }
    }
}

/// The cells of a zone above a threshold, counted by one rule.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extracted {
    /// Cells with a value.
    pub known_cells: f64,
    /// Cells that are gaps.
    pub missing_cells: f64,
    /// Cells with a value above the threshold.
    pub above_cells: f64,
    /// Mean value of those above; `None` where there is none.
    pub mean: Option<f64>,
    /// Greatest value of those above; `None` where there is none.
    pub max: Option<f64>,
}

impl Extracted {
    /// Of the cells with a value, the share above; `None` where there is no value.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.known_cells > 0.0).then(|| self.above_cells / self.known_cells)
    }

    /// Of all cells within the raster, the share known to be above, as if every gap were below (Delft-FIAT's reduction factor); `None`
    /// for a zone beyond the raster.
    #[must_use]
    pub fn share_of_all(&self) -> Option<f64> {
        let all = self.known_cells + self.missing_cells;
        (all > 0.0).then(|| self.above_cells / all)
    }
}

/// What has been counted of a zone's cells above a threshold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Above {
    threshold: f64,
    touched: Counted,
    area_weighted: Counted,
    max: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    known: f64,
    missing: f64,
    above: f64,
    sum: f64,
}

impl Counted {
    fn and(self, other: Self, coverage: f64) -> Self {
        Self {
            known: self.known + coverage * other.known,
            missing: self.missing + coverage * other.missing,
            above: self.above + coverage * other.above,
            sum: self.sum + coverage * other.sum,
        }
    }

    fn extracted(self, max: f64) -> Extracted {
        let some = self.above > 0.0;
        Extracted {
            known_cells: self.known,
            missing_cells: self.missing,
            above_cells: self.above,
            mean: some.then(|| self.sum / self.above),
            max: some.then_some(max),
        }
    }
}

impl Above {
    pub(super) fn new(threshold: f64) -> Self {
        let none = Counted::default();
        Self { threshold, touched: none, area_weighted: none, max: f64::NEG_INFINITY }
    }

    /// Adds cells that are all covered by the same share.
    pub(super) fn add(&mut self, cells: &[f64], coverage: f64) {
        let (mut known, mut above, mut sum) = (0.0, 0.0, 0.0);
        for &cell in cells {
            known += if cell.is_nan() { 0.0 } else { 1.0 };
            if cell > self.threshold {
                above += 1.0;
                sum += cell;
                self.max = self.max.max(cell);
            }
        }
        let counted = Counted { known, missing: as_float(cells.len()) - known, above, sum };
        self.touched = self.touched.and(counted, 1.0);
        self.area_weighted = self.area_weighted.and(counted, coverage);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.touched = self.touched.and(other.touched, 1.0);
        self.area_weighted = self.area_weighted.and(other.area_weighted, 1.0);
        self.max = self.max.max(other.max);
    }

    pub(super) fn finish(self) -> AboveThreshold {
        let of = |counted: Counted| counted.extracted(self.max);
        AboveThreshold { touched: of(self.touched), area_weighted: of(self.area_weighted) }
    }
}

#[cfg(test)]
mod tests {
    use crate::{GeoTransform, MemoryRaster, ZonalRequest, zonal_statistics};
    use geo_types::wkt;

    use super::*;

    fn extracted(cells: Vec<f64>, threshold: f64) -> AboveThreshold {
        let transform = GeoTransform::new((0.0, 1.0), (1.0, -1.0)).unwrap();
        let raster = MemoryRaster::new((4, 1), transform, None, cells).unwrap();
        let house = wkt!(MULTIPOLYGON(((0.5 0.0, 4.0 0.0, 4.0 1.0, 0.5 1.0, 0.5 0.0))));
        let request = ZonalRequest { above: Some(threshold), ..ZonalRequest::default() };
        let found = zonal_statistics(&raster, None, &[house], &request).unwrap().remove(0).unwrap();
        found.above.unwrap()
    }

    #[test]
    fn a_cell_covered_by_half_is_touched_whole_and_weighs_half() {
        let house = extracted(vec![2.0, 1.0, 0.0, f64::NAN], 1e-4);
        let touched =
            Extracted { known_cells: 3.0, missing_cells: 1.0, above_cells: 2.0, mean: Some(1.5), max: Some(2.0) };
        assert_eq!(house.by(Extraction::Touched), &touched);
        assert_eq!(house.touched.share_of_all(), Some(0.5));
        let weighted = house.by(Extraction::AreaWeighted);
        assert_eq!((weighted.known_cells, weighted.above_cells), (2.5, 1.5));
        assert_eq!(weighted.mean, Some(2.0 / 1.5));
        assert_eq!(weighted.share(), Some(0.6));
    }

    #[test]
    fn a_house_that_is_dry_has_a_share_of_zero_and_no_mean_and_one_in_a_gap_has_no_share() {
        let dry = extracted(vec![0.0, 1.0, 1.0, 1.0], 1.0).touched;
        assert_eq!((dry.share(), dry.mean, dry.max), (Some(0.0), None, None));
        let gap = extracted(vec![f64::NAN; 4], 1.0).area_weighted;
        assert_eq!((gap.share(), gap.share_of_all(), gap.missing_cells), (None, Some(0.0), 3.5));
    }
}
