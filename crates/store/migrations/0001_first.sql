-- GeoPackage 1.3 core
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'),
  ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'),
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write');

-- Styles, as QGIS keeps them
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP);

-- The city
CREATE TABLE makazi_version (version INTEGER NOT NULL);
CREATE TABLE makazi_city (
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, extent TEXT, currency TEXT NOT NULL,
  invented INTEGER NOT NULL, notice TEXT NOT NULL) STRICT;

CREATE TABLE consent (
  fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE CHECK (id <> ''), owner TEXT NOT NULL, purpose TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('public', 'partner', 'city', 'community', 'sealed')),
  boundary BOOLEAN NOT NULL, until TEXT, withdrawn TEXT);
CREATE TABLE source (
  fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE CHECK (id <> ''), title TEXT NOT NULL, publisher TEXT NOT NULL,
  licence TEXT NOT NULL, address TEXT NOT NULL, date TEXT NOT NULL,
  quality TEXT NOT NULL CHECK (quality IN ('high', 'medium', 'low')), raw BOOLEAN NOT NULL, files TEXT NOT NULL,
  checksum TEXT NOT NULL, fingerprint TEXT NOT NULL, bytes INTEGER NOT NULL, reference_system TEXT NOT NULL,
  consent TEXT REFERENCES consent(id));
CREATE TABLE run (
  fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE CHECK (id <> ''), stage TEXT NOT NULL, started TEXT NOT NULL,
  finished TEXT NOT NULL, version TEXT NOT NULL, seed TEXT NOT NULL, parameters TEXT NOT NULL, inputs TEXT NOT NULL);
CREATE TABLE problem (
  fid INTEGER PRIMARY KEY, severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'note')), code TEXT NOT NULL,
  source TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER, "column" TEXT NOT NULL,
  value TEXT NOT NULL, expected TEXT NOT NULL, hint TEXT NOT NULL);
CREATE INDEX problem_of_source ON problem (source);

-- Places: what each source says of a place, and the place that this makes
CREATE TABLE place_given (
  place TEXT NOT NULL CHECK (place <> ''), source TEXT NOT NULL REFERENCES source(id),
  kind TEXT NOT NULL CHECK (kind IN ('city', 'district', 'settlement', 'cell', 'building', 'facility')),
  name TEXT NOT NULL, aliases TEXT NOT NULL, parent TEXT, edition TEXT NOT NULL, valid_from INTEGER, valid_to INTEGER,
  geometry BLOB, PRIMARY KEY (place, source)) WITHOUT ROWID;
CREATE INDEX place_given_by ON place_given (source);
CREATE TABLE place (
  fid INTEGER PRIMARY KEY, geometry GEOMETRY, id TEXT NOT NULL UNIQUE CHECK (id <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('city', 'district', 'settlement', 'cell', 'building', 'facility')),
  name TEXT NOT NULL, aliases TEXT NOT NULL, parent TEXT, edition TEXT NOT NULL, valid_from INTEGER, valid_to INTEGER,
  source TEXT NOT NULL REFERENCES source(id));
CREATE INDEX place_of_kind ON place (kind);
CREATE VIRTUAL TABLE rtree_place_geometry USING rtree(id, minx, maxx, miny, maxy);
CREATE TRIGGER rtree_place_geometry_insert AFTER INSERT ON place WHEN (NEW.geometry NOTNULL AND NOT ST_IsEmpty(NEW.geometry))
  BEGIN INSERT OR REPLACE INTO rtree_place_geometry VALUES (NEW.fid, ST_MinX(NEW.geometry), ST_MaxX(NEW.geometry),
    ST_MinY(NEW.geometry), ST_MaxY(NEW.geometry)); END;
CREATE TRIGGER rtree_place_geometry_update1 AFTER UPDATE OF geometry ON place WHEN OLD.fid = NEW.fid AND (NEW.geometry NOTNULL AND NOT ST_IsEmpty(NEW.geometry))
  BEGIN INSERT OR REPLACE INTO rtree_place_geometry VALUES (NEW.fid, ST_MinX(NEW.geometry), ST_MaxX(NEW.geometry),
    ST_MinY(NEW.geometry), ST_MaxY(NEW.geometry)); END;
CREATE TRIGGER rtree_place_geometry_update2 AFTER UPDATE OF geometry ON place WHEN OLD.fid = NEW.fid AND (NEW.geometry ISNULL OR ST_IsEmpty(NEW.geometry))
  BEGIN DELETE FROM rtree_place_geometry WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_place_geometry_update3 AFTER UPDATE ON place WHEN OLD.fid != NEW.fid AND (NEW.geometry NOTNULL AND NOT ST_IsEmpty(NEW.geometry))
  BEGIN DELETE FROM rtree_place_geometry WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_place_geometry VALUES (NEW.fid, ST_MinX(NEW.geometry), ST_MaxX(NEW.geometry),
    ST_MinY(NEW.geometry), ST_MaxY(NEW.geometry)); END;
CREATE TRIGGER rtree_place_geometry_update4 AFTER UPDATE ON place WHEN OLD.fid != NEW.fid AND (NEW.geometry ISNULL OR ST_IsEmpty(NEW.geometry))
  BEGIN DELETE FROM rtree_place_geometry WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_place_geometry_delete AFTER DELETE ON place WHEN OLD.geometry NOT NULL
  BEGIN DELETE FROM rtree_place_geometry WHERE id = OLD.fid; END;
INSERT INTO gpkg_extensions VALUES ('place', 'geometry', 'gpkg_rtree_index', 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only');
CREATE VIEW cities AS SELECT fid AS OGC_FID, geometry, id, name, parent, edition, valid_from, valid_to, aliases, source
  FROM place WHERE kind = 'city';
CREATE VIEW districts AS SELECT fid AS OGC_FID, geometry, id, name, parent, edition, valid_from, valid_to, aliases, source
  FROM place WHERE kind = 'district';
CREATE VIEW settlements AS SELECT fid AS OGC_FID, geometry, id, name, parent, edition, valid_from, valid_to, aliases, source
  FROM place WHERE kind = 'settlement';
CREATE VIEW cells AS SELECT fid AS OGC_FID, geometry, id, name, parent, edition, valid_from, valid_to, aliases, source
  FROM place WHERE kind = 'cell';
CREATE VIEW buildings AS SELECT fid AS OGC_FID, geometry, id, name, parent, edition, valid_from, valid_to, aliases, source
  FROM place WHERE kind = 'building';
CREATE VIEW facilities AS SELECT fid AS OGC_FID, geometry, id, name, parent, edition, valid_from, valid_to, aliases, source
  FROM place WHERE kind = 'facility';

-- A number needs a source, a run and a way in which it came to be; it is an estimate, codes or a gap, and one of them
CREATE TABLE observation (
  fid INTEGER PRIMARY KEY, place TEXT NOT NULL REFERENCES place(id), indicator TEXT NOT NULL CHECK (indicator <> ''),
  period TEXT NOT NULL CHECK (period <> ''), "group" TEXT NOT NULL, low DOUBLE, value DOUBLE, high DOUBLE, classes TEXT,
  gap TEXT CHECK (gap IN ('not_estimated', 'not_occurring', 'included_elsewhere', 'confidential',
    'withheld_by_community', 'not_measured_here')),
  quality TEXT NOT NULL CHECK (quality IN ('high', 'medium', 'low')), source TEXT NOT NULL REFERENCES source(id),
  run TEXT NOT NULL REFERENCES run(id), locator TEXT, method TEXT, inputs TEXT, note TEXT NOT NULL,
  CONSTRAINT one_value CHECK ((value IS NOT NULL) + (classes IS NOT NULL) + (gap IS NOT NULL) = 1),
  CONSTRAINT range_encloses_value CHECK (value IS NULL AND low IS NULL AND high IS NULL
    OR low IS NOT NULL AND high IS NOT NULL AND -1.7976931348623157e308 <= low AND low <= value AND value <= high
      AND high <= 1.7976931348623157e308),
  CONSTRAINT one_basis CHECK ((locator IS NULL) <> (method IS NULL) AND (inputs IS NULL) = (method IS NULL)),
  CONSTRAINT once UNIQUE (place, indicator, period, "group", source));
CREATE INDEX observation_of_indicator ON observation (indicator);
CREATE INDEX observation_of_source ON observation (source);
CREATE INDEX observation_of_run ON observation (run);

CREATE TABLE concordance (
  fid INTEGER PRIMARY KEY, from_place TEXT NOT NULL REFERENCES place(id), to_place TEXT NOT NULL REFERENCES place(id),
  area_m2 DOUBLE NOT NULL CHECK (area_m2 >= 0), population DOUBLE CHECK (population >= 0),
  share_from DOUBLE NOT NULL CHECK (share_from >= 0 AND share_from <= 1.000001),
  run TEXT NOT NULL REFERENCES run(id), UNIQUE (from_place, to_place));
CREATE INDEX concordance_to ON concordance (to_place);
CREATE INDEX concordance_of_run ON concordance (run);

CREATE TABLE raster (
  fid INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> ''), title TEXT NOT NULL, measures TEXT NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, reference_system TEXT NOT NULL, checksum TEXT NOT NULL,
  source TEXT NOT NULL REFERENCES source(id));
CREATE TABLE makazi_layer (
  name TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, description TEXT NOT NULL, shape TEXT NOT NULL,
  columns TEXT NOT NULL, style TEXT NOT NULL, fid_column TEXT NOT NULL, geometry_column TEXT,
  source TEXT NOT NULL REFERENCES source(id)) STRICT;
