"""The object of the phase notebooks: an organisation's data, the rules of the audit, and what is shown."""
