"""Words by which lists are recognised: typed access to ``templates/intake``."""
