
-- What each table and column is, for those who open the file in another program
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES
  ('consent', 'attributes', 'Consents', 'What communities allowed, for what, and until when', '1970-01-01T00:00:00.000Z'),
  ('source', 'attributes', 'Sources', 'Where every number came from', '1970-01-01T00:00:00.000Z'),
  ('run', 'attributes', 'Runs', 'Which version computed what, when, from which inputs', '1970-01-01T00:00:00.000Z'),
  ('problem', 'attributes', 'Problems', 'What is wrong with the sources, where, and what to do about it', '1970-01-01T00:00:00.000Z'),
  ('observation', 'attributes', 'Observations', 'What is known of each indicator at each place, with range, quality and source', '1970-01-01T00:00:00.000Z'),
  ('concordance', 'attributes', 'Concordance', 'How places of one edition of boundaries share area and people with those of another', '1970-01-01T00:00:00.000Z'),
  ('raster', 'attributes', 'Rasters', 'Rasters beside this file, in the folder rasters', '1970-01-01T00:00:00.000Z'),
  ('layer_styles', 'attributes', 'layer_styles', 'Styles, as QGIS keeps them', '1970-01-01T00:00:00.000Z');
INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) VALUES
  ('consent', 'owner', 'owner', 'Owner', 'Who owns the data'),
  ('consent', 'purpose', 'purpose', 'Purpose', 'What the data may be used for'),
  ('consent', 'level', 'level', 'Level of detail', 'Who may see it: public, partner, city, community, sealed'),
  ('consent', 'boundary', 'boundary', 'Boundary', 'Whether the true boundary may be shown'),
  ('consent', 'until', 'until', 'Until', 'Last day, ISO 8601; empty where it does not end'),
  ('consent', 'withdrawn', 'withdrawn', 'Withdrawn', 'Day of withdrawal, ISO 8601'),
  ('source', 'id', 'id', 'Id', 'Id in city.toml'),
  ('source', 'date', 'date', 'Date', 'Date of publication or survey, ISO 8601'),
  ('source', 'quality', 'quality', 'Quality', 'How far to trust it: high, medium, low'),
  ('source', 'raw', 'raw', 'Raw', 'Whether it is as its maker left it'),
  ('source', 'files', 'files', 'Files', 'Files read, relative to the data folder; JSON'),
  ('source', 'checksum', 'checksum', 'Checksum', 'SHA-256 over names and contents of the files'),
  ('source', 'fingerprint', 'fingerprint', 'Fingerprint', 'SHA-256 over the checksum and what city.toml says of the source'),
  ('source', 'bytes', 'bytes', 'Bytes', 'Bytes read'),
  ('source', 'reference_system', 'reference_system', 'Reference system', 'The reference system it came in and what was done about it'),
  ('run', 'parameters', 'parameters', 'Parameters', 'What was asked for; JSON'),
  ('run', 'inputs', 'inputs', 'Inputs', 'Sources with their checksums; JSON'),
  ('observation', 'place', 'place', 'Place', 'Id of the place'),
  ('observation', 'indicator', 'indicator', 'Indicator', 'Id in the field table, which says its unit'),
  ('observation', 'period', 'period', 'Period', 'Year, month, day or span, ISO 8601'),
  ('observation', 'group', 'group', 'Group', 'The part of the people or things that it is about; empty is all'),
  ('observation', 'low', 'low', 'Low', 'Lower end of the range, in the unit of the indicator'),
  ('observation', 'value', 'value', 'Value', 'Best value, in the unit of the indicator; empty where not known, see gap'),
  ('observation', 'high', 'high', 'High', 'Upper end of the range, in the unit of the indicator'),
  ('observation', 'classes', 'classes', 'Classes', 'Codes of a class indicator; JSON'),
  ('observation', 'gap', 'gap', 'Gap', 'Why there is no number; never zero'),
  ('observation', 'quality', 'quality', 'Quality', 'How far to trust it: high, medium, low'),
  ('observation', 'source', 'source', 'Source', 'Id of the source'),
  ('observation', 'run', 'run', 'Run', 'Id of the run that made it'),
  ('observation', 'locator', 'locator', 'Locator', 'Where it stands in the source'),
  ('observation', 'method', 'method', 'Method', 'How it was computed; empty where the source gives it'),
  ('observation', 'inputs', 'inputs', 'Inputs', 'Keys of the observations it was computed from; JSON'),
  ('concordance', 'area_m2', 'area_m2', 'Shared area', 'Area that both places share, in square metres'),
  ('concordance', 'population', 'population', 'People', 'People in the shared area, in persons; empty where no raster of people was given'),
  ('concordance', 'share_from', 'share_from', 'Share', 'Part of the first place that lies in the second, 0 to 1, by people where known, else by area'),
  ('raster', 'name', 'name', 'Name', 'Name; the file is rasters/NAME.tif'),
  ('raster', 'measures', 'measures', 'Measures', 'What a cell means, with its unit'),
  ('raster', 'checksum', 'checksum', 'Checksum', 'SHA-256 of the file');
INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description)
  SELECT kind.name, col.name, col.name, col.title, col.description
  FROM (SELECT 'cities' AS name UNION ALL SELECT 'districts' UNION ALL SELECT 'settlements' UNION ALL SELECT 'cells'
    UNION ALL SELECT 'buildings' UNION ALL SELECT 'facilities') AS kind,
  (SELECT 'id' AS name, 'Id' AS title, 'Id that never changes' AS description
    UNION ALL SELECT 'parent', 'Part of', 'Id of the place it is part of'
    UNION ALL SELECT 'edition', 'Edition', 'Edition of boundaries it belongs to'
    UNION ALL SELECT 'valid_from', 'Valid from', 'First year for which the boundary held'
    UNION ALL SELECT 'valid_to', 'Valid to', 'Last year for which the boundary held; empty while it holds'
    UNION ALL SELECT 'aliases', 'Other names', 'Other names and codes; JSON'
    UNION ALL SELECT 'source', 'Source', 'Id of the source of the place') AS col;
