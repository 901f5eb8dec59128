-- Counting, destruction and hand-over (models/ledgers/counts, destructions, handovers): equal to the fold of the journal.

CREATE TABLE counts (
    id                INTEGER PRIMARY KEY,
    number            TEXT,
    name              TEXT,
    kind              TEXT,
    scope             TEXT,
    scope_words       TEXT,
    base_on           TEXT,
    counter_id        INTEGER,
    second_counter_id INTEGER,
    supervisor_id     INTEGER,
    blind             INTEGER,
    started_at        TEXT,
    frozen_at         INTEGER,
    shelf_id          INTEGER,
    holder_id         INTEGER,
    finished_on       TEXT,
    finished_at       INTEGER,
    book              INTEGER,
    actual            INTEGER,
    matched           INTEGER,
    on_loan           INTEGER,
    moved_during      INTEGER,
    misplaced         INTEGER,
    mismarked         INTEGER,
    damaged           INTEGER,
    missing           INTEGER,
    unrecorded        INTEGER,
    duplicates        INTEGER,
    conclusion        TEXT,
    signed_on         TEXT,
    ended_because     TEXT,
    state             TEXT
) STRICT;
CREATE TRIGGER counts_keep_rows BEFORE DELETE ON counts BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER counts_keep_ids BEFORE UPDATE ON counts WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE count_expected (
    id          INTEGER PRIMARY KEY,
    count_id    INTEGER,
    carrier_id  INTEGER,
    rank        INTEGER,
    state       TEXT,
    shelf_id    INTEGER,
    holder_id   INTEGER,
    secret_kind TEXT,
    level       TEXT,
    verdict     TEXT,
    moved_by    INTEGER
) STRICT;
CREATE TRIGGER count_expected_keep_rows BEFORE DELETE ON count_expected BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER count_expected_keep_ids BEFORE UPDATE ON count_expected WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE scans (
    id          INTEGER PRIMARY KEY,
    count_id    INTEGER,
    seq         INTEGER,
    code        TEXT,
    carrier_id  INTEGER,
    shelf_id    INTEGER,
    holder_id   INTEGER,
    kind        TEXT,
    verdict     TEXT,
    finding     TEXT,
    unrecorded  TEXT,
    detail      TEXT,
    moved_by    INTEGER,
    repeats     INTEGER,
    above_limit INTEGER,
    mark        TEXT,
    at          TEXT,
    account_id  INTEGER,
    person_id   INTEGER,
    undone      INTEGER
) STRICT;
CREATE TRIGGER scans_keep_rows BEFORE DELETE ON scans BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER scans_keep_ids BEFORE UPDATE ON scans WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE count_findings (
    id              INTEGER PRIMARY KEY,
    count_id        INTEGER,
    rank            INTEGER,
    verdict         TEXT,
    first_verdict   TEXT,
    unrecorded      TEXT,
    detail          TEXT,
    expected_id     INTEGER,
    carrier_id      INTEGER,
    code            TEXT,
    scan_id         INTEGER,
    secret_kind     TEXT,
    level           TEXT,
    book_shelf_id   INTEGER,
    book_holder_id  INTEGER,
    found_shelf_id  INTEGER,
    found_holder_id INTEGER,
    decision        TEXT,
    reason          TEXT,
    evidence        TEXT,
    registered_as   INTEGER,
    loss_id         INTEGER,
    decided_on      TEXT,
    decided_by      TEXT,
    recounted_by    INTEGER,
    recounted_on    TEXT,
    state           TEXT
) STRICT;
CREATE TRIGGER count_findings_keep_rows BEFORE DELETE ON count_findings BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER count_findings_keep_ids BEFORE UPDATE ON count_findings WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE losses (
    id            INTEGER PRIMARY KEY,
    carrier_id    INTEGER,
    count_id      INTEGER,
    finding_id    INTEGER,
    discovered_on TEXT,
    secret_kind   TEXT,
    level         TEXT,
    circumstances TEXT,
    found_on      TEXT,
    found_how     TEXT,
    reported_on   TEXT,
    report_number TEXT,
    state         TEXT
) STRICT;
CREATE TRIGGER losses_keep_rows BEFORE DELETE ON losses BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER losses_keep_ids BEFORE UPDATE ON losses WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE destructions (
    id                INTEGER PRIMARY KEY,
    number            TEXT,
    applied_on        TEXT,
    unit_id           INTEGER,
    handler           TEXT,
    handler_id        INTEGER,
    phone             TEXT,
    cause             TEXT,
    cause_other       TEXT,
    route             TEXT,
    treatment         TEXT,
    facility          TEXT,
    machine           TEXT,
    machine_level     TEXT,
    own_reason        TEXT,
    planned_on        TEXT,
    place             TEXT,
    counter_id        INTEGER,
    checker_id        INTEGER,
    counted_on        TEXT,
    locked            INTEGER,
    listed            INTEGER,
    digest            TEXT,
    approver_id       INTEGER,
    approved_on       TEXT,
    bags              INTEGER,
    sealed_on         TEXT,
    started_on        TEXT,
    escort_id         INTEGER,
    second_escort_id  INTEGER,
    executed_on       TEXT,
    pulled_out        INTEGER,
    destroyed         INTEGER,
    witness_id        INTEGER,
    second_witness_id INTEGER,
    witnessed_on      TEXT,
    receipt_number    TEXT,
    receipt_on        TEXT,
    certified_on      TEXT,
    ended_because     TEXT,
    state             TEXT,
    remarks           TEXT
) STRICT;
CREATE TRIGGER destructions_keep_rows BEFORE DELETE ON destructions BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER destructions_keep_ids BEFORE UPDATE ON destructions WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE destruction_items (
    id             INTEGER PRIMARY KEY,
    destruction_id INTEGER,
    carrier_id     INTEGER,
    rank           INTEGER,
    former_state   TEXT,
    reviewed       INTEGER,
    bag_id         INTEGER,
    scan_id        INTEGER,
    out_reason     TEXT,
    state          TEXT
) STRICT;
CREATE TRIGGER destruction_items_keep_rows BEFORE DELETE ON destruction_items BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER destruction_items_keep_ids BEFORE UPDATE ON destruction_items WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE destruction_bags (
    id             INTEGER PRIMARY KEY,
    destruction_id INTEGER,
    bag            INTEGER,
    seal_number    TEXT,
    material       TEXT,
    items          INTEGER,
    weight         TEXT,
    undone         INTEGER
) STRICT;
CREATE TRIGGER destruction_bags_keep_rows BEFORE DELETE ON destruction_bags BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER destruction_bags_keep_ids BEFORE UPDATE ON destruction_bags WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE destruction_scans (
    id             INTEGER PRIMARY KEY,
    destruction_id INTEGER,
    code           TEXT,
    carrier_id     INTEGER,
    item_id        INTEGER,
    kind           TEXT,
    verdict        TEXT,
    at             TEXT,
    undone         INTEGER,
    answer         TEXT,
    answer_reason  TEXT
) STRICT;
CREATE TRIGGER destruction_scans_keep_rows BEFORE DELETE ON destruction_scans BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER destruction_scans_keep_ids BEFORE UPDATE ON destruction_scans WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE handovers (
    id            INTEGER PRIMARY KEY,
    number        TEXT,
    kind          TEXT,
    cause         TEXT,
    cause_other   TEXT,
    from_unit_id  INTEGER,
    transferor_id INTEGER,
    to_unit_id    INTEGER,
    receiver_id   INTEGER,
    witness_id    INTEGER,
    custodian_id  INTEGER,
    shelf_id      INTEGER,
    drawn_up_on   TEXT,
    handed_on     TEXT,
    listed        INTEGER,
    handed_over   INTEGER,
    highest_level TEXT,
    digest        TEXT,
    ended_because TEXT,
    state         TEXT,
    remarks       TEXT
) STRICT;
CREATE TRIGGER handovers_keep_rows BEFORE DELETE ON handovers BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER handovers_keep_ids BEFORE UPDATE ON handovers WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE handover_items (
    id           INTEGER PRIMARY KEY,
    handover_id  INTEGER,
    carrier_id   INTEGER,
    rank         INTEGER,
    former_state TEXT,
    scan_id      INTEGER,
    note         TEXT,
    state        TEXT
) STRICT;
CREATE TRIGGER handover_items_keep_rows BEFORE DELETE ON handover_items BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER handover_items_keep_ids BEFORE UPDATE ON handover_items WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE TABLE handover_scans (
    id            INTEGER PRIMARY KEY,
    handover_id   INTEGER,
    code          TEXT,
    carrier_id    INTEGER,
    item_id       INTEGER,
    kind          TEXT,
    verdict       TEXT,
    at            TEXT,
    undone        INTEGER,
    answer        TEXT,
    answer_reason TEXT
) STRICT;
CREATE TRIGGER handover_scans_keep_rows BEFORE DELETE ON handover_scans BEGIN SELECT raise(ABORT, 'NEVER_DELETED'); END;
CREATE TRIGGER handover_scans_keep_ids BEFORE UPDATE ON handover_scans WHEN new.id IS NOT old.id BEGIN SELECT raise(ABORT, 'NEVER_RENUMBERED'); END;

CREATE UNIQUE INDEX counts_by_number ON counts (number);
CREATE INDEX counts_by_state ON counts (state);
CREATE UNIQUE INDEX count_expected_by_carrier ON count_expected (carrier_id, count_id);
CREATE INDEX count_expected_in_order ON count_expected (count_id, rank);
CREATE INDEX count_expected_by_place ON count_expected (count_id, shelf_id, holder_id, state, verdict);
CREATE UNIQUE INDEX scans_in_order ON scans (count_id, seq);
CREATE INDEX scans_by_carrier ON scans (count_id, carrier_id) WHERE carrier_id IS NOT NULL;
CREATE INDEX scans_by_unknown_code ON scans (count_id, code) WHERE carrier_id IS NULL;
CREATE INDEX scans_tally ON scans (count_id, undone, shelf_id, holder_id, verdict, mark, detail, unrecorded);
CREATE INDEX count_findings_in_order ON count_findings (count_id, rank);
CREATE INDEX count_findings_by_carrier ON count_findings (carrier_id) WHERE carrier_id IS NOT NULL;
CREATE INDEX losses_by_carrier ON losses (carrier_id);
CREATE INDEX losses_by_state ON losses (state, discovered_on);
CREATE UNIQUE INDEX destructions_by_number ON destructions (number);
CREATE INDEX destructions_by_state ON destructions (state);
CREATE UNIQUE INDEX destruction_items_by_carrier ON destruction_items (destruction_id, carrier_id);
CREATE INDEX destruction_items_in_order ON destruction_items (destruction_id, state, rank);
CREATE INDEX destruction_items_of_carrier ON destruction_items (carrier_id);
CREATE INDEX destruction_bags_of_batch ON destruction_bags (destruction_id, bag);
CREATE INDEX destruction_bags_by_seal ON destruction_bags (seal_number);
CREATE INDEX destruction_scans_of_batch ON destruction_scans (destruction_id, undone, verdict, answer);
CREATE UNIQUE INDEX handovers_by_number ON handovers (number);
CREATE INDEX handovers_by_state ON handovers (state);
CREATE UNIQUE INDEX handover_items_by_carrier ON handover_items (handover_id, carrier_id);
CREATE INDEX handover_items_in_order ON handover_items (handover_id, state, rank);
CREATE INDEX handover_items_of_carrier ON handover_items (carrier_id);
CREATE INDEX handover_scans_of_batch ON handover_scans (handover_id, undone, verdict, answer);
