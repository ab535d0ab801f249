"""立项: the approval of a project and the official reply that ends it."""
