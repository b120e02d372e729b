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

-- What the sink merges by: the last change of each key, no older than a delete that is remembered, with what was not sent kept.
CREATE TABLE d.merged (id INT64 NOT NULL, region STRING NOT NULL, name STRING, tags ARRAY<STRING>, place STRUCT<x INT64, y ARRAY<INT64>>, doc JSON, day DATE, `__sequence` STRING, PRIMARY KEY (id, region) NOT ENFORCED) PARTITION BY day;
CREATE TABLE d.merged_staged (id INT64, region STRING, name STRING, tags ARRAY<STRING>, place STRUCT<x INT64, y ARRAY<INT64>>, doc JSON, day DATE, `__sequence` STRING, `__millrace_change` STRING, `__millrace_unsent` ARRAY<STRING>);
CREATE TABLE d.merged_deletes (id INT64, region STRING, `__sequence` STRING, `__deleted_at` TIMESTAMP) PARTITION BY DATE(`__deleted_at`);
INSERT INTO d.merged_staged (id, region, name, tags, place, doc, day, `__sequence`, `__millrace_change`, `__millrace_unsent`) VALUES (1, 'a', 'n1', ['t'], STRUCT(1 AS x, [2, 3] AS y), JSON '{"a": 1}', DATE '2026-01-01', '1', 'UPSERT', []), (1, 'a', NULL, [], NULL, NULL, DATE '2026-01-02', '2', 'UPSERT', ['name', 'tags', 'place', 'doc']), (2, 'b', NULL, [], NULL, NULL, NULL, '3', 'DELETE', []);
INSERT INTO `p`.`d`.`merged_deletes` (`id`, `region`, `__sequence`, `__deleted_at`) SELECT `id`, `region`, MAX(`__sequence`), CURRENT_TIMESTAMP() FROM `p`.`d`.`merged_staged` WHERE `__millrace_change` = 'DELETE' GROUP BY `id`, `region`;
MERGE INTO `p`.`d`.`merged` AS t
USING (
  SELECT * FROM (
    SELECT * FROM `p`.`d`.`merged_staged`
    WHERE TRUE
    QUALIFY ROW_NUMBER() OVER (PARTITION BY `id`, `region` ORDER BY `__sequence` DESC, `__millrace_change` DESC) = 1
  ) AS c
  WHERE NOT EXISTS (
    SELECT 1 FROM `p`.`d`.`merged_deletes` AS d
    WHERE d.`id` = c.`id` AND d.`region` = c.`region` AND d.`__sequence` > c.`__sequence`)
) AS s
ON t.`id` = s.`id` AND t.`region` = s.`region` AND (t.`day` BETWEEN DATE '2026-01-01' AND DATE '2026-01-02' OR t.`day` IS NULL)
WHEN MATCHED AND s.`__sequence` > IFNULL(t.`__sequence`, '') AND s.`__millrace_change` = 'DELETE' THEN DELETE
WHEN MATCHED AND s.`__sequence` > IFNULL(t.`__sequence`, '') THEN UPDATE SET `name` = s.`name`, `tags` = s.`tags`, `place` = s.`place`, `doc` = s.`doc`, `day` = s.`day`, `__sequence` = s.`__sequence`
WHEN NOT MATCHED AND s.`__millrace_change` != 'DELETE' THEN INSERT (`id`, `region`, `name`, `tags`, `place`, `doc`, `day`, `__sequence`) VALUES (s.`id`, s.`region`, s.`name`, s.`tags`, s.`place`, s.`doc`, s.`day`, s.`__sequence`);
MERGE INTO `p`.`d`.`merged` AS t
USING (
  SELECT * FROM (
    SELECT
      `id`, `region`,
      MAX(`__sequence`) AS `__sequence`,
      ARRAY_AGG(`__millrace_change` ORDER BY `__sequence` DESC, `__millrace_change` DESC LIMIT 1)[SAFE_OFFSET(0)] AS `__millrace_change`,
      ARRAY_AGG(IF('name' IN UNNEST(`__millrace_unsent`), NULL, STRUCT(`name` AS v, `__sequence` AS q)) IGNORE NULLS ORDER BY `__sequence` DESC LIMIT 1)[SAFE_OFFSET(0)] AS `name`,
      ARRAY_AGG(IF('tags' IN UNNEST(`__millrace_unsent`), NULL, STRUCT(`tags` AS v, `__sequence` AS q)) IGNORE NULLS ORDER BY `__sequence` DESC LIMIT 1)[SAFE_OFFSET(0)] AS `tags`,
      ARRAY_AGG(IF('place' IN UNNEST(`__millrace_unsent`), NULL, STRUCT(`place` AS v, `__sequence` AS q)) IGNORE NULLS ORDER BY `__sequence` DESC LIMIT 1)[SAFE_OFFSET(0)] AS `place`,
      ARRAY_AGG(IF('doc' IN UNNEST(`__millrace_unsent`), NULL, STRUCT(`doc` AS v, `__sequence` AS q)) IGNORE NULLS ORDER BY `__sequence` DESC LIMIT 1)[SAFE_OFFSET(0)] AS `doc`
    FROM `p`.`d`.`merged_staged`
    GROUP BY `id`, `region`
  ) AS c
  WHERE NOT EXISTS (
    SELECT 1 FROM `p`.`d`.`merged_deletes` AS d
    WHERE d.`id` = c.`id` AND d.`region` = c.`region` AND d.`__sequence` > c.`__sequence`)
) AS s
ON t.`id` = s.`id` AND t.`region` = s.`region`
WHEN MATCHED AND s.`__sequence` > IFNULL(t.`__sequence`, '') AND s.`__millrace_change` = 'DELETE' THEN DELETE
WHEN MATCHED AND s.`__sequence` > IFNULL(t.`__sequence`, '') THEN UPDATE SET
  `name` = IF(s.`name`.q > IFNULL(t.`__sequence`, ''), s.`name`.v, t.`name`),
  `tags` = IF(s.`tags`.q > IFNULL(t.`__sequence`, ''), s.`tags`.v, t.`tags`),
  `place` = IF(s.`place`.q > IFNULL(t.`__sequence`, ''), s.`place`.v, t.`place`),
  `doc` = IF(s.`doc`.q > IFNULL(t.`__sequence`, ''), s.`doc`.v, t.`doc`),
  `__sequence` = s.`__sequence`
WHEN NOT MATCHED AND s.`__millrace_change` != 'DELETE' THEN INSERT (`id`, `region`, `name`, `tags`, `place`, `doc`, `__sequence`) VALUES (s.`id`, s.`region`, s.`name`.v, s.`tags`.v, s.`place`.v, s.`doc`.v, s.`__sequence`);
DELETE FROM `p`.`d`.`merged` AS t WHERE EXISTS (SELECT 1 FROM `p`.`d`.`merged_deletes` AS d WHERE d.`id` = t.`id` AND d.`region` = t.`region` AND d.`__sequence` > IFNULL(t.`__sequence`, ''));
SELECT MIN(`day`), MAX(`day`), COUNTIF(`day` IS NULL) FROM `p`.`d`.`merged_staged`;
SELECT COUNT(*) FROM `p`.`d`.`merged_staged` AS s JOIN `p`.`d`.`merged_deletes` AS d ON d.`id` = s.`id` AND d.`region` = s.`region` WHERE d.`__sequence` > s.`__sequence` AND s.`__millrace_change` != 'DELETE';
DROP TABLE IF EXISTS d.merged_staged;
