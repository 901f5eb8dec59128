"""Before the first entry or import of a sitting in a practice vault: the typed confirmation of K-28."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.domain.text import T
from models.services import consent
from models.services.office import Office
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.text_dialog import TextDialog


def ask_consent(look: Look, parent: QWidget, office: Office, tasks: Tasks, done: Callable[[bool], None]) -> None:
    """Call `done(True)` at once if nothing needs to be confirmed, else ask; `done(False)` if the dialog was left."""

    def needed(is_needed: bool) -> None:
        if not is_needed:
            done(True)
            return
        typed = TextDialog.ask(
            look, parent, T("practice", "这里不得录入真实涉密内容"), T("practice", "请照样输入：{words}", words=consent.PRACTICE_WORDS),
            T("practice", "确认，开始演练"), T("practice", "每次登录问一次；这句确认会写入日志"),
            (
                T("practice", "这是演练库：它可以在联网的机器上打开，不受正式库的保护。"),
                T("practice", "真实的标题、文号、人名一旦录入这里，就按泄露处理。请只用编造的内容。"),
            ),
            must_be=consent.PRACTICE_WORDS,
        )  # fmt: skip
        if typed is None:
            done(False)
            return
        tasks.write(lambda: consent.give(office, typed), lambda _none: done(True))

    tasks.read(lambda: consent.is_needed(office), needed)
