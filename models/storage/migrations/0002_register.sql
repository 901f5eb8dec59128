-- The journalled tables of the register, one for each ledger of models/ledgers: equal to the fold of the journal (K-10, K-11).
-- No default, no expression, no AUTOINCREMENT: entries hold literal values. Rows are never deleted.

CREATE TABLE organ (
    id               INTEGER PRIMARY KEY,
    name             TEXT,
    vault_level      TEXT,
    authority        TEXT,
    authority_number TEXT,
    machine_number   TEXT,
    security_office  TEXT
) STRICT;
CREATE TRIGGER organ_keep_rows BEFORE DELETE ON organ BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER organ_keep_ids BEFORE UPDATE ON organ WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE accounts (
    id              INTEGER PRIMARY KEY,
    name            TEXT,
    role            TEXT,
    person_id       INTEGER,
    posts           TEXT,
    level_cap       TEXT,
    public_key      TEXT,
    generation      INTEGER,
    slot_digest     TEXT,
    password_set_on TEXT,
    one_time        INTEGER,
    state           TEXT
) STRICT;
CREATE TRIGGER accounts_keep_rows BEFORE DELETE ON accounts BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER accounts_keep_ids BEFORE UPDATE ON accounts WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE settings (
    id    INTEGER PRIMARY KEY,
    name  TEXT,
    value TEXT
) STRICT;
CREATE TRIGGER settings_keep_rows BEFORE DELETE ON settings BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER settings_keep_ids BEFORE UPDATE ON settings WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE signatures (
    id         INTEGER PRIMARY KEY,
    act        TEXT,
    ledger     TEXT,
    record     INTEGER,
    role       TEXT,
    how        TEXT,
    account_id INTEGER,
    person     TEXT,
    form       TEXT,
    signed_on  TEXT,
    digest     TEXT,
    nonce      TEXT
) STRICT;
CREATE TRIGGER signatures_keep_rows BEFORE DELETE ON signatures BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER signatures_keep_ids BEFORE UPDATE ON signatures WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE units (
    id      INTEGER PRIMARY KEY,
    name    TEXT,
    kind    TEXT,
    head    TEXT,
    phone   TEXT,
    state   TEXT,
    remarks TEXT
) STRICT;
CREATE TRIGGER units_keep_rows BEFORE DELETE ON units BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER units_keep_ids BEFORE UPDATE ON units WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE persons (
    id        INTEGER PRIMARY KEY,
    name      TEXT,
    unit_id   INTEGER,
    post      TEXT,
    clearance TEXT,
    phone     TEXT,
    state     TEXT,
    remarks   TEXT
) STRICT;
CREATE TRIGGER persons_keep_rows BEFORE DELETE ON persons BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER persons_keep_ids BEFORE UPDATE ON persons WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE rooms (
    id          INTEGER PRIMARY KEY,
    name        TEXT,
    level_limit TEXT,
    state       TEXT,
    remarks     TEXT
) STRICT;
CREATE TRIGGER rooms_keep_rows BEFORE DELETE ON rooms BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER rooms_keep_ids BEFORE UPDATE ON rooms WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE cabinets (
    id           INTEGER PRIMARY KEY,
    room_id      INTEGER,
    name         TEXT,
    level_limit  TEXT,
    custodian_id INTEGER,
    state        TEXT,
    remarks      TEXT
) STRICT;
CREATE TRIGGER cabinets_keep_rows BEFORE DELETE ON cabinets BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER cabinets_keep_ids BEFORE UPDATE ON cabinets WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE shelves (
    id          INTEGER PRIMARY KEY,
    cabinet_id  INTEGER,
    name        TEXT,
    code        TEXT,
    level_limit TEXT,
    walk_order  INTEGER,
    capacity    INTEGER,
    state       TEXT,
    remarks     TEXT
) STRICT;
CREATE TRIGGER shelves_keep_rows BEFORE DELETE ON shelves BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER shelves_keep_ids BEFORE UPDATE ON shelves WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE documents (
    id               INTEGER PRIMARY KEY,
    registry_number  TEXT,
    received_on      TEXT,
    issuer           TEXT,
    reference_number TEXT,
    title            TEXT,
    secret_kind      TEXT,
    level            TEXT,
    term_kind        TEXT,
    term_amount      INTEGER,
    term_unit        TEXT,
    term_date        TEXT,
    term_condition   TEXT,
    marking          TEXT,
    issued_on        TEXT,
    notice_on        TEXT,
    urgency          TEXT,
    pages            INTEGER,
    attachments      TEXT,
    copies_stated    INTEGER,
    copies_received  INTEGER,
    cover_number     TEXT,
    cover_intact     INTEGER,
    channel          TEXT,
    counted_by       TEXT,
    signed_by        TEXT,
    signed_on        TEXT,
    handling_unit    TEXT,
    access_scope     TEXT,
    recall           TEXT,
    recall_due       TEXT,
    barcode_number   TEXT,
    import_row_id    INTEGER,
    state            TEXT,
    remarks          TEXT
) STRICT;
CREATE TRIGGER documents_keep_rows BEFORE DELETE ON documents BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER documents_keep_ids BEFORE UPDATE ON documents WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE carriers (
    id               INTEGER PRIMARY KEY,
    number           TEXT,
    document_id      INTEGER,
    title            TEXT,
    issuer           TEXT,
    medium           TEXT,
    reference_number TEXT,
    serial_number    TEXT,
    secret_kind      TEXT,
    level            TEXT,
    term_kind        TEXT,
    term_amount      INTEGER,
    term_unit        TEXT,
    term_date        TEXT,
    term_condition   TEXT,
    copy_number      TEXT,
    pages            INTEGER,
    capacity         TEXT,
    origin           TEXT,
    registered_on    TEXT,
    state            TEXT,
    shelf_id         INTEGER,
    holder_id        INTEGER,
    custodian_id     INTEGER,
    recall           TEXT,
    recall_notice    TEXT,
    to_archive       INTEGER,
    left_on          TEXT,
    left_by          TEXT,
    last_counted_on  TEXT,
    label_printed    INTEGER,
    place_text       TEXT,
    remarks          TEXT
) STRICT;
CREATE TRIGGER carriers_keep_rows BEFORE DELETE ON carriers BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER carriers_keep_ids BEFORE UPDATE ON carriers WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE loans (
    id            INTEGER PRIMARY KEY,
    carrier_id    INTEGER,
    person_id     INTEGER,
    lent_on       TEXT,
    due_on        TEXT,
    purpose       TEXT,
    approval_form TEXT,
    approved_by   TEXT,
    returned_on   TEXT,
    taken_back_by TEXT,
    checked       TEXT,
    state         TEXT,
    remarks       TEXT
) STRICT;
CREATE TRIGGER loans_keep_rows BEFORE DELETE ON loans BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER loans_keep_ids BEFORE UPDATE ON loans WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE issuer_returns (
    id          INTEGER PRIMARY KEY,
    list_number TEXT,
    issuer      TEXT,
    returned_on TEXT,
    returned_by TEXT,
    received_by TEXT,
    approved_by TEXT,
    copies      INTEGER,
    state       TEXT,
    remarks     TEXT
) STRICT;
CREATE TRIGGER issuer_returns_keep_rows BEFORE DELETE ON issuer_returns BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER issuer_returns_keep_ids BEFORE UPDATE ON issuer_returns WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE prints (
    id           INTEGER PRIMARY KEY,
    print_number TEXT,
    form         TEXT,
    form_number  TEXT,
    ledger       TEXT,
    record       INTEGER,
    digest       TEXT,
    pages        INTEGER,
    copies       INTEGER,
    nth          INTEGER,
    printer      TEXT,
    outcome      TEXT
) STRICT;
CREATE TRIGGER prints_keep_rows BEFORE DELETE ON prints BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER prints_keep_ids BEFORE UPDATE ON prints WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE register_pages (
    id         INTEGER PRIMARY KEY,
    register   TEXT,
    year       INTEGER,
    page       INTEGER,
    first_line INTEGER,
    last_line  INTEGER,
    "rows"     TEXT,
    digest     TEXT,
    print_id   INTEGER
) STRICT;
CREATE TRIGGER register_pages_keep_rows BEFORE DELETE ON register_pages BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER register_pages_keep_ids BEFORE UPDATE ON register_pages WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE imports (
    id          INTEGER PRIMARY KEY,
    file_name   TEXT,
    file_digest TEXT,
    imported_on TEXT,
    "rows"      INTEGER,
    accepted    INTEGER,
    warned      INTEGER,
    present     INTEGER,
    refused     INTEGER,
    state       TEXT
) STRICT;
CREATE TRIGGER imports_keep_rows BEFORE DELETE ON imports BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER imports_keep_ids BEFORE UPDATE ON imports WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE import_rows (
    id          INTEGER PRIMARY KEY,
    import_id   INTEGER,
    sheet       TEXT,
    row         INTEGER,
    source_key  TEXT,
    match_key   TEXT,
    source      TEXT,
    verdict     TEXT,
    problems    TEXT,
    document_id INTEGER
) STRICT;
CREATE TRIGGER import_rows_keep_rows BEFORE DELETE ON import_rows BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER import_rows_keep_ids BEFORE UPDATE ON import_rows WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE UNIQUE INDEX accounts_by_name ON accounts (name);
CREATE UNIQUE INDEX carriers_by_number ON carriers (number);
CREATE INDEX carriers_by_document ON carriers (document_id);
CREATE INDEX carriers_by_shelf ON carriers (shelf_id) WHERE shelf_id IS NOT NULL;
CREATE INDEX carriers_by_holder ON carriers (holder_id) WHERE holder_id IS NOT NULL;
CREATE INDEX carriers_by_state ON carriers (state);
CREATE UNIQUE INDEX documents_by_registry_number ON documents (registry_number);
CREATE INDEX documents_by_reference_number ON documents (reference_number);
CREATE INDEX loans_by_carrier ON loans (carrier_id);
CREATE INDEX loans_open ON loans (state, due_on);
CREATE UNIQUE INDEX shelves_by_code ON shelves (code);
CREATE INDEX signatures_by_record ON signatures (ledger, record);
CREATE UNIQUE INDEX signatures_by_nonce ON signatures (nonce) WHERE nonce IS NOT NULL;
CREATE INDEX import_rows_by_key ON import_rows (source_key);
CREATE INDEX import_rows_by_match ON import_rows (match_key);
CREATE INDEX import_rows_by_import ON import_rows (import_id, verdict);
CREATE INDEX prints_by_form ON prints (form_number);
