// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import static io.millrace.connect.bigquery.model.ColumnMode.NULLABLE;
import static io.millrace.connect.bigquery.model.ColumnMode.REPEATED;
import static io.millrace.connect.bigquery.model.ColumnMode.REQUIRED;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Limits;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One comparison of a live table with what a record needs. */
public final class SchemaComparison {
    private final SchemaSettings settings;
    private final List<String> changes = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    private SchemaComparison(SchemaSettings settings) {
        this.settings = settings;
    }

    /**
     * Compares names without regard to case; the live table's spelling and order stay.
     *
     * @param live the table as it is
     * @param wanted what a record needs
     */
    public static SchemaDiff between(TableShape live, TableShape wanted, SchemaSettings settings) {
        return new SchemaComparison(settings).of(live, wanted);
    }

    private SchemaDiff of(TableShape live, TableShape wanted) {
        List<Column> union = union(live.columns(), wanted.columns(), "");
        if (!changes.isEmpty() && ColumnCount.of(union) > ColumnCount.MOST) {
            reasons.add("the table would have " + ColumnCount.of(union)
                    + " columns with those of the record, BigQuery takes " + ColumnCount.MOST
                    + "; set map.format=json, or column.types to JSON for what has ever new names");
        }
        if (!reasons.isEmpty()) {
            return new SchemaDiff.Impossible(reasons);
        }
        return changes.isEmpty() ? new SchemaDiff.Fits() : new SchemaDiff.Growth(new TableShape(union), changes);
    }

    @SuppressWarnings("ReferenceEquality") // what is wanted for records without schema begins with the live columns
    private List<Column> union(List<Column> live, List<Column> wanted, String path) {
        Map<String, Column> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<Column> rest = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (i >= live.size() || live.get(i) != wanted.get(i)) {
                others.put(wanted.get(i).name(), wanted.get(i));
                rest.add(wanted.get(i));
            }
        }
        List<Column> union = new ArrayList<>(live.size() + rest.size());
        for (int i = 0; i < live.size(); i++) {
            Column column = live.get(i);
            if (i < wanted.size() && wanted.get(i) == column) {
                union.add(column);
            } else {
                Column other = others.remove(column.name());
                union.add(other == null ? unfed(column, path) : merged(column, other, path));
            }
        }
        for (Column column : rest) {
            if (others.containsKey(column.name())) {
                add(column, path, union);
            }
        }
        return union;
    }

    private void add(Column column, String path, List<Column> union) {
        if (settings.allows(SchemaEvolution.ADD_FIELDS)) {
            Column added = relaxed(column);
            changes.add("add " + path + column.name() + " " + ShapeChanges.describe(added));
            union.add(added); // BigQuery refuses to add a REQUIRED column: older rows have no value for it
        } else if (settings.unknownFields() == UnknownFields.FAIL) {
            reasons.add("column " + path + column.name() + " does not exist, the record has "
                    + ShapeChanges.describe(column)
                    + "; add it, or set schema.evolution=add-fields or schema.unknown.fields=ignore");
        }
    }

    /** A column that the record knows nothing of: it stays as it is where BigQuery has a value for it. */
    private Column unfed(Column live, String path) {
        return live.mode() == REQUIRED && !live.defaulted() ? relax(live, path, "the record has no such field") : live;
    }

    private Column merged(Column live, Column wanted, String path) {
        String name = path + live.name();
        Column base = widened(live, wanted, path);
        Column fed = plainAs(base, wanted);
        if (!holds(base, fed)) {
            reasons.add("column " + name + " is " + ShapeChanges.describe(live) + ", the record has "
                    + ShapeChanges.describe(fed) + "; set column.types, change the column, or write to another table");
            return live;
        }
        boolean records = base.type() == ColumnType.RECORD && fed.type() == ColumnType.RECORD;
        List<Column> fields = records ? union(base.fields(), fed.fields(), name + ".") : base.fields();
        Column merged = base.with(base.mode(), fields);
        return base.mode() == REQUIRED && wanted.mode() == NULLABLE
                ? relax(merged, path, "the record's field may be null")
                : merged;
    }

    /** The live column with a type that takes whatever the record's may hold, where BigQuery can change it to that. */
    private Column widened(Column live, Column wanted, String path) {
        boolean changeable = settings.allows(SchemaEvolution.WIDEN_TYPES)
                && path.isEmpty() // ALTER COLUMN SET DATA TYPE knows no nested fields
                && live.mode() != REPEATED
                && wanted.mode() != REPEATED;
        boolean unlimited = live.type() == wanted.type()
                && wanted.limits().equals(Limits.NONE)
                && !live.limits().equals(Limits.NONE);
        if (!changeable || (!unlimited && !TypeFit.widens(live.type(), wanted.type()))) {
            return live;
        }
        changes.add("widen " + path + live.name() + " from " + live.type() + live.limits() + " to " + wanted.type());
        return new Column(
                live.name(),
                wanted.type(),
                live.mode(),
                List.of(),
                live.description(),
                live.infoType(),
                live.defaulted(),
                Limits.NONE);
    }

    /** A list that was made when elements were not wrapped stays one: only nulls do not fit into it. */
    private Column plainAs(Column live, Column wanted) {
        if (settings.types().nullElements() != NullElements.WRAP
                || live.mode() != REPEATED
                || wanted.mode() != REPEATED
                || wanted.fields().size() != 1
                || !wanted.fields().get(0).name().equals(ColumnNames.ELEMENT)) {
            return wanted;
        }
        Column element = wanted.fields().get(0);
        List<String> fields = element.fields().stream().map(Column::name).toList();
        boolean plain = TypeFit.holds(live.type(), element.type()) && !ColumnTypes.isWrapped(live, fields);
        return plain ? new Column(wanted.name(), element.type(), REPEATED, element.fields(), null, null) : wanted;
    }

    private static boolean holds(Column live, Column wanted) {
        if (live.mode() != REPEATED && (live.type() == ColumnType.JSON || live.type() == ColumnType.STRING)) {
            return true; // lists too, as documents
        }
        return (live.mode() == REPEATED) == (wanted.mode() == REPEATED)
                && (TypeFit.holds(live.type(), wanted.type()) || holdsParts(live, wanted));
    }

    /** Whether a RECORD has the fields that such values consist of, as tables have that KCBQ made. */
    private static boolean holdsParts(Column live, Column wanted) {
        Set<String> fields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        live.fields().forEach(field -> fields.add(field.name()));
        return switch (wanted.type()) {
            case GEOGRAPHY -> fields.contains("wkb") || fields.containsAll(List.of("x", "y"));
            case NUMERIC, BIGNUMERIC, FLOAT64 -> fields.containsAll(List.of(ColumnNames.SCALE, ColumnNames.VALUE));
            default -> false;
        };
    }

    private Column relax(Column column, String path, String why) {
        if (settings.allows(SchemaEvolution.RELAX_REQUIRED)) {
            changes.add("relax " + path + column.name() + " to NULLABLE");
            return column.with(NULLABLE, column.fields());
        }
        reasons.add("column " + path + column.name() + " is REQUIRED, " + why
                + "; make it NULLABLE, or set schema.evolution=relax-required");
        return column;
    }

    private static Column relaxed(Column column) {
        List<Column> fields =
                column.fields().stream().map(SchemaComparison::relaxed).toList();
        return column.with(column.mode() == REQUIRED ? NULLABLE : column.mode(), fields);
    }
}
