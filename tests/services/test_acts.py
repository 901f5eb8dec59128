"""Every act × every role, from the one tuple (K-2)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models import ledgers
from models.domain.errors import Refused
from models.domain.lifecycle import CarrierState
from models.ledgers.choices import ROLES
from models.services.act_ledgers import LEDGERS
from models.services.acts import ANY, Act, Draft
from models.services.catalogue import ACTS, BY_NAME
from models.services.session import sign_in, sign_out
from tests.offices import PASSWORD, PEOPLE, entrance, opened

USER_OF = {role: name for name, role in PEOPLE}
LETTERS = {
    "system_administrator": "S", "security_administrator": "G", "auditor": "A", "clerk": "c", "approver": "p",
    "inspector": "i", "signer": "s",
}  # fmt: skip
# Who may do what, said once more and by hand (domain.md 4.2, K-1): act, roles, when, second signatures. When: 1 before a
# one-time password was changed, h while a check has stopped writing, n noted by the program itself, k in a practice vault
# after the typed confirmation. A signature: part, then the roles that may give it; ! not on paper, + the one who acts may.
MATRIX = """
sign_in                     SGAcpis 1hn
sign_out                    SGAcpis 1hn
lock                        SGAcpis 1hn
idle_lock                   SGAcpis 1hn
gate_lock                   SGAcpis 1hn
look_at                     cpi     h
consent_to_practice         SGAcpis -
note_verify                 SGAcpis hn
accept_findings             G       h   supervisor:A!
note_backup                 Sc      hn
create_account              S       -
link_account                S       -
enable_account              G       -
reset_password              G       -
unlock_account              G       -
change_password             SGAcpis 1
change_policy               G       -
amend_organ                 S       -
add_row                     c       k
amend_row                   c       k
amend_rows                  c       k
void_row                    c       -
register_document           c       k
register_medium             c       k
amend_document              c       k
add_copies                  c       k
shelve                      c       -
lend                        c       -
take_back                   c       -
extend_loan                 c       -
demand_recall               c       -
lift_recall                 c       -
return_to_issuer            c       -
import_ledger               c       k
undo                        c       -
print_form                  SGAcpi  hn
print_pages                 c       n
say_outcome                 SGAcpi  h
print_outcome               SGAcpi  hn
note_export                 cpi     n
print_labels                c       -
labels_outcome              c       n
start_count                 c       -
set_place                   c       -
scan                        c       -
mark_scan                   c       -
undo_scan                   c       -
enter_paper_results         c       -
finish_scanning             c       -
continue_scanning           c       -
recount                     c       -
identify                    c       -
decide                      c       -
reopen_difference           c       -
sign_off_count              c       -   counter:cpis+ second_counter:cpis+ supervisor:cpis
abandon_count               c       -
declare_unaccounted         c       -
find_again                  c       -
report_as_leak              c       -
list_for_destruction        c       -
add_to_destruction          c       -
remove_from_destruction     c       -
amend_destruction           c       -
count_for_destruction       c       -   counter:cpis+ checker:cpis+
approve_destruction         c       -   approver:p
reopen_destruction          c       -
seal_bags                   c       -
start_destruction           c       -
put_in                      c       -
undo_put_in                 c       -
answer_refusal              c       -
pull_out                    c       -
change_witnesses            c       -
witness_destruction         c       -   witness:cpis+ second_witness:cpis+
bring_back_undestroyed      c       -
record_destruction_receipt  c       -
certify_destruction         c       -
abandon_destruction         c       -
list_for_hand_over          c       -
add_to_hand_over            c       -
remove_from_hand_over       c       -
amend_hand_over             c       -
start_packing               c       -
pack                        c       -
undo_pack                   c       -
answer_hand_over_refusal    c       -
note_difference             c       -
finish_packing              c       -
continue_packing            c       -
sign_hand_over              c       -   transferor:cpis+ receiver:cpis+ hand_over_witness:cpis
abandon_hand_over           c       -
"""


def test_names_are_unique_and_every_act_says_how_it_is_undone() -> None:
    assert len(BY_NAME) == len(ACTS)
    for act in ACTS:
        assert bool(act.counter) != bool(act.no_counter), act.name
        assert not act.counter or act.counter in BY_NAME, act.name
        assert act.roles and act.roles <= set(ROLES), act.name


def told(act: Act) -> list[str]:
    """An act as a line of MATRIX."""

    def letters(roles: frozenset[str]) -> str:
        return "".join(letter for role, letter in LETTERS.items() if role in roles)

    flags = (("1", act.while_changing_password), ("h", act.while_halted), ("n", act.internal), ("k", act.asks_consent))
    when = "".join(letter for letter, is_so in flags if is_so) or "-"
    needs = [f"{need.role}:{letters(need.accounts)}{'' if need.on_paper else '!'}{'+' if need.by_requester else ''}" for need in act.needs]
    return [act.name, letters(act.roles), when, *needs]


def test_roles_signatures_and_times_are_those_written_down_by_hand() -> None:
    assert {line[0]: line for line in map(told, ACTS)} == {line.split()[0]: line.split() for line in MATRIX.strip().splitlines()}


@pytest.mark.parametrize("role", ROLES)
def test_an_act_is_open_to_its_roles_and_to_nobody_else(vault_folder: Path, role: str) -> None:
    """Each act is asked for with a service that writes nothing, so that only the door's own answer counts."""
    door = entrance()
    bare = {act.name: replace(act, service=lambda desk: Draft("probe"), needs=(), asks_consent=False) for act in ACTS}
    office = sign_in(door, vault_folder, USER_OF[role], PASSWORD)
    office.acts = bare
    admitted = set()
    for name in bare:
        before = office.read.head().number
        try:
            (office.note if bare[name].internal else office.perform)(name)
        except Refused as refused:
            assert {problem.code for problem in refused.problems} == {"ROLE_NOT_ALLOWED"}
            assert office.read.head().number == before
        else:
            admitted.add(name)
            assert office.read.head().number == before + 1
    lines = (line.split() for line in MATRIX.strip().splitlines())
    assert admitted == {name for name, roles, *_rest in lines if LETTERS[role] in roles}
    office.acts = BY_NAME
    sign_out(office)


def test_what_the_program_notes_itself_is_performed_by_nobody(vault_folder: Path) -> None:
    """A signer who performs the sign-in with users to lock would lock the administrators out."""
    with opened(vault_folder, USER_OF["signer"]) as office:
        for act in ACTS:
            if act.internal:
                with pytest.raises(Refused) as error:
                    office.perform(act.name)
                codes = {problem.code for problem in error.value.problems}
                assert codes == ({"BY_THE_PROGRAM"} if "signer" in act.roles else {"ROLE_NOT_ALLOWED"}), act.name
        with pytest.raises(Refused):
            office.perform("sign_in", details={}, to_lock=["系统管理员"], counting={})
        with pytest.raises(KeyError):
            office.note("change_password", password="x")
        assert not office.read.find("accounts", state="LOCKED")


def test_what_an_act_may_change_is_declared_in_words_that_exist() -> None:
    """A slip here would refuse an act, or let `verify` name it: ledgers, columns and states as the ledgers have them."""
    assert set(LEDGERS) == set(BY_NAME)
    for act in ACTS:
        for name, touch in act.ledgers.items():
            fields = ledgers.BY_NAME[name].fields
            assert touch.columns - {ANY} <= set(fields), (act.name, name, touch.columns - set(fields))
            states = set(fields["state"].choices or ledgers.BY_NAME[name].states or CarrierState) if "state" in fields else set()
            assert touch.states - {ANY} <= states, (act.name, name, touch.states - states)
            assert touch.columns or touch.states


def test_nobody_but_who_may_undo_an_act_may_undo() -> None:
    """An act by which rows are put back is as strong as the acts it undoes."""
    undoable = [act for act in ACTS if act.counter == "undo"]
    assert undoable and all(act.roles == BY_NAME["undo"].roles for act in undoable)
    ends = {"DESTROYED", "RETURNED", "HANDED_OVER", "ARCHIVED"}
    assert not BY_NAME["undo"].ledgers["carriers"].states & ends
    assert not {"APPROVED", "WITNESSED", "CERTIFIED"} & BY_NAME["undo"].ledgers["destructions"].states


def test_only_one_act_destroys_and_only_signed_acts_approve_and_witness() -> None:
    def acts_that(ledger: str, state: str) -> set[str]:
        return {act.name for act in ACTS if ledger in act.ledgers and state in act.ledgers[ledger].states}

    assert acts_that("carriers", "DESTROYED") == {"certify_destruction", "import_ledger"}
    for state, act in (("APPROVED", "approve_destruction"), ("WITNESSED", "witness_destruction"), ("COUNTED", "count_for_destruction")):
        assert acts_that("destructions", state) == {act} and BY_NAME[act].needs
    assert acts_that("handovers", "SIGNED") == {"sign_hand_over"} and acts_that("counts", "SIGNED") == {"sign_off_count"}
