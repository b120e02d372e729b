// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link TableQuestion}: exactly one for each. */
public sealed interface TableNews {
    /** The table this is about. */
    Destination table();

    /** Calls the function of this case. */
    void fold(Consumer<Ready> ready, Consumer<Late> late, Consumer<Refused> refused);

    /**
     * The table as it is now. It holds what was wanted, unless that is impossible: the difference tells.
     *
     * @param shape its columns
     * @param location its location, null if BigQuery did not say
     * @param changes what was created or changed, for people; empty if nothing had to be
     */
    record Ready(
            Destination table, TableShape shape, @Nullable String location, List<String> changes) implements TableNews {
        public Ready {
            changes = List.copyOf(changes);
        }

        @Override
        public void fold(Consumer<Ready> ready, Consumer<Late> late, Consumer<Refused> refused) {
            ready.accept(this);
        }
    }

    /** BigQuery could not answer until the time for retries was over; the same question may be asked again. */
    record Late(Destination table, String cause) implements TableNews {
        @Override
        public void fold(Consumer<Ready> ready, Consumer<Late> late, Consumer<Refused> refused) {
            late.accept(this);
        }
    }

    /** There is no such table and there will be none until somebody changes something; the error says what. */
    record Refused(Destination table, ConnectException error) implements TableNews {
        @Override
        public void fold(Consumer<Ready> ready, Consumer<Late> late, Consumer<Refused> refused) {
            refused.accept(this);
        }
    }
}
