// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.storage.Storage;

/** The APIs that a plan asks, as some credentials see them. */
public record Google(Bigquery bigquery, Storage storage) {}
