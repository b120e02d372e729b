// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.DateShiftConfig;
import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.Moment;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Moves dates by some days: at random, or always by the same number for a context under a key. */
final class DateShift implements Transformation {
    private static final int FURTHEST = 365_250;

    private final int lower;
    private final int days;
    private final FieldId context;
    private final @Nullable KeyedHash hash;
    private final Random random;

    private DateShift(DateShiftConfig config, @Nullable KeyedHash hash, Random random) {
        this.lower = config.getLowerBoundDays();
        this.days = config.getUpperBoundDays() - config.getLowerBoundDays() + 1;
        this.context = config.getContext();
        this.hash = hash;
        this.random = random;
    }

    static DateShift of(DateShiftConfig config, Keys keys, Random random) {
        if (Math.abs((long) config.getLowerBoundDays()) > FURTHEST
                || Math.abs((long) config.getUpperBoundDays()) > FURTHEST
                || config.getLowerBoundDays() > config.getUpperBoundDays()) {
            throw DlpException.invalid("date_shift_config has bounds in order, of at most " + FURTHEST + " days");
        }
        if (config.hasCryptoKey() != config.hasContext()) {
            throw DlpException.invalid("date_shift_config has both a context and a crypto_key, or none of them");
        }
        return new DateShift(
                config,
                config.hasCryptoKey() ? new KeyedHash(keys.of(config.getCryptoKey(), 16, 24, 32)) : null,
                random);
    }

    @Override
    public Value apply(Value value, Occasion occasion) throws UntransformableException {
        int shift = lower + shift(occasion);
        return Moment.of(value)
                .flatMap(moment -> moment.plusDays(shift))
                .orElseThrow(() -> new UntransformableException("a value to be shifted is no date"));
    }

    private int shift(Occasion occasion) throws UntransformableException {
        if (hash == null) {
            return random.nextInt(days);
        }
        Optional<Value> entity = occasion.context(context);
        if (entity.isEmpty()) {
            throw new UntransformableException("the context of a date_shift_config is not in the row");
        }
        return new BigInteger(1, hash.of(Values.text(entity.get())))
                .mod(BigInteger.valueOf(days))
                .intValueExact();
    }
}
