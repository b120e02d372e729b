// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import static io.millrace.connect.emulator.storagewrite.WriteFixture.column;
import static io.millrace.connect.emulator.storagewrite.WriteFixture.required;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import io.millrace.connect.emulator.store.TableName;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefaultStreamIT {
    private WriteFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new WriteFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void rowsOfTheJsonWriterAreInTheTableWhenAcknowledged() throws Exception {
        TableName orders = fixture.table("orders", required("id", "INTEGER"), column("name", "STRING"));

        try (JsonStreamWriter writer = JsonStreamWriter.newBuilder(WriteFixture.path(orders), fixture.client)
                .build()) {
            JSONArray rows = new JSONArray();
            rows.put(new JSONObject().put("id", 1).put("name", "Ann"));
            rows.put(new JSONObject().put("id", 2));
            AppendRowsResponse response = writer.append(rows).get(10, TimeUnit.SECONDS);

            assertThat(response.hasAppendResult()).isTrue();
            assertThat(response.getAppendResult().hasOffset()).isFalse();
        }
        assertThat(fixture.rows(orders)).containsExactly("1|Ann", "2|null");
        assertThat(fixture.emulator.journal().tally("AppendRows", "d.orders").rows())
                .isEqualTo(2);
    }
}
