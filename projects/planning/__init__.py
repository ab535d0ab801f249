"""年度计划: the annual plan, compiled and confirmed by three departments."""
