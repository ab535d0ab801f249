"""What every part shares and no part owns: no tables, no words of the domain."""
