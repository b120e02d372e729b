// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.storage.connection.Append;
import io.millrace.connect.bigquery.write.storage.connection.RefusedRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds out which rows BigQuery refuses of a batch that it refused as a whole without naming any: half by half. All others
 * are written on the way. Owned by the writer's thread.
 */
final class Sifting {
    private final Batch whole;
    private final Consumer<Part> sender;
    private final Consumer<WriteResult> result;
    private final Map<Integer, String> refused = new HashMap<>();
    private final Map<Integer, Set<String>> columns = new HashMap<>();
    private int unanswered;
    private boolean over;

    /**
     * @param sender sends a part; its answer goes to the part
     * @param result gets the one result for the batch
     */
    Sifting(Batch whole, Consumer<Part> sender, Consumer<WriteResult> result) {
        this.whole = whole;
        this.sender = sender;
        this.result = result;
    }

    void start() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < whole.rows().size(); i++) {
            all.add(i);
        }
        unanswered++;
        new Part(all).divide("INVALID_ARGUMENT");
    }

    private void send(List<Integer> positions) {
        if (!positions.isEmpty()) {
            unanswered++;
            sender.accept(new Part(positions));
        }
    }

    private void partDone() {
        if (--unanswered == 0 && !over) {
            end(
                    refused.isEmpty()
                            ? new WriteResult.Written(whole, Duration.ZERO, false)
                            : new WriteResult.RowsRefused(whole, refused, columns, true));
        }
    }

    private void end(WriteResult last) {
        if (!over) {
            over = true;
            result.accept(last);
        }
    }

    /** Rows of the batch that are sent together. */
    final class Part implements Append.Part {
        /** Their positions in the batch. */
        private final List<Integer> positions;

        private final Batch batch;

        Part(List<Integer> positions) {
            this.positions = List.copyOf(positions);
            this.batch = new Batch(
                    whole.table(),
                    whole.location(),
                    positions.stream().map(whole.rows()::get).toList());
        }

        @Override
        public Batch batch() {
            return batch;
        }

        @Override
        public Batch whole() {
            return whole;
        }

        @Override
        public boolean isOver() {
            return over;
        }

        /** The part is refused as a whole. */
        private void divide(String code) {
            int rows = positions.size();
            if (rows == 1) {
                refused.put(
                        positions.get(0),
                        "BigQuery refuses the row by itself with " + code
                                + ", though it was encoded for the columns that the table has. "
                                + RefusedRows.PARTITIONS);
            } else {
                send(positions.subList(0, rows / 2));
                send(positions.subList(rows / 2, rows));
            }
            partDone();
        }

        @Override
        public void written(WriteResult.Written written) {
            partDone();
        }

        @Override
        public void refused(WriteResult.RowsRefused answer) {
            List<Integer> rest = new ArrayList<>();
            for (int i = 0; i < positions.size(); i++) {
                String reason = answer.reasons().get(i);
                if (reason == null) {
                    rest.add(positions.get(i));
                } else {
                    refused.put(positions.get(i), reason);
                    columns.put(positions.get(i), answer.named(i));
                }
            }
            send(rest);
            partDone();
        }

        @Override
        public void tooLarge(WriteResult.TooLarge tooLarge) {
            divide("its size");
        }

        @Override
        public void behind(WriteResult.TableBehind behind) {
            if (behind.lack() == WriteResult.TableBehind.Lack.TYPES) {
                divide("INVALID_ARGUMENT");
            } else {
                end(new WriteResult.TableBehind(whole, behind.lack()));
            }
        }

        @Override
        public void withdrawn(WriteResult.Withdrawn withdrawn) {
            end(new WriteResult.Withdrawn(whole));
        }

        @Override
        public void failed(WriteResult.Failed failed) {
            end(new WriteResult.Failed(whole, failed.error()));
        }
    }
}
