"""Present findings: charts, tables, sentences, and the HTML, Word and slide files made of them.

Findings come in from ``conclusions``; nothing is computed here but what a text or a chart needs.
"""
