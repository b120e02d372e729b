// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The decimals that one NUMERIC or BIGNUMERIC column takes. The bounds of the types are those of a 128 and a 256 bit
 * number: NUMERIC ±(10^38 - 1) · 10^-9, BIGNUMERIC -2^255 to 2^255 - 1, each · 10^-38.
 */
final class Decimals {
    private static final BigInteger NUMERIC_MAX = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
    private static final BigInteger BIGNUMERIC_MAX =
            BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE);

    private final String path;
    private final boolean big;
    private final TableFieldSchema column;

    Decimals(String path, TableFieldSchema column) {
        this.path = path;
        this.column = column;
        this.big = column.getType() == TableFieldSchema.Type.BIGNUMERIC;
    }

    private int typeScale() {
        return big ? 38 : 9;
    }

    /** From the bytes of {@code BigDecimalByteStringEncoder}: little-endian two's complement, scaled by the type. */
    BigDecimal fromBytes(ByteString littleEndian) throws InvalidValueException {
        int size = littleEndian.size();
        if (size == 0 || size > (big ? 32 : 16)) {
            throw invalid("has " + size + " bytes, accepted are 1 to " + (big ? 32 : 16));
        }
        byte[] bigEndian = new byte[size];
        for (int i = 0; i < size; i++) {
            bigEndian[size - 1 - i] = littleEndian.byteAt(i);
        }
        return checked(new BigDecimal(new BigInteger(bigEndian), typeScale()));
    }

    BigDecimal fromText(String text) throws InvalidValueException {
        BigDecimal value;
        try {
            value = new BigDecimal(text.strip());
        } catch (NumberFormatException notNumeric) {
            throw invalid("is not a number");
        }
        if (Math.abs((long) value.scale()) > 1_000) {
            throw invalid("is out of range");
        }
        if (value.stripTrailingZeros().scale() > typeScale()) {
            throw invalid("has more than " + typeScale() + " digits behind the point");
        }
        return checked(value);
    }

    BigDecimal fromDouble(double value) throws InvalidValueException {
        if (!Double.isFinite(value)) {
            throw invalid("is not finite");
        }
        return checked(new BigDecimal(value));
    }

    BigDecimal checked(BigDecimal value) throws InvalidValueException {
        BigDecimal scaled = value.setScale(typeScale(), RoundingMode.HALF_UP);
        BigInteger unscaled = scaled.unscaledValue();
        BigInteger magnitude = unscaled.signum() < 0 && big ? unscaled.not() : unscaled.abs();
        if (magnitude.compareTo(big ? BIGNUMERIC_MAX : NUMERIC_MAX) > 0) {
            throw invalid("is out of the range of " + column.getType());
        }
        if (column.getPrecision() == 0) {
            return scaled;
        }
        BigDecimal rounded = scaled.setScale((int) column.getScale(), RoundingMode.HALF_UP);
        if (rounded.precision() - rounded.scale() > column.getPrecision() - column.getScale()
                && rounded.signum() != 0
                && rounded.abs().compareTo(BigDecimal.ONE) >= 0) {
            throw invalid("is out of the range of " + column.getType() + "(" + column.getPrecision() + ", "
                    + column.getScale() + ")");
        }
        return rounded;
    }

    private InvalidValueException invalid(String what) {
        return new InvalidValueException("Field " + path + ": the " + column.getType() + " value " + what);
    }
}
