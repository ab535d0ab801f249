"""Units, people, posts and appointments (组织与岗位)."""
