// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.event.Consumer.Need;
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
        OpenLineage.ColumnLineageDatasetFacetFieldsBuilder fields = lineage.newColumnLineageDatasetFacetFieldsBuilder();
        new TreeMap<>(edge.origins()).forEach((path, origins) -> {
            Column output = Objects.requireNonNull(outputs.get(path), path);
            fields.put(path, field(edge.input().name(), output, origins, inputs));
        });
        return lineage.newColumnLineageDatasetFacet(fields.build(), null);
    }

    private OpenLineage.ColumnLineageDatasetFacetFieldsAdditional field(
            DatasetName input, Column output, List<ColumnOrigin> origins, Map<String, Column> inputs) {
        Column.Masking masking = output.masking();
        boolean unchanged = masking == null && origins.stream().allMatch(ColumnOrigin::unchanged);
        List<OpenLineage.InputField> fields = origins.stream()
                .map(origin -> lineage.newInputField(
                        input.namespace(),
                        input.name(),
                        origin.path(),
                        List.of(transformation(output, Objects.requireNonNull(inputs.get(origin.path())), origin))))
                .toList();
        OpenLineage.ColumnLineageDatasetFacetFieldsAdditionalBuilder field =
                lineage.newColumnLineageDatasetFacetFieldsAdditionalBuilder().inputFields(fields);
        if (consumer.needs(Need.LEGACY_MASKING)) {
            field.transformationType(masking != null ? "MASKED" : unchanged ? "IDENTITY" : "TRANSFORMATION");
            field.transformationDescription(
                    masking != null ? masking.toString() : unchanged ? "as it came" : "changed");
        }
        return field.build();
    }

    private OpenLineage.InputFieldTransformations transformation(Column output, Column input, ColumnOrigin origin) {
        Column.Masking masking = output.masking();
        boolean maskedBefore = masking != null && masking.equals(input.masking()) && origin.unchanged();
        if (masking != null && !maskedBefore) {
            return lineage.newInputFieldTransformations("DIRECT", "TRANSFORMATION", masking.toString(), true);
        }
        String subtype = origin.unchanged() ? "IDENTITY" : "TRANSFORMATION";
        return lineage.newInputFieldTransformations("DIRECT", subtype, null, false);
    }
}
