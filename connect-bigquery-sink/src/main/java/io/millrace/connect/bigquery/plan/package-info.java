/**
 * What would go wrong, found out before the connector exists. Comes in: a SinkConfig and the topics that are known; goes
 * out: findings, each blaming a property. Asks BigQuery's admin API on a few threads of its own, for seconds at most,
 * reading only.
 */
@NullMarked
package io.millrace.connect.bigquery.plan;

import org.jspecify.annotations.NullMarked;
