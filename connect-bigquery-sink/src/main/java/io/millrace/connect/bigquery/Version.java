// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

/** The version of this build, from its jar's manifest. */
final class Version {
    private Version() {}

    /** "development" where classes are not in a jar. */
    static String ofThisBuild() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
