"""Things that make no sense in a rulebook: words that stay unfilled, kinds that are not theirs."""

import re
from collections.abc import Iterator

from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.duties import PROJECT_PERMISSIONS
from projects.regulations.rulebook.facts import built_in_kinds
from projects.regulations.rulebook.gates import APPLICATION, WORDS_FOUND
from projects.regulations.rulebook.life import STAGE_LABELS
from projects.regulations.rulebook.tree import Place, said_in

_BLANK = re.compile(r"\{(\w*)\}")
_BLANKS = {"found", "limit", "day"}
_PLACES = {"regulation", "project", "print"}


def senseless(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find what can be written down but means nothing."""
    for place, piece in book.pieces:
        message = said_in(piece, "message")
        if isinstance(message, str):
            for blank in set(_BLANK.findall(message)) - _BLANKS:
                yield (*place, "message"), f"提示中不认识{{{blank}}}，只能用found、limit、day。"
    yield from _kinds(book)
    yield from _rights(book)
    yield from _exhibits(book)
    yield from _reasons(book)
    yield from _scans(book)
    for number, cap in enumerate(book.amounts.caps):
        if cap.link == cap.of:
            yield ("amounts", "caps", number, "of"), f"上限{cap.id}以金额自己为准。"


def _reasons(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find reasons to choose from that no form asks for."""
    kind = book.record_kind("standing_change")
    asked = {field.code for field in kind.fields} if kind else set()
    for number, ending in enumerate(book.endings):
        if ending.reasons and "reason_code" not in asked:
            words = "要选择事由，先扩展standing_change，增加选择字段reason_code。"
            yield ("endings", number, "reasons"), words


def _scans(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find words that are looked for where nothing is ever scanned."""
    scanned = {f"{APPLICATION}.{WORDS_FOUND}", f"{APPLICATION}.line_kinds"}
    scanned |= {f"{k.code}.{WORDS_FOUND}" for k in book.record_kinds if k.extends is None}
    for number, line in enumerate(book.red_lines):
        if line.fact not in scanned:
            words = (
                f"“{line.label}”要看一张表单里未作说明的红线内容，"
                "不能看单独一栏：系统扫描整张表单的文字。"
            )
            yield ("red_lines", number, "fact"), words


def _kinds(book: Contents) -> Iterator[tuple[Place, str]]:
    for number, kind in enumerate(book.record_kinds):
        place = ("record_kinds", number)
        if kind.code in built_in_kinds() and kind.extends is None and not kind.is_off:
            words = f"“{kind.code}”是内置的记录种类，要么扩展它，要么停用它，不能另外定义。"
            yield (*place, "code"), words
        if kind.is_off and kind.code not in built_in_kinds():
            yield (*place, "is_off"), f"没有内置的记录种类“{kind.code}”，无从停用。"
        if kind.is_off and kind.blocks:
            yield (*place, "blocks"), f"记录“{kind.label}”已经停用，不必再写表单。"


def _rights(book: Contents) -> Iterator[tuple[Place, str]]:
    for number, duty in enumerate(book.duties):
        for right in sorted(set(duty.permissions) - PROJECT_PERMISSIONS):
            yield ("duties", number, "permissions"), f"未知的权限：{right}。"
    for at, gate in enumerate(book.gates):
        for number, step in enumerate(gate.route):
            if step.permission not in PROJECT_PERMISSIONS:
                place = ("gates", at, "route", number, "permission")
                yield place, f"未知的权限：{step.permission}。"


def _exhibits(book: Contents) -> Iterator[tuple[Place, str]]:
    known = {*_PLACES, *STAGE_LABELS, *(gate.code for gate in book.gates)}
    known |= {stage.code for stage in book.life.stages} | built_in_kinds().keys()
    known |= {kind.code for kind in book.record_kinds}
    for number, exhibit in enumerate(book.exhibits):
        for place in exhibit.places:
            if place not in known:
                yield ("exhibits", number, "places"), f"没有“{place}”这个地方可以显示。"
