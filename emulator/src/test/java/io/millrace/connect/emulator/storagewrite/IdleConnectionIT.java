// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.WriteFixture.column;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.StreamWriter;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.store.TableName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that carry nothing, as googleapis/nodejs-bigquery-storage#427 has seen BigQuery end them. */
class IdleConnectionIT {
    private WriteFixture fixture;
    private TableName table;

    @BeforeEach
    void start() throws Exception {
        fixture = new WriteFixture(Emulator.builder().idleLimit(Duration.ofSeconds(1)));
        table = fixture.table("t", column("id", "INTEGER"));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** How the server ends a connection that carried one row, and then nothing. */
    private Status endAfterOneRow() throws Exception {
        AppendRowsRequest request = AppendRowsRequest.newBuilder()
                .setWriteStream(WriteFixture.path(table) + "/_default")
                .setProtoRows(AppendRowsRequest.ProtoData.newBuilder()
                        .setWriterSchema(TestRows.ID)
                        .setRows(TestRows.ids(1)))
                .build();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        ManagedChannel channel = NettyChannelBuilder.forTarget(fixture.emulator.grpcEndpoint())
                .usePlaintext()
                .build();
        try {
            StreamObserver<AppendRowsRequest> requests = BigQueryWriteGrpc.newStub(channel)
                    .appendRows(new StreamObserver<>() {
                        @Override
                        public void onNext(AppendRowsResponse response) {}

                        @Override
                        public void onError(Throwable failure) {
                            ended.complete(failure);
                        }

                        @Override
                        public void onCompleted() {
                            ended.completeExceptionally(new AssertionError("completed"));
                        }
                    });
            requests.onNext(request);
            return Status.fromThrowable(ended.get(20, TimeUnit.SECONDS));
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aConnectionThatCarriesNothingIsClosedAsBigQueryDoes() throws Exception {
        Status end = endAfterOneRow();

        assertThat(end.getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(end.getDescription())
                .isEqualTo("Closing the stream because it has been inactive for 1 seconds. Entity: "
                        + StreamName.defaultOf(table));
        assertThat(fixture.emulator.journal().openConnections()).isZero();
        assertThat(fixture.rows(table)).containsExactly("1");
    }

    @Test
    void theOfficialClientOpensAnotherConnection() throws Exception {
        try (StreamWriter writer = StreamWriter.newBuilder(WriteFixture.path(table) + "/_default", fixture.client)
                .setWriterSchema(TestRows.ID)
                .build()) {
            writer.append(TestRows.ids(1)).get(20, TimeUnit.SECONDS);
            endAfterOneRow();
            assertThat(fixture.emulator.journal().openConnections()).isZero();

            writer.append(TestRows.ids(2)).get(20, TimeUnit.SECONDS);
        }

        assertThat(fixture.rows(table)).containsExactly("1", "1", "2");
    }
}
