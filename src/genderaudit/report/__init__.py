"""From findings to what people see: charts, tables, sentences, and the HTML file."""
