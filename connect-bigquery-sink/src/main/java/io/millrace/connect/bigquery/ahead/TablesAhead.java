// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.ahead;

import io.millrace.connect.bigquery.model.Destination;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** Whoever makes tables before their first record comes. Called by the task thread, which it never keeps waiting. */
public interface TablesAhead {
    /** Nobody: the first record makes the table. */
    TablesAhead NONE = new TablesAhead() {
        @Override
        public void open(Collection<TopicPartition> partitions) {}

        @Override
        public void drop(Collection<TopicPartition> partitions) {}

        @Override
        public void seen(Destination table) {}
    };

    /** Records of these partitions may come. */
    void open(Collection<TopicPartition> partitions);

    /** Records of these partitions will come to others. */
    void drop(Collection<TopicPartition> partitions);

    /** The table is there: its records came. */
    void seen(Destination table);
}
