"""The pages of the pool, of reviews, and of one's invitations."""
