"""A panel room for service assessments, in the terminal."""

__version__ = "0.1.0"
