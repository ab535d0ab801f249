"""运维: the register of systems and the records of their operation."""
