"""PostgreSQL and Valkey beside the application, and the one command that runs everything."""
