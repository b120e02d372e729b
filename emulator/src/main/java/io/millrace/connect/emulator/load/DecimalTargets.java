// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.jspecify.annotations.Nullable;

/**
 * {@code decimalTargetTypes}: of the types that a job names, NUMERIC goes before BIGNUMERIC before STRING, each if it
 * holds every value of a decimal's precision and scale; where none does, the widest that is named
 * (https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobConfigurationLoad, 2026-08).
 */
final class DecimalTargets {
    private final Set<String> named;
    private final boolean given;

    DecimalTargets(@Nullable List<String> targets) {
        this.given = targets != null && !targets.isEmpty();
        this.named = targets == null || targets.isEmpty() ? Set.of("NUMERIC") : new HashSet<>(targets);
        if (targets != null && !targets.isEmpty() && named.size() != targets.size()) {
            throw WarehouseException.invalid("decimalTargetTypes cannot contain duplicate types");
        }
        for (String target : named) {
            if (!Set.of("NUMERIC", "BIGNUMERIC", "STRING").contains(target)) {
                throw WarehouseException.invalid("Invalid value for decimalTargetTypes: " + target);
            }
        }
    }

    /** Without targets a decimal goes, as plain bytes, into a column of BYTES. */
    boolean leavesBytes() {
        return !given;
    }

    FieldType of(LogicalTypes.Decimal decimal) {
        int scale = decimal.getScale();
        int integerDigits = decimal.getPrecision() - scale;
        if (named.contains("NUMERIC") && scale <= 9 && integerDigits <= 29) {
            return FieldType.NUMERIC;
        }
        if (named.contains("BIGNUMERIC") && scale <= 38 && integerDigits <= 38) {
            return FieldType.BIGNUMERIC;
        }
        if (named.contains("STRING")) {
            return FieldType.STRING;
        }
        return named.contains("BIGNUMERIC") ? FieldType.BIGNUMERIC : FieldType.NUMERIC;
    }
}
