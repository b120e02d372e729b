// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;

/** Reads {@link Order}s: about as little as a converter can cost, so that the sink is what is measured. */
public final class OrderConverter implements Converter {

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        // has no settings
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new UnsupportedOperationException("orders are only read");
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return new SchemaAndValue(Order.SCHEMA, Order.read(value));
    }
}
