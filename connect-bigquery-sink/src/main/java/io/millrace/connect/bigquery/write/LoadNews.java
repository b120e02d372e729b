// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import io.millrace.connect.bigquery.model.TableShape;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * What is told of an object that was staged: any number of {@link Lacking} and {@link Repeated}, then exactly one of
 * {@link Loaded}, {@link SetAside} and {@link Failed}, unless it was discarded, as it may be after {@link Outdated}.
 */
public sealed interface LoadNews {
    /** The object this is about. */
    StagedObject object();

    /** Calls the receiver's method for this case. */
    void tell(Receiver receiver);

    /** One method for each case. */
    interface Receiver {
        void loaded(Loaded loaded);

        void setAside(SetAside setAside);

        void failed(Failed failed);

        void lacking(Lacking lacking);

        void outdated(Outdated outdated);

        void repeated(Repeated repeated);
    }

    /**
     * Its rows are in the table.
     *
     * @param latency from the first request to start its job to the job's end
     */
    record Loaded(StagedObject object, Duration latency) implements LoadNews {
        @Override
        public void tell(Receiver receiver) {
            receiver.loaded(this);
        }
    }

    /**
     * BigQuery refuses it, alone and for good; it is kept for people to look at.
     *
     * @param shape of the table as its rows were encoded for it
     * @param keptAs where it is now
     * @param reason BigQuery's, without values
     */
    record SetAside(StagedObject object, TableShape shape, String keptAs, String reason) implements LoadNews {
        @Override
        public void tell(Receiver receiver) {
            receiver.setAside(this);
        }
    }

    /** Will never be loaded until somebody changes something; the error says what. */
    record Failed(StagedObject object, ConnectException error) implements LoadNews {
        @Override
        public void tell(Receiver receiver) {
            receiver.failed(this);
        }
    }

    /**
     * Its job was refused because the table is gone, or not what the rows need. It is tried again after
     * {@link RowWriter#tableSeen}, not before.
     *
     * @param needed the shape that its rows were encoded for
     */
    record Lacking(StagedObject object, TableShape needed) implements LoadNews {
        @Override
        public void tell(Receiver receiver) {
            receiver.lacking(this);
        }
    }

    /**
     * It will not be loaded as it is, and no job has it: it was made for the table as it was, and BigQuery refuses it; or it is
     * in its bucket no more. It stays until {@link RowWriter#discard}, if its records are read again, or
     * {@link RowWriter#setAside}.
     *
     * @param shape of the table as its rows were encoded for it
     * @param reason BigQuery's, without values
     */
    record Outdated(StagedObject object, TableShape shape, String reason) implements LoadNews {
        @Override
        public void tell(Receiver receiver) {
            receiver.outdated(this);
        }
    }

    /**
     * Something about it could not be done for a passing reason and is tried again by itself.
     *
     * @param cause the codes or the event behind the reason, for people; holds no value of a row
     */
    record Repeated(StagedObject object, RetryReason reason, String cause) implements LoadNews {
        @Override
        public void tell(Receiver receiver) {
            receiver.repeated(this);
        }
    }
}
