// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteEvents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One table's objects that no job will load: they were made for the table as it was. They wait to be discarded, their records
 * being read again, or to be set aside. Writer's thread.
 */
final class Outdated {
    private final WriteEvents outside;
    private final List<StagedFile> files = new ArrayList<>();
    /** What objects are made for that BigQuery has refused since the table is another. */
    private @Nullable TableShape shape;

    Outdated(WriteEvents outside) {
        this.outside = outside;
    }

    /** Whether files of this kind were refused because of what the table is now. */
    @SuppressWarnings("ReferenceEquality") // one object until the table changes
    boolean covers(FileKind kind) {
        return kind.shape() == shape;
    }

    /** These are. */
    void add(List<StagedFile> more, boolean byShape, String reason) {
        files.addAll(more);
        if (byShape) {
            shape = more.get(0).kind().shape();
        }
        more.forEach(file ->
                outside.told(new LoadNews.Outdated(file.object(), file.kind().shape(), reason)));
    }

    /** Those of them that are among these objects, which are not here any more. */
    List<StagedFile> take(Collection<StagedObject> objects) {
        List<StagedFile> taken =
                files.stream().filter(file -> objects.contains(file.object())).toList();
        files.removeAll(taken);
        return taken;
    }

    /** All of them, which are not here any more. */
    List<StagedFile> takeAll() {
        List<StagedFile> all = List.copyOf(files);
        files.clear();
        return all;
    }

    /** All of them. */
    List<StagedFile> all() {
        return List.copyOf(files);
    }
}
