"""From files of any kind to raw cells with headers and row numbers (``RawTable``)."""
