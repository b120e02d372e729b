// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table's rows as text cells.
 *
 * @param columns their names, as many as each row has cells; the first one is the key
 */
record Rows(List<String> columns, List<List<@Nullable String>> rows) {

    private static final int WIDEST = 28;

    Rows {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(new ArrayList<>(rows));
    }

    /** The first place where {@code copy} does not hold what we hold: every row, every column, no row more. */
    Optional<String> firstDifference(Rows copy) {
        for (String column : columns) {
            if (!copy.columns.contains(column)) {
                return Optional.of("column " + column + " is missing, there are " + copy.columns);
            }
        }
        String key = columns.get(0);
        Map<@Nullable String, List<@Nullable String>> copies = new HashMap<>();
        for (List<@Nullable String> row : copy.rows) {
            String id = row.get(copy.columns.indexOf(key));
            if (copies.put(id, row) != null) {
                return Optional.of("row " + key + "=" + id + " is there twice");
            }
        }
        for (List<@Nullable String> row : rows) {
            List<@Nullable String> other = copies.remove(row.get(0));
            if (other == null) {
                return Optional.of("row " + key + "=" + row.get(0) + " is missing");
            }
            Optional<String> difference = differenceIn(row, other, copy.columns);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return copies.keySet().stream().findFirst().map(extra -> "row " + key + "=" + extra + " should be gone");
    }

    private Optional<String> differenceIn(
            List<@Nullable String> row, List<@Nullable String> other, List<String> otherColumns) {
        for (int i = 0; i < columns.size(); i++) {
            String there = other.get(otherColumns.indexOf(columns.get(i)));
            if (!Objects.equals(row.get(i), there)) {
                return Optional.of("row " + columns.get(0) + "=" + row.get(0) + ", column " + columns.get(i)
                        + ": the database has " + row.get(i) + ", BigQuery has " + there);
            }
        }
        return Optional.empty();
    }

    /** The first {@code limit} rows with aligned columns. */
    String drawn(int limit) {
        List<List<@Nullable String>> shown = rows.subList(0, Math.min(limit, rows.size()));
        List<Integer> widths = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int width = columns.get(i).length();
            for (List<@Nullable String> row : shown) {
                width = Math.max(width, shortened(row.get(i)).length());
            }
            widths.add(width);
            rules.add("─".repeat(width));
        }
        StringBuilder drawing = new StringBuilder();
        drawing.append(line(columns, widths)).append(line(rules, widths));
        shown.forEach(row -> drawing.append(line(row, widths)));
        if (rows.size() > shown.size()) {
            drawing.append("  … ").append(rows.size() - shown.size()).append(" more\n");
        }
        return drawing.toString();
    }

    private static String line(List<? extends @Nullable String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = shortened(cells.get(i));
            String gap = " ".repeat(widths.get(i) - cell.length());
            line.append("  ").append(isNumber(cell) ? gap + cell : cell + gap);
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static boolean isNumber(String cell) {
        return cell.chars().allMatch(c -> "0123456789.-".indexOf(c) >= 0);
    }

    private static String shortened(@Nullable String cell) {
        if (cell == null) {
            return "·";
        }
        return cell.length() <= WIDEST ? cell : cell.substring(0, WIDEST - 1) + "…";
    }
}
