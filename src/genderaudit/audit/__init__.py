"""The object of the phase notebooks: an organisation's data, the rules of the audit, and what is shown.

It connects intake, measures, disclosure, conclusions and report; none of them is implemented here.
"""
