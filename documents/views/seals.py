"""The button of the electronic seal (电子签章) on the page of a print, and what it shows there."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.kernel.verdicts import RuleViolationError, Verdict
from documents import services
from documents.jobs.models import Job
from documents.models import ElectronicSeal, PrintedSheet
from documents.queries import may_see_print, sealing_job, seals_on, waiting_seals
from documents.rules import (
    SealingUnit,
    Standing,
    may_seal,
    sealing_units,
    signature_standing,
)


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """A seal that is on a print, and what its signature is worth today."""

    seal: ElectronicSeal
    standing: Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """A unit in whose name the reader may seal, and whether now."""

    unit: SealingUnit
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Waiting:
    """A seal that was asked for and is not on yet."""

    seal: ElectronicSeal
    job: Job | None


def shown_seals(printed: PrintedSheet, *, at: datetime) -> list[ShownSeal]:
    """Return the seals on a print, each with what it is worth."""
    return [
        ShownSeal(one, signature_standing(one.certificate, one.sealed_at, at=at))
        for one in seals_on(printed)
    ]


def seal_panel(
    person: AbstractBaseUser, printed: PrintedSheet, *, at: datetime
) -> dict[str, object]:
    """Return what the page of a print shows of its seals."""
    shown = shown_seals(printed, at=at)
    have_sealed = {one.seal.unit_ref for one in shown}
    return {
        "seals": shown,
        "sealed": shown[-1].seal.version if shown else None,
        "waiting": [Waiting(one, sealing_job(one)) for one in waiting_seals(printed)],
        "offers": [
            Offer(unit, may_seal(printed, unit, at=at))
            for unit in sealing_units(person, printed)
            if unit.ref not in have_sealed
        ],
    }


@require_POST
def seal(request: HttpRequest, printed_id: int) -> HttpResponse:
    """Put the seal of a unit on a copy of a print."""
    printed = get_object_or_404(PrintedSheet, pk=printed_id)
    assert isinstance(request.user, AbstractBaseUser)
    if not may_see_print(request.user, printed):
        raise Http404
    wanted = request.POST.get("unit", "")
    units = {str(unit.ref): unit for unit in sealing_units(request.user, printed)}
    if wanted not in units:
        raise PermissionDenied
    try:
        services.seal_print(printed, units[wanted], actor=request.user, at=timezone.now())
    except RuleViolationError as violation:
        messages.error(request, violation.verdict.text)
    else:
        messages.success(request, "正在签章，完成后在本页下载电子签章件。")
    return redirect("documents:printed", printed_id=printed.pk)
