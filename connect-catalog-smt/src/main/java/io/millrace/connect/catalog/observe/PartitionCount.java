// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

/**
 * What was seen of one partition since the task began with it.
 *
 * @param newestMs the newest record's timestamp in milliseconds since 1970, or {@link Long#MIN_VALUE} without one
 */
public record PartitionCount(int partition, long firstOffset, long lastOffset, long rows, long newestMs) {}
