"""What views are made of: paths, marks, labels, windows, levels."""
