"""Runs that hurt the program on purpose: killed, unplugged, out of disk, its file tampered with.

Each is a script, `python -m tests.torture.kill --help`; the suite runs a short version of each.
"""
