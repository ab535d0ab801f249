"""Background jobs: rows first, the broker carries ids only.

A message may be lost or come five times; the row decides. Whoever wins the conditional update
of the lease does the work, and only the holder of the lease may write the result.
"""
