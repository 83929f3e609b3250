"""What an audit concludes from results: findings, ratings, triangulation, messages, recommendations, follow-up."""
