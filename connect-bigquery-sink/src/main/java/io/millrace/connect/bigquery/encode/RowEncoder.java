// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.ChangeReading;
import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.change.UnsentValues;
import io.millrace.connect.bigquery.encode.value.Image;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnCount;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Encodes records of one reading for one live shape. */
final class RowEncoder {
    /** About what a column's reader and writer hold, in bytes. */
    private static final long COLUMN = 200;

    private final Reading reading;
    private final TableShape live;
    private final FieldCompiler<?> compiler;
    private final MetadataWriter metadata;
    private final @Nullable KeyWriter key;
    private final UnsentValues unsent;
    private final Gaps gaps;
    private final Set<String> fields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private static final String OLD_KEY = "__debezium.oldkey";

    private final Map<Image, ImageEncoder> images = new EnumMap<>(Image.class);
    private final boolean imageMatters;
    private @Nullable ImageEncoder ofMap;

    /**
     * @param key of tables with one row for each key, else null
     * @param gaps of all rows of the live shape
     */
    RowEncoder(
            Reading reading,
            TableShape live,
            FieldCompiler<?> compiler,
            MetadataWriter metadata,
            @Nullable KeyWriter key,
            UnsentValues unsent,
            Gaps gaps) {
        this.reading = reading;
        this.live = live;
        this.compiler = compiler;
        this.metadata = metadata;
        this.key = key;
        this.unsent = unsent;
        this.gaps = gaps;
        this.imageMatters = Image.matters(live.columns());
        if (reading.imageSchema() != null && gaps.isPossible()) {
            fields.addAll(compiler.columns(reading.imageSchema(), reading::hides));
        }
    }

    void encode(SinkRecord record, RowChange change) {
        Object whole = change.isDelete() ? null : imageOf(record);
        Object image = sent(record, whole);
        if (key != null) {
            if (change.isDelete()) {
                key.write(record, change, reading, imageWithKey(record, change), List.of());
                return;
            }
            key.write(record, change, reading, image, kept(record, whole));
        }
        metadata.write(record);
        ImageEncoder encoder = image == null ? null : encoderOf(imageMatters ? imageOfChange(record) : Image.WHOLE);
        ofMap = image instanceof Map ? encoder : null;
        if (image != null && encoder != null) {
            encoder.encode(image);
        }
    }

    private @Nullable Object imageWithKey(SinkRecord record, RowChange change) {
        if (record.value() == null) {
            return null;
        }
        return change == RowChange.DELETE_OLD_KEY && reading instanceof ChangeReading moved
                ? moved.before(record)
                : reading.image(record);
    }

    /** A change without schema that names no row has no fields, so that it lacks what the table requires. */
    private @Nullable Object imageOf(SinkRecord record) {
        Object image = reading.image(record);
        return image == null && reading.imageSchema() == null ? Map.of() : image;
    }

    /** The image without what the source did not send of it; what is created or read is sent whole. */
    private @Nullable Object sent(SinkRecord record, @Nullable Object image) {
        if (image == null || !unsent.mayBeIn(reading)) {
            return image;
        }
        return switch (imageOfChange(record)) {
            case WHOLE -> image;
            case UPDATED -> unsent.treated(image);
            case DELETED -> unsent.ofDelete(image);
        };
    }

    /** The columns that the table's row keeps; those of the key are its own. */
    private List<String> kept(SinkRecord record, @Nullable Object image) {
        if (key == null || !unsent.mayBeIn(reading) || imageOfChange(record) == Image.WHOLE) {
            return List.of();
        }
        List<String> fields = unsent.kept(image);
        return fields.isEmpty()
                ? fields
                : fields.stream()
                        .map(field -> compiler.columnOf(field, live))
                        .filter(Objects::nonNull)
                        .map(String.class::cast)
                        .toList();
    }

    private ImageEncoder encoderOf(Image image) {
        ImageEncoder encoder = images.get(image);
        if (encoder == null) {
            encoder = new ImageEncoder(live, compiler.of(image), this::isTaken);
            images.put(image, encoder);
        }
        return encoder;
    }

    private Image imageOfChange(SinkRecord record) {
        if (!(reading instanceof ChangeReading change)) {
            return Image.UPDATED;
        }
        String op = change.op(record);
        if ("r".equals(op) || ("c".equals(op) && !isMoved(record))) {
            return Image.WHOLE;
        }
        return change.deleted(record) ? Image.DELETED : Image.UPDATED;
    }

    /**
     * Whether a create is one half of an update that moved the row to another key: then it lacks what the update left alone
     * (debezium.io, primary key updates: such a record has this header, 2026-08).
     */
    private static boolean isMoved(SinkRecord record) {
        return record.headers().lastWithName(OLD_KEY) != null;
    }

    /** Whether the row that was encoded last may lack a column that has a default. */
    boolean hasGaps() {
        return gaps.isPossible();
    }

    /** What the row that was encoded last means by lacking columns. */
    Missing missing(BitSet written) {
        return gaps.missing(
                written,
                column -> metadata.provides(column)
                        || fields.contains(column)
                        || (ofMap != null && ofMap.hasNamed(column)));
    }

    /** See {@link Gaps#nulls}. */
    Set<String> nulls(Missing missing) {
        return gaps.nulls(missing);
    }

    /** About how many bytes it holds, for all images that it may meet. */
    long weight() {
        return COLUMN * ColumnCount.of(live.columns());
    }

    /** Whether a field or column is not the image's. */
    private boolean isTaken(String name) {
        return reading.hides(name) || metadata.provides(name);
    }
}
