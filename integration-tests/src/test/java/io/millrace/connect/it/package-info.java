/**
 * The packed plugins in real workers: a broker, workers of the oldest and the newest Kafka and the emulator, each in a
 * process of its own, shared by all test classes and started when first needed. Test thread only.
 */
@NullMarked
package io.millrace.connect.it;

import org.jspecify.annotations.NullMarked;
