/**
 * BigQuery Storage Write over gRPC: append requests come in, typed rows go to the warehouse, acknowledgements and
 * BigQuery's errors go out. One gRPC thread at a time per connection; streams and tables are shared and locked.
 */
@NullMarked
package io.millrace.connect.emulator.storagewrite;

import org.jspecify.annotations.NullMarked;
