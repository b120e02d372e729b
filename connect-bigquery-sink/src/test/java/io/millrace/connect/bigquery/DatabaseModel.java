// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A table with transactions, the connector that reads it, and the topic that gets its changes: what may stand in a topic,
 * in which order, and what is true in the end. Transactions lock rows; the log holds changes where they were written, the
 * topic in the order of commits; a connector that starts again sends the tail of what it sent before once more.
 */
final class DatabaseModel {
    private static final int KEYS = 5;

    /** A change of a row, and where it is in the log. */
    record Change(
            String op, @Nullable Long id, @Nullable String note, String snapshot, long written, long statementMillis) {}

    /** Where and when the transaction was committed; of a row that was read, where the log was then. */
    record Place(int server, long committed, long committedMillis, long number) {}

    /** Records of one life of the topic; a new life begins with offset 0. */
    final List<List<SinkRecord>> lives = new ArrayList<>(List.of(new ArrayList<>()));

    /** What is committed. */
    final TreeMap<Long, String> rows = new TreeMap<>();

    private final ChangeForm form;
    private final Random random;
    private final List<List<Change>> open = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private int partitions = 2;
    private final Map<Integer, Long> offsets = new TreeMap<>();
    private int lastPartition;
    private int server = 1;
    private long position = 100;
    private long millis = 1_700_000_000_000L;
    private long number;

    private record Sent(Change change, Place place) {}

    private final boolean truncates;

    DatabaseModel(ChangeForm form, Random random) {
        this(form, random, true);
    }

    /** @param truncates whether the table is emptied now and then */
    DatabaseModel(ChangeForm form, Random random, boolean truncates) {
        this.form = form;
        this.random = random;
        this.truncates = truncates;
    }

    /** One thing that happens. */
    void step() {
        millis += 1 + random.nextInt(400);
        switch (random.nextInt(24)) {
            case 0 -> snapshot("true");
            case 1, 2 -> snapshot("incremental");
            case 3 -> startAgain();
            case 4 -> failOver();
            case 5 -> partitions = Math.min(4, partitions + random.nextInt(2));
            case 6 -> recreateTopic();
            case 7 -> truncate();
            case 8, 9, 10, 11, 12, 13 -> commit();
            case 14 -> rollBack();
            default -> change();
        }
    }

    private void rollBack() {
        if (!open.isEmpty()) {
            open.remove(random.nextInt(open.size()));
        }
    }

    private void change() {
        if (open.size() < 3 && random.nextBoolean()) {
            open.add(new ArrayList<>());
        }
        if (open.isEmpty()) {
            return;
        }
        List<Change> transaction = open.get(random.nextInt(open.size()));
        long id = random.nextInt(KEYS);
        boolean locked = open.stream()
                .filter(other -> other != transaction)
                .flatMap(List::stream)
                .anyMatch(change -> change.id() != null && change.id() == id);
        if (locked) {
            return;
        }
        boolean there = rows.containsKey(id);
        for (Change earlier : transaction) {
            there = (earlier.id() != null && earlier.id() == id) ? !earlier.op().equals("d") : there;
        }
        String op = !there ? "c" : random.nextInt(3) == 0 ? "d" : "u";
        String note = "n" + number++;
        position += 1 + random.nextInt(5);
        transaction.add(new Change(op, id, note, "false", position, millis));
    }

    private void commit() {
        if (open.isEmpty()) {
            return;
        }
        List<Change> transaction = open.remove(random.nextInt(open.size()));
        position++;
        for (Change change : transaction) {
            apply(change);
            Sent next = new Sent(change, new Place(server, position, millis, number++));
            sent.add(next);
            send(next);
        }
    }

    private void apply(Change change) {
        if (change.op().equals("d")) {
            rows.remove(change.id());
        } else {
            rows.put(change.id(), change.note());
        }
    }

    /** An initial or blocking snapshot holds the log back; an incremental one reads while transactions commit. */
    private void snapshot(String kind) {
        TreeMap<Long, String> read = new TreeMap<>(rows);
        int sentBefore = sent.size();
        for (int i = 0; kind.equals("incremental") && i < random.nextInt(3); i++) {
            commit();
        }
        Set<Long> changed = new TreeSet<>();
        sent.subList(sentBefore, sent.size())
                .forEach(one -> changed.add(one.change().id()));
        read.forEach((id, note) -> {
            if (!changed.contains(id)) {
                millis += random.nextInt(100);
                Change row = new Change("r", id, note, kind, position, millis);
                send(new Sent(row, new Place(server, position, millis, number++)));
            }
        });
    }

    /** The connector's offsets are of some time ago. */
    private void startAgain() {
        List.copyOf(sent.subList(sent.size() - random.nextInt(sent.size() + 1), sent.size()))
                .forEach(this::send);
    }

    /** Another server takes over: its log begins elsewhere, what was under way is gone. */
    private void failOver() {
        open.clear();
        server++;
        position = 1L + random.nextInt(50);
    }

    private void recreateTopic() {
        lives.add(new ArrayList<>());
        offsets.clear();
        sent.clear();
        snapshot("true");
    }

    private void truncate() {
        if (!truncates || !form.hasTruncate() || !open.isEmpty()) {
            return;
        }
        rows.clear();
        position++;
        Sent truncate = new Sent(
                new Change("t", null, null, "false", position, millis), new Place(server, position, millis, number++));
        sent.add(truncate);
        send(truncate);
    }

    /** Appends a record: the clock may stand still only within a partition, as it does within a producer's batch. */
    private void send(Sent one) {
        Long id = one.change().id();
        // A truncate has no key: its message may be in any partition.
        int partition = id == null ? random.nextInt(partitions) : (int) (id % partitions);
        millis += partition == lastPartition ? random.nextInt(2) : 1;
        lastPartition = partition;
        long offset = offsets.merge(partition, 1L + random.nextInt(2), Long::sum);
        lives.get(lives.size() - 1)
                .add(new SinkRecord(
                        "orders",
                        partition,
                        null,
                        id == null ? null : Collections.singletonMap("id", id),
                        null,
                        form.value(one.change(), one.place()),
                        offset,
                        millis,
                        TimestampType.CREATE_TIME));
    }
}
