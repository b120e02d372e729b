// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.TableShape;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What lies between a live table and the columns that a record needs. Never a removal. */
public sealed interface SchemaDiff {
    /** Calls the function of this case. */
    <T> T fold(Supplier<T> fits, Function<Growth, ? extends T> growth, Function<Impossible, ? extends T> impossible);

    /** The table can hold the record as it is; fields it lacks are left out where the settings say so. */
    record Fits() implements SchemaDiff {
        @Override
        public <T> T fold(
                Supplier<T> fits, Function<Growth, ? extends T> growth, Function<Impossible, ? extends T> impossible) {
            return fits.get();
        }
    }

    /**
     * The table can hold the record after an additive change that the settings allow.
     *
     * @param union the live table and what the record adds; a superset of live
     * @param changes one line for each added or relaxed column, for people: {@code add customer.phone STRING}
     */
    record Growth(TableShape union, List<String> changes) implements SchemaDiff {
        public Growth {
            changes = List.copyOf(changes);
        }

        @Override
        public <T> T fold(
                Supplier<T> fits, Function<Growth, ? extends T> growth, Function<Impossible, ? extends T> impossible) {
            return growth.apply(this);
        }
    }

    /**
     * The table cannot hold the record and may not or cannot be changed so that it can.
     *
     * @param reasons one line for each column: its name, what the table has, what the record has, what would help
     */
    record Impossible(List<String> reasons) implements SchemaDiff {
        public Impossible {
            reasons = List.copyOf(reasons);
        }

        @Override
        public <T> T fold(
                Supplier<T> fits, Function<Growth, ? extends T> growth, Function<Impossible, ? extends T> impossible) {
            return impossible.apply(this);
        }
    }
}
