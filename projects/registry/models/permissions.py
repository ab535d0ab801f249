"""Object rights on projects, in tables with a real foreign key so that they go with the project."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from projects.registry.models.project import Project


class ProjectUserObjectPermission(UserObjectPermissionBase):
    """A right given to one person on one project (an expert, a delegate)."""

    content_object = models.ForeignKey(Project, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = verbose_name_plural = "个人项目权限"


class ProjectGroupObjectPermission(GroupObjectPermissionBase):
    """A right given to one post on one project, for as long as its duty lasts."""

    content_object = models.ForeignKey(Project, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = verbose_name_plural = "岗位项目权限"
        indexes = [
            models.Index(
                fields=["group", "permission", "content_object"], name="project_group_perm_lookup"
            )
        ]
