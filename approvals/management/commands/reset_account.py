"""Give somebody a new one-time password from the server, when no administrator can any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from approvals.organizations.models import User
from approvals.organizations.services import reset_password
from config.kernel.verdicts import RuleViolationError


class Command(BaseCommand):
    help = "在服务器上重置一个账号的密码（管理员都不能登录时使用，留痕）。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the user name."""
        parser.add_argument("username", help="用户名")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the new password once."""
        user = User.objects.filter(username=options["username"].lower()).first()
        if user is None:
            raise CommandError(f"没有用户名为“{options['username']}”的账号。")
        try:
            account = reset_password(user, actor=User.system(), at=timezone.now())
        except RuleViolationError as violation:
            raise CommandError(violation.verdict.text) from violation
        self.stdout.write(
            f"{user.full_name}的一次性密码（七天内有效）：{account.one_time_password}"
        )
