"""验收: test report, trial operation, data duties and final acceptance."""
