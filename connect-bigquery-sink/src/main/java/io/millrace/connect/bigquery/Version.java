// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import java.util.Locale;
import java.util.ResourceBundle;

/** The version of this build, as Maven wrote it beside the classes: the archive's jar has no manifest of Maven's. */
final class Version {
    private Version() {}

    static String ofThisBuild() {
        return ResourceBundle.getBundle(
                        "io.millrace.connect.bigquery.version", Locale.ROOT, Version.class.getClassLoader())
                .getString("version");
    }
}
