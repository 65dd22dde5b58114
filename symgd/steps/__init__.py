"""What makes steps: iterators of rows, one row for each iterate.

`source` chooses the maker: `generated` code for few variables, `arrays` for many, `searched` for
line searches and Newton's direction. `pointwise` evaluates a cost at one point, `rates` a schedule,
and `record` packs the rows that the loop keeps.
"""
