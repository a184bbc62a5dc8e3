use super::*;
use city::{Cell, settings::TextSettings};
use grid::Window;

const CDF1: &[u8] = include_bytes!("../../tests/mutation/grid_cdf1.nc");
const CDF5: &[u8] = include_bytes!("../../tests/mutation/grid_cdf5.nc");
const NETCDF4: &[u8] = include_bytes!("../../tests/mutation/grid_4.nc");
const STATIONS: &[u8] = include_bytes!("../../tests/mutation/stations_4.nc");

fn with<T>(bytes: &[u8], work: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.nc");
    std::fs::write(&path, bytes).unwrap();
    work(&path)
}

fn cells(bytes: &[u8], band: usize, window: Window) -> Vec<f64> {
    with(bytes, |path| {
        let open = open(path, "", band).unwrap();
        let mut cells = vec![0.0; window.cells()];
        open.cells.read(window, &mut cells).unwrap();
        cells
    })
}

/// The files hold 0 to 35 (time, latitude from the south, longitude from 30 east), x 0.5 + 10; one cell is filled.
/// Written by netCDF4-python; its own reading of them gives the same numbers.
#[test]
fn cells_come_north_up_from_180_west_scaled_and_with_gaps() {
    for bytes in [CDF1, CDF5, NETCDF4] {
        let all = Window { row: 0, column: 0, width: 6, height: 3 };
        let first = cells(bytes, 1, all);
        assert_eq!(first[..6], [17.5, 18.0, 18.5, 16.0, 16.5, 17.0]);
        assert_eq!(first[12..], [11.5, 12.0, 12.5, 10.0, 10.5, 11.0]);
        let second = cells(bytes, 2, all);
        assert!(second[15].is_nan() && second.iter().filter(|c| c.is_nan()).count() == 1);
        assert_eq!(second[16..], [19.5, 20.0]);
        // A window over the seam at 0 degrees.
        assert_eq!(cells(bytes, 1, Window { row: 1, column: 2, width: 2, height: 1 }), [15.5, 13.0]);
    }
}

#[test]
fn place_unit_and_moment_are_said() {
    with(CDF5, |path| {
        let open = open(path, "", 1).unwrap();
        assert_eq!(open.cells.info().transform.origin(), (-180.0, 15.0));
        assert_eq!(open.cells.info().transform.cell(), (60.0, -10.0));
        assert!(open.crs.unwrap().is_geographic());
        let note = &open.notes[0];
        assert_eq!(note.value, "rain");
        assert_eq!(note.expected, "rain of the month; in mm; time 1 of 2 = 2019-01-15T12:00; stored x 0.5 + 10");
    });
}

#[test]
fn a_step_or_a_variable_that_is_not_there_is_named() {
    with(CDF1, |path| {
        let beyond = open(path, "", 3).err().unwrap();
        assert_eq!(
            (beyond.value.as_str(), beyond.expected.as_str()),
            ("band 3", "one of the 2 steps of this variable")
        );
        assert_eq!(open(path, "snow", 1).err().unwrap().code, "netcdf_no_grid");
        assert_eq!(grids(path).unwrap(), ["rain"]);
    });
    with(STATIONS, |path| {
        let none = open(path, "", 1).err().unwrap();
        assert_eq!((none.code.as_str(), none.column.as_str()), ("netcdf_no_grid", "rain"));
    });
}

#[test]
fn series_of_stations_are_a_table_with_dates_and_gaps() {
    with(STATIONS, |path| {
        let text = TextSettings::default();
        let records = read(&Request { path, file: "a.nc", layer: "", text: &text });
        let names: Vec<&str> = records.columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["time", "name", "lat", "lon", "rain"]);
        assert_eq!((records.rows.len(), records.columns[4].description.as_str()), (18, "mm"));
        assert_eq!(records.rows[7].cells[..2], [Cell::Text("2019-01-03".to_owned()), Cell::Text("Tema".to_owned())]);
        assert_eq!((&records.rows[7].cells[4], &records.rows[8].cells[4]), (&Cell::Empty, &Cell::Real(8.0)));
        assert!(records.problems.is_empty(), "{:?}", records.problems);
    });
}

#[test]
fn a_file_cut_short_is_refused_or_says_which_cells() {
    for bytes in [CDF1, CDF5, NETCDF4, STATIONS] {
        for length in (0..bytes.len()).step_by(97) {
            with(&bytes[..length], |path| {
                if let Ok(open) = open(path, "", 1) {
                    let info = open.cells.info();
                    let window = Window { row: 0, column: 0, width: info.width, height: info.height };
                    let _read = open.cells.read(window, &mut vec![0.0; window.cells()]);
                }
            });
        }
    }
}
