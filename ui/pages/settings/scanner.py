"""扫描枪: scan anything and see what arrived, before a shelf is counted with it; the three sounds."""

from __future__ import annotations

from models.domain.text import T
from ui.context import Context
from ui.pages.settings.section import Rows, Section
from ui.pages.sound_switch import MUTED
from ui.scanning import Scan
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.widgets.buttons import Button
from ui.widgets.inputs import Switch
from ui.widgets.labels import label

_SOUNDS = (
    (MATCHED, T("settings", "相符"), T("settings", "一短声：对上了，接着扫")),
    (ATTENTION, T("settings", "注意"), T("settings", "两声：放错柜层、借出未还，要看一眼")),
    (UNKNOWN, T("settings", "不认得"), T("settings", "低沉长声：编号不在册，停下来看")),
)


class ScannerSection(Section):
    """What is scanned here is shown and goes nowhere."""

    title = T("settings", "扫描枪")
    who = T("settings", "试扫什么都不登记，谁都可以试。声音只对本人。")

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)
        look = context.look
        panel = self.group(T("settings", "试扫"))
        self.seen = label(look, T("settings", "扫一张载体或柜层标签"), "value", wrap=True)
        self.hint = label(look, T("settings", "扫描枪要设成键盘方式，扫完发回车或 Tab"), "hint", wrap=True)
        panel.box.addWidget(self.seen)
        panel.box.addWidget(self.hint)
        self.box.addSpacing(look.px(10))
        rows = Rows(look, self.group(T("settings", "声音")))
        self.switch = Switch(look, T("settings", "扫描声音"), T("settings", "开"), T("settings", "关"))
        self.switch.setChecked(not context.preferences.get(MUTED, False))
        self.switch.toggled.connect(lambda on: context.preferences.set(MUTED, not on))
        rows.add(T("settings", "扫描声音"), T("settings", "扫描页上按 F7 也能开关"), self.switch)
        for sound, name, sentence in _SOUNDS:
            hear = Button(look, T("settings", "听一下"), tall=30)
            hear.setAccessibleName(look.t(T("settings", "听一下“{sound}”", sound=name)))
            hear.clicked.connect(lambda _on=False, sound=sound: context.play(sound))
            rows.add(name, sentence, hear)
        self.box.addStretch(1)

    def show_scan(self, scan: Scan) -> None:
        """What the scanner sent, and whether its keyboard layout is wrong."""
        self.seen.setText(self.look.t(T("settings", "收到 {n} 个字符：{code}", n=len(scan.text), code=scan.text)))
        fine = T("settings", "可以用")
        doubtful = T("settings", "夹着不该有的符号：请把扫描枪的键盘布局设成“美式英语”，再试一次")
        self.hint.setText(self.look.t(doubtful if scan.doubtful else fine))
