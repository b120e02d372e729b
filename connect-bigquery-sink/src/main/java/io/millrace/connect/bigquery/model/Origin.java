// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.model;

/** A record's identity: the topic, partition and offset it was consumed at, before any transform renamed them. */
public interface Origin {
    /** The topic as Kafka knows it, never as routed. */
    String topic();

    /** The partition's number, from 0. */
    int partition();

    /** The record's own offset, from 0; the offset to commit once it is finished is one higher. */
    long offset();
}
