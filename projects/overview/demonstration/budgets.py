"""The budget of a project of the demonstration, line by line."""

from decimal import Decimal

from projects.application.shapes import LineInput

SHARES = (
    ("SOFTWARE", "{name}软件开发", Decimal("0.58")),
    ("DATA", "历史数据整理和入库", Decimal("0.14")),
    ("INTEGRATION", "系统集成和接口联调", Decimal("0.12")),
    ("SECURITY", "网络安全等级保护测评和密码应用评估", Decimal("0.08")),
    ("TRAINING", "培训和推广", Decimal("0.03")),
)


def budget(name: str, content: str, amount: Decimal) -> list[LineInput]:
    """Divide an amount; what rounding leaves goes to the supervision."""
    left, lines = amount, []
    for category, item, share in SHARES:
        price = (amount * share).quantize(Decimal(100))
        left -= price
        lines.append(_line(category, item.format(name=name), content, price))
    lines.append(_line("SUPERVISION", "监理和第三方测试", content, left))
    return lines


def _line(category: str, item: str, content: str, price: Decimal) -> LineInput:
    return LineInput(
        item=item,
        category=category,
        source="FISCAL",
        specification=f"支撑{content}",
        quantity=Decimal(1),
        unit_price=price,
    )
