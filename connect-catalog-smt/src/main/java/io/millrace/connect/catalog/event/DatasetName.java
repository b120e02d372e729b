// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

/** A dataset's name in OpenLineage's naming: {@code kafka://broker:9092} and {@code pg.public.orders}, say. */
public record DatasetName(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + " " + name;
    }
}
