"""The events people are told of (通知事项): what each is, and how it goes out unless switched."""

from dataclasses import dataclass

OTHER = "other"


@dataclass(frozen=True, slots=True)
class NoticeEvent:
    """One event: `mail` is NOW, DAILY or OFF; `message` says whether it goes out as a message."""

    code: str
    label: str
    text: str
    mail: str = "NOW"
    message: bool = True


EVENTS: dict[str, NoticeEvent] = {
    event.code: event
    for event in (
        NoticeEvent("task", "新的待办", "有事项到了您的岗位，等您办理。"),
        NoticeEvent("outcome", "我发起事项的进展", "您送审的事项被同意、退回、不同意或终止。"),
        NoticeEvent("deadline", "临期与超期", "您手上的事项快到期、已超期，或下级超期上报。"),
        NoticeEvent("press", "催办与督办", "有人催您办理，或上级督办。"),
        NoticeEvent("copy", "抄送与传阅", "有人请您阅知一件事项。", "DAILY", message=False),
        NoticeEvent("project", "项目动态", "您的岗位负责的项目有了下一步工作。", "DAILY"),
        NoticeEvent("announcement", "通知公告", "发布了新的通知公告。", "DAILY", message=False),
        NoticeEvent(OTHER, "其他", "不属于以上各类的通知。", "DAILY", message=False),
    )
}
