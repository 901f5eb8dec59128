"""The pages before a vault is open: they emit plain values and keep no password."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from models.domain.errors import UserError
from models.domain.levels import Level
from models.domain.phrases import is_phrase
from models.domain.problems import blocks
from models.domain.text import T
from models.services import opening
from models.services.door import _wrong_password
from tests.ui.demo_pages import FALLEN, ISOLATED
from tests.ui.helpers import Errors, in_dialog, press, show, type_text
from ui.door import Door
from ui.pages.first_run.page import FirstRunPage
from ui.pages.first_run.values import FirstRun, FirstRunDraft, NewAccount
from ui.pages.unlock.help_dialog import DoorHelp
from ui.pages.unlock.page import Isolation, Unlock, UnlockPage, VaultChoice
from ui.theme.look import Look
from ui.widgets.containers import PracticeBanner

USERS = (("周敏", T("role", "保密员")), ("欧阳敏", T("role", "安全保密管理员")))
WRONG = UserError("WRONG_PASSWORD", T("error", "用户名或口令不对，或者钥匙文件已损坏。"), T("error", "库没有打开，资料没有改动。"),
                  T("error", "请核对大小写锁定后再试，还可试 {left} 次。", left=3))  # fmt: skip
GOOD = "Lantern-4821-river"


@pytest.mark.parametrize("is_above", [True, False])
def test_a_practice_vault_says_where_its_password_is(qtbot: Any, look: Look, is_above: bool) -> None:
    detail = T("unlock", "样例数据都是虚构的；各账户的口令都是 {password}", password="Yanlian-2026") if is_above else "/home/zhou/库"
    page = UnlockPage(look, ISOLATED, VaultChoice(Path("库"), "演练库", detail, USERS, True), "守簿")
    qtbot.addWidget(page)
    assert ("口令见上方" in page.note.words()) == is_above and ("账户文件" in page.note.words()) != is_above


class TestDoor:
    def test_f1_opens_help_before_anybody_is_signed_in(self, qtbot: Any, look: Look, errors: Errors) -> None:
        window = QMainWindow()
        door = Door(None, look, window, errors, training=False)  # type: ignore[arg-type]
        said: list[str] = []

        def read(dialog: DoorHelp) -> None:
            said.extend(label.text() for label in dialog.findChildren(QLabel))
            dialog.reject()

        door._show_unlock(ISOLATED, opening.Place(Path("库"), False, True, "库", "", (("周敏", "clerk"),)), "", "")
        show(qtbot, window, 1366, 768)
        in_dialog(DoorHelp, read)
        press(Qt.Key.Key_F1)
        assert any("安全保密管理员" in words for words in said)
        said.clear()
        door._show_first_run(ISOLATED, opening.Place(Path("库"), False, False, "", "", ()))
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
        in_dialog(DoorHelp, read)
        press(Qt.Key.Key_F1)
        assert any("先不建" in words for words in said)
        door.close()


class TestUnlock:
    @pytest.fixture
    def page(self, qtbot: Any, look: Look) -> UnlockPage:
        vault = VaultChoice(Path("库"), "云岭市人大机关 • 正式库", "机密级", USERS, False)
        made = UnlockPage(look, ISOLATED, vault, "守簿")
        show(qtbot, made, 1366, 768)
        return made

    def test_the_password_has_the_focus_and_enter_opens(self, qtbot: Any, page: UnlockPage) -> None:
        assert page.password.hasFocus()
        page.user.set_code("欧阳敏")
        type_text("Lantern-4821")
        with qtbot.waitSignal(page.unlock_wanted) as got:
            press(Qt.Key.Key_Return)
        asked = got.args[0]
        assert isinstance(asked, Unlock)
        assert (asked.folder, asked.user, asked.password) == (Path("库"), "欧阳敏", "Lantern-4821")
        assert "Lantern" not in repr(asked)

    def test_f1_helps_from_the_password_field(self, qtbot: Any, page: UnlockPage) -> None:
        with qtbot.waitSignal(page.help_wanted):
            press(Qt.Key.Key_F1)

    def test_nothing_happens_without_a_password(self, qtbot: Any, page: UnlockPage) -> None:
        with qtbot.assertNotEmitted(page.unlock_wanted):
            press(Qt.Key.Key_Return)

    def test_a_wrong_password_is_gone_and_said(self, page: UnlockPage) -> None:
        type_text("wrong")
        page.set_busy(True)
        assert not page.password.isEnabled()
        page.show_error(WRONG)
        assert page.password.text() == "" and page.password.hasFocus()
        assert "还可试 3 次" in page.note.words()

    @pytest.mark.parametrize(("keys", "said"), [("a", "大写锁定未开"), ("A", "大写锁定开着")])
    def test_caps_lock_is_told_by_the_first_letter(self, page: UnlockPage, keys: str, said: str) -> None:
        from PySide6.QtGui import QKeyEvent

        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, keys)
        page.password.keyPressEvent(event)
        assert said in page.note.words()

    def test_a_fallen_wall_is_red_and_says_why(self, qtbot: Any, look: Look) -> None:
        vault = VaultChoice(Path(), "演练库（样例数据）", "", USERS, True)
        page = UnlockPage(look, FALLEN, vault, "守簿")
        show(qtbot, page, 1366, 768)
        assert page.findChild(PracticeBanner) is not None
        said = [label.text() for label in page.findChildren(type(page.note._words)) if label.text()]
        assert "只能演练" in said and "发现接通的无线网卡 wlan0" in said

    def test_as_a_lock_the_user_is_fixed(self, qtbot: Any, look: Look) -> None:
        vault = VaultChoice(Path(), "云岭市人大机关 • 正式库", "", USERS, False)
        page = UnlockPage(look, ISOLATED, vault, "守簿", locked_user="欧阳敏", reason="闲置 5 分钟")
        show(qtbot, page, 1366, 768)
        assert page.user.code() == "欧阳敏" and not page.user.isEnabled()
        page.show_error(WRONG)
        assert not page.user.isEnabled()

    def test_another_user_may_come_in_once_the_account_is_locked(self, qtbot: Any, look: Look) -> None:
        vault = VaultChoice(Path(), "云岭市人大机关 • 正式库", "", USERS, False)
        page = UnlockPage(look, ISOLATED, vault, "守簿", locked_user="周敏")
        show(qtbot, page, 1366, 768)
        page.show_error(_wrong_password(4, False))
        assert not page.user.isEnabled()
        page.show_error(_wrong_password(5, True))  # who unlocks the others only waits
        assert not page.user.isEnabled()
        page.set_busy(True)
        page.show_error(_wrong_password(5, False))
        assert page.user.isEnabled() and page.user.code() == "周敏"
        page.user.set_code("欧阳敏")
        page.password.setText(GOOD)
        with qtbot.waitSignal(page.unlock_wanted) as got:
            page.open()
        assert got.args[0].user == "欧阳敏"


class TestFirstRun:
    @pytest.fixture
    def page(self, qtbot: Any, look: Look) -> FirstRunPage:
        made = FirstRunPage(look, Isolation(ISOLATED.walls, ISOLATED.conclusion, True, ""))
        show(qtbot, made, 1366, 768)
        return made

    def fill(self, page: FirstRunPage) -> None:
        page.organ.form.set_values({"organ": "云岭市人大常委会", "machine_number": "BM-JSJ-0012"})
        for step, name in zip(page.administrators, ("赵强", "欧阳敏", "孙静"), strict=True):
            step.name.setText(name)
            step.password.setText(GOOD)
            step.again.setText(GOOD)
        page.accounts.name.setText("周敏")
        page.accounts.role.set_code("clerk")
        page.accounts.add()

    def test_the_whole_way(self, qtbot: Any, page: FirstRunPage) -> None:
        self.fill(page)
        for _step in range(len(page.steps) - 1):
            page.next()
        assert page.steps[page.current] is page.review
        with qtbot.waitSignal(page.finished) as got:
            page.next()
        made = got.args[0]
        assert isinstance(made, FirstRun)
        assert (made.organ, made.vault_level, made.authority) == ("云岭市人大常委会", Level.SECRET, None)
        assert [(one.role, one.name) for one in made.administrators] == [
            ("system_administrator", "赵强"), ("security_administrator", "欧阳敏"), ("auditor", "孙静"),
        ]  # fmt: skip
        assert made.accounts == (NewAccount("clerk", "周敏"),)
        assert GOOD not in repr(made)

    def test_no_step_is_passed_unfinished(self, page: FirstRunPage) -> None:
        page.next()
        assert page.current == 0
        assert "请写机关名称" in page.organ.form.boxes["organ"].note.words()

    @pytest.mark.parametrize(("password", "again", "code"), [
        ("short", "short", "PASSWORD_SHORT"), ("alllowercaseletters", "alllowercaseletters", "PASSWORD_PLAIN"),
        (GOOD, "other", "NOT_THE_SAME"), (GOOD, GOOD, ""),
    ])  # fmt: skip
    def test_passwords_are_judged_as_typed(self, page: FirstRunPage, password: str, again: str, code: str) -> None:
        step = page.administrators[0]
        step.name.setText("赵强")
        step.password.setText(password)
        step.again.setText(again)
        assert [problem.code for problem in step.ready()][:1] == ([code] if code else [])

    def test_three_different_people(self, page: FirstRunPage) -> None:
        self.fill(page)
        page.administrators[1].name.setText("赵强")
        assert page.administrators[1].ready()[0].code == "SAME_NAME"
        page.accounts.name.setText("孙静")
        page.accounts.add()
        assert len(page.accounts.accounts) == 1

    def test_the_offered_phrase_is_good_and_not_filled_in(self, page: FirstRunPage) -> None:
        step = page.administrators[0]
        step.offer()
        assert is_phrase(step.phrase.text()) and step.password.text() == ""

    def test_authority_needs_its_number(self, page: FirstRunPage) -> None:
        page.level.form.set_values({"authority": "SECRET"})
        assert [problem.code for problem in page.level.ready()] == ["AUTHORITY_NUMBER"]
        page.level.form.set_values({"authority_number": "云密〔2024〕3号"})
        assert page.level.ready() == [] and page.level.authority is Level.SECRET

    def test_left_and_gone_on_with(self, qtbot: Any, look: Look, page: FirstRunPage) -> None:
        self.fill(page)
        draft = page.draft()
        assert isinstance(draft, FirstRunDraft) and GOOD not in repr(draft)
        again = FirstRunPage(look, ISOLATED, draft)
        qtbot.addWidget(again)
        assert again.draft() == draft
        assert again.administrators[0].password.text() == ""

    def test_what_was_not_made_is_said(self, page: FirstRunPage) -> None:
        page.set_busy(True)
        page.show_problems([blocks("SAME_NAME", "", T("problem", "三员要由不同的人担任，“{name}”已经用过", name="x"))])
        assert page._problems.isVisible() and page.forward.isEnabled()

    def test_a_made_vault_takes_the_passwords_out_of_the_fields(self, page: FirstRunPage) -> None:
        self.fill(page)
        assert page.administrators[0].password.text() == GOOD
        shown: list[Any] = []
        door = SimpleNamespace(start=shown.append, _look=page.look, _window=None)
        Door._founded(door, page, SimpleNamespace(folder="here"), [])  # type: ignore[arg-type]
        assert shown == ["here"] and {step.password.text() + step.again.text() for step in page.administrators} == {""}

    def test_passwords_are_forgotten(self, page: FirstRunPage) -> None:
        self.fill(page)
        page.forget_passwords()
        assert all(step.password.text() == step.again.text() == "" for step in page.administrators)
