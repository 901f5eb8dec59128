-- Derived tables: rebuilt from the journalled ones and compared by verify (K-11, K-24). What each column means stands in
-- models/storage/list_tables.py; numbers, places of codes and sort keys only, so that tables and indexes stay small. Every
-- index ends with the carrier's number: equal rows stand in that order, and so do the rows that one condition yields.

CREATE TABLE carrier_list (
    id              INTEGER PRIMARY KEY,
    number          INTEGER NOT NULL,
    document_id     INTEGER,
    mark            INTEGER NOT NULL,
    state           INTEGER,
    medium          INTEGER,
    shelf_id        INTEGER,
    holder_id       INTEGER,
    custodian_id    INTEGER,
    expires_on      INTEGER,
    review_on       INTEGER,
    registered_on   INTEGER,
    received_on     INTEGER,
    due_on          INTEGER,
    recall          INTEGER,
    pages           INTEGER,
    origin          INTEGER,
    to_archive      INTEGER,
    label_printed   INTEGER,
    last_counted_on INTEGER,
    left_on         INTEGER
) STRICT;

CREATE UNIQUE INDEX carrier_list_by_number ON carrier_list (number);
CREATE INDEX carrier_list_by_document_id ON carrier_list (document_id, number);
CREATE INDEX carrier_list_by_mark ON carrier_list (mark, number);
CREATE INDEX carrier_list_by_state ON carrier_list (state, number);
CREATE INDEX carrier_list_by_medium ON carrier_list (medium, number);
CREATE INDEX carrier_list_by_shelf_id ON carrier_list (shelf_id, number);
CREATE INDEX carrier_list_by_holder_id ON carrier_list (holder_id, number) WHERE holder_id IS NOT NULL;
CREATE INDEX carrier_list_by_custodian_id ON carrier_list (custodian_id, number) WHERE custodian_id IS NOT NULL;
CREATE INDEX carrier_list_by_expires_on ON carrier_list (expires_on, number);
CREATE INDEX carrier_list_by_review_on ON carrier_list (review_on, number) WHERE review_on IS NOT NULL;
CREATE INDEX carrier_list_by_registered_on ON carrier_list (registered_on, number);
CREATE INDEX carrier_list_by_received_on ON carrier_list (received_on, number);
CREATE INDEX carrier_list_by_due_on ON carrier_list (due_on, number) WHERE due_on IS NOT NULL;
CREATE INDEX carrier_list_by_recall ON carrier_list (recall, number) WHERE recall IS NOT NULL;
CREATE INDEX carrier_list_by_pages ON carrier_list (pages, number);
CREATE INDEX carrier_list_by_origin ON carrier_list (origin, number);
CREATE INDEX carrier_list_by_to_archive ON carrier_list (to_archive, number) WHERE to_archive IS NOT NULL;
CREATE INDEX carrier_list_by_label_printed ON carrier_list (label_printed, number) WHERE label_printed IS NOT NULL;
CREATE INDEX carrier_list_by_last_counted_on ON carrier_list (last_counted_on, number) WHERE last_counted_on IS NOT NULL;
CREATE INDEX carrier_list_by_left_on ON carrier_list (left_on, number) WHERE left_on IS NOT NULL;

CREATE TABLE carrier_keys (
    id               INTEGER PRIMARY KEY,
    number           INTEGER NOT NULL,
    copy_number      BLOB,
    reference_number BLOB,
    issuer           BLOB,
    title            BLOB,
    serial_number    BLOB,
    capacity         BLOB,
    left_by          BLOB,
    remarks          BLOB
) STRICT;

CREATE INDEX carrier_keys_by_copy_number ON carrier_keys (copy_number, number);
CREATE INDEX carrier_keys_by_reference_number ON carrier_keys (reference_number, number);
CREATE INDEX carrier_keys_by_issuer ON carrier_keys (issuer, number);
CREATE INDEX carrier_keys_by_title ON carrier_keys (title, number);
CREATE INDEX carrier_keys_by_serial_number ON carrier_keys (serial_number, number) WHERE serial_number IS NOT NULL;
CREATE INDEX carrier_keys_by_capacity ON carrier_keys (capacity, number) WHERE capacity IS NOT NULL;
CREATE INDEX carrier_keys_by_left_by ON carrier_keys (left_by, number) WHERE left_by IS NOT NULL;
CREATE INDEX carrier_keys_by_remarks ON carrier_keys (remarks, number) WHERE remarks IS NOT NULL;

CREATE TABLE document_list (
    id              INTEGER PRIMARY KEY,
    mark            INTEGER NOT NULL,
    expires_on      INTEGER,
    state           INTEGER,
    received_on     INTEGER,
    issued_on       INTEGER,
    urgency         INTEGER,
    pages           INTEGER,
    copies_stated   INTEGER,
    copies_received INTEGER,
    cover_intact    INTEGER,
    channel         INTEGER,
    signed_on       INTEGER,
    recall          INTEGER,
    recall_due      INTEGER
) STRICT;

CREATE INDEX document_list_by_mark ON document_list (mark);
CREATE INDEX document_list_by_expires_on ON document_list (expires_on);
CREATE INDEX document_list_by_state ON document_list (state);
CREATE INDEX document_list_by_received_on ON document_list (received_on);
CREATE INDEX document_list_by_issued_on ON document_list (issued_on);
CREATE INDEX document_list_by_urgency ON document_list (urgency);
CREATE INDEX document_list_by_pages ON document_list (pages);
CREATE INDEX document_list_by_copies_stated ON document_list (copies_stated);
CREATE INDEX document_list_by_copies_received ON document_list (copies_received);
CREATE INDEX document_list_by_cover_intact ON document_list (cover_intact);
CREATE INDEX document_list_by_channel ON document_list (channel);
CREATE INDEX document_list_by_signed_on ON document_list (signed_on) WHERE signed_on IS NOT NULL;
CREATE INDEX document_list_by_recall ON document_list (recall) WHERE recall IS NOT NULL;
CREATE INDEX document_list_by_recall_due ON document_list (recall_due) WHERE recall_due IS NOT NULL;

CREATE TABLE document_keys (
    id               INTEGER PRIMARY KEY,
    registry_number  BLOB,
    reference_number BLOB,
    issuer           BLOB,
    title            BLOB,
    marking          BLOB,
    attachments      BLOB,
    cover_number     BLOB,
    counted_by       BLOB,
    signed_by        BLOB,
    handling_unit    BLOB,
    access_scope     BLOB,
    barcode_number   BLOB,
    remarks          BLOB
) STRICT;

CREATE INDEX document_keys_by_registry_number ON document_keys (registry_number);
CREATE INDEX document_keys_by_reference_number ON document_keys (reference_number);
CREATE INDEX document_keys_by_issuer ON document_keys (issuer);
CREATE INDEX document_keys_by_title ON document_keys (title);
CREATE INDEX document_keys_by_marking ON document_keys (marking) WHERE marking IS NOT NULL;
CREATE INDEX document_keys_by_attachments ON document_keys (attachments) WHERE attachments IS NOT NULL;
CREATE INDEX document_keys_by_cover_number ON document_keys (cover_number) WHERE cover_number IS NOT NULL;
CREATE INDEX document_keys_by_counted_by ON document_keys (counted_by) WHERE counted_by IS NOT NULL;
CREATE INDEX document_keys_by_signed_by ON document_keys (signed_by) WHERE signed_by IS NOT NULL;
CREATE INDEX document_keys_by_handling_unit ON document_keys (handling_unit) WHERE handling_unit IS NOT NULL;
CREATE INDEX document_keys_by_access_scope ON document_keys (access_scope) WHERE access_scope IS NOT NULL;
CREATE INDEX document_keys_by_barcode_number ON document_keys (barcode_number) WHERE barcode_number IS NOT NULL;
CREATE INDEX document_keys_by_remarks ON document_keys (remarks) WHERE remarks IS NOT NULL;

-- The words by which links are shown, and the order of those words.
CREATE TABLE label (
    ledger TEXT NOT NULL,
    id     INTEGER NOT NULL,
    words  TEXT NOT NULL,
    whole  TEXT NOT NULL,
    sort   BLOB NOT NULL,
    PRIMARY KEY (ledger, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX label_in_order ON label (ledger, sort, id);

-- How many carriers lie on each shelf (0: on none), by marking and state.
CREATE TABLE carrier_counter (
    shelf_id INTEGER NOT NULL,
    mark     INTEGER NOT NULL,
    state    INTEGER NOT NULL,
    carriers INTEGER NOT NULL,
    PRIMARY KEY (shelf_id, mark, state)
) STRICT, WITHOUT ROWID;

-- The search: tokens only, no texts (models/domain/search_text.py). Rows are numbered as carriers are, newest last.
-- Pages of 3960 bytes fit into one page of the encrypted file. Merging is done in idle time (models/storage/search.py).
CREATE VIRTUAL TABLE carrier_search USING fts5(tokens, content='', contentless_delete=1, detail=none, prefix='3 4', tokenize='ascii');
INSERT INTO carrier_search (carrier_search, rank) VALUES ('pgsz', 3960);
INSERT INTO carrier_search (carrier_search, rank) VALUES ('hashsize', 33554432);
INSERT INTO carrier_search (carrier_search, rank) VALUES ('automerge', 0);
INSERT INTO carrier_search (carrier_search, rank) VALUES ('crisismerge', 64);
CREATE VIRTUAL TABLE document_search USING fts5(tokens, content='', contentless_delete=1, detail=none, prefix='3 4', tokenize='ascii');
INSERT INTO document_search (document_search, rank) VALUES ('pgsz', 3960);
INSERT INTO document_search (document_search, rank) VALUES ('hashsize', 33554432);
INSERT INTO document_search (document_search, rank) VALUES ('automerge', 0);
INSERT INTO document_search (document_search, rank) VALUES ('crisismerge', 64);
