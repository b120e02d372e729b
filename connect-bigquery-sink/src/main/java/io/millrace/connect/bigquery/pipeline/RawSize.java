// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * How many consumed bytes a record holds on to. Workers keep them with each record, for their dead letter queue, but have no
 * public way to say so ({@code InternalSinkRecord.context().original()} in Kafka 3.9 to 4.3): where a worker's records have
 * no such methods, nothing is known. Task thread.
 */
final class RawSize {
    private static final MethodHandle UNKNOWN =
            MethodHandles.dropArguments(MethodHandles.constant(Object.class, null), 0, SinkRecord.class);

    private @Nullable Class<?> known;
    private MethodHandle original = UNKNOWN;

    /** The bytes of key and value as consumed; 0 if that is not known. */
    @SuppressWarnings("ReferenceEquality") // classes
    long of(SinkRecord record) {
        Class<?> type = record.getClass();
        if (type != known) {
            known = type;
            original = type == SinkRecord.class ? UNKNOWN : find(type);
        }
        try {
            Object consumed = (Object) original.invokeExact(record);
            return consumed instanceof ConsumerRecord<?, ?> bytes
                    ? Math.max(0, bytes.serializedKeySize()) + Math.max(0, bytes.serializedValueSize())
                    : 0;
        } catch (Throwable unreadable) { // as a method handle declares it; an Error of ours would be one of all other
            // calls too
            original = UNKNOWN;
            return 0;
        }
    }

    private static MethodHandle find(Class<?> type) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle context = lookup.unreflect(type.getMethod("context"));
            MethodHandle consumed = lookup.unreflect(context.type().returnType().getMethod("original"));
            return MethodHandles.filterReturnValue(context, consumed)
                    .asType(MethodType.methodType(Object.class, SinkRecord.class));
        } catch (ReflectiveOperationException anotherWorker) {
            return UNKNOWN;
        }
    }
}
