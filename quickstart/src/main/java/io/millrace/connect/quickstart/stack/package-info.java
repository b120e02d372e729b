/**
 * The parts of a small data platform as child processes: PostgreSQL, a broker, Connect workers and the emulator.
 * In come a {@link Project} and its {@link RunDirectories}; out come addresses and what closes them again. Whoever
 * starts a part owns it; nothing here starts a thread.
 */
@NullMarked
package io.millrace.connect.quickstart.stack;

import org.jspecify.annotations.NullMarked;
