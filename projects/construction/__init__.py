"""建设: milestones, progress reports and changes."""
