"""Experts (评审专家): the pool, the draw, what they declare, and how they score."""
