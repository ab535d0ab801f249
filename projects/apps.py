"""The life cycle of projects: what its stages bring is registered here, in order."""

from importlib import import_module

from django.apps import AppConfig

STAGES = (
    "registry",
    "application",
    "initiation",
    "procurement",
    "construction",
    "finance",
    "acceptance",
    "operation",
    "evaluation",
)


class ProjectsConfig(AppConfig):
    """The app of the whole life cycle."""

    name = "projects"
    label = "projects"
    verbose_name = "项目"

    def ready(self) -> None:
        """Register sheets, kinds of records, facts and matters, which need loaded tables."""
        from importlib.util import find_spec

        from approvals.flows import matters
        from projects.planning.facts import provide
        from projects.planning.matters import ANNUAL_PLAN
        from projects.registry import facts, kinds
        from projects.registry.matters import matter_of

        for stage in STAGES:
            if find_spec(f"projects.{stage}.matters"):
                kinds.register(*import_module(f"projects.{stage}.matters").KINDS)
            if stage != "registry" and find_spec(f"projects.{stage}.facts"):
                facts.register(stage, import_module(f"projects.{stage}.facts").provide)
        facts.register("planning", provide)
        for kind in kinds.all_kinds():
            matters.register(matter_of(kind))
        matters.register(ANNUAL_PLAN)
