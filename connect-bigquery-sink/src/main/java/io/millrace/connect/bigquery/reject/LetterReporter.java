// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.reject;

import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reports something else in place of a bad record. The worker's converters write it, on the task's thread; what they cannot
 * write ends the task, since what was consumed must not take its place.
 */
final class LetterReporter implements ErrantRecordReporter {
    private final UnaryOperator<SinkRecord> content;
    private final ErrantRecordReporter reporter;

    /** @param content the record to report in place of a bad one */
    LetterReporter(UnaryOperator<SinkRecord> content, ErrantRecordReporter reporter) {
        this.content = content;
        this.reporter = reporter;
    }

    @Override
    public Future<Void> report(SinkRecord bad, Throwable error) {
        try {
            return reporter.report(content.apply(bad), error);
        } catch (RuntimeException refused) {
            // Without the converter's own words, which may quote the record
            throw new ConnectException("record " + bad.originalTopic() + "-" + bad.originalKafkaPartition() + "@"
                    + bad.originalKafkaOffset() + " cannot be written: " + error.getMessage()
                    + "; nor can its dead letter, by the connector's converters: " + causes(refused)
                    + "; set dead.letters=origin for a letter without content, or dead.letters=consumed for the record as"
                    + " it was before transforms");
        }
    }

    /** The classes of an exception and of its causes. */
    private static String causes(Throwable refused) {
        StringBuilder classes = new StringBuilder(refused.getClass().getSimpleName());
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            classes.append(", by ").append(cause.getClass().getSimpleName());
        }
        return classes.toString();
    }
}
