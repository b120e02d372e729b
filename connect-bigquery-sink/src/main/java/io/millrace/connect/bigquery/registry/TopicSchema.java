// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a topic's records will look like.
 *
 * @param key null if it was not asked for or is not registered
 * @param value a struct
 */
public record TopicSchema(@Nullable Schema key, Schema value) {}
