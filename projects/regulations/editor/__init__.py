"""The shapes of a rulebook as forms and as prose.

Nothing here knows one shape from another: what a clerk may enter, how it is asked and how it
is read back in words all follow from the fields that a shape declares, so a new shape of the
language can be edited the day it is written. Pure functions on plain data, without tables.
A draft is plain data too, because it may be unfinished; it becomes a rulebook when published.
"""
