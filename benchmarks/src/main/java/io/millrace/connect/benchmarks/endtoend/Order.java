// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** An order of 24 fields, a struct and two arrays among them, and its bytes: fields in order, strings with lengths. */
final class Order {

    private static final Schema ADDRESS = SchemaBuilder.struct()
            .name("bench.Address")
            .field("street", Schema.STRING_SCHEMA)
            .field("city", Schema.STRING_SCHEMA)
            .field("postal_code", Schema.STRING_SCHEMA)
            .field("country", Schema.STRING_SCHEMA)
            .build();

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("bench.Order")
            .field("order_id", Schema.INT64_SCHEMA)
            .field("customer_id", Schema.INT64_SCHEMA)
            .field("store_id", Schema.INT32_SCHEMA)
            .field("status", Schema.STRING_SCHEMA)
            .field("channel", Schema.STRING_SCHEMA)
            .field("currency", Schema.STRING_SCHEMA)
            .field("total", Decimal.schema(2))
            .field("tax", Decimal.schema(2))
            .field("discount", Schema.FLOAT64_SCHEMA)
            .field("items", Schema.INT32_SCHEMA)
            .field("weight", Schema.FLOAT64_SCHEMA)
            .field("gift", Schema.BOOLEAN_SCHEMA)
            .field("express", Schema.BOOLEAN_SCHEMA)
            .field("placed_at", Timestamp.SCHEMA)
            .field("paid_at", Timestamp.SCHEMA)
            .field("shipped_at", Timestamp.SCHEMA)
            .field("email", Schema.STRING_SCHEMA)
            .field("phone", Schema.STRING_SCHEMA)
            .field("note", Schema.STRING_SCHEMA)
            .field("session", Schema.STRING_SCHEMA)
            .field("address", ADDRESS)
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
            .field("quantities", SchemaBuilder.array(Schema.INT64_SCHEMA).build())
            .field("updated_at", Timestamp.SCHEMA)
            .build();

    private static final List<Field> FIELDS = SCHEMA.fields();
    private static final List<Field> ADDRESS_FIELDS = ADDRESS.fields();

    private Order() {}

    /** The bytes of the order with this number. */
    static byte[] bytes(long number) {
        ByteBuffer out = ByteBuffer.allocate(1024);
        long millis = 1_760_000_000_000L + number * 1_013;
        out.putLong(number).putLong(number % 99_991).putInt((int) (number % 613));
        text(out, number % 3 == 0 ? "shipped" : "delivered");
        text(out, "web");
        text(out, "EUR");
        out.putLong(1_999 + number % 100_000).putLong(319 + number % 10_000);
        out.putDouble(number % 50 / 10.0).putInt((int) (1 + number % 9)).putDouble(number % 1_000 / 7.0);
        out.put((byte) (number % 2)).put((byte) (number % 5 == 0 ? 1 : 0));
        out.putLong(millis).putLong(millis + 60_000).putLong(millis + 86_400_000);
        text(out, "customer" + number % 99_991 + "@example.com");
        text(out, "+49 30 " + (1_000_000 + number % 9_000_000));
        text(out, "leave it with the neighbours on the third floor, please");
        text(out, Long.toHexString(number * 0x9E3779B97F4A7C15L));
        text(out, number % 200 + " Market Street");
        text(out, number % 10 == 0 ? "Zürich" : "Springfield");
        text(out, Long.toString(10_000 + number % 80_000));
        text(out, "DE");
        out.put((byte) 3);
        text(out, "spring");
        text(out, "newsletter");
        text(out, "loyal");
        out.put((byte) 4);
        for (int i = 1; i <= 4; i++) {
            out.putLong(i * (1 + number % 7));
        }
        out.putLong(millis + 90_000_000);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    static Struct read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Struct order = new Struct(SCHEMA);
        int i = 0;
        order.put(FIELDS.get(i++), in.getLong());
        order.put(FIELDS.get(i++), in.getLong());
        order.put(FIELDS.get(i++), in.getInt());
        order.put(FIELDS.get(i++), text(in));
        order.put(FIELDS.get(i++), text(in));
        order.put(FIELDS.get(i++), text(in));
        order.put(FIELDS.get(i++), new BigDecimal(BigInteger.valueOf(in.getLong()), 2));
        order.put(FIELDS.get(i++), new BigDecimal(BigInteger.valueOf(in.getLong()), 2));
        order.put(FIELDS.get(i++), in.getDouble());
        order.put(FIELDS.get(i++), in.getInt());
        order.put(FIELDS.get(i++), in.getDouble());
        order.put(FIELDS.get(i++), in.get() == 1);
        order.put(FIELDS.get(i++), in.get() == 1);
        order.put(FIELDS.get(i++), new Date(in.getLong()));
        order.put(FIELDS.get(i++), new Date(in.getLong()));
        order.put(FIELDS.get(i++), new Date(in.getLong()));
        order.put(FIELDS.get(i++), text(in));
        order.put(FIELDS.get(i++), text(in));
        order.put(FIELDS.get(i++), text(in));
        order.put(FIELDS.get(i++), text(in));
        Struct address = new Struct(ADDRESS);
        ADDRESS_FIELDS.forEach(field -> address.put(field, text(in)));
        order.put(FIELDS.get(i++), address);
        List<String> tags = new ArrayList<>();
        for (int left = in.get(); left > 0; left--) {
            tags.add(text(in));
        }
        order.put(FIELDS.get(i++), tags);
        List<Long> quantities = new ArrayList<>();
        for (int left = in.get(); left > 0; left--) {
            quantities.add(in.getLong());
        }
        order.put(FIELDS.get(i++), quantities);
        order.put(FIELDS.get(i), new Date(in.getLong()));
        return order;
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
