"""All lists of a round: read in one pass, kept in memory, summed up; the folder of a new round."""
