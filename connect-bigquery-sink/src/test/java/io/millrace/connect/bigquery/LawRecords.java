// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.DeadLetters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Records of topic orders with gaps between their offsets, by chance: most are rows of table orders, some of another that a
 * transform named, some with columns that come later, some that are none; and what must have become of those that are committed.
 */
final class LawRecords {
    static final List<String> TABLES = List.of("orders", "returns", "late");

    final List<SinkRecord> all = new ArrayList<>();
    final List<TopicPartition> partitions;
    private final Random random;
    private final int characters;
    /** By the unique id that a record's row carries; absent for what never becomes a row. */
    private final Map<String, SinkRecord> rows = new HashMap<>();

    /**
     * @param count of each partition
     * @param characters that a record is padded with at most
     */
    LawRecords(Random random, int partitions, int count, int characters) {
        this.random = random;
        this.characters = characters;
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition("orders", number))
                .toList();
        for (int partition = 0; partition < partitions; partition++) {
            long offset = random.nextInt(3);
            for (int i = 0; i < count; i++) {
                add(partition, offset);
                offset += random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 1;
            }
        }
    }

    private void add(int partition, long offset) {
        if (random.nextInt(30) == 0) {
            all.add(record("orders", partition, offset, null, null)); // a tombstone, skipped by rule
            return;
        }
        String id = partition + "@" + offset;
        SinkRecord row = random.nextInt(40) == 0 ? bad(id, partition, offset) : row(id, partition, offset);
        all.add(row);
        rows.put(id, row);
    }

    /** No row of the others' table: its value is none, or it needs a column of another mode. */
    private SinkRecord bad(String id, int partition, long offset) {
        if (random.nextBoolean()) {
            return record("orders", partition, offset, Schema.INT64_SCHEMA, 7L);
        }
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.STRING_SCHEMA)
                .field("pad", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .build();
        Struct value = new Struct(schema).put("id", id).put("pad", List.of("xxx"));
        return record("orders", partition, offset, schema, value);
    }

    private SinkRecord row(String id, int partition, long offset) {
        SchemaBuilder builder =
                SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).field("pad", Schema.OPTIONAL_STRING_SCHEMA);
        if (random.nextInt(25) == 0) {
            builder.field("v" + random.nextInt(3), Schema.OPTIONAL_INT64_SCHEMA);
        }
        Schema schema = builder.build();
        Struct value = new Struct(schema).put("id", id).put("pad", "x".repeat(random.nextInt(characters)));
        return new SinkRecord(
                random.nextInt(4) == 0 ? TABLES.get(random.nextInt(TABLES.size())) : "orders",
                partition,
                null,
                null,
                schema,
                value,
                offset,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                List.of(),
                "orders", // what a transform made another topic of is still accounted for as consumed
                partition,
                offset);
    }

    /** All below a committed offset is in its table, or reported, or was never to be a row. */
    void check(SinkBench bench, DeadLetters letters, Map<TopicPartition, Long> committed) {
        if (committed.values().stream().allMatch(offset -> offset == 0)) {
            return;
        }
        Set<Object> there = new HashSet<>();
        TABLES.stream().filter(bench::hasTable).forEach(table -> there.addAll(bench.column(table, "id")));
        Set<SinkRecord> reported = new HashSet<>();
        letters.letters().forEach(letter -> reported.add(letter.record()));
        List<String> lost = new ArrayList<>();
        rows.forEach((id, row) -> {
            TopicPartition partition = partitions.get(row.originalKafkaPartition());
            if (row.originalKafkaOffset() < committed.getOrDefault(partition, 0L)
                    && !there.contains(id)
                    && !reported.contains(row)) {
                lost.add(id);
            }
        });
        assertThat(lost)
                .as("committed %s, but neither written nor reported", committed)
                .isEmpty();
    }
}
