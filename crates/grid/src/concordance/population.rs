use geo_types::MultiPolygon;

use super::plane::Plane;
use super::{Basis, Overlap};
use crate::crs::{Crs, Transform};
use crate::{GridError, RasterWindow, ZonalRequest, zonal_statistics};

/// Counts the people in each overlap. Where the raster holds none, or less than none, for the zone, shares go by area.
pub(super) fn count(
    plane: &Plane,
    (raster, crs): (&dyn RasterWindow, &Crs),
    pieces: &[MultiPolygon<f64>],
    overlaps: &mut [Overlap],
) -> Result<Basis, GridError> {
    let to_raster = Transform::new(&plane.crs, crs)?;
    let pieces = pieces.iter().map(|piece| to_raster.transform(piece)).collect::<Result<Vec<_>, _>>()?;
    let sums = zonal_statistics(raster, None, &pieces, &ZonalRequest::default())?;
    for (overlap, sum) in overlaps.iter_mut().zip(sums) {
        overlap.people = match sum {
            Ok(statistics) => statistics.sum,
            Err(GridError::ZoneWithoutArea) => Some(0.0),
            Err(_) => None,
        };
    }
    let known = || overlaps.iter().filter(|overlap| !overlap.sliver).filter_map(|overlap| overlap.people);
    let sound = known().all(|people| people >= 0.0) && known().sum::<f64>() > 0.0;
    Ok(if sound { Basis::People } else { Basis::Area })
}
