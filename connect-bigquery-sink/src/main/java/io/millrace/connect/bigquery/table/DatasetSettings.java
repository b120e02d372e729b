// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How missing datasets are made.
 *
 * @param create whether a missing dataset is created; otherwise it is an error that names it
 * @param location the location of a dataset that is created, null for BigQuery's default
 * @param access who gets which role on a dataset that is created
 */
public record DatasetSettings(boolean create, @Nullable String location, List<Access> access) {
    public DatasetSettings {
        access = List.copyOf(access);
    }

    /**
     * One grant.
     *
     * @param role BigQuery's name of the role: {@code READER}, {@code WRITER}, {@code OWNER} or {@code roles/…}
     * @param member whom it is granted to, as in IAM policies: {@code user:…}, {@code group:…}, {@code domain:…},
     *     {@code serviceAccount:…}, {@code specialGroup:…}
     */
    public record Access(String role, String member) {}
}
