"""A publication as a page, a Word file, slides, on paper: each module writes the blocks of ``report.document``."""
