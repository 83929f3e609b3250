"""What a notebook keeps when it is saved or exported: results that were protected, and nothing else."""
