-- Statements that the emulator runs and Google's analyser accepts, in order.

CREATE SCHEMA d;
CREATE SCHEMA IF NOT EXISTS d OPTIONS (location = 'EU', labels = [('team', 'sales')]);
ALTER SCHEMA d SET OPTIONS (description = 'sales');

-- Tables of every type, with keys, defaults, layout
CREATE TABLE d.everything (
  b BOOL, i INT64, f FLOAT64, n NUMERIC, bn BIGNUMERIC, n2 NUMERIC(10, 2), s STRING, s5 STRING(5), y BYTES, d DATE, t TIME,
  dt DATETIME, ts TIMESTAMP, iv INTERVAL, j JSON, g GEOGRAPHY, r STRUCT<a INT64, b ARRAY<STRING>>, l ARRAY<INT64>);
CREATE TABLE d.t (
  id INT64 NOT NULL OPTIONS (description = 'key'), ts TIMESTAMP DEFAULT CURRENT_TIMESTAMP(), v STRING, n NUMERIC(10, 2),
  PRIMARY KEY (id) NOT ENFORCED)
PARTITION BY TIMESTAMP_TRUNC(ts, HOUR) CLUSTER BY id
OPTIONS (labels = [('a', 'b')], partition_expiration_days = 2, max_staleness = INTERVAL 15 MINUTE);
CREATE TABLE IF NOT EXISTS d.t (id INT64);
CREATE TABLE d.days (day DATE, id INT64) PARTITION BY day;
CREATE TABLE d.ranges (id INT64) PARTITION BY RANGE_BUCKET(id, GENERATE_ARRAY(0, 100, 10));
CREATE TABLE d.orders (id INT64, items ARRAY<STRUCT<sku STRING, n INT64>>, tags ARRAY<STRING>);
CREATE TABLE d.copy AS SELECT 1 AS a, 'x' AS b;
CREATE OR REPLACE TABLE d.copy AS SELECT a + 1 AS a, 'x' AS b FROM d.copy;

-- Rows
INSERT INTO d.t (id, v) VALUES (1, 'a'), (2, 'b'), (3, 'c');
INSERT d.t (id, v) SELECT x + 10, 'v' FROM UNNEST([1, 2, 3]) AS x;
INSERT INTO d.orders VALUES (1, [STRUCT('a', 2), STRUCT('b', 3)], ['x']), (2, [], NULL);
INSERT INTO d.days VALUES (DATE '2024-02-29', 1);
UPDATE d.t SET v = CONCAT(v, '!') WHERE id > 1;
UPDATE d.t SET v = o.tags[SAFE_OFFSET(0)] FROM d.orders AS o WHERE t.id = o.id;
DELETE FROM d.t WHERE id = 11;
DELETE d.t WHERE id = 12;
MERGE INTO d.t AS t
USING (SELECT * FROM UNNEST([STRUCT(1 AS id, 'z' AS v, FALSE AS gone), STRUCT(2, 'x', TRUE), STRUCT(9, 'n', FALSE)])) AS s
ON t.id = s.id
WHEN MATCHED AND s.gone THEN DELETE
WHEN MATCHED THEN UPDATE SET v = s.v
WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v);
MERGE d.t USING (SELECT 99 AS id) AS s ON t.id = s.id
WHEN NOT MATCHED BY SOURCE AND t.id > 1000 THEN DELETE;

-- Queries
SELECT CAST(id AS STRING) || '-', CONCAT(v, '!') FROM d.t;
SELECT id, 1, t.v, 2, id + 1 AS next FROM d.t AS t;
SELECT o.id, item.sku, item.n, pos FROM `p.d.orders` o, UNNEST(o.items) AS item WITH OFFSET pos ORDER BY pos DESC;
SELECT id, tag FROM d.orders LEFT JOIN UNNEST(tags) AS tag ORDER BY id;
SELECT id, ARRAY_LENGTH(tags) FROM p.d.orders ORDER BY id;
WITH x AS (SELECT id, ROW_NUMBER() OVER (ORDER BY id DESC) AS r FROM d.orders) SELECT * EXCEPT (r) FROM x WHERE r = 1;
SELECT * REPLACE (id * 10 AS id) FROM (SELECT id FROM d.orders) QUALIFY ROW_NUMBER() OVER (ORDER BY id) = 1;
SELECT * FROM UNNEST([STRUCT(1 AS a, 'x' AS b), (2, 'y')]) ORDER BY a;
SELECT id FROM d.orders UNION ALL SELECT 7 ORDER BY id DESC LIMIT 1;
SELECT id FROM d.orders EXCEPT DISTINCT SELECT 1;
SELECT id FROM d.orders INTERSECT DISTINCT SELECT 1;
SELECT v, COUNT(*) AS n, COUNTIF(id > 1) FROM d.t GROUP BY v HAVING COUNT(*) > 0 ORDER BY n DESC, v;
SELECT COUNT(DISTINCT v), MIN(ts), MAX(id), SUM(id), AVG(id), ANY_VALUE(v) FROM d.t;
SELECT id, LAG(id) OVER (PARTITION BY v ORDER BY id) FROM d.t;
SELECT t.id, o.id AS other FROM d.t AS t FULL OUTER JOIN d.orders AS o ON t.id = o.id;
SELECT id FROM d.t JOIN d.orders USING (id);
SELECT id FROM d.t WHERE EXISTS (SELECT 1 FROM d.orders AS o WHERE o.id = t.id);
SELECT id FROM d.t WHERE id IN (SELECT id FROM d.orders) AND v IS NOT NULL;
SELECT id FROM d.t WHERE v IN ('a', 'b') OR v LIKE 'z%' OR id BETWEEN 1 AND 5 LIMIT 10 OFFSET 1;
SELECT CASE WHEN id > 1 THEN 'many' ELSE 'one' END, IF(id > 1, NULL, v), COALESCE(v, ''), NULLIF(v, 'a') FROM d.t;
SELECT r.a, r.b[OFFSET(0)], l[ORDINAL(1)], j.a.b, JSON_VALUE(j, '$.a') FROM d.everything WHERE b;
SELECT SAFE_CAST(s AS INT64), CAST(i AS STRING), CAST(d AS TIMESTAMP), CAST(ts AS DATE), DATE(ts), DATETIME(ts) FROM d.everything;
SELECT APPROX_COUNT_DISTINCT(i), STRING_AGG(s, ',' ORDER BY s LIMIT 3), ARRAY_AGG(i IGNORE NULLS) FROM d.everything;
SELECT TIMESTAMP_ADD(ts, INTERVAL 1 DAY), TIMESTAMP_SUB(ts, INTERVAL 2 HOUR), DATE_SUB(d, INTERVAL 1 YEAR) FROM d.everything;
SELECT x FROM UNNEST([1, NULL]) AS x ORDER BY x;
SELECT TO_JSON_STRING(r), TO_JSON_STRING(l), TO_JSON_STRING(j), TO_JSON_STRING(f) FROM d.everything;
SELECT column_name, data_type, is_nullable FROM d.INFORMATION_SCHEMA.COLUMNS ORDER BY ordinal_position;
SELECT table_name FROM d.INFORMATION_SCHEMA.TABLES WHERE table_type = 'BASE TABLE';

-- What the sink generates: the view of a changelog's current state, and what its validation asks
CREATE TABLE d.log (id INT64, v STRING, __op STRING, __deleted BOOL, __source_ts TIMESTAMP, __sequence STRING);
CREATE OR REPLACE VIEW d.log_current AS
SELECT * EXCEPT (`__op`, `__deleted`, `__source_ts`, `__sequence`)
FROM `p`.`d`.`log`
WHERE IFNULL(`__op`, '') != 't'
  AND IFNULL(`__sequence`, '')
    >= IFNULL((SELECT MAX(`__sequence`) FROM `p`.`d`.`log` WHERE `__op` = 't'), '')
QUALIFY ROW_NUMBER() OVER (PARTITION BY `id` ORDER BY IFNULL(`__sequence`, '') DESC) = 1
  AND NOT IFNULL(`__deleted`, FALSE);
SELECT COUNT(*) AS n FROM d.log_current;
SELECT r.id, r.v FROM (
  SELECT ARRAY_AGG(l ORDER BY l.__sequence DESC LIMIT 1)[OFFSET(0)] AS r FROM d.log AS l GROUP BY l.id) WHERE NOT r.__deleted;
CREATE TABLE `p.d.made` (id INT64);
CREATE SCHEMA `p.made`;
SELECT 1;

-- Changes of tables
CREATE VIEW d.v AS SELECT COUNT(*) AS n FROM p.d.t;
ALTER TABLE d.t ADD COLUMN note STRING, ADD COLUMN IF NOT EXISTS v STRING;
ALTER TABLE d.made ALTER COLUMN id SET DATA TYPE NUMERIC;
ALTER TABLE d.t ALTER COLUMN id DROP NOT NULL;
ALTER TABLE d.t ALTER COLUMN note SET DEFAULT 'none';
ALTER TABLE d.t ALTER COLUMN note SET OPTIONS (description = 'a note');
ALTER TABLE d.t RENAME COLUMN note TO remark;
ALTER TABLE d.t DROP COLUMN IF EXISTS remark;
ALTER TABLE d.t SET OPTIONS (description = 'a table', labels = [('c', 'd')]);
ALTER TABLE d.t DROP PRIMARY KEY;
ALTER TABLE d.orders ADD PRIMARY KEY (id) NOT ENFORCED;
TRUNCATE TABLE d.copy;
DROP VIEW d.v;
DROP TABLE IF EXISTS d.nowhere;
DROP TABLE d.made;
DROP SCHEMA made;
