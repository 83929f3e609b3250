"""From the cells of a column to values: numbers, dates, amounts, ages, codes. Nothing here knows files or rows."""
