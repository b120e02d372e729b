// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A batch whose rows do not all have the same fate: finds out which of them BigQuery refuses where it refused them as a whole,
 * half by half, or goes on with those that it has not taken yet. All others are written on the way. Owned by the writer's
 * thread.
 */
public final class Sifting {
    private final Dispatch whole;
    private final Words words;
    private final Consumer<Part> sender;
    private final Consumer<WriteResult> result;
    private final Map<Integer, String> refused = new HashMap<>();
    private final Map<Integer, Set<String>> columns = new HashMap<>();
    private int unanswered;
    private boolean over;

    /**
     * How a method of writing refuses rows without saying which.
     *
     * @param code the code of such a refusal
     * @param rule what the reason usually is that it has no code for, a sentence
     */
    public record Words(String code, String rule) {}

    /**
     * @param sender sends a part; its answer goes to the part
     * @param result gets the one result for the batch
     */
    Sifting(Dispatch whole, Words words, Consumer<Part> sender, Consumer<WriteResult> result) {
        this.whole = whole;
        this.words = words;
        this.sender = sender;
        this.result = result;
    }

    /** Nothing is known of any row. */
    void start() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < whole.batch().rows().size(); i++) {
            all.add(i);
        }
        unanswered++;
        new Some(all).divide(words.code());
    }

    /**
     * Goes on with some rows.
     *
     * @param known those that are refused for good; whatever is neither one of them nor among the rest is written
     * @param rest their positions
     */
    void goOn(WriteResult.RowsRefused known, List<Integer> rest) {
        refused.putAll(known.reasons());
        columns.putAll(known.columns());
        send(rest);
    }

    private void send(List<Integer> positions) {
        if (!positions.isEmpty()) {
            unanswered++;
            sender.accept(new Some(positions));
        }
    }

    private void partDone() {
        if (--unanswered == 0 && !over) {
            end(
                    refused.isEmpty()
                            ? new WriteResult.Written(whole.batch(), Duration.ZERO, false)
                            : new WriteResult.RowsRefused(whole.batch(), refused, columns, true));
        }
    }

    private void end(WriteResult last) {
        if (!over) {
            over = true;
            result.accept(last);
        }
    }

    /** Rows of the batch that are sent together. */
    private final class Some implements Part {
        /** Their positions in the batch. */
        private final List<Integer> positions;

        private final Batch batch;

        Some(List<Integer> positions) {
            this.positions = List.copyOf(positions);
            this.batch = new Batch(
                    whole.batch().table(),
                    whole.batch().location(),
                    positions.stream().map(whole.batch().rows()::get).toList());
        }

        @Override
        public Batch batch() {
            return batch;
        }

        @Override
        public Batch whole() {
            return whole.whole();
        }

        @Override
        public boolean isOver() {
            return over || whole.withdrawn();
        }

        /** The part is refused as a whole. */
        private void divide(String code) {
            int rows = positions.size();
            if (rows == 1) {
                refused.put(
                        positions.get(0),
                        "BigQuery refuses the row by itself with " + code
                                + ", though it was encoded for the columns that the table has. " + words.rule());
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
                    if (!answer.othersWritten()) {
                        rest.add(positions.get(i));
                    }
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
                divide(words.code());
            } else {
                end(new WriteResult.TableBehind(whole.batch(), behind.lack()));
            }
        }

        @Override
        public void withdrawn(WriteResult.Withdrawn withdrawn) {
            end(new WriteResult.Withdrawn(whole.batch()));
        }

        @Override
        public void failed(WriteResult.Failed failed) {
            end(new WriteResult.Failed(whole.batch(), failed.error()));
        }
    }
}
