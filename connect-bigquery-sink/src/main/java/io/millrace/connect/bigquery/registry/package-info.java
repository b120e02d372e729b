/**
 * What a schema registry knows of a topic before its first record. Comes in: a topic; goes out: the Connect schemas that
 * the converter will give its records, or why they cannot be told. Waits for the network, so never on the task thread.
 */
@NullMarked
package io.millrace.connect.bigquery.registry;

import org.jspecify.annotations.NullMarked;
