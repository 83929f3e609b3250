"""The method as data, and an organisation's settings: typed models of YAML files."""
