"""Foundations of all packages: errors, files, YAML with line numbers, paths, languages. It knows nothing of audits."""
