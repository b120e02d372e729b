// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.privacy.dlp.v2.ContentItem;
import com.google.privacy.dlp.v2.DeidentifyContentRequest;
import com.google.privacy.dlp.v2.DeidentifyContentResponse;
import com.google.privacy.dlp.v2.DlpServiceGrpc;
import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.Finding;
import com.google.privacy.dlp.v2.InspectContentRequest;
import com.google.privacy.dlp.v2.InspectContentResponse;
import com.google.privacy.dlp.v2.InspectResult;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.connect.dlp.DlpTransform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A Cloud DLP that answers what no Cloud DLP should: nothing may leave unmasked, and nothing that is too long be sent. */
class CloudAnswersIT {
    private static final String CANARY = "canary4f1c9e@example.org";
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("mail", Schema.STRING_SCHEMA)
            .field("note", Schema.STRING_SCHEMA)
            .build();

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
    private Table answer = Table.getDefaultInstance();
    private Finding finding = Finding.getDefaultInstance();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new OddCloudDlp())
                .build()
                .start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        transform.close();
        server.shutdownNow().awaitTermination();
    }

    private final class OddCloudDlp extends DlpServiceGrpc.DlpServiceImplBase {
        @Override
        public void deidentifyContent(
                DeidentifyContentRequest request, StreamObserver<DeidentifyContentResponse> observer) {
            asked.add(request.toString());
            observer.onNext(DeidentifyContentResponse.newBuilder()
                    .setItem(ContentItem.newBuilder().setTable(answer))
                    .build());
            observer.onCompleted();
        }

        @Override
        public void inspectContent(InspectContentRequest request, StreamObserver<InspectContentResponse> observer) {
            asked.add(request.toString());
            observer.onNext(InspectContentResponse.newBuilder()
                    .setResult(InspectResult.newBuilder().addFindings(finding))
                    .build());
            observer.onCompleted();
        }
    }

    private void configure(String... more) {
        transform.configure(CloudProperties.at(
                "127.0.0.1:" + server.getPort(),
                Map.of(
                        "rules", "all",
                        "rules.all.fields", "**",
                        "rules.all.info.types", "EMAIL_ADDRESS",
                        "rules.all.transform", "replace-with-info-type"),
                more));
    }

    private static SinkRecord record() {
        Struct value = new Struct(SCHEMA).put("mail", CANARY).put("note", "to " + CANARY);
        return new SinkRecord("orders", 0, null, null, SCHEMA, value, 1);
    }

    private Struct masked() {
        return (Struct) requireNonNull(transform.apply(record())).value();
    }

    private static Table table(int rows, int columns, int values) {
        Table.Builder table = Table.newBuilder();
        for (int column = 0; column < columns; column++) {
            table.addHeaders(FieldId.newBuilder().setName("f" + column));
        }
        Table.Row.Builder row = Table.Row.newBuilder();
        for (int column = 0; column < values; column++) {
            row.addValues(Value.newBuilder().setStringValue(CANARY));
        }
        for (int i = 0; i < rows; i++) {
            table.addRows(row);
        }
        return table.build();
    }

    static Stream<Arguments> answersThatCannotBeRead() {
        Map<String, Table> answers = Map.of(
                "nothing", Table.getDefaultInstance(),
                "no row", table(0, 2, 2),
                "two rows", table(2, 2, 2),
                "a column short", table(1, 1, 2),
                "a value short", table(1, 2, 1),
                "values of no type",
                        Table.newBuilder(table(1, 2, 0))
                                .setRows(0, Table.Row.newBuilder().addAllValues(List.of(value(), value())))
                                .build());
        return answers.entrySet().stream()
                .flatMap(each -> Stream.of("retry", "redact")
                        .map(fallback -> Arguments.of(each.getKey(), fallback, each.getValue())));
    }

    private static Value value() {
        return Value.getDefaultInstance();
    }

    @ParameterizedTest(name = "{0}, cloud.fallback={1}")
    @MethodSource("answersThatCannotBeRead")
    void emptiesTheFieldsWhenTheAnswerCannotBeRead(String what, String fallback, Table odd) {
        answer = odd;
        configure("cloud.fallback", fallback);

        Struct masked = masked();

        assertThat(masked.getString("mail")).isEmpty();
        assertThat(masked.getString("note")).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void masksHereWhenToldToAndTheAnswerCannotBeRead() {
        configure("cloud.fallback", "local");

        assertThat(masked().getString("note")).isEqualTo("to [EMAIL_ADDRESS]");
    }

    @Test
    void survivesFindingsThatAreNowhere() {
        configure("mode", "inspect");
        SinkRecord record = record();

        assertThat(transform.apply(record)).isSameAs(record);
        assertThat(asked).hasSize(1);
    }

    @Test
    void neverSendsATextThatIsTooLong() {
        answer = table(1, 1, 1);
        configure("max.scan.chars", Integer.toString(CANARY.length()));

        Struct masked = masked();

        assertThat(masked.getString("note")).isEmpty();
        assertThat(asked).hasSize(1).noneMatch(request -> request.contains("to " + CANARY));
    }

    @Test
    void asksNothingWhenEveryTextIsTooLong() {
        configure("max.scan.chars", "5");

        Struct masked = masked();

        assertThat(masked.getString("mail") + masked.getString("note")).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void neverSendsATextThatIsTooLongToBeInspectedOnly() {
        configure("max.scan.chars", "5", "mode", "inspect");
        SinkRecord record = record();

        assertThat(transform.apply(record)).isSameAs(record);
        assertThat(asked).isEmpty();
    }
}
