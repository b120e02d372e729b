// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.observe.Count;
import io.millrace.connect.catalog.observe.PartitionCount;
import io.openlineage.client.OpenLineage;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The facets that say what flowed: rows, bytes, nulls, freshness. */
final class StatisticsFacetWriter {
    private final OpenLineage lineage;
    private final URI producer;

    StatisticsFacetWriter(OpenLineage lineage, URI producer) {
        this.lineage = lineage;
        this.producer = producer;
    }

    /** Rows and nulls of the columns that {@code columns} has, as the connector or the topic got them. */
    OpenLineage.DataQualityMetricsDatasetFacet quality(Window window, Map<String, Column> columns, String rowPrefix) {
        Count count = window.count();
        OpenLineage.DataQualityMetricsDatasetFacetColumnMetricsBuilder metrics =
                lineage.newDataQualityMetricsDatasetFacetColumnMetricsBuilder();
        Map<String, Long> nulls = count.profiled() == 0 ? Map.of() : count.nulls();
        new TreeMap<>(nulls).forEach((path, own) -> {
            String column = path.startsWith(rowPrefix) ? path.substring(rowPrefix.length()) : path;
            if (columns.containsKey(column)) {
                metrics.put(
                        column,
                        lineage.newDataQualityMetricsDatasetFacetColumnMetricsAdditionalBuilder()
                                .nullCount(scaled(own, count))
                                .count((double) (count.valued() - scaled(absent(path, nulls), count)))
                                .build());
            }
        });
        OpenLineage.DataQualityMetricsDatasetFacetBuilder quality = lineage.newDataQualityMetricsDatasetFacetBuilder()
                .rowCount(count.rows())
                .bytes(count.bytes())
                .captureDate(at(window.to()))
                .columnMetrics(metrics.build());
        if (count.newestMs() != Long.MIN_VALUE) {
            quality.lastUpdated(at(Instant.ofEpochMilli(count.newestMs())));
        }
        return quality.build();
    }

    /** How many rows have no value there: it is null, or a struct around it is. */
    private static long absent(String path, Map<String, Long> nulls) {
        long absent = nulls.getOrDefault(path, 0L);
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            absent += nulls.getOrDefault(path.substring(0, dot), 0L);
        }
        return absent;
    }

    /** Of all rows, when not every row was looked at. */
    private static long scaled(long nulls, Count count) {
        long scaled = count.profiled() == count.valued()
                ? nulls
                : Math.round((double) nulls / count.profiled() * count.valued());
        return Math.min(count.valued(), scaled);
    }

    OpenLineage.InputStatisticsInputDatasetFacet read(Count count) {
        return lineage.newInputStatisticsInputDatasetFacetBuilder()
                .rowCount(count.rows())
                .size(count.bytes())
                .build();
    }

    OpenLineage.OutputStatisticsOutputDatasetFacet written(Count count) {
        return lineage.newOutputStatisticsOutputDatasetFacetBuilder()
                .rowCount(count.rows())
                .size(count.bytes())
                .build();
    }

    OpenLineage.RunFacet window(Window window) {
        Count count = window.count();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("from", window.from().toString());
        content.put("to", window.to().toString());
        content.put("reasons", window.reasons());
        content.put("rows", count.rows());
        content.put("tombstones", count.tombstones());
        List<Map<String, Object>> partitions = new ArrayList<>();
        for (PartitionCount partition : count.partitions()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("partition", partition.partition());
            each.put("firstOffset", partition.firstOffset());
            each.put("lastOffset", partition.lastOffset());
            each.put("rows", partition.rows());
            if (partition.newestMs() != Long.MIN_VALUE) {
                each.put("newest", Instant.ofEpochMilli(partition.newestMs()).toString());
            }
            partitions.add(each);
        }
        content.put("partitions", partitions);
        return CustomFacets.run(producer, "WindowRunFacet", content);
    }

    static ZonedDateTime at(Instant instant) {
        return instant.atZone(ZoneOffset.UTC);
    }
}
