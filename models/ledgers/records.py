"""What the program itself keeps: prints, fixed register pages, imports and their source rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from models.domain.text import T
from models.ledgers.fields import Field, Kind, Ledger


@dataclass(frozen=True)
class Print:
    """One printing of one form and what became of it (K-19). A failed print's paper is annulled by this number."""

    id: int
    print_number: Annotated[str, Field(T("print", "打印序号"), required=True, width=120)]
    form: Annotated[str, Field(T("print", "表单"), required=True, width=80)]
    form_number: Annotated[str, Field(T("print", "单号"), required=True, width=130)]
    ledger: Annotated[str, Field(T("print", "登记簿"), width=100)]
    record: Annotated[int, Field(T("print", "记录"), Kind.INTEGER, width=80)]
    digest: Annotated[str, Field(T("print", "内容摘要"))]
    pages: Annotated[int, Field(T("print", "页数"), Kind.INTEGER, width=60)]
    copies: Annotated[int, Field(T("print", "份数"), Kind.INTEGER, width=60)]
    nth: Annotated[int, Field(T("print", "第几次"), Kind.INTEGER, width=60)]
    printer: Annotated[str, Field(T("print", "打印机"), width=140)]
    outcome: Annotated[str, Field(T("print", "结果"), Kind.CHOICE, width=90, choices={
        "STARTED": T("print", "打印中"), "SENT": T("print", "已送打印机"), "SAVED": T("print", "已存为文件"),
        "FAILED": T("print", "失败"), "UNKNOWN": T("print", "不明"),
    })]  # fmt: skip


@dataclass(frozen=True)
class RegisterPage:
    """A page of a register book that has been printed and is fixed since (K-20)."""

    id: int
    register: Annotated[str, Field(T("page", "登记簿"), required=True, width=80)]
    year: Annotated[int, Field(T("page", "年度"), Kind.INTEGER, required=True, width=70)]
    page: Annotated[int, Field(T("page", "页码"), Kind.INTEGER, required=True, width=60)]
    first_line: Annotated[int, Field(T("page", "起行"), Kind.INTEGER, width=60)]
    last_line: Annotated[int, Field(T("page", "止行"), Kind.INTEGER, width=60)]
    rows: Annotated[str, Field(T("page", "行内容"), longest=200_000)]
    digest: Annotated[str, Field(T("page", "内容摘要"))]
    print_id: Annotated[int, Field(T("page", "打印"), Kind.LINK, to="prints", width=80)]


@dataclass(frozen=True)
class Import:
    """One run of the importer over one file; undone whole or not at all (K-15, K-23)."""

    id: int
    file_name: Annotated[str, Field(T("import", "文件"), required=True, width=220)]
    file_digest: Annotated[str, Field(T("import", "文件摘要"))]
    imported_on: Annotated[str, Field(T("import", "导入日期"), Kind.DATE, width=100)]
    rows: Annotated[int, Field(T("import", "行数"), Kind.INTEGER, width=80)]
    accepted: Annotated[int, Field(T("import", "接受"), Kind.INTEGER, width=80)]
    warned: Annotated[int, Field(T("import", "有提示"), Kind.INTEGER, width=80)]
    present: Annotated[int, Field(T("import", "已在库"), Kind.INTEGER, width=80)]
    refused: Annotated[int, Field(T("import", "未收"), Kind.INTEGER, width=80)]
    state: Annotated[str, Field(T("import", "状态"), Kind.CHOICE, width=80, choices={
        "DONE": T("import", "已导入"), "UNDONE": T("import", "已撤销"),
    })]  # fmt: skip


@dataclass(frozen=True)
class ImportRow:
    """A source row of an old ledger as it stood, its key, and what it became (K-23)."""

    id: int
    import_id: Annotated[int, Field(T("import", "导入"), Kind.LINK, to="imports", required=True, width=80)]
    sheet: Annotated[str, Field(T("import", "工作表"), width=100)]
    row: Annotated[int, Field(T("import", "行号"), Kind.INTEGER, width=70)]
    source_key: Annotated[str, Field(T("import", "行标识"), required=True)]
    match_key: Annotated[str, Field(T("import", "近似标识"))]
    source: Annotated[str, Field(T("import", "原文"), Kind.LONG_TEXT, width=300, longest=100_000)]
    verdict: Annotated[str, Field(T("import", "结果"), Kind.CHOICE, width=90, choices={
        "ACCEPTED": T("import", "接受"), "WARNED": T("import", "有提示"), "REFUSED": T("import", "未收"),
        "UNDONE": T("import", "已撤销"),
    })]  # fmt: skip
    problems: Annotated[str, Field(T("import", "问题"), Kind.LONG_TEXT, width=200, longest=20_000)]
    document_id: Annotated[int, Field(T("import", "登记为"), Kind.LINK, to="documents", width=90)]


PRINTS = Ledger("prints", T("ledger", "打印登记"), Print, editable=False, in_navigation=False,
                purpose=T("ledger", "每一次打印：哪张表、第几次、结果如何"))  # fmt: skip
REGISTER_PAGES = Ledger("register_pages", T("ledger", "已定簿页"), RegisterPage, editable=False, in_navigation=False,
                        purpose=T("ledger", "打印后不再变动的簿页"))  # fmt: skip
IMPORTS = Ledger("imports", T("ledger", "导入"), Import, editable=False, in_navigation=False,
                 void_values={"state": "UNDONE"},
                 purpose=T("ledger", "从旧台账导入的文件"))  # fmt: skip
IMPORT_ROWS = Ledger("import_rows", T("ledger", "旧台账原文"), ImportRow, editable=False, in_navigation=False,
                     void_values={"verdict": "UNDONE"},
                     purpose=T("ledger", "旧台账每一行的原文和去处"))  # fmt: skip
