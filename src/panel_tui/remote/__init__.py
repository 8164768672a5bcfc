"""A seat in a terminal: the same screens and the same lines, over a room that another computer has."""
