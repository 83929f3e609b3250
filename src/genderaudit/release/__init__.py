"""Published figures of a round as problems that an attacker could solve (``gate``)."""
