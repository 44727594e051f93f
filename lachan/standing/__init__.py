"""Where each person stands: facts of other rooms in; case, level, duties, due tests and their ends out."""
