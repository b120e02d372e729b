// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.WriteFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.storage.v1.StreamWriter;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.store.TableName;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DiscardIT {
    @Test
    void rowsAreAcknowledgedAndCountedButNotKept() throws Exception {
        try (WriteFixture fixture = new WriteFixture(Emulator.builder().discard(true))) {
            TableName table = fixture.table("t", column("id", "INTEGER"));
            try (StreamWriter writer = StreamWriter.newBuilder(WriteFixture.path(table) + "/_default", fixture.client)
                    .setWriterSchema(TestRows.ID)
                    .build()) {
                writer.append(TestRows.ids(1, 2, 3)).get(20, TimeUnit.SECONDS);
                writer.append(TestRows.ids(4)).get(20, TimeUnit.SECONDS);
                assertThatThrownBy(() -> writer.append(TestRows.ids(5), 0).get(20, TimeUnit.SECONDS))
                        .hasMessageContaining("INVALID_ARGUMENT");
            }

            String stats = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(fixture.emulator.restEndpoint() + "/discard/stats"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(fixture.rows(table)).isEmpty();
            assertThat(fixture.emulator.discarded().byTable())
                    .hasEntrySatisfying("p.d.t", sums -> assertThat(sums.rows()).isEqualTo(4));
            assertThat(stats).contains("\"p.d.t\"", "\"rows\":4", "\"requests\":2");
        }
    }
}
