"""What the ledger says when it cannot show anything safely."""

from genderaudit.errors import AuditError


class DisclosureError(AuditError):
    """The run stops rather than show what would give people away."""

    def __init__(self) -> None:
        super().__init__(
            "The disclosure ledger cannot show this phase without giving hidden people away, so nothing of it is "
            "shown. Merge small groups (levels, units, branches) in the organisation's lists, or raise minimum_cell."
        )
