"""People with an account (人员)."""

from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from approvals.organizations.models.units import Unit
from config.kernel.pinyin import pinyin_key

SYSTEM_USERNAME = "system"


class UserManager(BaseUserManager["User"]):
    """Finds people by user name, however they type it."""

    def create_user(
        self,
        username: str,
        full_name: str,
        password: str | None = None,
        *,
        password_hash: str = "",
        **fields: object,
    ) -> "User":
        """Write an account; without a password nobody can log in to it.

        An account taken over from elsewhere brings its `password_hash` along.
        """
        user = self.model(
            username=self.model.normalize_username(username).lower(),
            full_name=full_name,
            pinyin=pinyin_key(full_name),
            **fields,
        )
        if password_hash:
            user.password = password_hash
        else:
            user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Compare as stored: NFKC and lower case."""
        return self.get(username=self.model.normalize_username(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person, or the one system user 系统 that acts where no person does.

    Rights come from posts, never from `groups` or a superuser flag, which stay empty.
    """

    username = models.CharField("用户名", max_length=64, unique=True)
    full_name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField(max_length=300, editable=False, default="")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="members", verbose_name="所在单位"
    )
    phone = models.CharField("电话", max_length=30, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    is_system = models.BooleanField("系统用户", default=False, editable=False)
    must_change_password = models.BooleanField("须改密码", default=False, editable=False)
    password_expires_at = models.DateTimeField("一次性密码有效期", null=True, editable=False)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "人员"
        constraints = [
            models.UniqueConstraint(Lower("username"), name="approvals_user_username_any_case"),
            models.UniqueConstraint(
                fields=["is_system"],
                condition=Q(is_system=True),
                name="approvals_user_one_system_user",
            ),
            models.CheckConstraint(
                condition=Q(is_superuser=False), name="approvals_user_no_superuser"
            ),
        ]
        indexes = [
            models.Index(fields=["pinyin", "id"], name="approvals_user_pinyin"),
            GinIndex(
                fields=["full_name"], name="approvals_user_name_search", opclasses=["gin_trgm_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    @classmethod
    def system(cls) -> Self:
        """Return the system user (系统)."""
        return cls._default_manager.get(is_system=True)  # type: ignore[return-value]
