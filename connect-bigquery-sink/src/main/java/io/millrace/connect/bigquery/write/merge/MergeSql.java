// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import io.millrace.connect.bigquery.model.Destination;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statements that bring staged changes into a table. They may be repeated, and come in any order with those of other
 * batches, tasks and connectors: an older change never wins against what the table's row says by {@code __sequence}, nor
 * against a delete that is remembered.
 *
 * @param deletes where deletes are remembered; null where no row is deleted
 * @param key what identifies a row
 * @param others all other columns that changes have, the sequence not among them
 * @param truncated whether changes may empty the table; they are remembered as deletes of no key, which are of all
 */
record MergeSql(
        Destination table,
        Destination staged,
        @Nullable Destination deletes,
        MatchedKey key,
        List<String> others,
        boolean truncated) {
    /** Orders the changes of a key; a text whose order is theirs. */
    static final String SEQUENCE = "__sequence";

    /** UPSERT, PATCH, DELETE or TRUNCATE. */
    static final String CHANGE = "__millrace_change";

    /** Names of the columns that a PATCH leaves as they are. */
    static final String UNSENT = "__millrace_unsent";

    /** When a delete was remembered. */
    static final String DELETED_AT = "__deleted_at";

    /** The last change of a key first; of copies of one any will do. */
    private static final String LAST = "ORDER BY `__sequence` DESC, `__millrace_change` DESC";

    private static final String IS_LATER = "s.`__sequence` > IFNULL(t.`__sequence`, '')";

    /** Remembers the deletes before they are done: whoever merges from now on knows of them. */
    String rememberDeletes(Destination into) {
        return String.join(
                "\n",
                "INSERT INTO " + quoted(into) + " (" + key.list(MergeSql::quoted) + ", `__sequence`, `__deleted_at`)",
                "SELECT " + key.list(this::ofDelete) + ", MAX(`__sequence`), CURRENT_TIMESTAMP()",
                "FROM " + quoted(staged),
                "WHERE `__millrace_change` IN ('DELETE'" + (truncated ? ", 'TRUNCATE'" : "") + ")",
                "GROUP BY "
                        + IntStream.rangeClosed(1, key.columns().size())
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(", ")));
    }

    /** A truncate has no key, but columns may have defaults. */
    private String ofDelete(String column) {
        return truncated ? "IF(`__millrace_change` = 'DELETE', " + quoted(column) + ", NULL)" : quoted(column);
    }

    /**
     * Deletes the rows that are older than a truncate, whichever task remembered it.
     *
     * @param prune what is true of all rows that may be; null for nothing
     */
    String truncate(Destination remembered, @Nullable String prune) {
        return String.join(
                "\n",
                "DELETE FROM " + quoted(table) + " AS t",
                "WHERE IFNULL(t.`__sequence`, '') < " + lastTruncate(remembered) + pruned(prune));
    }

    private String lastTruncate(Destination remembered) {
        return "IFNULL((SELECT MAX(e.`__sequence`) FROM " + quoted(remembered) + " AS e WHERE e."
                + quoted(key.columns().get(0)) + " IS NULL), '')";
    }

    /** The lowest and the highest value of a column, as texts. */
    String bounds(String column) {
        return String.join(
                "\n",
                "SELECT CAST(b.first AS STRING), CAST(b.last AS STRING)",
                "FROM (SELECT MIN(" + quoted(column) + ") AS first, MAX(" + quoted(column) + ") AS last FROM "
                        + quoted(staged) + ") AS b");
    }

    /**
     * Merges the last change of each key.
     *
     * @param patches whether any change leaves columns as they are
     * @param prune what is true of all rows of the table that have such a key; null for nothing
     * @param slice which of the changes
     */
    String merge(boolean patches, @Nullable String prune, Slice slice) {
        return String.join(
                "\n",
                "MERGE INTO " + quoted(table) + " AS t",
                "USING (",
                "  SELECT * FROM (",
                patches ? patched() : last(),
                "  ) AS c",
                where(unlessDeletedLater(), slice.holds("c", key, partition(slice, patches))),
                ") AS s",
                "ON " + key.equal("t", "s") + pruned(prune),
                "WHEN MATCHED AND " + IS_LATER + " AND s.`__millrace_change` = 'DELETE' THEN DELETE",
                "WHEN MATCHED AND " + IS_LATER + " THEN UPDATE SET " + sets(patches) + "`__sequence` = s.`__sequence`",
                "WHEN NOT MATCHED AND s.`__millrace_change` != 'DELETE' THEN INSERT ("
                        + Stream.concat(key.columns().stream(), others.stream())
                                .map(MergeSql::quoted)
                                .collect(Collectors.joining(", "))
                        + ", `__sequence`) VALUES ("
                        + Stream.concat(
                                        key.columns().stream().map(column -> "s." + quoted(column)),
                                        others.stream().map(column -> "s." + quoted(column) + (patches ? ".v" : "")))
                                .collect(Collectors.joining(", "))
                        + ", s.`__sequence`)");
    }

    private String last() {
        return String.join(
                "\n",
                "    SELECT * FROM " + quoted(staged),
                "    WHERE " + unlessTruncatedLater(),
                "    QUALIFY ROW_NUMBER() OVER (PARTITION BY " + key.list(MergeSql::quoted) + " " + LAST + ") = 1");
    }

    /** Of each column the last value that was sent, and with which change, since the table may have a later one. */
    private String patched() {
        String columns = others.stream()
                .map(column -> "      ARRAY_AGG(IF(" + text(column) + " IN UNNEST(`__millrace_unsent`), NULL, STRUCT("
                        + quoted(column) + " AS v, `__sequence` AS q)) IGNORE NULLS"
                        + " ORDER BY `__sequence` DESC LIMIT 1)[SAFE_OFFSET(0)] AS " + quoted(column) + ",")
                .collect(Collectors.joining("\n"));
        return Stream.of(
                        "    SELECT " + key.list(MergeSql::quoted) + ",",
                        "      MAX(`__sequence`) AS `__sequence`,",
                        columns,
                        "      ARRAY_AGG(`__millrace_change` " + LAST
                                + " LIMIT 1)[SAFE_OFFSET(0)] AS `__millrace_change`",
                        "    FROM " + quoted(staged),
                        "    WHERE " + unlessTruncatedLater(),
                        "    GROUP BY " + key.list(MergeSql::quoted))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private String unlessTruncatedLater() {
        return deletes == null || !truncated
                ? "TRUE"
                : "`__millrace_change` != 'TRUNCATE' AND `__sequence` > " + lastTruncate(deletes);
    }

    private String sets(boolean patches) {
        return others.stream()
                .map(column -> quoted(column) + " = "
                        + (patches
                                ? "IF(s." + quoted(column) + ".q > IFNULL(t.`__sequence`, ''), s." + quoted(column)
                                        + ".v, t." + quoted(column) + ")"
                                : "s." + quoted(column))
                        + ", ")
                .collect(Collectors.joining());
    }

    private String partition(Slice slice, boolean patches) {
        String column = slice.column();
        return column == null ? "" : "c." + quoted(column) + (patches && others.contains(column) ? ".v" : "");
    }

    private static String where(String... conditions) {
        String all =
                Stream.of(conditions).filter(condition -> !condition.isEmpty()).collect(Collectors.joining(" AND "));
        return all.isEmpty() ? "" : "  WHERE " + all;
    }

    private String unlessDeletedLater() {
        return deletes == null
                ? ""
                : "NOT EXISTS (SELECT 1 FROM " + quoted(deletes) + " AS d WHERE " + key.equal("d", "c")
                        + " AND d.`__sequence` > c.`__sequence`)";
    }

    /**
     * How many staged changes are older than a delete, how many than a truncate, and how many of their keys have several rows:
     * what came of statements that ran beside the merge, each of which saw the tables as they were when it began.
     *
     * @param prune as in {@link #merge}
     */
    String look(@Nullable String prune) {
        return String.join(
                "\n",
                "SELECT " + (deletes == null ? "0" : countDeleted(deletes)) + ",",
                "  " + (deletes == null || !truncated ? "0" : countTruncated(deletes)) + ",",
                "  (SELECT COUNT(*) FROM (SELECT 1 FROM " + quoted(table) + " AS t",
                "    WHERE " + isStaged() + pruned(prune),
                "    GROUP BY " + key.of("t") + " HAVING COUNT(*) > 1))");
    }

    private String countDeleted(Destination remembered) {
        return "(SELECT COUNT(*) FROM " + quoted(staged) + " AS c JOIN " + quoted(remembered) + " AS d ON "
                + key.equal("d", "c") + " WHERE d.`__sequence` > c.`__sequence` AND c.`__millrace_change` != 'DELETE')";
    }

    private String countTruncated(Destination remembered) {
        return "(SELECT COUNT(*) FROM " + quoted(staged) + " AS o WHERE o.`__millrace_change` IN ('UPSERT', 'PATCH')"
                + " AND o.`__sequence` < " + lastTruncate(remembered) + ")";
    }

    private String isStaged() {
        return "EXISTS (SELECT 1 FROM " + quoted(staged) + " AS k WHERE " + key.equal("k", "t") + ")";
    }

    /**
     * Leaves of each key that was staged the latest row alone, also of rows that are equal. Merges that only add rows do not
     * conflict for BigQuery, so two that overlap may add one of the same key each
     * (cloud.google.com/bigquery/docs/data-manipulation-language#dml_statement_conflicts, 2026-08).
     *
     * @param columns all of the table's
     */
    String single(List<String> columns, @Nullable String prune) {
        String byKey = "OVER (PARTITION BY " + key.of("t");
        return String.join(
                "\n",
                "MERGE INTO " + quoted(table) + " AS t",
                "USING (",
                "  SELECT r.*, `__millrace_again` FROM (",
                "    SELECT t.* FROM " + quoted(table) + " AS t",
                "    WHERE " + isStaged() + pruned(prune),
                "    QUALIFY COUNT(*) " + byKey + ") > 1 AND ROW_NUMBER() " + byKey
                        + " ORDER BY t.`__sequence` DESC) = 1",
                "  ) AS r CROSS JOIN UNNEST([FALSE, TRUE]) AS `__millrace_again`",
                ") AS s",
                "ON " + key.equal("t", "s") + " AND NOT s.`__millrace_again`" + pruned(prune),
                "WHEN MATCHED THEN DELETE",
                "WHEN NOT MATCHED AND s.`__millrace_again` THEN INSERT (" + list(columns, MergeSql::quoted)
                        + ") VALUES (" + list(columns, column -> "s." + quoted(column)) + ")");
    }

    /**
     * Deletes rows that are older than their delete. One that was merged while another task remembered the delete and looked
     * for it in vain is seen by one of both: each looks after it has written.
     */
    String deleteOutdated(Destination remembered, @Nullable String prune) {
        return String.join(
                "\n",
                "DELETE FROM " + quoted(table) + " AS t",
                "WHERE EXISTS (SELECT 1 FROM " + quoted(remembered) + " AS d WHERE " + key.equal("d", "t")
                        + " AND d.`__sequence` > IFNULL(t.`__sequence`, ''))" + pruned(prune));
    }

    /** What is true of rows whose column is between these. */
    static String between(String column, String first, String last) {
        return "t." + quoted(column) + " BETWEEN " + first + " AND " + last;
    }

    private static String pruned(@Nullable String prune) {
        return prune == null ? "" : " AND " + prune;
    }

    private static String list(List<String> columns, Function<String, String> each) {
        return columns.stream().map(each).collect(Collectors.joining(", "));
    }

    private static String quoted(Destination table) {
        return "`" + table.project() + "`.`" + table.dataset() + "`.`" + table.table() + "`";
    }

    /** Names of columns have neither backticks nor backslashes. */
    private static String quoted(String column) {
        return "`" + column + "`";
    }

    private static String text(String column) {
        return "'" + column.replace("'", "\\'") + "'";
    }
}
