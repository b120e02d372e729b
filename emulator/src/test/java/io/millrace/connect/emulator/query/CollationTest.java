// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.Clustering;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How columns compare texts, as cloud.google.com/bigquery/docs/reference/standard-sql/collation-concepts has it (2026-11). */
class CollationTest {
    private Warehouse warehouse;
    private QueryEngine engine;

    @BeforeEach
    void open() {
        warehouse = Warehouse.inMemory(Clock.systemUTC());
        engine = new QueryEngine(warehouse);
        warehouse.createDataset(new Dataset()
                .setDatasetReference(new DatasetReference().setProjectId("p").setDatasetId("d"))
                .setDefaultCollation("und:ci"));
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    private Table make(List<TableFieldSchema> fields, String... clustering) {
        Table table = new Table()
                .setTableReference(
                        new TableReference().setProjectId("p").setDatasetId("d").setTableId("t"))
                .setSchema(new TableSchema().setFields(fields));
        if (clustering.length > 0) {
            table.setClustering(new Clustering().setFields(List.of(clustering)));
        }
        return warehouse.createTable(table).metadata();
    }

    private static TableFieldSchema text(String name) {
        return new TableFieldSchema().setName(name).setType("STRING");
    }

    private Object count(String query) {
        return engine.select("p", "SELECT COUNT(*) FROM (" + query + ")")
                .rows()
                .get(0)
                .get(0);
    }

    @Test
    void aColumnIsComparedAsItsDatasetSaysUnlessItSaysItself() {
        Table made = make(List.of(text("ci"), text("cs").setCollation("")));
        engine.run(QueryContext.of("p"), "INSERT INTO d.t (ci, cs) VALUES ('a', 'a'), ('A', 'A')");

        assertThat(made.getSchema().getFields().get(0).getCollation()).isEqualTo("und:ci");
        assertThat(made.getSchema().getFields().get(1).getCollation()).isNull();
        assertThat(count("SELECT 1 FROM d.t WHERE ci = 'A'")).isEqualTo(2L);
        assertThat(count("SELECT 1 FROM d.t WHERE cs = 'A'")).isEqualTo(1L);
        assertThat(count("SELECT 1 FROM d.t WHERE COLLATE(ci, '') = 'A'")).isEqualTo(1L);
        assertThat(count("SELECT ci FROM d.t GROUP BY ci")).isEqualTo(1L);
        assertThat(count("SELECT 1 FROM d.t GROUP BY COLLATE(ci, '')")).isEqualTo(2L);
        assertThat(count("SELECT 1 FROM d.t AS one JOIN d.t AS other ON one.ci = other.cs"))
                .isEqualTo(4L);
    }

    @Test
    void addedColumnsAreAsTheirTable() {
        make(List.of(text("ci")));
        engine.run(QueryContext.of("p"), "ALTER TABLE d.t ADD COLUMN late STRING");
        engine.run(QueryContext.of("p"), "INSERT INTO d.t (late) VALUES ('a')");

        assertThat(count("SELECT 1 FROM d.t WHERE late = 'A'")).isEqualTo(1L);
        assertThat(warehouse
                        .table(new TableName("p", "d", "t"))
                        .orElseThrow()
                        .fields()
                        .get(1)
                        .getCollation())
                .isEqualTo("und:ci");
    }

    @Test
    void noTableIsClusteredByAColumnThatIgnoresCase() {
        List<TableFieldSchema> word = List.of(text("word"));
        assertThatThrownBy(() -> make(word, "word"))
                .isInstanceOf(WarehouseException.class)
                .hasMessageContaining("CLUSTER BY STRING column word with collation und:ci isn't supported");

        make(List.of(text("word").setCollation("")), "word");
        assertThat(warehouse.table(new TableName("p", "d", "t"))).isPresent();
    }
}
