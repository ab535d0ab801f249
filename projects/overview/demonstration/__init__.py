"""The demonstration: a county with its people and projects, built through the services.

Nothing here writes a table directly: what the demonstration shows is what the services of
the product let happen, dated in the past, on working days, in order.
"""

from projects.overview.demonstration.building import load_demonstration

__all__ = ["load_demonstration"]
