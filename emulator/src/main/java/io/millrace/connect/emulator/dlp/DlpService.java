// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.privacy.dlp.v2.ContentItem;
import com.google.privacy.dlp.v2.DeidentifyContentRequest;
import com.google.privacy.dlp.v2.DeidentifyContentResponse;
import com.google.privacy.dlp.v2.DlpServiceGrpc;
import com.google.privacy.dlp.v2.InspectContentRequest;
import com.google.privacy.dlp.v2.InspectContentResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.millrace.connect.emulator.dlp.inspect.TrainedInfoTypes;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.faults.Call;
import io.millrace.connect.emulator.faults.Disruption;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.FaultPlan;
import io.millrace.connect.emulator.faults.Journal;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code DlpService}: inspectContent and deidentifyContent; every other method answers UNIMPLEMENTED by gRPC itself. */
public final class DlpService extends DlpServiceGrpc.DlpServiceImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(DlpService.class);
    /** Cloud DLP's limit of a request. */
    private static final int LARGEST_REQUEST = 524_288;

    private final FaultPlan faults;
    private final Journal journal;
    private final ScheduledExecutorService timer;
    private final TrainedInfoTypes trained;

    /** A service whose calls go through the fault plan. */
    public DlpService(FaultPlan faults, Journal journal, ScheduledExecutorService timer, TrainedInfoTypes trained) {
        this.faults = faults;
        this.journal = journal;
        this.timer = timer;
        this.trained = trained;
    }

    @Override
    public void deidentifyContent(DeidentifyContentRequest request, StreamObserver<DeidentifyContentResponse> client) {
        answer("DeidentifyContent", request.getParent(), request.getSerializedSize(), client, () -> {
            ContentItem transformed = new Deidentification(request, trained).apply(request.getItem());
            return DeidentifyContentResponse.newBuilder().setItem(transformed).build();
        });
    }

    @Override
    public void inspectContent(InspectContentRequest request, StreamObserver<InspectContentResponse> client) {
        answer(
                "InspectContent",
                request.getParent(),
                request.getSerializedSize(),
                client,
                () -> InspectContentResponse.newBuilder()
                        .setResult(new Inspection(request.getInspectConfig(), trained).of(request.getItem()))
                        .build());
    }

    private <T> void answer(String method, String parent, int size, StreamObserver<T> client, Supplier<T> effect) {
        Call call = Call.grpc(method, parent);
        Journal.Ticket ticket = journal.begin(call, 0);
        Disruption disruption = faults.onCall(call);
        if (disruption.silent(Moment.BEFORE)) {
            ticket.end(parent, 0, "never-answer");
            return;
        }
        var unused = timer.schedule(
                () -> run(parent, size, client, disruption, effect, ticket),
                disruption.delay(Moment.BEFORE).toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private static <T> void run(
            String parent,
            int size,
            StreamObserver<T> client,
            Disruption disruption,
            Supplier<T> effect,
            Journal.Ticket ticket) {
        try {
            disruption.find(Fault.Refuse.class).ifPresent(refuse -> {
                throw refuse.status()
                        .toStatus()
                        .withDescription(refuse.message())
                        .asRuntimeException();
            });
            disruption.find(Fault.Close.class).ifPresent(close -> {
                throw close.status()
                        .toStatus()
                        .withDescription("closed by the fault plan")
                        .asRuntimeException();
            });
            if (size > LARGEST_REQUEST) {
                throw DlpException.invalid(
                        "the request has " + size + " bytes, at most " + LARGEST_REQUEST + " are accepted");
            }
            T response = effect.get();
            if (disruption.has(Fault.LoseAck.class)) {
                throw Status.UNAVAILABLE
                        .withDescription("closed by the fault plan")
                        .asRuntimeException();
            }
            ticket.end(parent, 0, "OK");
            client.onNext(response);
            client.onCompleted();
        } catch (StatusRuntimeException failure) {
            end(ticket, parent, client, failure);
        } catch (DlpException refused) {
            end(ticket, parent, client, refused.toCallEnd());
        } catch (RuntimeException defect) {
            LOG.warn("a call failed error={}", defect.getClass().getName());
            end(
                    ticket,
                    parent,
                    client,
                    Status.INTERNAL
                            .withDescription(
                                    "emulator defect: " + defect.getClass().getName())
                            .asRuntimeException());
        }
    }

    private static void end(
            Journal.Ticket ticket, String parent, StreamObserver<?> client, StatusRuntimeException failure) {
        ticket.end(parent, 0, failure.getStatus().getCode().name());
        client.onError(failure);
    }
}
