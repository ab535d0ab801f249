"""Notices to people (通知)."""
