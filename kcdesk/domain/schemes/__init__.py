"""Policy as data: clauses, dated values, conditions, sums and the trace of every decision.

The engine knows no county; what it works on was declared in a scheme pack and read by `packs`.
"""
