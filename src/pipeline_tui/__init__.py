"""The working day of one sales manager, in a terminal."""

__version__ = "0.1.0"
