"""Errors that tell the user what to do."""


class AuditError(Exception):
    """A sentence for the user: what is wrong, where, and what to do. It never holds a value of a person."""
