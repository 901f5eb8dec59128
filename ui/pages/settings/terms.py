"""规则与时限: the numbers that the program counts by, each with the rule it comes from; fixed, to be looked up."""

from __future__ import annotations

from models.domain.clocks import (
    BACKUP_DAYS,
    INVESTIGATION_MONTHS,
    LEAK_REPORT_HOURS,
    UNACCOUNTED_DAYS,
)
from models.domain.destruction_run import OWN_LIMIT
from models.domain.levels import Level
from models.domain.text import T, Text
from models.services.home import EXPIRY_DAYS
from ui.pages.settings.section import Rows, Section
from ui.theme.look import Look
from ui.widgets.labels import label


def _days(number: int) -> Text:
    return T("settings", "{n} 天", n=number)


TERMS = (
    (T("settings", "绝密件下落不明"), T("settings", "过期查无下落按泄密处理（R-46）"), _days(UNACCOUNTED_DAYS[Level.TOP_SECRET])),
    (T("settings", "机密、秘密件下落不明"), T("settings", "过期查无下落按泄密处理（R-46）"), _days(UNACCOUNTED_DAYS[Level.SECRET])),
    (T("settings", "泄密报告"), T("settings", "发现后报告的时限（R-47）"), T("settings", "{n} 小时", n=LEAK_REPORT_HOURS)),
    (T("settings", "泄密查处"), T("settings", "查清并上报的时限（R-48）"), T("settings", "{n} 个月", n=INVESTIGATION_MONTHS)),
    (T("settings", "保密期限提醒"), T("settings", "到期前这么多天起在今日提醒（R-16）"), _days(EXPIRY_DAYS)),
    (T("settings", "本机关自行销毁"), T("settings", "一次超过这么多份要写理由（R-54）"), T("settings", "{n} 份", n=OWN_LIMIT)),
    (T("settings", "备份间隔"), T("settings", "超过就在今日提醒"), _days(BACKUP_DAYS)),
)  # fmt: skip


class TermsSection(Section):
    """Reads only."""

    title = T("settings", "规则与时限")
    who = T("settings", "由法规和本机关制度定下，程序照此计算，谁都不能在这里改。")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        rows = Rows(look, self.group(T("settings", "程序按这些数计算")))
        for name, sentence, value in TERMS:
            rows.add(name, sentence, label(look, value, "value"))
        self.box.addStretch(1)
