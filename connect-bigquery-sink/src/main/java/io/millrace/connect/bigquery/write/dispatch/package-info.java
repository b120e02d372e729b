/**
 * Every writer's thread, and what it keeps, whatever it writes by: batches that wait for their time, those without an answer,
 * rows that are told apart, and how promptly tables are answered. Owned by that thread.
 */
@NullMarked
package io.millrace.connect.bigquery.write.dispatch;

import org.jspecify.annotations.NullMarked;
