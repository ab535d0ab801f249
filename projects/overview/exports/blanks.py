"""Empty forms as PDF, drawn by the worker."""

from documents import rendering
from documents.jobs.handlers import JobFailedError, Produced, Progress
from documents.jobs.models import Job
from projects.overview.queries.guides import blank_layout
from projects.regulations.models import RulebookVersion


def draw_blank(job: Job, progress: Progress) -> Produced:
    """Draw the empty form that a job asks for."""
    version = RulebookVersion.objects.get(pk=job.params["version_id"])
    layout = blank_layout(version, job.params["code"])
    if layout is None:
        raise JobFailedError("这个办法没有这张表。")
    progress(0, 1)
    try:
        content = rendering.sheet_pdf(layout)
    except (rendering.MissingCharactersError, rendering.RenderingUnavailableError) as error:
        raise JobFailedError(str(error)) from error
    return Produced(name=f"{layout.title}（空白）.pdf", content=content, title=layout.title)
