// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a table: exactly one answer to each {@link TableQuestion} ({@link Ready}, {@link Gone} or
 * {@link Refused}), and a notice ({@link Late}) whenever it has to be asked again before that.
 */
public sealed interface TableNews {
    /** What is said of a primary key that a table has got begins with this. */
    String PRIMARY_KEY = "primary key ";

    /** The table this is about. */
    Destination table();

    /** Calls the function of this case. */
    void fold(Consumer<Ready> ready, Consumer<Gone> gone, Consumer<Late> late, Consumer<Refused> refused);

    /**
     * The table as it is now. It holds what was wanted, unless that is impossible: the difference tells.
     *
     * @param shape its columns
     * @param location its location, null if BigQuery did not say
     * @param created when it was made, whoever made it, by BigQuery's clock; null if BigQuery did not say
     * @param changes what was created or changed, for people; empty if nothing had to be
     */
    record Ready(
            Destination table,
            TableShape shape,
            @Nullable String location,
            @Nullable Instant created,
            List<String> changes)
            implements TableNews {
        public Ready {
            changes = List.copyOf(changes);
        }

        /** Whether the table has got its primary key. */
        public boolean keyed() {
            return changes.stream().anyMatch(change -> change.startsWith(PRIMARY_KEY));
        }

        @Override
        public void fold(Consumer<Ready> ready, Consumer<Gone> gone, Consumer<Late> late, Consumer<Refused> refused) {
            ready.accept(this);
        }
    }

    /** Whoever only wanted to look finds no table: it was dropped. */
    record Gone(Destination table) implements TableNews {
        @Override
        public void fold(Consumer<Ready> ready, Consumer<Gone> gone, Consumer<Late> late, Consumer<Refused> refused) {
            gone.accept(this);
        }
    }

    /** No answer yet: BigQuery could not answer, and is asked again without anybody's help. Posted each time. */
    record Late(Destination table, String cause) implements TableNews {
        @Override
        public void fold(Consumer<Ready> ready, Consumer<Gone> gone, Consumer<Late> late, Consumer<Refused> refused) {
            late.accept(this);
        }
    }

    /** There is no such table and there will be none until somebody changes something; the error says what. */
    record Refused(Destination table, ConnectException error) implements TableNews {
        @Override
        public void fold(Consumer<Ready> ready, Consumer<Gone> gone, Consumer<Late> late, Consumer<Refused> refused) {
            refused.accept(this);
        }
    }
}
