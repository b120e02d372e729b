// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which IAM permissions the caller lacks; all are granted until denied. Thread-safe. */
public final class Permissions {
    private final Set<Denial> denials = ConcurrentHashMap.newKeySet();

    private record Denial(String resource, String permission) {
        boolean covers(String wantedResource, String wantedPermission) {
            boolean same = resource.equals("*")
                    || wantedResource.equals(resource)
                    || wantedResource.startsWith(resource + ".")
                    || wantedResource.startsWith(resource + ":");
            return same && permission.equals(wantedPermission);
        }
    }

    /**
     * Takes a permission away.
     *
     * @param resource {@code project}, {@code project:dataset}, {@code project:dataset.table} or {@code *}; what lies
     *     inside lacks it too
     * @param permission e.g. {@code bigquery.tables.updateData}
     */
    public void deny(String resource, String permission) {
        denials.add(new Denial(resource, permission));
    }

    /** Gives back what {@link #deny} took. */
    public void grant(String resource, String permission) {
        denials.remove(new Denial(resource, permission));
    }

    public boolean isGranted(String resource, String permission) {
        return denials.stream().noneMatch(denial -> denial.covers(resource, permission));
    }

    /** Those of the wanted ones that are granted, as {@code testIamPermissions} answers. */
    public List<String> granted(String resource, List<String> wanted) {
        return wanted.stream()
                .filter(permission -> isGranted(resource, permission))
                .toList();
    }

    /** Refuses with BigQuery's message where the permission is denied. */
    public void require(String resource, String permission, String kind) {
        if (!isGranted(resource, permission)) {
            throw new WarehouseException(
                    WarehouseException.Reason.ACCESS_DENIED,
                    "Access Denied: " + kind + " " + resource + ": Permission " + permission + " denied on "
                            + kind.toLowerCase(Locale.ROOT) + " " + resource
                            + " (or it may not exist).");
        }
    }
}
