//! Rasters: the ground, three floods on it now and three later, and where people live.

use crate::districts::{boundaries, district_at};
use crate::output::{ExampleError, Output};
use crate::people::{CENSUS, Count, FORMAL, rectangle};
use crate::position::{CORNER_M, EPSG, PRJ, SIZE_KM, Spot, inside};
use crate::settlements::Settlement;
use crate::terrain::{CHANNEL_KM, STAGES, Terrain, coast_km, from_river_km};
use std::io::Cursor;
use tiff::encoder::{Compression, TiffEncoder, colortype::Gray32Float};
use tiff::tags::Tag;

const NODATA: f32 = -9999.0;

/// Cells, row by row from the north-west.
struct Raster {
    cell_km: f64,
    columns: u32,
    cells: Vec<f32>,
}

impl Raster {
    fn new(cell_km: f64, value: impl Fn(Spot) -> f32) -> Self {
        let [columns, rows] = SIZE_KM.map(|size| (size / cell_km).round() as u32);
        let spots = (0..rows).flat_map(|row| (0..columns).map(move |column| [column, row]));
        let cells = spots
            .map(|[column, row]| [f64::from(column) + 0.5, f64::from(rows - row) - 0.5].map(|cells| cells * cell_km))
            .map(value)
            .collect();
        Self { cell_km, columns, cells }
    }

    fn rows(&self) -> u32 {
        self.cells.len() as u32 / self.columns
    }

    fn geotiff(&self, compression: Compression) -> Result<Vec<u8>, ExampleError> {
        let mut bytes = Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut bytes)?.with_compression(compression);
        let mut image = encoder.new_image::<Gray32Float>(self.columns, self.rows())?;
        let cell_m = self.cell_km * 1000.0;
        let north = CORNER_M[1] + SIZE_KM[1] * 1000.0;
        let tags = image.encoder();
        tags.write_tag(Tag::ModelPixelScaleTag, [cell_m, cell_m, 0.0].as_slice())?;
        tags.write_tag(Tag::ModelTiepointTag, [0.0, 0.0, 0.0, CORNER_M[0], north, 0.0].as_slice())?;
        let keys: [u16; 16] = [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, EPSG];
        tags.write_tag(Tag::GeoKeyDirectoryTag, keys.as_slice())?;
        tags.write_tag(Tag::GdalNodata, "-9999")?;
        image.write_data(&self.cells)?;
        Ok(bytes.into_inner())
    }

    fn ascii_grid(&self) -> String {
        let mut text = format!(
            "ncols {}\nnrows {}\nxllcorner {:.1}\nyllcorner {:.1}\ncellsize {}\nNODATA_value {NODATA}\n",
            self.columns,
            self.rows(),
            CORNER_M[0],
            CORNER_M[1],
            self.cell_km * 1000.0
        );
        for row in self.cells.chunks(self.columns as usize) {
            text += &row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            text.push('\n');
        }
        text
    }
}

/// How much higher floods stand in 2050: made up, like everything here.
const LATER: f64 = 1.25;

/// Writes all of them: `GeoTIFF` in three compressions and ASCII grids with `.prj`.
pub(crate) fn write(
    output: &mut Output,
    settlements: &[Settlement],
    counts: &[Count],
    seed: u64,
) -> Result<(), ExampleError> {
    let terrain = Terrain::new(seed);
    let ground = Raster::new(0.05, |spot| rounded(terrain.elevation_m(spot), 10.0));
    output
        .file("sources/elevation.tif", &ground.geotiff(Compression::Deflate(tiff::encoder::DeflateLevel::Balanced))?)?;
    for (return_period, stage_m) in STAGES {
        let flood =
            Raster::new(0.05, |spot| terrain.flood_depth_m(spot, stage_m).map_or(NODATA, |m| rounded(m, 100.0)));
        let name = format!("sources/flood_depth_today_{return_period}");
        match return_period {
            5 => {
                output.file(&format!("{name}.asc"), flood.ascii_grid().as_bytes())?;
                output.file(&format!("{name}.prj"), PRJ.as_bytes())?;
            }
            20 => output.file(&format!("{name}.tif"), &flood.geotiff(Compression::Lzw)?)?,
            _ => output.file(&format!("{name}.tif"), &flood.geotiff(Compression::Packbits)?)?,
        }
    }
    for (return_period, stage_m) in STAGES {
        let flood = |spot| terrain.flood_depth_m(spot, stage_m * LATER).map_or(NODATA, |m| rounded(m, 100.0));
        let file = format!("sources/flood_depth_2050_{return_period}.tif");
        output.file(
            &file,
            &Raster::new(0.05, flood).geotiff(Compression::Deflate(tiff::encoder::DeflateLevel::Balanced))?,
        )?;
    }
    output.file("sources/population_2018.asc", people(settlements, counts).ascii_grid().as_bytes())?;
    output.file("sources/population_2018.prj", PRJ.as_bytes())
}

fn rounded(number: f64, steps: f64) -> f32 {
    ((number * steps).round() / steps) as f32
}

/// People by hectare cell: settlements and planned areas crowded, the rest thin, each district's sum as it was counted.
fn people(settlements: &[Settlement], counts: &[Count]) -> Raster {
    let planned: Vec<_> =
        FORMAL.iter().map(|(.., centre, half, people)| (rectangle(*centre, *half), *people)).collect();
    let outlines = boundaries();
    let quarters = [[-0.025, -0.025], [0.025, -0.025], [-0.025, 0.025], [0.025, 0.025]];
    let share_in = |ring: &[Spot], [x, y]: Spot| {
        quarters.iter().filter(|[dx, dy]| inside(ring, [x + dx, y + dy])).count() as f64 / 4.0
    };
    let homes = |spot: Spot| {
        let crowded = settlements
            .iter()
            .filter(|s| crate::position::distance_km(s.centre, spot) < 0.6)
            .map(|s| share_in(&s.boundary, spot) * s.population(CENSUS) as f64 / s.area_m2() * 1e4);
        let laid_out = planned
            .iter()
            .map(|(ring, people)| share_in(ring, spot) * *people as f64 / crate::position::area_km2(ring) / 100.0);
        crowded.chain(laid_out).sum::<f64>()
    };
    let on_land = |spot: Spot| spot[1] > coast_km(spot[0]) && from_river_km(spot) > CHANNEL_KM;
    let home_district = |spot: Spot| district_at(spot).filter(|d| on_land(spot) && inside(&outlines[*d], spot));
    let mut raster = Raster::new(0.1, |spot| home_district(spot).map_or(NODATA, |_| homes(spot) as f32));
    let districts = Raster::new(0.1, |spot| home_district(spot).map_or(-1.0, |d| d as f32));
    for (district, count) in counts.iter().enumerate() {
        let here: Vec<usize> =
            (0..raster.cells.len()).filter(|i| (districts.cells[*i] - district as f32).abs() < 0.5).collect();
        let housed: f64 = here.iter().map(|i| f64::from(raster.cells[*i])).sum();
        let elsewhere = (count.people() as f64 - housed) / here.len() as f64;
        for i in here {
            raster.cells[i] = rounded(f64::from(raster.cells[i]) + elsewhere, 100.0).max(0.0);
        }
    }
    raster
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::census;
    use crate::settlements::settlements;

    #[test]
    fn the_grid_of_people_adds_up_to_the_census() {
        let settlements = settlements(2019);
        let counts = census(&settlements, 2019);
        let raster = people(&settlements, &counts);
        let sum: f64 = raster.cells.iter().filter(|c| **c >= 0.0).map(|c| f64::from(*c)).sum();
        let counted: i64 = counts.iter().map(|c| c.people()).sum();
        assert!((sum / counted as f64 - 1.0).abs() < 0.002, "{sum} {counted}");
    }

    #[test]
    fn geotiffs_carry_their_place_and_read_back() {
        let raster = Raster::new(0.5, |[x, _]| x as f32);
        for compression in [Compression::Lzw, Compression::Packbits] {
            let bytes = raster.geotiff(compression).unwrap();
            let mut decoder = tiff::decoder::Decoder::new(Cursor::new(bytes)).unwrap();
            assert_eq!(decoder.dimensions().unwrap(), (40, 30));
            let keys = decoder.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).unwrap();
            assert_eq!(keys.last(), Some(&EPSG));
        }
    }
}
