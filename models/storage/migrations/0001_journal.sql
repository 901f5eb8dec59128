-- The journal: every act is one signed entry, or several in one transaction (K-9). Nothing here is ever changed.

CREATE TABLE entry (
    number    INTEGER PRIMARY KEY,
    payload   BLOB NOT NULL,      -- canonical JSON: what is digested and signed is exactly these bytes
    digest    BLOB NOT NULL,      -- SM3 over the prefix of its kind and the payload; the next entry names it
    signature BLOB NOT NULL       -- Ed25519, 64 bytes for each signer the payload names, in its order
) STRICT;

-- One changed row a line. The payload holds the digest over its lines in order of seq.
CREATE TABLE changes (
    ledger   TEXT NOT NULL,
    id       INTEGER NOT NULL,
    entry    INTEGER NOT NULL REFERENCES entry (number),
    seq      INTEGER NOT NULL,
    "values" TEXT NOT NULL,       -- canonical JSON of the literal after-values
    PRIMARY KEY (ledger, id, entry, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX changes_in_order ON changes (entry, seq);

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER changes_are_never_changed BEFORE UPDATE ON changes BEGIN SELECT raise(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER changes_are_never_deleted BEFORE DELETE ON changes BEGIN SELECT raise(ABORT, 'APPEND_ONLY'); END;

-- What each screen remembers for its user: no evidence, not journalled.
CREATE TABLE preference (
    account INTEGER NOT NULL,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
