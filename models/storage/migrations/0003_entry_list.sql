-- What the audit pages list and filter by, taken from each entry's payload: derived, rebuilt and compared by verify.

CREATE TABLE entry_list (
    number  INTEGER PRIMARY KEY,
    act     TEXT NOT NULL,
    actor   INTEGER NOT NULL,
    time    TEXT NOT NULL,
    subject TEXT NOT NULL,
    act_id  TEXT NOT NULL
) STRICT;

CREATE INDEX entry_list_by_act ON entry_list (act, number);
CREATE INDEX entry_list_by_actor ON entry_list (actor, number);
CREATE INDEX entry_list_by_act_id ON entry_list (act_id, number);
