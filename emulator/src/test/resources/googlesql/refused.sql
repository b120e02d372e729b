-- Statements that both Google's analyser and the emulator refuse.

-- Syntax
SELECT;
SELECT id FROM WHERE;
SELECT id FROM d.t WHERE;
SELECT id id2 id3 FROM d.t;
SELECT (1 FROM d.t;
SELECT 'open FROM d.t;
SELECT id FROM d.t GROUP v;
SELECT id FROM d.t ORDER id;
SELECT id FROM d.t LIMIT 'x';
SELECT select FROM d.t;
SELECT id, FROM, v FROM d.t;
SELEC id FROM d.t;
SELECT 1 UNION SELECT 2;
SELECT CAST(id INT64) FROM d.t;
SELECT id::STRING FROM d.t;
SELECT id FROM d.t AS OF 1;
SELECT ARRAY[1, 2][0], * EXCEPT () FROM d.t;
INSERT INTO d.t (id) VALUE (1);
UPDATE d.t SET WHERE id = 1;
DELETE * FROM d.t WHERE id = 1;
CREATE TABLE d.bad (id);
CREATE TABLE d.bad (id INT64 PRIMARY);
ALTER TABLE d.t ADD note STRING;
-- AT is reserved
SELECT at FROM d.t;
CREATE TABLE d.bad (at TIMESTAMP);

-- Names
SELECT nope FROM d.t;
SELECT t.nope FROM d.t AS t;
SELECT u.id FROM d.t AS t;
SELECT * FROM d.nowhere;
SELECT * FROM nowhere.t;
SELECT r.nope FROM d.t;
SELECT id FROM d.t JOIN d.u ON t.id = u.id;
SELECT * EXCEPT (nope) FROM d.t;
INSERT INTO d.t (id, nope) VALUES (1, 2);
INSERT INTO d.t (id, id) VALUES (1, 2);
UPDATE d.t SET nope = 1 WHERE id = 1;
ALTER TABLE d.nowhere ADD COLUMN note STRING;
ALTER TABLE d.t ADD COLUMN v STRING;
ALTER TABLE d.t DROP COLUMN nope;

-- Types: GoogleSQL coerces few of them
SELECT id + v FROM d.t;
SELECT v + 1 FROM d.t;
SELECT id = v FROM d.t;
SELECT id FROM d.t WHERE id;
SELECT id FROM d.t WHERE v;
SELECT id FROM d.t WHERE NOT id;
SELECT IF(id, 1, 2) FROM d.t;
SELECT IF(b, 1, 'x') FROM d.t;
SELECT CASE WHEN b THEN 1 ELSE 'x' END FROM d.t;
SELECT id IN ('a', 'b') FROM d.t;
SELECT v BETWEEN 1 AND 2 FROM d.t;
SELECT UPPER(id) FROM d.t;
SELECT LENGTH(id) FROM d.t;
SELECT SUM(v) FROM d.t;
SELECT AVG(v) FROM d.t;
SELECT SUBSTR(id, 1) FROM d.t;
SELECT v LIKE 1 FROM d.t;
SELECT day = v FROM d.t;
SELECT day + ts FROM d.t;
SELECT ts > 1 FROM d.t;
SELECT CAST(day AS INT64) FROM d.t;
SELECT CAST(b AS FLOAT64) FROM d.t;
SELECT CAST(l AS STRING) FROM d.t;
SELECT CAST(ts AS INT64) FROM d.t;
SELECT [1, 'a'];
SELECT l[0] + 'a' FROM d.t;
SELECT ARRAY_LENGTH(v) FROM d.t;
SELECT DATE_ADD(v, INTERVAL 1 DAY) FROM d.t;
SELECT TIMESTAMP_MICROS(v) FROM d.t;
SELECT id, v FROM d.u UNION ALL SELECT id FROM d.u;
SELECT id FROM d.t WHERE id IN (SELECT id, v FROM d.u);
SELECT (SELECT id, v FROM d.u);
INSERT INTO d.u (id, v) VALUES ('a', 'b');
INSERT INTO d.u (id, v) VALUES (1, 2);
INSERT INTO d.u (id, v) VALUES (1);
INSERT INTO d.u (id) SELECT id, v FROM d.u;
UPDATE d.u SET id = 'x' WHERE id = 1;
UPDATE d.u SET v = 1 WHERE id = 1;
DELETE FROM d.u WHERE id;
MERGE d.u USING d.t ON u.id = t.v WHEN MATCHED THEN DELETE;
MERGE d.u USING d.t ON u.id = t.id WHEN MATCHED THEN UPDATE SET v = t.id;

-- Grouping, windows
SELECT id, COUNT(*) FROM d.t;
SELECT v, COUNT(*) FROM d.t GROUP BY id;
SELECT id FROM d.t WHERE COUNT(*) > 1;
SELECT COUNT(COUNT(*)) FROM d.t;
SELECT id FROM d.t HAVING id > 1;
SELECT id FROM d.t WHERE ROW_NUMBER() OVER (ORDER BY id) = 1;
SELECT ROW_NUMBER() FROM d.t;
SELECT ROW_NUMBER() OVER (PARTITION BY f ORDER BY id) FROM d.t;
SELECT ROW_NUMBER() OVER (PARTITION BY j ORDER BY id) FROM d.t;
SELECT id FROM d.t GROUP BY id ORDER BY v;

-- What the analyser's rules for the DML of our users say
DELETE FROM d.t;
UPDATE d.t SET v = 'x';
CREATE TABLE d.t2 (id INT64, ID STRING);
ALTER TABLE d.t ALTER COLUMN v SET DATA TYPE INT64;
