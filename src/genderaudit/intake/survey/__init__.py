"""Answers to the questionnaire: exports of survey tools, wordings, an organisation's own questionnaire."""
