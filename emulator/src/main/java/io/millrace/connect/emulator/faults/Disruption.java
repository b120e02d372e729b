// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import io.millrace.connect.emulator.faults.Fault.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that shall happen to one call; usually nothing. */
public record Disruption(List<Fault> faults) {
    /** Nothing happens. */
    public static final Disruption NONE = new Disruption(List.of());

    public Disruption {
        faults = List.copyOf(faults);
    }

    /** The first fault of this kind. */
    public <F extends Fault> Optional<F> find(Class<F> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    public boolean has(Class<? extends Fault> kind) {
        return find(kind).isPresent();
    }

    /** The sum of all delays at this moment. */
    public Duration delay(Moment moment) {
        return faults.stream()
                .filter(Fault.Delay.class::isInstance)
                .map(Fault.Delay.class::cast)
                .filter(delay -> delay.moment() == moment)
                .map(Fault.Delay::time)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Whether no answer may be given, from this moment on. */
    public boolean silent(Moment moment) {
        return faults.contains(new Fault.NeverAnswer(moment));
    }

    /** By how much the streaming system's view of the table lags: the longest of all. */
    public Duration tableLate() {
        return faults.stream()
                .filter(Fault.TableLate.class::isInstance)
                .map(fault -> ((Fault.TableLate) fault).by())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
