// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.services.bigquery.model.JobConfigurationLoad;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** One form of files. Any thread, several at a time. */
public interface FileForm {
    /** How the names of its objects end. */
    String extension();

    /** Its media type. */
    String contentType();

    /** A file of all rows of these batches, which have one shape and lack the same columns. */
    byte[] of(List<Batch> batches) throws IOException;

    /**
     * Tells a load job how to read files of rows of this shape.
     *
     * @param omitted the columns that the files lack, for them to have their defaults
     */
    void describe(JobConfigurationLoad load, TableShape shape, Set<String> omitted);
}
