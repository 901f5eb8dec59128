-- The notice upon which a marking was lowered, its number and day (R-11, R-18).

ALTER TABLE documents ADD COLUMN regraded_by TEXT;
ALTER TABLE documents ADD COLUMN regraded_on TEXT;
ALTER TABLE carriers ADD COLUMN regraded_by TEXT;
ALTER TABLE carriers ADD COLUMN regraded_on TEXT;
