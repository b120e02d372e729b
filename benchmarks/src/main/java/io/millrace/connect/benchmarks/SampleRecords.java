// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records as shops and databases send them, from a fixed seed. */
final class SampleRecords {
    private static final String[] CITIES = {"Berlin", "Kraków", "São Paulo", "Springfield", "Reykjavík"};
    private static final Schema ADDRESS = SchemaBuilder.struct()
            .field("street", Schema.STRING_SCHEMA)
            .field("city", Schema.STRING_SCHEMA)
            .field("zip", Schema.STRING_SCHEMA)
            .field("lat", Schema.FLOAT64_SCHEMA)
            .field("lon", Schema.FLOAT64_SCHEMA)
            .build();
    private static final Schema ORDER = SchemaBuilder.struct()
            .name("Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("customer_id", Schema.INT64_SCHEMA)
            .field("status", Schema.STRING_SCHEMA)
            .field(
                    "amount",
                    Decimal.builder(2)
                            .parameter("connect.decimal.precision", "18")
                            .build())
            .field(
                    "tax",
                    Decimal.builder(2)
                            .parameter("connect.decimal.precision", "18")
                            .build())
            .field("created_at", Timestamp.SCHEMA)
            .field("updated_at", Timestamp.SCHEMA)
            .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
            .field("paid", Schema.BOOLEAN_SCHEMA)
            .field("quantity", Schema.INT32_SCHEMA)
            .field("ratio", Schema.FLOAT64_SCHEMA)
            .field("weight", Schema.FLOAT32_SCHEMA)
            .field("email", Schema.STRING_SCHEMA)
            .field("comment", Schema.OPTIONAL_STRING_SCHEMA)
            .field("channel", Schema.STRING_SCHEMA)
            .field("currency", Schema.STRING_SCHEMA)
            .field("reference", Schema.STRING_SCHEMA)
            .field("address", ADDRESS)
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
            .field(
                    "attributes",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .build())
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.public.products.Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("sku", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field(
                    "price",
                    Decimal.builder(2)
                            .parameter("connect.decimal.precision", "10")
                            .build())
            .field("stock", Schema.INT32_SCHEMA)
            .field("active", Schema.BOOLEAN_SCHEMA)
            .field(
                    "updated_at",
                    SchemaBuilder.int64()
                            .name("io.debezium.time.MicroTimestamp")
                            .build())
            .optional()
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field("version", Schema.STRING_SCHEMA)
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
            .field("db", Schema.STRING_SCHEMA)
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("txid", Schema.OPTIONAL_INT64_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .field("xmin", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("shop.public.products.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private final Random random = new Random(20_260_101);

    /** Twenty columns, among them decimals, times, a struct of five, a list of three and a map of three. */
    SinkRecord order(int number) {
        Struct order = new Struct(ORDER)
                .put("id", 10_000_000L + number)
                .put("customer_id", (long) random.nextInt(1_000_000))
                .put("status", number % 3 == 0 ? "SHIPPED" : "CREATED")
                .put("amount", BigDecimal.valueOf(random.nextInt(1_000_000), 2))
                .put("tax", BigDecimal.valueOf(random.nextInt(10_000), 2))
                .put("created_at", new Date(1_700_000_000_000L + random.nextInt(1_000_000_000)))
                .put("updated_at", new Date(1_710_000_000_000L + random.nextInt(1_000_000_000)))
                .put(
                        "day",
                        new Date(LocalDate.of(2024, 1, 1 + random.nextInt(28)).toEpochDay() * 86_400_000L))
                .put("paid", random.nextBoolean())
                .put("quantity", random.nextInt(100))
                .put("ratio", random.nextDouble())
                .put("weight", random.nextFloat())
                .put("email", "customer" + random.nextInt(1_000_000) + "@example.com")
                .put("channel", "web")
                .put("currency", "EUR")
                .put("reference", Long.toHexString(random.nextLong()))
                .put("address", address())
                .put("tags", List.of("priority", "gift", "tag" + random.nextInt(100)))
                .put("attributes", new HashMap<>(Map.of("size", "L", "colour", "blue", "batch", "b" + number % 1_000)));
        return new SinkRecord("shop.orders", 0, null, null, ORDER, order, number);
    }

    /** An update of a product with both images and the source block. */
    SinkRecord change(int number) {
        Struct source = new Struct(SOURCE)
                .put("version", "3.7.0.Final")
                .put("connector", "postgresql")
                .put("name", "shop")
                .put("ts_ms", 1_700_000_000_000L + number)
                .put("snapshot", "false")
                .put("db", "shop")
                .put("schema", "public")
                .put("table", "products")
                .put("txid", 700L + number)
                .put("lsn", 22_000_000L + 128L * number);
        Struct change = new Struct(ENVELOPE)
                .put("before", product(number))
                .put("after", product(number))
                .put("source", source)
                .put("op", "u")
                .put("ts_ms", 1_700_000_000_100L + number);
        return new SinkRecord("shop.public.products", 0, null, null, ENVELOPE, change, number);
    }

    private Struct address() {
        return new Struct(ADDRESS)
                .put("street", random.nextInt(200) + " Main Street")
                .put("city", CITIES[random.nextInt(CITIES.length)])
                .put("zip", Integer.toString(10_000 + random.nextInt(80_000)))
                .put("lat", random.nextDouble() * 180 - 90)
                .put("lon", random.nextDouble() * 360 - 180);
    }

    private Struct product(int number) {
        return new Struct(ROW)
                .put("id", (long) number)
                .put("sku", "SKU-" + random.nextInt(1_000_000))
                .put("name", "Product number " + number)
                .put("price", BigDecimal.valueOf(random.nextInt(100_000), 2))
                .put("stock", random.nextInt(500))
                .put("active", random.nextBoolean())
                .put("updated_at", 1_700_000_000_000_000L + random.nextInt(1_000_000_000));
    }
}
