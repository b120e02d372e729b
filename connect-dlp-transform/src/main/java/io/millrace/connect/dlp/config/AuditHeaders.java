// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

/** Which value-free headers a masked record gets. */
public enum AuditHeaders {
    NONE,
    /** Policy id and counts by infoType. */
    SUMMARY,
    /** Also each masked field with its transformation. */
    FIELDS
}
