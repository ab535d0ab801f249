"""绩效评价: indicators, self-evaluation, evaluation, and the archive that closes the file."""
