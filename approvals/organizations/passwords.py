"""What a password must be, in two profiles.

`asvs`: long, not common, not one's own name; neither composition nor rotation (ASVS 6.2.5,
6.2.10). `djcp3`: three classes of characters as well, another one every ninety days, none of
the last five again, as 等级保护 level three asks.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from approvals.organizations.models import User

SHORTEST, LONGEST = 12, 128
CLASSES_WANTED = 3
REMEMBERED = 5
LIFE = timedelta(days=90)
DJCP3 = "djcp3"
SHORTEST_NAME = 4
GUESSED_FIRST = (
    "password",
    "admin",
    "qwert",
    "1234567",
    "7654321",
    "abcdef",
    "aaaaaa",
    "111111",
    "000000",
    "888888",
    "666666",
    "zhengwu",
    "zhengfu",
    "xinxihua",
    "shujuju",
    "woaini",
    "government",
    "changeme",
    "letmein",
    "p@ssw0rd",
)


class LengthValidator:
    """From 12 to 128 characters, any characters."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a short or endless password."""
        del user
        if len(password) < SHORTEST:
            raise ValidationError(f"密码至少 {SHORTEST} 位，现有 {len(password)} 位。")
        if len(password) > LONGEST:
            raise ValidationError(f"密码最多 {LONGEST} 位。")

    def get_help_text(self) -> str:
        """Tell it before it is refused."""
        return f"{SHORTEST} 至 {LONGEST} 位，可以用一句自己记得住的话，可以粘贴。"


class GuessableValidator:
    """No password around a word that is tried first."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse words that are tried first, one's own name, few characters over and over."""
        bare = password.casefold()
        names = (getattr(user, "username", ""), getattr(user, "pinyin", "").split(" ")[0])
        if any(len(name) >= SHORTEST_NAME and name in bare for name in names):
            raise ValidationError("密码不能含有用户名或姓名的拼音，请换一个。")
        if any(word in bare for word in GUESSED_FIRST):
            raise ValidationError("密码含有最先被猜的词或数字串，请换一个。")
        if len(set(bare)) < SHORTEST // 2:
            raise ValidationError("密码重复的字符太多，请换一个。")

    def get_help_text(self) -> str:
        """Tell it before it is refused."""
        return "不含姓名、用户名、常见词和连续数字。"


class ClassesValidator:
    """Three classes of characters, under the profile `djcp3` only."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Count upper case, lower case, digits and the rest."""
        del user
        if settings.PROTECTION_PROFILE != DJCP3:
            return
        found = {_class_of(character) for character in password}
        if len(found) < CLASSES_WANTED:
            raise ValidationError("密码须含大写字母、小写字母、数字、符号中的三类。")

    def get_help_text(self) -> str:
        """Tell it before it is refused."""
        if settings.PROTECTION_PROFILE != DJCP3:
            return ""
        return "须含大写字母、小写字母、数字、符号中的三类。"


class FormerValidator:
    """None of the last five passwords, under the profile `djcp3` only."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Compare with the hashes that are kept."""
        if settings.PROTECTION_PROFILE != DJCP3 or not isinstance(user, User) or not user.pk:
            return
        kept = user.former_passwords.order_by("-left_at", "-pk")[: REMEMBERED - 1]
        known = [user.password, *(former.password for former in kept)]
        if any(check_password(password, former) for former in known):
            raise ValidationError(f"不能使用最近 {REMEMBERED} 次用过的密码，请换一个。")

    def get_help_text(self) -> str:
        """Tell it before it is refused."""
        return f"不能与最近 {REMEMBERED} 次相同。" if settings.PROTECTION_PROFILE == DJCP3 else ""


def is_old(user: User, at: datetime) -> bool:
    """Whether the person has to choose another password, under the profile `djcp3` only."""
    if settings.PROTECTION_PROFILE != DJCP3 or not user.has_usable_password():
        return False
    return user.password_changed_at is None or user.password_changed_at + LIFE < at


def _class_of(character: str) -> str:
    if character.isupper():
        return "upper"
    if character.islower():
        return "lower"
    return "digit" if character.isdigit() else "other"
