// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.connect.emulator.faults.Call;
import io.millrace.connect.emulator.faults.Disruption;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Journal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One AppendRows call: takes a request, answers it, asks for the next. So answers keep the order of requests, and a
 * delayed or missing answer holds up what follows. gRPC never calls it on two threads at once.
 */
final class AppendConnection implements StreamObserver<AppendRowsRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AppendConnection.class);

    private final WriteCalls calls;
    private final AppendRequests requests;
    private final WriteSettings settings;
    private final IdleWatch idle;
    private final ServerCallStreamObserver<AppendRowsResponse> client;
    private boolean open = true;
    private boolean busy;
    private boolean clientDone;

    AppendConnection(
            WriteCalls calls,
            WriteStore store,
            WriteSettings settings,
            ServerCallStreamObserver<AppendRowsResponse> client) {
        this.calls = calls;
        this.requests = new AppendRequests(store);
        this.settings = settings;
        this.client = client;
        this.idle = new IdleWatch(calls.timer(), settings.clock(), settings.idleLimit(), this::endIdle);
        client.disableAutoRequest();
        client.setOnCancelHandler(this::closed);
        client.request(1);
        calls.journal().connectionOpened();
    }

    @Override
    public void onNext(AppendRowsRequest request) {
        busy(true);
        StreamName stream;
        try {
            stream = requests.accept(request);
        } catch (StorageException refused) {
            end(refused.toCallEnd());
            return;
        }
        Call call = Call.append(StreamName.resource(stream.table()));
        Journal.Ticket ticket = calls.journal().begin(call, request.getSerializedSize());
        Disruption disruption = calls.plan().onCall(call);
        Exchange exchange = new Exchange(stream, request, ticket, disruption);
        calls.after(disruption.delay(Moment.BEFORE), exchange::run);
    }

    /** One request under way. */
    private final class Exchange {
        private final StreamName stream;
        private final AppendRowsRequest request;
        private final Journal.Ticket ticket;
        private final Disruption disruption;

        Exchange(StreamName stream, AppendRowsRequest request, Journal.Ticket ticket, Disruption disruption) {
            this.stream = stream;
            this.request = request;
            this.ticket = ticket;
            this.disruption = disruption;
        }

        void run() {
            if (disruption.silent(Moment.BEFORE)) {
                hold(0);
                return;
            }
            Optional<Fault.Close> close = disruption.find(Fault.Close.class);
            if (close.isPresent()) {
                finish(0, "close");
                end(WriteCalls.broken(close.get().status()));
                return;
            }
            Optional<Fault.Refuse> refuse = disruption.find(Fault.Refuse.class);
            if (refuse.isPresent()) {
                StorageException refused = WriteCalls.refusal(refuse.get(), stream.toString());
                answer(AppendRowsResponse.newBuilder()
                        .setError(refused.toStatus())
                        .setWriteStream(stream.toString())
                        .build());
                return;
            }
            apply();
        }

        private void apply() {
            AppendRowsResponse response;
            try {
                if (request.getSerializedSize() > settings.maxRequestBytes()) {
                    throw StorageException.invalid(
                            stream.toString(),
                            "AppendRows request too large: " + request.getSerializedSize() + " limit "
                                    + settings.maxRequestBytes());
                }
                boolean established = requests.established();
                response = applyOrRefuse(established);
            } catch (StorageException fatal) {
                finish(0, fatal.outcome());
                end(fatal.toCallEnd());
                return;
            } catch (RuntimeException defect) {
                LOG.warn("append failed stream={}", stream, defect);
                finish(0, "INTERNAL");
                end(Status.INTERNAL
                        .withDescription("emulator defect: " + defect.getClass().getName())
                        .asRuntimeException());
                return;
            }
            calls.after(disruption.delay(Moment.AFTER), () -> answer(response));
        }

        private AppendRowsResponse applyOrRefuse(boolean established) {
            try {
                return requests.apply(stream, request, disruption);
            } catch (StorageException refused) {
                if (!established) {
                    throw refused;
                }
                return AppendRowsResponse.newBuilder()
                        .setError(refused.toStatus())
                        .setWriteStream(stream.toString())
                        .build();
            }
        }

        private void answer(AppendRowsResponse response) {
            long rows = response.hasAppendResult()
                    ? request.getProtoRows().getRows().getSerializedRowsCount()
                    : 0;
            if (disruption.silent(Moment.AFTER)) {
                hold(rows);
            } else if (disruption.has(Fault.LoseAck.class)) {
                finish(rows, "lose-ack");
                end(WriteCalls.broken(Status.Code.UNAVAILABLE));
            } else {
                finish(rows, outcome(response));
                send(response);
            }
        }

        private void hold(long rows) {
            finish(rows, "never-answer");
            calls.plan().hold(() -> end(WriteCalls.broken(Status.Code.UNAVAILABLE)));
        }

        private void finish(long rows, String outcome) {
            String offset =
                    request.hasOffset() ? " offset=" + request.getOffset().getValue() : "";
            ticket.end(stream.id() + offset, rows, outcome);
        }
    }

    private static String outcome(AppendRowsResponse response) {
        if (response.getRowErrorsCount() > 0) {
            return "ROW_ERRORS";
        }
        if (!response.hasError()) {
            return "OK";
        }
        try {
            return response.getError().getDetailsCount() == 0
                    ? Status.fromCodeValue(response.getError().getCode())
                            .getCode()
                            .name()
                    : response.getError()
                            .getDetails(0)
                            .unpack(StorageError.class)
                            .getCode()
                            .name();
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("a detail that was packed here", impossible);
        }
    }

    private synchronized void send(AppendRowsResponse response) {
        if (!open) {
            return;
        }
        client.onNext(response);
        busy = false;
        idle.used();
        if (clientDone) {
            closed();
            client.onCompleted();
        } else {
            client.request(1);
        }
    }

    private synchronized void end(Throwable status) {
        if (open) {
            closed();
            client.onError(status);
        }
    }

    /** Whether that was the end; a request under way keeps the connection open. */
    private synchronized boolean endIdle() {
        if (open && !busy) {
            end(requests.idle(settings.idleLimit()).toCallEnd());
        }
        return !open;
    }

    private synchronized void busy(boolean now) {
        busy = now;
    }

    private synchronized void closed() {
        if (open) {
            open = false;
            idle.stop();
            calls.journal().connectionClosed();
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        closed();
    }

    @Override
    public synchronized void onCompleted() {
        clientDone = true;
        if (open && !busy) {
            closed();
            client.onCompleted();
        }
    }
}
