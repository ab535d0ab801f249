"""资金: appropriations, payments and final accounts."""
