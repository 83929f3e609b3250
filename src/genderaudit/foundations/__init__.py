"""What every part stands on: errors, files, YAML with line numbers, paths, languages. It knows nothing of audits."""
