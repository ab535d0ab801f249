"""When a system may be registered and an event of its operation recorded."""

from config.kernel.periods import chinese_day
from config.kernel.texts import nfkc_key
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused
from projects.operation.models import InformationSystem, MaintenanceRecord
from projects.operation.queries import name_of, system_named, systems_of
from projects.registry import kinds
from projects.registry.models import Record
from projects.registry.rules import supplies
from projects.registry.shapes import day_in, text_in

NEEDS_PREVENTION = {"ACCIDENT": "事故管理", "FAULT": "故障管理"}


def may_register_system(record: Record) -> Verdict:
    """Decide whether a system is registered once, and in the order of its days."""
    assert isinstance(record, InformationSystem)
    verdict, name = ALLOWED, text_in(record.details, "system_name")
    others = systems_of(record.project).exclude(pk=record.pk)
    if name and any(nfkc_key(name_of(system)) == nfkc_key(name) for system in others):
        verdict &= refused(f"系统“{name}”已登记，不能重复登记。")
    live_on = day_in(record.details, "live_on")
    if live_on and record.went_live_on and record.went_live_on < live_on:
        verdict &= refused("正式运行日期早于上线日期，请核对。")
    if record.went_live_on and record.went_live_on > kinds.filled_on(record):
        verdict &= refused("正式运行日期不能晚于今天。", opens_on=record.went_live_on)
    return verdict


def may_record_maintenance(record: Record) -> Verdict:
    """Decide whether a record of the operation is complete and about a registered system."""
    assert isinstance(record, MaintenanceRecord)
    details = record.details
    system = system_named(record.project, text_in(details, "system_name"))
    if system is None:
        url = supplies(record.project, "record:information_system")
        return refused("请选择本项目已登记的系统。", missing=(Missing(label="系统登记", url=url),))
    return _days_are_in_order(record, system) & _lessons_are_drawn(record)


def _days_are_in_order(record: MaintenanceRecord, system: InformationSystem) -> Verdict:
    verdict, happened_on = ALLOWED, record.occurred_on
    if happened_on is None:
        return verdict
    live_on = day_in(system.details, "live_on")
    if live_on is not None and happened_on < live_on:
        verdict &= refused(f"发生日期早于系统上线日期{chinese_day(live_on)}，请核对。")
    if happened_on > kinds.filled_on(record):
        verdict &= refused("发生日期不能晚于今天。", opens_on=happened_on)
    closed_on = day_in(record.details, "closed_on")
    if closed_on is not None and closed_on < happened_on:
        verdict &= refused("办结日期早于发生日期，请核对。")
    return verdict


def _lessons_are_drawn(record: MaintenanceRecord) -> Verdict:
    label = NEEDS_PREVENTION.get(record.category)
    if label is None:
        return ALLOWED
    verdict = ALLOWED
    if not text_in(record.details, "severity"):
        verdict &= refused(f"{label}的记录请选择影响程度。")
    if not text_in(record.details, "prevention"):
        verdict &= refused(f"{label}的记录请填写改进与预防措施。")
    return verdict
