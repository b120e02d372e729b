// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.StagedObject;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind that one job is to load; at least one.
 *
 * @param seen the table as it was seen since they were refused; null if it was not
 * @param verdict why the only one of them is bad, if the table is still what it was made for; null before that
 */
record ObjectGroup(
        List<StagedFile> files,
        @Nullable TableShape seen,
        @Nullable Refusal verdict) {
    ObjectGroup(List<StagedFile> files, @Nullable TableShape seen) {
        this(files, seen, null);
    }

    FileKind kind() {
        return files.get(0).kind();
    }

    /** Whether the table is not what they were made for, as far as it was looked at. */
    boolean isOutdated() {
        return seen != null && !kind().shape().equals(seen);
    }

    /** Those that are not among these objects; the others join what is dropped. */
    List<StagedFile> rest(Collection<StagedObject> objects, List<StagedFile> dropped) {
        return files.stream().filter(file -> !drops(file, objects, dropped)).toList();
    }

    /** Whether a file is among these objects: then it joins what is dropped. */
    static boolean drops(StagedFile file, Collection<StagedObject> objects, List<StagedFile> dropped) {
        boolean unwanted = objects.contains(file.object());
        if (unwanted) {
            dropped.add(file);
        }
        return unwanted;
    }
}
