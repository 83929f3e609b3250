"""Writers of a publication: page, Word file, slides, print; each writes the blocks of ``report.document``."""
