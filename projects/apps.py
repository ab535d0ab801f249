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
        """Register what the stages bring: kinds of records, facts, matters, and the rest."""
        _register_stages()
        _declare_forms()
        _register_jobs()
        _register_listings()
        _register_reviews()
        _register_with_organizations()
        _register_sealers()


def _register_stages() -> None:
    from approvals.flows import matters
    from documents.sheets import catalog
    from projects.planning.matters import ANNUAL_PLAN
    from projects.registry import facts, kinds
    from projects.registry.facts import reviews as reviewed
    from projects.registry.kinds.forms import form_kinds
    from projects.registry.matters import declared_matter, matter_of

    catalog.load()
    for stage in STAGES:
        kinds.register(*import_module(f"projects.{stage}.matters").KINDS)
    kinds.register(*form_kinds())
    for stage in (*STAGES[1:], "planning"):
        stage_facts = import_module(f"projects.{stage}.facts")
        told = getattr(stage_facts, "OF_ANY_FORM", ())
        facts.register(stage, stage_facts.provide, of_any_form=told)
    facts.register("reviews", reviewed.provide)
    for kind in kinds.all_kinds():
        matters.register(matter_of(kind))
    matters.register_family(declared_matter)
    matters.register(ANNUAL_PLAN)


def _declare_forms() -> None:
    """Tell the language of rulebooks which boxes the forms that are built in have."""
    from documents.sheets import catalog
    from documents.sheets.shapes import Field, FieldKind
    from projects.registry import kinds
    from projects.regulations.rulebook.facts import KindFacts, declare_forms
    from projects.regulations.rulebook.vocabulary import Box, facts_of_boxes

    def box(field: Field) -> Box:
        kind = "user" if field.kind is FieldKind.PERSON else field.kind.value.lower()
        columns = tuple(map(box, field.columns))
        return Box(field.code, field.label, kind, field.choices, columns)

    def forms() -> KindFacts:
        return {
            kind.code: (
                kind.label,
                facts_of_boxes(kind.code, kind.label, map(box, catalog.get(kind.sheet).fields())),
            )
            for kind in kinds.all_kinds()
        }

    declare_forms(forms)


def _register_jobs() -> None:
    """Say who does the long work that reads across the stages."""
    from documents.jobs import handlers
    from projects.overview import exports
    from projects.registry.services import JOB

    handlers.register(exports.DOSSIER, exports.build_dossier)
    handlers.register(exports.BLANK, exports.draw_blank)
    handlers.register(exports.PRINTS, exports.draw_together)
    handlers.register(JOB, exports.run_backfill)


def _register_listings() -> None:
    """Say how the lists of the stages are opened when they leave as workbooks."""
    from documents.spreadsheets import register_listing
    from projects.evaluation.views import SCORE_LIST, open_scores
    from projects.finance import views as finance
    from projects.overview.views.ledger import LEDGER, open_ledger

    register_listing(LEDGER, open_ledger)
    register_listing(finance.MONEY_LIST, finance.open_ledger)
    register_listing(finance.PAYMENT_LIST, finance.open_payments)
    register_listing(SCORE_LIST, open_scores)


def _register_reviews() -> None:
    """Let experts review records, and say which firms they must have nothing to do with."""
    from approvals.experts import subjects
    from projects.procurement.queries import contractor_names
    from projects.registry import reviews

    subjects.register(reviews.RECORDS)
    reviews.register_firms(contractor_names)


def _register_with_organizations() -> None:
    """Tell the organization what it cannot know: the rulebook step, and what units still do."""
    from approvals.organizations.burdens import register_unit_burden
    from approvals.organizations.estates import register_estate
    from approvals.organizations.holdings import register_keeper
    from approvals.organizations.setup_steps import SetupStep, register_step
    from projects.registry.queries import unfinished_projects
    from projects.registry.services.estates import ESTATES
    from projects.registry.services.handing import KEEPERS
    from projects.regulations.forms import NoFieldsForm
    from projects.regulations.services import import_shipped_packs

    register_unit_burden(unfinished_projects)
    for keeper in KEEPERS:
        register_keeper(keeper)
    for estate in ESTATES:
        register_estate(estate)
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


def _register_sealers() -> None:
    """Say in whose name a person may put an electronic seal on a print."""
    from documents.rules import register_sealers
    from projects.registry.access import sealing_units

    register_sealers(sealing_units)
