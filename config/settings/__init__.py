"""Settings: base and its parts; dev, test and production only override."""
