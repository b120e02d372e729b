// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that is logged by anybody, at every level, between its opening and its closing. With slf4j-jdk14 on the class
 * path that is slf4j as well as java.util.logging. Meanwhile nothing is printed, so that what a test provokes on purpose does
 * not stand in the build's log like a failure.
 */
public final class CapturedLogs implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final Handler[] printing = root.getHandlers();
    private final Memory memory;

    /**
     * Listens from now on.
     *
     * @param deafTo names of loggers that are none of the test's business
     */
    public CapturedLogs(String... deafTo) {
        memory = new Memory(Set.of(deafTo));
        root.setLevel(Level.ALL);
        for (Handler handler : printing) {
            root.removeHandler(handler);
        }
        root.addHandler(memory);
    }

    /** Level, logger, message with its parameters, and stack trace of every record. */
    public String text() {
        return String.join("", memory.lines);
    }

    @Override
    public void close() {
        root.removeHandler(memory);
        for (Handler handler : printing) {
            root.addHandler(handler);
        }
        root.setLevel(before);
    }

    private static final class Memory extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Formatter formatter = new SimpleFormatter();

        private final Set<String> deafTo;

        Memory(Set<String> deafTo) {
            this.deafTo = deafTo;
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            if (record.getLoggerName() != null && deafTo.contains(record.getLoggerName())) {
                return;
            }
            StringWriter written = new StringWriter();
            PrintWriter line = new PrintWriter(written);
            line.println(record.getLevel() + " " + record.getLoggerName() + " " + formatter.formatMessage(record));
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(line);
            }
            lines.add(written.toString());
        }

        @Override
        public void flush() {
            // Everything is in memory.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
