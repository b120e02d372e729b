// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

/** What an object in Cloud Storage is. */
public enum FileFormat {
    /** An Avro object container file. */
    AVRO,
    /** One JSON object in each line. */
    JSON
}
