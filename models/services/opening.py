"""Finding, making and opening a vault for the window: where it lies, who has an account, what the wizard asked (K-5, K-27)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.domain.levels import Level
from models.domain.text import T, Text
from models.exchange.child import SheetReader
from models.services import consent, importing
from models.services.commands import World
from models.services.demo.people import APPROVER, CLERK, SECOND_CLERK, SECOND_SIGNER, SIGNER, person
from models.services.demo.round import SAMPLE
from models.services.demo.shelving import lend_some, shelve_everything
from models.services.founding import PROGRAM_VERSION, FirstAccount, OrganProfile
from models.services.office import Office
from models.services.practice import PRACTICE_PASSWORD, NewAccount, made_password, make_sample_vault, make_vault
from models.services.session import Entrance, open_copy, sign_in, sign_out
from models.storage import keyfile
from models.storage.backup import read_copy
from models.storage.vault import TRAINING

__all__ = ["PROGRAM_VERSION", "Place", "find_place", "open_office"]
SAMPLE_ORGAN = "云岭市人大常委会"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder where a vault is or will be."""

    folder: Path
    training: bool
    exists: bool
    title: Text | str = ""
    detail: Text | str = ""
    users: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PasswordSlip:
    """A one-time password to be handed to its owner; shown once, kept nowhere."""

    name: str
    role: str
    password: str = field(repr=False)


def find_place(folder: Path | None, production: bool) -> Place:
    """The vault in a folder, or the usual place of this user's production or practice vault."""
    here = folder or usual_folder(production)
    if not (here / keyfile.MAIN).exists() and not (here / keyfile.SECOND).exists():
        return Place(here, not production, False)
    keys = keyfile.read_keys(here)
    training = keys.kind == TRAINING
    users = tuple(dict.fromkeys((slot.user, slot.role) for slot in keys.slots))
    detail: Text | str = str(here)
    if training and here == usual_folder(False):
        detail = T("unlock", "样例数据都是虚构的；各账户的口令都是 {password}", password=PRACTICE_PASSWORD)
    if is_copy(here):
        detail = T("unlock", "{folder}：这是一份备份，只能查看", folder=str(here))
    title = T("unlock", "演练库（样例数据）") if training else keys.organ
    clerks_first = sorted(users, key=lambda user: user[1] != "clerk")
    return Place(here, training, True, title, detail, tuple(clerks_first))


def usual_folder(production: bool) -> Path:
    """Where this program keeps a vault if nobody says otherwise."""
    return Path.home() / ("守簿" if production else "守簿演练") / "库"


def open_office(entrance: Entrance, folder: Path, user: str, password: str) -> Office:
    """Sign in; a copy is opened to read. Raises UserError with one clear sentence."""
    opens = open_copy if is_copy(folder) else sign_in
    return opens(entrance, folder, user, password)


def is_copy(folder: Path) -> bool:
    """True if the folder is a copy that this program wrote."""
    return read_copy(folder) is not None


def make_sample(world: World, folder: Path, progress: Callable[[int, int, Text | str], None]) -> None:
    """Make the practice vault with the built-in sample ledger, shelved and partly lent."""
    entrance = world.entrance()
    progress(0, 4, T("unlock", "建库和账户"))

    def fill(room: Path) -> None:
        progress(1, 4, T("unlock", "读样例台账"))
        book = SheetReader(world.sheet_command).read(SAMPLE)
        office = sign_in(replace(entrance, last_seen=None), room, CLERK, PRACTICE_PASSWORD)
        try:
            progress(2, 4, T("unlock", "导入样例台账"))
            consent.give_for_a_command(office)  # the sample is made up
            importing.bring_in(office, importing.propose_rows(office, book), file_name=SAMPLE.name)
            progress(3, 4, T("unlock", "上架和借阅"))
            shelve_everything(office)
            for name in (CLERK, SECOND_CLERK, APPROVER, SIGNER, SECOND_SIGNER):
                person(office, name)  # counts, destructions and hand-overs name persons, not accounts
            lend_some(office)
        finally:
            sign_out(office)

    make_sample_vault(folder, SAMPLE_ORGAN, entrance, fill)


def profile(
    organ: str, level: Level, authority: Level | None, authority_number: str, machine_number: str, security_office: str
) -> OrganProfile:
    """What the wizard asked about the organ."""
    return OrganProfile(organ, level, authority, authority_number, machine_number, security_office)


def found_from_wizard(
    entrance: Entrance, folder: Path, organ: OrganProfile, administrators: Sequence[tuple[str, str, str]],
    accounts: Sequence[tuple[str, str]],
) -> list[PasswordSlip]:  # fmt: skip
    """Found a production vault. The further accounts get one-time passwords, returned to be handed out once."""
    first = [FirstAccount(name, role, password) for name, role, password in administrators]
    slips = [PasswordSlip(name, role, made_password()) for name, role in accounts]
    others = [NewAccount(slip.name, slip.role, slip.password) for slip in slips]
    make_vault(folder, False, organ, first, others, entrance, one_time=True)
    return slips
