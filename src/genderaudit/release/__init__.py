"""What a round publishes, as problems that an attacker could solve (``gate``)."""
