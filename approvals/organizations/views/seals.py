"""The signing certificates of units (签章证书): pages of the security administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from approvals.organizations.access import Ability
from approvals.organizations.forms import SealCertificateForm, WithdrawCertificateForm
from approvals.organizations.services.seals import (
    add_seal_certificate as add_certificate,
)
from approvals.organizations.services.seals import (
    withdraw_seal_certificate as withdraw_certificate,
)
from approvals.organizations.views.office import may_at, office_needed, person_at, posted
from config.kernel.forms import attempt
from documents.models import SealCertificate
from documents.queries import certificates
from documents.rules import standing_of

SEALS = "approvals:organizations-seals"
FORM = "approvals/organizations/form.html"


@require_GET
@office_needed(Ability.SEE_ORGANIZATION)
def seal_certificates(request: HttpRequest) -> HttpResponse:
    """List the certificates with which units seal, those in use first (签章证书)."""
    now = timezone.now()
    context = {
        "tab": "seals",
        "may_keep": may_at(request, Ability.KEEP_SEALS),
        "rows": [
            {"certificate": one, "standing": standing_of(one, at=now)} for one in certificates()
        ],
    }
    return render(request, "approvals/organizations/seals.html", context)


@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
@office_needed(Ability.KEEP_SEALS)
def add_seal_certificate(request: HttpRequest) -> HttpResponse:
    """Register the certificate of a unit (登记签章证书)."""
    form = SealCertificateForm(
        posted(request), request.FILES or None, initial={"unit": request.GET.get("unit", "")}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, add_certificate, actor=person_at(request), at=timezone.now())
    ):
        _tell(request, form.result)
        return redirect(SEALS)
    return _form(
        request,
        form,
        title="登记签章证书",
        note="本单位原来的证书会同时停用。登记、停用都留痕；登记证书的人不能签章，签章的人不能登记证书。",
        button="登记",
    )


@require_http_methods(["GET", "POST"])
@office_needed(Ability.KEEP_SEALS)
def withdraw_seal_certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Let a unit seal no longer with a certificate (停用签章证书)."""
    certificate = get_object_or_404(SealCertificate, pk=certificate_id)
    form = WithdrawCertificateForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, withdraw_certificate, certificate, actor=person_at(request), at=timezone.now()
        )
    ):
        messages.success(request, f"{certificate.unit_label}的签章证书已停用，私钥已销毁。")
        return redirect(SEALS)
    return _form(
        request,
        form,
        title=f"停用{certificate.unit_label}的签章证书",
        note="停用后本单位不能再签章，私钥随即销毁，不能恢复；此前的签章仍可核验。",
        button="停用",
    )


def _tell(request: HttpRequest, certificate: SealCertificate) -> None:
    unit = certificate.unit_label
    messages.success(request, f"{unit}的签章证书已登记，有权签章的人现在可以签章。")
    if unit not in certificate.subject:
        messages.warning(
            request, f"证书主体是“{certificate.subject}”，与单位名称“{unit}”不一致，请核对。"
        )


def _form(
    request: HttpRequest,
    form: SealCertificateForm | WithdrawCertificateForm,
    *,
    title: str,
    note: str,
    button: str,
) -> HttpResponse:
    trail = [{"label": "签章证书", "href": reverse(SEALS)}]
    context = {"form": form, "title": title, "note": note, "trail": trail, "button": button}
    return render(request, FORM, context, status=form.status)
