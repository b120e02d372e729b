// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.event.Consumer.Need;
import io.millrace.connect.catalog.event.EdgeSnapshot.Carrier;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes one consumer's events; each is a complete snapshot, so that it stands alone and the last one counts. */
public final class EventWriter {
    /** DataHub takes the last segment for the orchestrator. */
    public static final URI PRODUCER = URI.create("https://millrace.io/kafka-connect");

    private static final int LONGEST_NAME = 255;

    private final OpenLineage lineage = new OpenLineage(PRODUCER);
    private final Consumer consumer;
    private final JobSettings job;
    private final Versions versions;
    private final DatasetFacetWriter datasets;
    private final LineageFacetWriter columns;
    private final StatisticsFacetWriter statistics;

    /** Which software speaks. */
    public record Versions(String connect, String millrace) {}

    public EventWriter(Consumer consumer, JobSettings job, Versions versions) {
        this.consumer = consumer;
        this.job = job;
        this.versions = versions;
        this.datasets = new DatasetFacetWriter(lineage, PRODUCER, consumer);
        this.columns = new LineageFacetWriter(lineage, consumer);
        this.statistics = new StatisticsFacetWriter(lineage, PRODUCER);
    }

    /** Why an event is sent. */
    public enum Moment {
        START,
        RUNNING,
        COMPLETE
    }

    /**
     * The event of an edge, {@code whole}, at {@code when}.
     *
     * @param run the edge's run, and the connector's
     * @param changed whether the schema changed since this consumer's last event of the edge
     */
    public OpenLineage.RunEvent write(
            Moment moment, EdgeSnapshot whole, Runs run, Window window, boolean changed, Instant when) {
        EdgeSnapshot edge = consumer.needs(Need.SHORT_NAMES) ? whole.named(LONGEST_NAME) : whole;
        return lineage.newRunEventBuilder()
                .eventTime(StatisticsFacetWriter.at(when))
                .eventType(type(moment))
                .run(lineage.newRun(run.run(), runFacets(edge, run, window)))
                .job(lineage.newJob(edge.job().namespace(), edge.job().name(), jobFacets(edge)))
                .inputs(List.of(input(edge, window, changed)))
                .outputs(List.of(output(edge, window, changed)))
                .build();
    }

    /** The run of an edge and of its connector. */
    public record Runs(UUID run, UUID parent) {}

    private EventType type(Moment moment) {
        return switch (moment) {
            case START -> consumer.needs(Need.COMPLETE_ONLY) ? EventType.COMPLETE : EventType.START;
            case RUNNING -> consumer.needs(Need.COMPLETE_ONLY) ? EventType.COMPLETE : EventType.RUNNING;
            case COMPLETE -> EventType.COMPLETE;
        };
    }

    private OpenLineage.RunFacets runFacets(EdgeSnapshot edge, Runs run, Window window) {
        OpenLineage.RunFacetsBuilder facets = lineage.newRunFacetsBuilder()
                .processing_engine(lineage.newProcessingEngineRunFacetBuilder()
                        .name("kafka-connect")
                        .version(versions.connect())
                        .openlineageAdapterVersion(versions.millrace())
                        .build())
                .put(CustomFacets.WINDOW, statistics.window(window));
        if (consumer.needs(Need.PARENT)) {
            facets.parent(lineage.newParentRunFacetBuilder()
                    .run(lineage.newParentRunFacetRunBuilder()
                            .runId(run.parent())
                            .build())
                    .job(lineage.newParentRunFacetJobBuilder()
                            .namespace(edge.connector().namespace())
                            .name(edge.connector().name())
                            .build())
                    .build());
        }
        return facets.build();
    }

    private OpenLineage.JobFacets jobFacets(EdgeSnapshot edge) {
        OpenLineage.JobFacetsBuilder facets = lineage.newJobFacetsBuilder()
                .jobType(lineage.newJobTypeJobFacetBuilder()
                        .processingType("STREAMING")
                        .integration("KAFKA_CONNECT")
                        .jobType("CONNECTOR")
                        .emissionPattern(lineage.newJobTypeJobFacetEmissionPatternBuilder()
                                .eventTrigger("PERIODIC")
                                .eventContentMode("COMPLETE_SNAPSHOT")
                                .windowDuration(Math.max(1, job.heartbeat().toSeconds()))
                                .build())
                        .build())
                .documentation(lineage.newDocumentationJobFacet(
                        "Kafka Connect carries " + edge.input().name().name() + " to "
                                + edge.output().name().name() + " (connector "
                                + edge.connector().name() + ").",
                        "text/plain"));
        if (!job.owners().isEmpty()) {
            facets.ownership(lineage.newOwnershipJobFacet(job.owners().stream()
                    .map(owner -> lineage.newOwnershipJobFacetOwners(owner.name(), owner.type()))
                    .toList()));
        }
        if (!job.tags().isEmpty()) {
            facets.tags(lineage.newTagsJobFacet(job.tags().entrySet().stream()
                    .map(tag -> lineage.newTagsJobFacetFields(tag.getKey(), tag.getValue(), "CONFIG"))
                    .toList()));
        }
        return facets.build();
    }

    private OpenLineage.InputDataset input(EdgeSnapshot edge, Window window, boolean changed) {
        OpenLineage.InputDatasetBuilder input = lineage.newInputDatasetBuilder()
                .namespace(edge.input().name().namespace())
                .name(edge.input().name().name())
                .facets(datasets.write(edge.input(), changed && altered(edge.input()))
                        .build());
        if (edge.carrier() == Carrier.SINK) {
            input.inputFacets(lineage.newInputDatasetInputFacetsBuilder()
                    .inputStatistics(statistics.read(window.count()))
                    .build());
        }
        return input.build();
    }

    private OpenLineage.OutputDataset output(EdgeSnapshot edge, Window window, boolean changed) {
        OpenLineage.DatasetFacetsBuilder facets = datasets.write(edge.output(), changed && altered(edge.output()));
        if (edge.carrier() != Carrier.UPSTREAM) {
            facets.dataQualityMetrics(
                    statistics.quality(window, edge.output().columns().dotted(), edge.rowPrefix()));
        }
        OpenLineage.ColumnLineageDatasetFacet origins = columns.write(edge);
        if (origins != null) {
            facets.columnLineage(origins);
        }
        OpenLineage.OutputDatasetBuilder output = lineage.newOutputDatasetBuilder()
                .namespace(edge.output().name().namespace())
                .name(edge.output().name().name())
                .facets(facets.build());
        if (edge.carrier() == Carrier.SOURCE) {
            output.outputFacets(lineage.newOutputDatasetOutputFacetsBuilder()
                    .outputStatistics(statistics.written(window.count()))
                    .build());
        }
        return output.build();
    }

    private static boolean altered(DatasetSnapshot dataset) {
        return dataset.version().previous() != null;
    }
}
