"""What T3 demands and a verb cannot say."""

from tests.autopilot.checks import runs
from tests.autopilot.pilot import Pilot
from tests.autopilot.scenarios.settings import stages_of


@runs
def seven_engineering_stages(pilot: Pilot) -> None:
    """Travel through the seven stages of the text in their order."""
    assert stages_of(pilot) == ["规划", "立项", "设计", "开发", "测试", "部署", "运维"]
