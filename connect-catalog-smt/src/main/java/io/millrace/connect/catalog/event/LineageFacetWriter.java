// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.event.Consumer.Need;
import io.millrace.connect.catalog.event.DatasetSnapshot.Seen;
import io.millrace.connect.catalog.observe.ColumnOrigin;
import io.openlineage.client.OpenLineage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The facet that says which input column an output column comes from, and whether it was masked on the way. */
final class LineageFacetWriter {
    /** Google skips the column links of an event that has more. */
    private static final int FEW_LINKS = 1_500;

    /** What a lone instance knows of a column: that it is there behind all transforms. */
    private static final String UNSEEN = "by its name after the transforms; what they did was not seen";

    private final OpenLineage lineage;
    private final Consumer consumer;

    LineageFacetWriter(OpenLineage lineage, Consumer consumer) {
        this.lineage = lineage;
        this.consumer = consumer;
    }

    /** Null when there is nothing to say. */
    OpenLineage.@Nullable ColumnLineageDatasetFacet write(EdgeSnapshot edge) {
        int links = edge.origins().values().stream().mapToInt(List::size).sum();
        if (links == 0 || (consumer.needs(Need.FEW_COLUMN_LINKS) && links > FEW_LINKS)) {
            return null;
        }
        Map<String, Column> inputs = edge.input().columns().dotted();
        Map<String, Column> outputs = edge.output().columns().dotted();
        boolean seen = edge.input().seen() == Seen.IN_PLACE && edge.output().seen() == Seen.IN_PLACE;
        OpenLineage.ColumnLineageDatasetFacetFieldsBuilder fields = lineage.newColumnLineageDatasetFacetFieldsBuilder();
        new TreeMap<>(edge.origins()).forEach((path, origins) -> {
            Column output = Objects.requireNonNull(outputs.get(path), path);
            List<OpenLineage.InputField> from = origins.stream()
                    .map(origin -> lineage.newInputField(
                            edge.input().name().namespace(),
                            edge.input().name().name(),
                            origin.path(),
                            List.of(transformation(
                                    output, Objects.requireNonNull(inputs.get(origin.path())), origin, seen))))
                    .toList();
            fields.put(path, field(output, origins, from, seen));
        });
        return lineage.newColumnLineageDatasetFacet(fields.build(), null);
    }

    private OpenLineage.ColumnLineageDatasetFacetFieldsAdditional field(
            Column output, List<ColumnOrigin> origins, List<OpenLineage.InputField> from, boolean seen) {
        OpenLineage.ColumnLineageDatasetFacetFieldsAdditionalBuilder field =
                lineage.newColumnLineageDatasetFacetFieldsAdditionalBuilder().inputFields(from);
        if (consumer.needs(Need.LEGACY_MASKING)) {
            Column.Masking masking = output.masking();
            boolean unchanged = origins.stream().allMatch(ColumnOrigin::unchanged);
            String words = seen ? (unchanged ? "as it came" : "changed") : UNSEEN;
            field.transformationType(masking != null ? "MASKED" : unchanged ? "IDENTITY" : "TRANSFORMATION");
            field.transformationDescription(masking != null ? masking.toString() : words);
        }
        return field.build();
    }

    private OpenLineage.InputFieldTransformations transformation(
            Column output, Column input, ColumnOrigin origin, boolean seenBefore) {
        Column.Masking masking = output.masking();
        boolean maskedBefore = masking != null && masking.equals(input.masking()) && origin.unchanged();
        if (masking != null && !maskedBefore) {
            return lineage.newInputFieldTransformations("DIRECT", "TRANSFORMATION", masking.toString(), true);
        }
        String subtype = origin.unchanged() ? "IDENTITY" : "TRANSFORMATION";
        return seenBefore
                ? lineage.newInputFieldTransformations("DIRECT", subtype, null, false)
                : lineage.newInputFieldTransformations("DIRECT", subtype, UNSEEN, null);
    }
}
