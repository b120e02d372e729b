/**
 * The BigQuery REST API v2 as its clients use it: requests from the HTTP front become calls of the store, answers are
 * Google's model objects. Stateless but for the de-duplication of insert ids; any thread.
 */
@NullMarked
package io.millrace.connect.emulator.bigquery;

import org.jspecify.annotations.NullMarked;
