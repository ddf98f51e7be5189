"""Turn what can go wrong at rest into a short tree of errors, each with a Chinese sentence for the person who meets it.

StoreError
├── StoreUnavailable      the database cannot be reached, opened or written
│   └── StoreLocked       another process holds it for longer than the wait allowed
├── UnsupportedDatabase   the URL names a database or driver that is not served
├── StoreTooNew           the tables were made by a newer version of the program
├── WrongSecret           the secret is not the one the store was made with
├── SealBroken            a sealed value was altered, or moved to another record
├── RecordRefused         a record cannot be stored as it is
├── RecordNotFound        no record of that type has that id
├── ImportNotFound        no import has that id
├── ImportClosed          the import is finished or undone already
└── UndoRefused           records of the import were changed since
"""

from __future__ import annotations

from collections.abc import Sequence

RECORD_NAMES = {"posting": "岗位", "seeker": "求职者", "employer": "用人单位", "crew": "班组"}


class StoreError(Exception):
    """Base of all errors of the store; `code` is stable, `str()` is a Chinese sentence that names the way out."""

    code = "store_error"


class StoreUnavailable(StoreError):
    """The database cannot be reached, opened or written; nothing of the failed call was kept."""

    code = "store_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"数据库现在用不了，本次没有写入任何内容。请检查磁盘空间、文件权限或数据库服务后重试。原因：{reason}"
        )


class StoreLocked(StoreUnavailable):
    """Another process holds the write lock for longer than the wait allowed; nothing was kept, trying again is safe."""

    code = "store_locked"

    def __init__(self, waited_s: float) -> None:
        StoreError.__init__(
            self, f"数据库正被另一个程序写入，等了 {waited_s:g} 秒仍未空出，本次没有写入任何内容，请稍后重试。"
        )


class UnsupportedDatabase(StoreError):
    """The URL names a database or driver that is not served."""

    code = "unsupported_database"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class StoreTooNew(StoreError):
    """The tables were made by a newer version of the program, which this one would damage."""

    code = "store_too_new"

    def __init__(self, revision: str) -> None:
        super().__init__(f"数据库由更新的版本建立（表结构 {revision}），本版本不认识，请先升级程序再打开。")


class WrongSecret(StoreError):
    """The secret is not the one the store was made with, so nothing sealed could be read and no lookup would hit."""

    code = "wrong_secret"

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence
            or "密钥与建库时的不一致，个人信息无法解密。请换回原来的密钥（ZUNPEI_SECRET_KEY 或数据目录下的密钥文件）。"
        )


class SealBroken(StoreError):
    """A sealed value was altered, or was moved to another record; it is never returned half read."""

    code = "seal_broken"

    def __init__(self, record: str) -> None:
        super().__init__(f"{record} 的加密内容校验不通过，可能被改动过。请从备份恢复这条记录，并告知安全管理员。")


class RecordRefused(StoreError):
    """A record cannot be stored as it is."""

    code = "record_refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class RecordNotFound(StoreError):
    """No record of that type has that id."""

    code = "record_not_found"

    def __init__(self, record_type: str, record_id: str) -> None:
        super().__init__(f"没有编号为“{record_id}”的{RECORD_NAMES[record_type]}，请核对编号，可能已被删除。")
        self.record_type, self.record_id = record_type, record_id


class ImportNotFound(StoreError):
    """No import has that id."""

    code = "import_not_found"

    def __init__(self, import_id: str) -> None:
        super().__init__(f"没有编号为“{import_id}”的导入批次，请在导入记录里核对编号。")
        self.import_id = import_id


class ImportClosed(StoreError):
    """The import is finished or undone already."""

    code = "import_closed"

    def __init__(self, import_id: str, state: str) -> None:
        super().__init__(f"导入批次“{import_id}”{state}，不能再做这一步。")
        self.import_id = import_id


class UndoRefused(StoreError):
    """Records of the import were changed since; `changed` lists (record type, id), ordered."""

    code = "undo_refused"

    def __init__(self, import_id: str, changed: Sequence[tuple[str, str]]) -> None:
        named = "、".join(f"{RECORD_NAMES[kind]} {record_id}" for kind, record_id in changed[:5])
        more = "等" if len(changed) > 5 else ""
        super().__init__(
            f"导入批次“{import_id}”不能整批撤销：其中 {len(changed)} 条在导入之后又有改动（{named}{more}）。"
            "请逐条处理，或先撤销后来的批次。"
        )
        self.import_id, self.changed = import_id, tuple(changed)
