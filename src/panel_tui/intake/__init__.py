"""What is brought in: the team's evidence from where it keeps it, its own view of itself, other catalogues.

A reader makes a `found.Found` of a file; `preview.Preview` compares that with a session, is corrected, and makes
the events. Nothing here writes.
"""
