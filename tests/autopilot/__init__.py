"""Carries projects through any rulebook, by the services alone, and looks what happens."""
