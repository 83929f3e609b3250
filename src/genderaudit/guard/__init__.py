"""The guard: removes from a saved or exported notebook everything but results that passed disclosure control."""
