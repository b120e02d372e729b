// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.connect.emulator.faults.Call;
import io.millrace.connect.emulator.faults.Disruption;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.FaultPlan;
import io.millrace.connect.emulator.faults.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes calls through journal and fault plan. */
record WriteCalls(FaultPlan plan, Journal journal, ScheduledExecutorService timer) {
    private static final Logger LOG = LoggerFactory.getLogger(WriteCalls.class);

    /** Runs now, or later on the timer's thread. */
    void after(Duration delay, Runnable step) {
        if (delay.isZero()) {
            step.run();
        } else {
            Future<?> unused = timer.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** One unary call about a table; {@code entity} is what it names. */
    <T> void unary(Call call, String entity, StreamObserver<T> client, Function<Disruption, T> effect) {
        Journal.Ticket ticket = journal.begin(call, 0);
        Disruption disruption = plan.onCall(call);
        after(disruption.delay(Moment.BEFORE), () -> {
            Optional<Fault.Close> close = disruption.find(Fault.Close.class);
            if (disruption.silent(Moment.BEFORE)) {
                ticket.end(entity, 0, "never-answer");
                plan.hold(() -> client.onError(broken(Status.Code.UNAVAILABLE)));
            } else if (close.isPresent()) {
                ticket.end(entity, 0, "close");
                client.onError(broken(close.get().status()));
            } else {
                run(ticket, entity, client, disruption, effect);
            }
        });
    }

    private <T> void run(
            Journal.Ticket ticket,
            String entity,
            StreamObserver<T> client,
            Disruption disruption,
            Function<Disruption, T> effect) {
        T response;
        try {
            disruption.find(Fault.Refuse.class).ifPresent(refuse -> {
                throw refusal(refuse, entity);
            });
            response = effect.apply(disruption);
        } catch (StorageException refused) {
            ticket.end(entity, 0, refused.outcome());
            client.onError(refused.toCallEnd());
            return;
        } catch (RuntimeException defect) {
            LOG.warn("call failed entity={}", entity, defect);
            ticket.end(entity, 0, "INTERNAL");
            client.onError(Status.INTERNAL
                    .withDescription("emulator defect: " + defect.getClass().getName())
                    .asRuntimeException());
            return;
        }
        after(disruption.delay(Moment.AFTER), () -> {
            if (disruption.silent(Moment.AFTER)) {
                ticket.end(entity, 0, "never-answer");
                plan.hold(() -> client.onError(broken(Status.Code.UNAVAILABLE)));
            } else if (disruption.has(Fault.LoseAck.class)) {
                ticket.end(entity, 0, "lose-ack");
                client.onError(broken(Status.Code.UNAVAILABLE));
            } else {
                ticket.end(entity, 0, "OK");
                client.onNext(response);
                client.onCompleted();
            }
        });
    }

    static StorageException refusal(Fault.Refuse refuse, String entity) {
        return new StorageException(refuse.status(), refuse.error(), entity, refuse.message());
    }

    static Throwable broken(Status.Code code) {
        return code.toStatus()
                .withDescription("Connection closed by the fault plan")
                .asRuntimeException();
    }
}
