"""The method as data, and what an organisation says of itself: typed models of YAML files."""
