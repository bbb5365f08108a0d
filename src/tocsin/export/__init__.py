"""Reports in the columns that others' tools read: PLOVER's JSON lines, POLECAT's table, CSV, Parquet, GeoJSON."""
