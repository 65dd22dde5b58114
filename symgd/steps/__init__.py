"""What makes steps: iterators of rows, one row for each iterate.

`source` chooses the maker: `generated` code for few variables, `sampled` for few and a cost over
data, `arrays` for many, `searched` for line searches and Newton's direction. `starting` evaluates
a start, `rates` a schedule, and `record` packs the rows that the loop keeps.
"""
