"""Writes the small rasters of this folder with GDAL (rasterio 1.4): cell = column + 100 row + 5000 (band - 1), 37 x 29 cells."""

import numpy
import rasterio
from rasterio.transform import Affine

WIDTH, HEIGHT = 37, 29
PLACE = Affine(10, 0, 200000, 0, -10, 9900000)
CASES = {
    "tiled_lzw_u16": dict(dtype="uint16", compress="lzw", predictor=2, tiled=True),
    "tiled_deflate_f32_predictor3": dict(dtype="float32", compress="deflate", predictor=3, tiled=True, nodata=numpy.float32(-3.4e38)),
    "striped_packbits_i16": dict(dtype="int16", compress="packbits", nodata=5),
    "striped_none_f64_nan": dict(dtype="float64", nodata=float("nan")),
    "striped_deflate_f32_predictor2": dict(dtype="float32", compress="deflate", predictor=2, blockysize=8),
    "tiled_u32_big": dict(dtype="uint32", tiled=True, BIGTIFF="YES", compress="deflate"),
    "tiled_i32_big_endian": dict(dtype="int32", tiled=True, ENDIANNESS="BIG", compress="lzw", predictor=2),
    "pixel_bands_i16": dict(dtype="int16", count=3, tiled=True, interleave="pixel", compress="deflate"),
    "planar_bands_i16": dict(dtype="int16", count=3, tiled=True, interleave="band", compress="deflate"),
    "planar_strips_i16": dict(dtype="int16", count=3, interleave="band", blockysize=4),
    "colour_u16": dict(dtype="uint16", count=4, photometric="rgb", interleave="pixel", compress="lzw"),
    "sparse_u16": dict(dtype="uint16", tiled=True, SPARSE_OK="TRUE", nodata=7),
    "palette_u8": dict(dtype="uint8", compress="lzw", photometric="palette"),
    "miniswhite_u8": dict(dtype="uint8", photometric="miniswhite"),
}

for name, options in CASES.items():
    if options.get("tiled"):
        options = dict(options, blockxsize=16, blockysize=16)
    profile = dict(driver="GTiff", width=WIDTH, height=HEIGHT, crs="EPSG:32748", transform=PLACE, **{"count": 1, **options})
    row, column = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    with rasterio.open(f"{name}.tif", "w", **profile) as raster:
        for band in range(profile["count"]):
            cells = (column + 100 * row + 5000 * band) % (256 if profile["dtype"] == "uint8" else 1 << 40)
            cells = cells.astype(profile["dtype"])
            if name == "sparse_u16":
                raster.write(cells[:16, :16], 1, window=((0, 16), (0, 16)))
            else:
                if name.startswith("striped_none"):
                    cells[3, 4] = numpy.nan
                if name.startswith("tiled_deflate_f32"):
                    cells[3, 4] = numpy.float32(-3.4e38)
                raster.write(cells, band + 1)
        if name == "palette_u8":
            raster.write_colormap(1, {value: (value, 0, 0, 255) for value in range(256)})

for name, options in {"scaled_i16": dict(count=2), "masked_u8": {}, "alpha_u8": dict(count=2, ALPHA="YES")}.items():
    profile = dict(driver="GTiff", width=2, height=2, crs="EPSG:32748", transform=PLACE, dtype=name.rsplit("_")[1].replace("i16", "int16").replace("u8", "uint8"))
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(f"{name}.tif", "w", **{"count": 1, **profile, **options}) as raster:
        for band in range(raster.count):
            raster.write(numpy.array([[1, 2], [3, 4]], profile["dtype"]), band + 1)
        if name == "scaled_i16":
            raster.nodata, raster.scales, raster.offsets = 3, (1, 0.5), (0, 10)
        if name == "masked_u8":
            raster.write_mask(numpy.array([[True, True], [False, True]]))

with rasterio.open("point.tif", "w", driver="GTiff", width=2, height=2, count=1, dtype="uint8", crs="EPSG:4326",
                   transform=Affine(0.5, 0, 18, 0, -0.5, -33)) as raster:
    raster.update_tags(AREA_OR_POINT="Point")
    raster.write(numpy.array([[1, 2], [3, 4]], "uint8"), 1)
