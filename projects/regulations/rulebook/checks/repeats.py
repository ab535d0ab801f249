"""Codes and ids that occur twice."""

from collections import Counter
from collections.abc import Iterator

from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.tree import Place, said_in

_LABELS = {
    "gates": "关口",
    "lists": "清单",
    "word_lists": "词表",
    "paper_kinds": "材料",
    "roles": "角色",
    "bands": "分档",
    "record_kinds": "记录种类",
    "settings": "设置",
    "checklists": "核对清单",
    "declarations": "声明",
    "panels": "评审组",
    "score_sheets": "评分表",
    "change_routes": "变更路径",
    "publications": "公示",
    "sanctions": "限制措施",
    "black_lists": "名单",
    "calls": "批次",
    "texts": "文本",
}


def repeated_codes(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find rules with the same id, and things of one sort with the same code."""
    seen: Counter[str] = Counter()
    for place, piece in book.pieces:
        name = said_in(piece, "id")
        if not isinstance(name, str) or "rule" in place:
            continue
        seen[name] += 1
        if seen[name] == 2:  # noqa: PLR2004 - told once, however often it occurs
            yield (*place, "id"), f"规则编号重复：{name}。"
    yield from _within(book)
    for sort, label in _LABELS.items():
        codes: Counter[str] = Counter()
        for number, piece in enumerate(getattr(book, sort)):
            codes[piece.code] += 1
            if codes[piece.code] == 2:  # noqa: PLR2004 - told once
                yield (sort, number, "code"), f"{label}代码重复：{piece.code}。"


def _within(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find parts of one panel or one checklist with the same code."""
    parts: list[tuple[Place, str, tuple[str, ...]]] = [
        (("panels", number, "shares"), panel.label, tuple(share.code for share in panel.shares))
        for number, panel in enumerate(book.panels)
    ]
    parts += [
        (("checklists", number, "items"), one.label, tuple(item.code for item in one.items))
        for number, one in enumerate(book.checklists)
    ]
    for place, label, codes in parts:
        for at, code in enumerate(codes):
            if code in codes[:at]:
                yield (*place, at, "code"), f"“{label}”中重复：{code}。"
