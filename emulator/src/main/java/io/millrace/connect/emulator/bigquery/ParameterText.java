// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.client.util.Data;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import io.millrace.connect.emulator.query.ParameterLiteral;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Query parameters as DuckDB literals. */
final class ParameterText {
    private ParameterText() {}

    /** By name; positional ones by {@code ?0}, {@code ?1}, …. */
    static Map<String, String> of(@Nullable List<QueryParameter> parameters) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (parameters != null) {
            for (QueryParameter parameter : parameters) {
                String name = parameter.getName() == null || parameter.getName().isEmpty()
                        ? "?" + texts.size()
                        : parameter.getName();
                texts.put(name, text(parameter.getParameterType(), parameter.getParameterValue()));
            }
        }
        return texts;
    }

    private static String text(QueryParameterType type, @Nullable QueryParameterValue value) {
        if (type.getType().equals("ARRAY")) {
            List<String> elements = new ArrayList<>();
            if (value != null && value.getArrayValues() != null) {
                for (QueryParameterValue element : value.getArrayValues()) {
                    elements.add(text(type.getArrayType(), element));
                }
            }
            return "[" + String.join(", ", elements) + "]";
        }
        if (type.getType().equals("STRUCT")) {
            List<String> fields = new ArrayList<>();
            for (QueryParameterType.StructTypes field : type.getStructTypes()) {
                QueryParameterValue part = value == null || value.getStructValues() == null
                        ? null
                        : value.getStructValues().get(field.getName());
                fields.add(Identifier.quote(field.getName()) + " := " + text(field.getType(), part));
            }
            return "struct_pack(" + String.join(", ", fields) + ")";
        }
        String given = value == null || Data.isNull(value.getValue()) ? null : value.getValue();
        try {
            return ParameterLiteral.of(type.getType(), given);
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw WarehouseException.invalid("Invalid value for a query parameter of type " + type.getType());
        }
    }
}
