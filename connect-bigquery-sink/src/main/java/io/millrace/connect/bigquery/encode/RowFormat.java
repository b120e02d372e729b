// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.value.FieldReader;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.NullElements;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * One form of a row. {@link FieldCompiler} decides which field feeds which column, and how its value is read and checked;
 * a format only makes what writes it. One per task: all its writers write to the row that was begun last.
 *
 * @param <V> writes values of one kind to columns of one type
 */
public interface RowFormat<V> extends ScalarFormat<V> {
    /** Forgets what was written, for the next row, which is one of a table that is so. */
    void begin(TableShape live);

    /**
     * The row as it is sent, an array of its own.
     *
     * @param missing what the row means by lacking columns that have a default
     * @throws DataException if it lacks what rows of this form cannot lack: names the column
     */
    byte[] end(Missing missing);

    /** About how many bytes {@link #end} would answer. */
    int size();

    /** The most bytes of a row that BigQuery takes in this form, whatever it is sent in. */
    int mostBytes();

    /** By what BigQuery is told whether a column that a row lacks is NULL or has its default. */
    DefaultsBy defaults();

    /** Writes rows, or what a row has of a struct's fields: a pair of reader and writer for each, in the order of columns. */
    Consumer<Struct> row(FieldReader[] readers, FieldWriter[] writers);

    /** A RECORD fed by structs: a pair of reader and writer for each of its fields, in the order of columns. */
    V struct(Place place, FieldReader[] readers, FieldWriter[] writers);

    /** A RECORD fed by maps without schema. */
    V map(Place place, MapFields fields);

    /** A RECORD whose fields are parts of a value that is none itself. */
    V parts(Place place, List<Part> parts);

    /**
     * One field of such a RECORD.
     *
     * @param of takes the part out of the value
     */
    record Part(FieldWriter writer, Function<Object, Object> of) {}

    /** A REQUIRED or NULLABLE column. */
    FieldWriter single(Place place, V value);

    /**
     * A REPEATED column fed by a collection. An absent one is an empty one: BigQuery knows no difference.
     *
     * @param nullElements never WRAP unless the value is a RECORD, which is then written without a field
     */
    FieldWriter repeated(Place place, V value, NullElements nullElements);

    /** A REPEATED RECORD of key and value fed by a map; entries keep the map's order. */
    FieldWriter entries(Place place, FieldWriter key, FieldWriter value);

    /** The positions of the columns that the row has values for, so far. */
    BitSet columns();

    /** What rows of this shape have, none yet. */
    RowContents contents(TableShape shape);

    /** See {@link RowEncoders#trimmer}. */
    Optional<RowTrimmer> trimmer(TableShape from, TableShape to);
}
