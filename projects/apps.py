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
        from approvals.organizations.setup_steps import SetupStep, register_step
        from projects.planning.facts import provide
        from projects.planning.matters import ANNUAL_PLAN
        from projects.registry import facts, kinds
        from projects.registry.matters import matter_of
        from projects.regulations.forms import NoFieldsForm
        from projects.regulations.services import import_shipped_packs

        for stage in STAGES:
            if find_spec(f"projects.{stage}.matters"):
                kinds.register(*import_module(f"projects.{stage}.matters").KINDS)
            if stage != "registry" and find_spec(f"projects.{stage}.facts"):
                facts.register(stage, import_module(f"projects.{stage}.facts").provide)
        facts.register("planning", provide)
        for kind in kinds.all_kinds():
            matters.register(matter_of(kind))
        matters.register(ANNUAL_PLAN)
        register_step(
            SetupStep(
                code="rulebook",
                label="办法",
                text="导入随系统提供的办法并启用已经施行的；征求意见稿只供查阅。"
                "以后可由办法管理员导入、修改和启用别的办法。",
                form=NoFieldsForm,
                service=import_shipped_packs,
                order=100,
            )
        )
