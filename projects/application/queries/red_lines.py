"""Red lines in an application: words of the measures and of the office, in lines and contents."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from documents.sheets.shapes import FieldKind
from projects.application.models import ProjectApplication, RedLineTerm
from projects.application.queries.lines import LineFinding, findings_of, lines_of
from projects.registry.kinds import sheet_of
from projects.registry.models import Project, Record
from projects.registry.shapes import rows_in
from projects.regulations.interpreter import words_in
from projects.regulations.models import Regulation
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import LineWord
from projects.regulations.rulebook.gates import ANSWER_TO

NAME = "project_name"
SCANNED = (
    NAME,
    "background",
    "objectives",
    "functions",
    "business_flows",
    "data_and_interfaces",
    "security_and_rights",
    "expected_benefits",
)
WRITTEN = (FieldKind.TEXT, FieldKind.LONG_TEXT)
EVERYWHERE = "TERM_"
FACT = "application.red_line_hits"


@dataclass(frozen=True, slots=True)
class ContentFinding:
    """A red line that the contents of an application touch, and what the applicant says of it."""

    place: str
    label: str
    word: LineWord
    answer: str

    @property
    def key(self) -> str:
        """Where its answer is kept."""
        return f"{self.place}:{self.word.code}"

    @property
    def box(self) -> str:
        """The name of its box on the page."""
        return f"red-{self.place}-{self.word.code}"

    @property
    def is_settled(self) -> bool:
        """Whether it was answered."""
        return bool(self.answer.strip())


def terms(regulation: Regulation | None = None) -> QuerySet[RedLineTerm]:
    """Return the words of the office that hold today: of one regulation, or those of all."""
    return (
        RedLineTerm.objects.filter(regulation=regulation, retired_at=None)
        .select_related("added_by")
        .order_by("line_code", "pk")
    )


def words_for(record: Record) -> tuple[LineWord, ...]:
    """Return what a record is scanned for: once it is sent, as it was on that day."""
    as_of = None if record.is_editable else record.submitted_at
    return words_of(record.project, as_of)


def words_of(project: Project, as_of: datetime | None = None) -> tuple[LineWord, ...]:
    """Return the red lines of a project's measures, with the words that the office added."""
    in_force = Q(retired_at=None)
    if as_of is not None:
        in_force = Q(added_at__lte=as_of) & (in_force | Q(retired_at__gt=as_of))
    found = RedLineTerm.objects.filter(
        in_force, Q(regulation=None) | Q(regulation=project.rulebook.regulation_id)
    )
    added = list(found.order_by("pk"))
    own = rulebook_of(project.rulebook).red_lines
    known = {line.code for line in own}
    widened = (
        line.model_copy(
            update={"words": (*line.words, *(t.word for t in added if t.line_code == line.code))}
        )
        for line in own
    )
    return (*widened, *(_of_everybody(term) for term in added if term.line_code not in known))


def _of_everybody(term: RedLineTerm) -> LineWord:
    """Write a word that belongs to no clause as a red line that asks for an explanation."""
    hint = term.hint or "请说明不属于原则上不得新建的内容。"
    return LineWord.model_validate(
        {
            "id": f"TERM-{term.pk}",
            "code": f"{EVERYWHERE}{term.pk}",
            "label": term.word,
            "words": (term.word,),
            "kind": "RED_LINE",
            "gate": "application",
            "fact": FACT,
            "basis": "SYSTEM_DEFAULT",
            "message": f"出现红线用语“{term.word}”，{hint}",
        }
    )


def content_findings(
    application: ProjectApplication, words: Collection[LineWord]
) -> list[ContentFinding]:
    """Scan the name and the contents of an application for red lines."""
    red = [word for word in words if word.kind == "RED_LINE"]
    answers = application.red_line_answers
    return [
        ContentFinding(
            place=place,
            label=label,
            word=word,
            answer=str(answers.get(f"{place}:{word.code}") or ""),
        )
        for place, label, text in _contents(application)
        for word in words_in(red, text)
    ]


def forms_touching(
    project: Project, judged: Callable[[str], Record | None]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return which red lines the forms of the measures themselves touch, without a word on them."""
    own = rulebook_of(project.rulebook).red_lines
    for form in sorted({line.scanned_form for line in own} - {""}):
        record = judged(form)
        if record is None:
            continue
        text, details = _text_in(record), record.details
        found = words_in((w for w in words_for(record) if w.scanned_form == form), text)
        answered = (line for line in found if str(details.get(line.answer) or "").strip())
        open_codes = {line.code for line in found} - {line.code for line in answered}
        yield form, tuple(sorted(open_codes))


def _text_in(record: Record) -> str:
    """Return everything that is written in words in a form, its explanations left out."""
    texts: list[object] = []
    for box in sheet_of(record).fields():
        if box.is_table:
            columns = [c.code for c in box.columns if c.kind in WRITTEN]
            rows = rows_in(record.details, box.code)
            texts += [row.get(code) for row in rows for code in columns]
        elif box.kind in WRITTEN and not box.code.startswith(ANSWER_TO):
            texts.append(record.details.get(box.code))
    return "\n".join(str(text) for text in texts if text)


def _contents(application: ProjectApplication) -> Iterator[tuple[str, str, str]]:
    """Return the texts that are scanned: where they stand, what they are called."""
    labels = {field.code: field.label for field in sheet_of(application).fields()}
    for place in SCANNED:
        text = application.project.name if place == NAME else application.details.get(place)
        if text:
            yield place, labels.get(place, place), str(text)


def open_terms_in_lines(application: ProjectApplication) -> list[LineFinding]:
    """Return the lines with a word of the office that is still to be explained."""
    general = [w for w in words_for(application) if w.code.startswith(EVERYWHERE)]
    found = findings_of(general, lines_of(application.pk)) if general else []
    return [finding for finding in found if not finding.is_settled]
