"""SymPy expressions turned into fast callables: the only room that generates code.

`namespace` holds the numeric functions, `printing` writes expressions as Python, `program`
orders them into short statements, `arrays` compiles them for arrays of points and `recurrence`
compiles a cost and a rule together into one generator.
"""
