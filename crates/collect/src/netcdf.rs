//! NetCDF: grids with named variables, classic and 4.
