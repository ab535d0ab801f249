"""Make the one-time token of the first set-up and print where to use it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from approvals.organizations.models import User
from approvals.organizations.services.setup import issue_setup_token
from config.kernel.verdicts import RuleViolationError


class Command(BaseCommand):
    help = "生成首次设置的一次性口令（24 小时内有效，只能用一次）。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the token; it is stored nowhere in clear."""
        try:
            token = issue_setup_token(actor=User.system(), at=timezone.now())
        except RuleViolationError as violation:
            raise CommandError(violation.verdict.text) from violation
        self.stdout.write(f"请在浏览器打开 /setup/，输入一次性口令：{token}")
