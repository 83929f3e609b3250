"""Conclusions from results: findings, ratings, triangulation, key messages, recommendations, follow-up.

Results come in after the disclosure rules; ``report`` and ``reporting`` present what is concluded.
"""
