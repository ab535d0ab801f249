"""Who may take part in a project in which role: the rulebook keeps some roles apart."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from approvals.organizations.models import Appointment, Role, User
from approvals.organizations.queries import posts_of
from approvals.organizations.rules import nothing_is_orphaned
from config.kernel.verdicts import ALLOWED, Verdict
from projects.registry.access import owned_unit_ids
from projects.registry.models import Project, ProjectMember
from projects.registry.rules.basis import cited
from projects.regulations.queries import role_in, rulebook_of
from projects.regulations.rulebook.duties import RoleRule, Separation


def project_roles(project: Project) -> tuple[RoleRule, ...]:
    """Return the roles that live inside a project under its rulebook."""
    return tuple(role for role in rulebook_of(project.rulebook).roles if role.at == "PROJECT")


def people_for(project: Project) -> QuerySet[User]:
    """Return who may be given a role of a project: the people of its units, without officers."""
    units = Q(unit__path__startswith=project.owner_unit.path)
    units |= Q(unit__project_parts__project=project)
    officers = Appointment.objects.filter(post__role__is_administrator=True).values("user")
    people = User.objects.filter(units, is_active=True, is_system=False).exclude(pk__in=officers)
    return people.select_related("unit").order_by("pinyin", "id").distinct()


def may_handle(project: Project, user: User, on: date) -> Verdict:
    """Decide whether a project may be put into somebody's hands: one who acts for its owner."""
    verdict = ALLOWED
    if not user.is_active or user.is_system:
        verdict &= cited(project, f"{user.full_name}的账号已停用，不能经办项目。", None)
    if project.owner_unit_id not in owned_unit_ids(posts_of(user, on)):
        sentence = (
            f"{user.full_name}在{project.owner_unit.name}没有经办或负责的岗位，"
            f"不能经办“{project.name}”，请先任命或另选接手人。"
        )
        verdict &= cited(project, sentence, None)
    return verdict


def may_appoint_member(
    project: Project,
    role_code: str,
    user: User,
    on: date,
    *,
    instead_of: ProjectMember | None = None,
) -> Verdict:
    """Decide whether a person may be given a role of a project, or take it over from another."""
    rules = {rule.code: rule for rule in project_roles(project)}
    rule = rules.get(role_code)
    if rule is None:
        return cited(project, "本项目适用的办法没有这个项目角色。", None)
    members = [member for member in _members(project) if member != instead_of]
    verdict = ALLOWED
    if any(m.user_id == user.pk and m.role_id == role_code for m in members):
        verdict &= cited(project, f"{user.full_name}已经是本项目的{rule.label}。", None)
    held = [m for m in members if m.role_id == role_code]
    if rule.at_most is not None and len(held) >= rule.at_most:
        verdict &= cited(project, f"{rule.label}最多{rule.at_most}人，现有{len(held)}人。", rule)
    for words, apart in _kept_apart(project, role_code, user, members, on):
        verdict &= cited(project, words, apart, strength=apart.strength)
    return verdict


def may_stay_together(project: Project, on: date) -> Verdict:
    """Decide whether those who take part in a project may all go on under its rulebook."""
    members, verdict = _members(project), ALLOWED
    for place, member in enumerate(members):
        others = members[:place]  # each pair once
        for words, apart in _kept_apart(project, member.role_id, member.user, others, on):
            sentence = f"{member.user.full_name}（{member.role}）：{words}"
            verdict &= cited(project, sentence, apart, strength=apart.strength)
    return verdict


def may_end_member(member: ProjectMember, last_day: date, on: date) -> Verdict:
    """Decide whether a person may leave a project."""
    if last_day > on:
        sentence = "最后一天不能晚于今天；以后退出的，请到时再登记。"
        return cited(member.project, sentence, None)
    if member.is_ended:
        return cited(member.project, f"{member.user.full_name}已经不再担任{member.role}。", None)
    if last_day < member.appointment.starts_on:
        return cited(member.project, "最后一天不能早于开始日期。", None)
    return nothing_is_orphaned(member.user, [member.appointment.post], on)


def _members(project: Project) -> list[ProjectMember]:
    found = ProjectMember.objects.filter(project=project, is_ended=False)
    return list(found.select_related("user__unit", "role").order_by("pk"))


def _kept_apart(
    project: Project, role_code: str, user: User, members: list[ProjectMember], on: date
) -> Iterator[tuple[str, Separation]]:
    """Yield in words why a person may not take a role beside these members, with the rule."""
    book = rulebook_of(project.rulebook)
    for rule in book.separations:
        roles = {role_in(book, role) for role in rule.roles}
        if role_code not in roles:
            continue
        others = roles - {role_code}
        held = {m.role_id for m in members if m.role_id in others and _is_same(rule, m.user, user)}
        held |= {post.role_id for post in posts_of(user, on) if post.role_id in others} - {
            role.code for role in Role.objects.filter(code__in=others, in_project=True)
        }
        if held:
            labels = Role.objects.filter(code__in=held).order_by("label")
            found = "、".join(labels.values_list("label", flat=True))
            yield rule.message.replace("{found}", found), rule


def _is_same(rule: Separation, one: User, other: User) -> bool:
    if one.pk == other.pk:
        return True
    return rule.units_too and one.unit_id is not None and one.unit_id == other.unit_id
