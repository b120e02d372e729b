// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks;

import static java.util.Objects.requireNonNull;

import io.millrace.connect.dlp.DlpTransform;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The whole transform on a record of 20 fields, eight of them texts of 100 bytes that it reads in search of findings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class MaskRecordBenchmark {
    private static final int RECORDS = 256;
    private static final int TEXT_FIELDS = 8;
    private static final int OTHER_FIELDS = 12;
    private static final int TEXT_LENGTH = 100;
    private static final int FIRST = 2;
    private static final int SECOND = 5;
    static final String NOTHING = "nothing";
    static final String MAILS = "mails";
    static final String PHONE = "mail+phone";
    static final int TEXT_BYTES = TEXT_FIELDS * TEXT_LENGTH;

    /** What two of the eight texts hold: nothing, an e-mail address each, or one of them a telephone number. */
    @Param({NOTHING, MAILS, PHONE})
    public String sensitive = NOTHING;

    private final DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
    private final SinkRecord[] records = new SinkRecord[RECORDS];
    private int next;

    /** Makes records of one schema, as a converter does. */
    @Setup
    public void fill() {
        transform.configure(Map.of(
                "rules", "text",
                "rules.text.fields", "**",
                "rules.text.info.types", "*",
                "rules.text.transform", "replace-with-info-type"));
        SchemaBuilder schema = SchemaBuilder.struct();
        for (int field = 0; field < TEXT_FIELDS + OTHER_FIELDS; field++) {
            schema.field("field" + field, field < TEXT_FIELDS ? Schema.STRING_SCHEMA : Schema.INT64_SCHEMA);
        }
        Schema built = schema.build();
        String[] texts = new SampleTexts().of("prose", RECORDS * TEXT_FIELDS, TEXT_LENGTH);
        for (int i = 0; i < RECORDS && !sensitive.equals(NOTHING); i++) {
            String mail = "write to ann.smith" + i + "@example.org,";
            hide(mail, texts, i * TEXT_FIELDS + FIRST);
            hide(
                    sensitive.equals(MAILS) ? mail : "call (650) 253-0" + (100 + i) + ",",
                    texts,
                    i * TEXT_FIELDS + SECOND);
        }
        for (int i = 0; i < RECORDS; i++) {
            Struct value = new Struct(built);
            for (int field = 0; field < TEXT_FIELDS + OTHER_FIELDS; field++) {
                value.put(
                        "field" + field,
                        field < TEXT_FIELDS ? (Object) texts[i * TEXT_FIELDS + field] : (Object) (long) field);
            }
            records[i] = new SinkRecord("topic", 0, null, null, built, value, i);
            ensureMasked(value, requireNonNull(transform.apply(records[i])));
        }
    }

    /** Between two words in the middle, without making the text longer. */
    private static void hide(String secret, String[] texts, int which) {
        int from = texts[which].indexOf(' ', TEXT_LENGTH / 3) + 1;
        int to = texts[which].indexOf(' ', from + secret.length());
        String tail = to < 0 ? "" : texts[which].substring(to);
        texts[which] =
                (texts[which].substring(0, from) + secret + tail + " ".repeat(TEXT_LENGTH)).substring(0, TEXT_LENGTH);
    }

    private void ensureMasked(Struct before, SinkRecord after) {
        int changed = 0;
        for (int field = 0; field < TEXT_FIELDS; field++) {
            Object now = ((Struct) after.value()).get("field" + field);
            changed += now.equals(before.get("field" + field)) ? 0 : 1;
        }
        if (changed != (sensitive.equals(NOTHING) ? 0 : 2)) {
            throw new IllegalStateException("masked " + changed + " texts of " + before);
        }
    }

    /** One record through the transform. */
    @Benchmark
    public @Nullable SinkRecord transform(DetectBenchmark.Cpu cpu) {
        cpu.bytes += TEXT_BYTES;
        next = (next + 1) & (RECORDS - 1);
        return transform.apply(records[next]);
    }
}
