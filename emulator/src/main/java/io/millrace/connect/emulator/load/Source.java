// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads one format. */
interface Source {
    /**
     * Reads one file to its end.
     *
     * @param expected the columns of the job's schema or else of the table; empty where neither has any
     */
    Incoming read(InputStream file, List<TableFieldSchema> expected) throws IOException;
}
