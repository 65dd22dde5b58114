"""File formats: each writes the frames of an animation as they come."""
