// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.storage.Storage;

/** What a {@link LoadWriter} calls. */
public record LoadGoogle(Bigquery bigquery, Storage storage) {}
