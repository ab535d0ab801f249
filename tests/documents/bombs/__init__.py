"""Short contents that mean gigabytes or hours."""
