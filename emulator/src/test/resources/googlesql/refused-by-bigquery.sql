-- Statements that are GoogleSQL and that BigQuery refuses.

-- "Duplicate column names in the result are not supported"
SELECT 1 AS a, 2 AS a;
SELECT t.id, u.id FROM d.t AS t JOIN d.u AS u ON t.id = u.id;
-- A column that is added is NULLABLE or REPEATED (ALTER TABLE ADD COLUMN)
ALTER TABLE d.t ADD COLUMN must INT64 NOT NULL;
-- Names that are taken
CREATE SCHEMA d;
CREATE TABLE d.t (id INT64);
-- A primary key is not enforced
CREATE TABLE d.keyed (id INT64, PRIMARY KEY (id));
-- A dataset that has tables goes by CASCADE only
DROP SCHEMA d;
-- Kinds of what is dropped
DROP VIEW d.t;
